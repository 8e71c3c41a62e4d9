/** Looking at an entity: what is chosen, what the graph draws, which fact is open; the steps from one to the next. */

import {
  type EntityId,
  type Fact,
  type ObservationId,
  RELATION_TYPES,
  type RelationType,
} from "../api/types";
import { type Codec, isEntityId } from "./codec";

/** An entity, the entities whose neighbours the graph draws (in the order they were opened), and a fact. */
export interface ExploreView {
  readonly kind: "explore";
  readonly entity: EntityId;
  readonly opened: readonly EntityId[];
  readonly fact: Fact | null;
}

/** How many entities the graph keeps opened; opening one more closes the one that was opened first. */
export const MAX_OPENED = 8;

/** A fresh view of `entity`. */
export function viewOf(entity: EntityId): ExploreView {
  return { kind: "explore", entity, opened: [entity], fact: null };
}

/** `view` with `entity` chosen and its neighbours added to the graph. */
export function expand(view: ExploreView | null, entity: EntityId): ExploreView {
  if (view === null) return viewOf(entity);
  const opened = view.opened.includes(entity) ? view.opened : [...view.opened, entity].slice(-MAX_OPENED);
  return { kind: "explore", entity, opened, fact: null };
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

export const explore: Codec<ExploreView> = {
  key: "entity",

  format(view) {
    const parameters = new URLSearchParams({ entity: view.entity });
    if (!isFresh(view)) for (const id of view.opened) parameters.append("open", id);
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
    const opened = parameters.getAll("open");
    if (!opened.every(isEntityId) || opened.length > MAX_OPENED) return "broken";
    const fact = parseFact(parameters);
    if (fact === "broken") return "broken";
    return { kind: "explore", entity, opened: opened.length > 0 ? opened : [entity], fact };
  },
};

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

function isFresh(view: ExploreView): boolean {
  return view.opened.length === 1 && view.opened[0] === view.entity;
}

function isRelationType(type: string): type is RelationType {
  return (RELATION_TYPES as readonly string[]).includes(type);
}
