/**
 * What the page shows, apart from the data that it shows. A view is written into the address, so that it can
 * be sent, kept and gone back to; the steps from one view to the next are functions here.
 */

import {
  type EntityId,
  type Fact,
  type ObservationId,
  RELATION_TYPES,
  type RelationType,
} from "../api/types";

/** An entity, the entities whose neighbours the graph draws (in the order they were opened), and a fact. */
export interface ExplorerView {
  readonly entity: EntityId;
  readonly opened: readonly EntityId[];
  readonly fact: Fact | null;
}

/** `null` is the start page. */
export type View = ExplorerView | null;

/** How many entities the graph keeps opened; opening one more closes the one that was opened first. */
export const MAX_OPENED = 8;

/** A fresh view of `entity`. */
export function viewOf(entity: EntityId): ExplorerView {
  return { entity, opened: [entity], fact: null };
}

/** `view` with `entity` chosen and its neighbours added to the graph. */
export function expand(view: View, entity: EntityId): ExplorerView {
  if (view === null) return viewOf(entity);
  const opened = view.opened.includes(entity) ? view.opened : [...view.opened, entity].slice(-MAX_OPENED);
  return { entity, opened, fact: null };
}

/** `view` with the sentence of `fact` open, or none. */
export function withFact(view: ExplorerView, fact: Fact | null): ExplorerView {
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

/** The fragment of the address that holds `view`, with its `#`. */
export function formatView(view: View): string {
  if (view === null) return "#";
  const parameters = new URLSearchParams({ entity: view.entity });
  if (!isFresh(view)) for (const id of view.opened) parameters.append("open", id);
  const fact = view.fact;
  if (fact?.kind === "observation") parameters.set("observation", fact.id);
  if (fact?.kind === "relation") {
    parameters.set("relation", fact.type);
    parameters.set("subject", fact.subject);
    parameters.set("object", fact.object);
  }
  return `#${parameters}`;
}

/** The view in a fragment, or `"broken"` where it holds something else. */
export function parseView(fragment: string): View | "broken" {
  const text = fragment.replace(/^#/, "");
  if (text === "") return null;
  const parameters = new URLSearchParams(text);
  const entity = parameters.get("entity");
  if (!isPath(entity)) return "broken";
  const opened = parameters.getAll("open");
  if (!opened.every(isPath) || opened.length > MAX_OPENED) return "broken";
  const fact = parseFact(parameters);
  if (fact === "broken") return "broken";
  return { entity, opened: opened.length > 0 ? opened : [entity], fact };
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
  if (!isRelationType(type) || !isPath(subject) || !isPath(object)) return "broken";
  return { kind: "relation", subject, type, object };
}

function isFresh(view: ExplorerView): boolean {
  return view.opened.length === 1 && view.opened[0] === view.entity;
}

/** Whether `id` has the form of a local path: a kind of thing, a slash, and a name. */
function isPath(id: string | null): id is EntityId {
  return id !== null && /^[a-z]+\/./.test(id);
}

function isRelationType(type: string): type is RelationType {
  return (RELATION_TYPES as readonly string[]).includes(type);
}
