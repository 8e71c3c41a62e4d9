import type { Term } from "../api/answer";
import type { EntityId } from "../api/types";
import type { DrawnType } from "../graph/types";
import { localId, type Prefixes, shorten } from "./terms";

/** The kinds of things that have a page of their own, by the beginning of their local path. */
const KINDS: readonly (readonly [RegExp, DrawnType])[] = [
  [/^region\/./, "region"],
  [/^institution\/./, "institution"],
  [/^type\/./, "institution_type"],
  [/^program\/./, "program"],
  [/^policy\/./, "policy"],
  [/^indicator\/./, "indicator"],
  [/^person\/./, "person"],
  [/^document\/[0-9a-f]+#line=/, "task"],
];

/** A thing that an answer speaks of: its id and, where it has a page of its own, which type it has. */
export interface Thing {
  readonly id: EntityId;
  readonly type: DrawnType;
}

/** The thing that a term names; `null` for a value. */
export function thingOf({ type, value }: Term, prefixes: Prefixes): Thing | null {
  if (type !== "uri" && type !== "bnode") return null;
  const local = localId(value, prefixes) ?? "";
  const kind = type === "uri" && KINDS.find(([form]) => form.test(local));
  return kind ? { id: local as EntityId, type: kind[1] } : { id: value as EntityId, type: "other" };
}

/** Whether a thing has a page of its own. */
export function hasPage({ type }: Pick<Thing, "type">): boolean {
  return type !== "other";
}

/** What things are called, by their IRIs. */
export type Names = ReadonlyMap<string, string>;

/** A term in words: the name of a thing, or how a query writes it, or its path, or the value. */
export function wordsOf(term: Term, names: Names, prefixes: Prefixes): string {
  if (term.type !== "uri") return term.value;
  const short = shorten(term.value, prefixes);
  // the beginning, which all things of the graph share, would be all that labels have room for
  const path = short.startsWith("<") ? localId(term.value, prefixes) : null;
  return names.get(term.value) ?? path ?? short;
}
