/** Looking at an entity: what is chosen, what the graph draws, which fact is open; the steps from one to the next. */

import {
  ENTITY_TYPES,
  type EntityId,
  type EntityType,
  type Fact,
  type ObservationId,
  RELATION_TYPES,
  type RelationType,
} from "../api/types";
import { type Codec, isEntityId } from "./codec";

/** A part of the graph: what is around an entity, by one relation or by all; the ways between two; what fits a
 * path pattern. */
export type Opening =
  | { readonly kind: "around"; readonly id: EntityId; readonly relation: RelationType | null }
  | { readonly kind: "ways"; readonly from: EntityId; readonly to: EntityId }
  | { readonly kind: "pattern"; readonly pattern: string };

/** A node that stays where the reader has put it. */
export interface Pin {
  readonly id: EntityId;
  readonly x: number;
  readonly y: number;
}

/** An entity, what the graph draws (in the order it was opened) and how, and a fact. */
export interface ExploreView {
  readonly kind: "explore";
  readonly entity: EntityId;
  readonly opened: readonly Opening[];
  readonly hidden: readonly EntityId[];
  /** Types of entities that are not drawn. */
  readonly without: readonly EntityType[];
  readonly pinned: readonly Pin[];
  readonly fact: Fact | null;
}

/** How many parts the graph keeps opened; opening one more closes the one that was opened first. */
export const MAX_OPENED = 12;
const MAX_HIDDEN = 50;
const MAX_PINNED = 50;

/** A fresh view of `entity`. */
export function viewOf(entity: EntityId): ExploreView {
  return drawn(entity, { kind: "around", id: entity, relation: null });
}

/** A view of what fits a path pattern, with one of the entities in it chosen. */
export function viewOfPattern(entity: EntityId, pattern: string): ExploreView {
  return drawn(entity, { kind: "pattern", pattern });
}

function drawn(entity: EntityId, opening: Opening): ExploreView {
  return {
    kind: "explore",
    entity,
    opened: [opening],
    hidden: [],
    without: [],
    pinned: [],
    fact: null,
  };
}

/** `view` with `entity` chosen. */
export function choose(view: ExploreView, entity: EntityId): ExploreView {
  return { ...view, entity, fact: null };
}

/** `view` with `entity` chosen and its neighbours added to the graph, by one relation or by all. */
export function expand(
  view: ExploreView | null,
  entity: EntityId,
  relation: RelationType | null = null,
): ExploreView {
  if (view === null) return viewOf(entity);
  return open(choose(view, entity), { kind: "around", id: entity, relation });
}

/** `view` with the ways from its entity to another one. */
export function connect(view: ExploreView, to: EntityId): ExploreView {
  return open({ ...view, fact: null }, { kind: "ways", from: view.entity, to });
}

function open(view: ExploreView, opening: Opening): ExploreView {
  const isOpen = view.opened.some((each) => openingKey(each) === openingKey(opening));
  const opened = isOpen ? view.opened : [...view.opened, opening].slice(-MAX_OPENED);
  return { ...view, opened };
}

/** `view` without the node of `id`; `other` is chosen where that was the chosen one. */
export function hide(view: ExploreView, id: EntityId, other: EntityId): ExploreView {
  return {
    ...unpin(view, id),
    entity: view.entity === id ? other : view.entity,
    hidden: [...view.hidden, id].slice(-MAX_HIDDEN),
    fact: null,
  };
}

/** `view` with all nodes that were hidden. */
export function showHidden(view: ExploreView): ExploreView {
  return { ...view, hidden: [] };
}

/** `view` with or, if it is drawn, without the entities of a type. */
export function toggleType(view: ExploreView, type: EntityType): ExploreView {
  const without = view.without.includes(type)
    ? view.without.filter((each) => each !== type)
    : [...view.without, type];
  return { ...view, without };
}

/** `view` with a node that stays at a place. */
export function pin(view: ExploreView, { id, x, y }: Pin): ExploreView {
  const others = view.pinned.filter((each) => each.id !== id);
  return { ...view, pinned: [...others, { id, x: Math.round(x), y: Math.round(y) }].slice(-MAX_PINNED) };
}

/** `view` with a node that goes where there is room. */
export function unpin(view: ExploreView, id: EntityId): ExploreView {
  return { ...view, pinned: view.pinned.filter((each) => each.id !== id) };
}

/** `view` with the sentence of `fact` open, or none. */
export function withFact(view: ExploreView, fact: Fact | null): ExploreView {
  return { ...view, fact };
}

export function sameFact(a: Fact | null, b: Fact | null): boolean {
  return factKey(a) === factKey(b);
}

function factKey(fact: Fact | null): string {
  if (fact === null) return "";
  return fact.kind === "observation"
    ? JSON.stringify([fact.id])
    : JSON.stringify([fact.subject, fact.type, fact.object]);
}

/** Whether two views show the same but for the sentence that is open. */
export function sameDrawing(a: ExploreView, b: ExploreView): boolean {
  return formatted(a) === formatted(b);
}

/** What tells the places of a view's nodes: the view but for what is chosen in it. */
export function pictureKey({ opened, hidden, without, pinned }: ExploreView): string {
  return JSON.stringify([opened.map((each) => [each.kind, openingKey(each)]), hidden, without, pinned]);
}

function formatted(view: ExploreView): string {
  return String(explore.format(withFact(view, null)));
}

/** What tells one opening from another; also how it stands in the address, behind its kind. */
export function openingKey(opening: Opening): string {
  switch (opening.kind) {
    case "around":
      return opening.relation === null ? opening.id : `${opening.id}|${opening.relation}`;
    case "ways":
      return `${opening.from}|${opening.to}`;
    case "pattern":
      return opening.pattern;
  }
}

/** The parameters of openings by their kind. */
const KINDS = { open: "around", ways: "ways", pattern: "pattern" } as const;
const PARAMETERS = { around: "open", ways: "ways", pattern: "pattern" } as const;

export const explore: Codec<ExploreView> = {
  key: "entity",

  format(view) {
    const parameters = new URLSearchParams({ entity: view.entity });
    if (!isFresh(view)) {
      for (const opening of view.opened) parameters.append(PARAMETERS[opening.kind], openingKey(opening));
    }
    for (const id of view.hidden) parameters.append("hide", id);
    for (const type of view.without) parameters.append("without", type);
    for (const { id, x, y } of view.pinned) parameters.append("pin", `${x},${y},${id}`);
    const fact = view.fact;
    if (fact?.kind === "observation") parameters.set("observation", fact.id);
    if (fact?.kind === "relation") {
      parameters.set("relation", fact.type);
      parameters.set("subject", fact.subject);
      parameters.set("object", fact.object);
    }
    return parameters;
  },

  parse(parameters) {
    const entity = parameters.get("entity");
    if (!isEntityId(entity)) return "broken";
    const opened = [...parameters].flatMap(([name, text]) =>
      isKind(name) ? [parseOpening(KINDS[name], text)] : [],
    );
    const hidden = parameters.getAll("hide");
    const without = parameters.getAll("without");
    const pinned = parameters.getAll("pin").map(parsePin);
    const fact = parseFact(parameters);
    if (!opened.every(isPresent) || opened.length > MAX_OPENED) return "broken";
    if (!hidden.every(isEntityId) || hidden.length > MAX_HIDDEN || !without.every(isEntityType))
      return "broken";
    if (!pinned.every(isPresent) || pinned.length > MAX_PINNED || fact === "broken") return "broken";
    const view = viewOf(entity);
    return { ...view, opened: opened.length > 0 ? opened : view.opened, hidden, without, pinned, fact };
  },
};

function parseOpening(kind: Opening["kind"], text: string): Opening | null {
  if (kind === "pattern") return text.trim() === "" ? null : { kind, pattern: text };
  const [first = "", second, ...rest] = text.split("|");
  if (!isEntityId(first) || rest.length > 0) return null;
  if (kind === "ways")
    return isEntityId(second ?? null) ? { kind, from: first, to: second as EntityId } : null;
  if (second === undefined) return { kind, id: first, relation: null };
  return isRelationType(second) ? { kind, id: first, relation: second } : null;
}

function parsePin(text: string): Pin | null {
  const match = /^(-?\d{1,6}),(-?\d{1,6}),(.+)$/.exec(text);
  const id = match?.[3] ?? null;
  return match && isEntityId(id) ? { id, x: Number(match[1]), y: Number(match[2]) } : null;
}

function parseFact(parameters: URLSearchParams): Fact | null | "broken" {
  const observation = parameters.get("observation");
  if (observation !== null) {
    return observation.startsWith("observation/")
      ? { kind: "observation", id: observation as ObservationId }
      : "broken";
  }
  const type = parameters.get("relation");
  if (type === null) return null;
  const subject = parameters.get("subject");
  const object = parameters.get("object");
  if (!isRelationType(type) || !isEntityId(subject) || !isEntityId(object)) return "broken";
  return { kind: "relation", subject, type, object };
}

function isFresh({ opened, entity }: ExploreView): boolean {
  const [only] = opened;
  return opened.length === 1 && only?.kind === "around" && only.id === entity && only.relation === null;
}

function isPresent<T>(value: T | null): value is T {
  return value !== null;
}

function isKind(name: string): name is keyof typeof KINDS {
  return Object.hasOwn(KINDS, name);
}

function isEntityType(type: string): type is EntityType {
  return (ENTITY_TYPES as readonly string[]).includes(type);
}

function isRelationType(type: string): type is RelationType {
  return (RELATION_TYPES as readonly string[]).includes(type);
}
