/** An answer as a graph: triples as they are, rows as ways from thing to thing. */

import type { Answer, Table, Term } from "../api/answer";
import { type EntityId, RELATION_TYPES, type RelationType } from "../api/types";
import type { Drawing, DrawnEdge, DrawnNode } from "../graph/model";
import { type Prefixes, shorten } from "./terms";
import { hasPage, type Names, type Thing, thingOf, wordsOf } from "./things";

/** More nodes could not be read. */
export const MOST_NODES = 500;

const NO_NAMES: Names = new Map();

/** A graph, the node with most edges, how many nodes there would be, and those that the answer does not name. */
export interface AnswerGraph extends Drawing {
  readonly root: EntityId;
  readonly total: number;
  readonly unnamed: ReadonlySet<EntityId>;
}

interface Tie {
  readonly source: Term;
  readonly target: Term;
  readonly type: DrawnEdge["type"];
  readonly label: string;
}

/** What to draw of an answer; `null` where it ties no things together. */
export function graphOf(answer: Answer, prefixes: Prefixes): AnswerGraph | null {
  if (answer.kind === "boolean") return null;
  const { table } = answer;
  const ties = answer.kind === "triples" ? tiesOfTriples(table, prefixes) : tiesOfRows(table);
  const own = answer.kind === "triples" ? labelsOf(table, prefixes) : new Map<string, string>();
  const nodes = new Map<EntityId, DrawnNode>();
  const edges = new Map<string, DrawnEdge>();
  const degrees = new Map<EntityId, number>();
  const add = (term: Term, thing: Thing): void => {
    const label = own.get(term.value) ?? wordsOf(term, NO_NAMES, prefixes);
    nodes.set(thing.id, { ...thing, label, iri: term.value, degree: 0 });
    degrees.set(thing.id, (degrees.get(thing.id) ?? 0) + 1);
  };
  for (const { source: from, target: to, type: known, label } of ties) {
    const [source, target] = [thingOf(from, prefixes), thingOf(to, prefixes)];
    if (source === null || target === null) continue;
    // what is no entity has no fact that could be opened
    const type = hasPage(source) && hasPage(target) ? known : "other";
    const id = `${source.id} ${type === "other" ? label : type} ${target.id}`;
    if (edges.has(id)) continue;
    edges.set(id, { id, source: source.id, target: target.id, type, label });
    add(from, source);
    add(to, target);
  }
  const ranked = [...nodes.values()]
    .map((node) => ({ ...node, degree: degrees.get(node.id) ?? 0 }))
    .sort((a, b) => b.degree - a.degree);
  const ids = drawnOf(
    ranked.map(({ id }) => id),
    [...edges.values()],
  );
  const drawn = ranked.filter(({ id }) => ids.has(id));
  const [first] = drawn;
  if (first === undefined) return null;
  return {
    nodes: new Map(drawn.map((node) => [node.id, node])),
    edges: new Map([...edges].filter(([, { source, target }]) => ids.has(source) && ids.has(target))),
    root: first.id,
    total: ranked.length,
    unnamed: new Set(drawn.flatMap(({ id, iri }) => (own.has(iri) ? [] : id))),
  };
}

/** The graph with names for the nodes that the answer does not name itself. */
export function withNames(graph: AnswerGraph, names: Names): AnswerGraph {
  const named = [...graph.nodes].map(([id, node]): [EntityId, DrawnNode] => {
    const name = graph.unnamed.has(id) ? names.get(node.iri) : undefined;
    return [id, name === undefined ? node : { ...node, label: name }];
  });
  return { ...graph, nodes: new Map(named) };
}

/** Of so many nodes those with most edges, as far as edges tie them; where that leaves room, what is around them. */
function drawnOf(ranked: readonly EntityId[], edges: readonly DrawnEdge[]): Set<EntityId> {
  const most = new Set(ranked.slice(0, MOST_NODES));
  if (most.size === ranked.length) return most;
  const tied = edges.filter(({ source, target }) => most.has(source) && most.has(target));
  const found = new Set(tied.flatMap(({ source, target }) => [source, target]));
  const ranks = new Map(ranked.map((id, rank) => [id, rank]));
  const rankOf = ({ source, target }: DrawnEdge) =>
    Math.min(ranks.get(source) ?? ranked.length, ranks.get(target) ?? ranked.length);
  for (const { source, target } of [...edges].sort((a, b) => rankOf(a) - rankOf(b))) {
    const ends = [source, target].filter((id) => !found.has(id));
    if (found.size + ends.length <= MOST_NODES) for (const id of ends) found.add(id);
  }
  return found;
}

function tiesOfTriples({ rows }: Table, prefixes: Prefixes): Tie[] {
  return rows.flatMap(([source, predicate, target]) => {
    if (!source || !predicate || !target || predicate.value === `${prefixes.rdf}type` || !isThing(target))
      return [];
    const type = relationOf(predicate.value, prefixes);
    return [{ source, target, type: type ?? "other", label: shorten(predicate.value, prefixes) }];
  });
}

/** Each thing of a row with the next one to its right, whose column names what ties them. */
function tiesOfRows({ columns, rows }: Table): Tie[] {
  return rows.flatMap((row) => {
    const things = row.flatMap((term, column) =>
      term && isThing(term) ? [{ term, label: columns[column] ?? "" }] : [],
    );
    return things.slice(1).map(({ term, label }, index) => {
      const source = things[index]?.term ?? term;
      return { source, target: term, type: "other" as const, label };
    });
  });
}

function labelsOf({ rows }: Table, { rdfs, skos }: Prefixes): Map<string, string> {
  const naming = [`${rdfs}label`, `${skos}prefLabel`];
  const found = new Map<string, string>();
  for (const [thing, predicate, label] of rows) {
    if (!thing || !label || !naming.includes(predicate?.value ?? "")) continue;
    if (!found.has(thing.value) || label.language === "zh") found.set(thing.value, label.value);
  }
  return found;
}

function isThing({ type }: Term): boolean {
  return type === "uri" || type === "bnode";
}

function relationOf(predicate: string, { wt }: Prefixes): RelationType | undefined {
  return RELATION_TYPES.find((type) => wt !== undefined && predicate === wt + type);
}
