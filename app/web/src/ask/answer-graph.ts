/** An answer as a graph: triples as they are, rows as ways from thing to thing. */

import type { Answer, Table, Term } from "../api/answer";
import { type EntityId, RELATION_TYPES, type RelationType } from "../api/types";
import type { Drawing, DrawnEdge, DrawnNode } from "../graph/model";
import { type Prefixes, shorten } from "./terms";
import { type Names, thingOf, wordsOf } from "./things";

/** More nodes could not be read. */
export const MOST_NODES = 500;

/** A graph, the node with most edges, and how many nodes there would be. */
export interface AnswerGraph extends Drawing {
  readonly root: EntityId;
  readonly total: number;
}

interface Tie {
  readonly source: Term;
  readonly target: Term;
  readonly type: DrawnEdge["type"];
  readonly label: string;
}

/** What to draw of an answer; `null` where it ties no things together. */
export function graphOf(answer: Answer, names: Names, prefixes: Prefixes): AnswerGraph | null {
  if (answer.kind === "boolean") return null;
  const { table } = answer;
  const ties = answer.kind === "triples" ? tiesOfTriples(table, prefixes) : tiesOfRows(table);
  const own = answer.kind === "triples" ? labelsOf(table, prefixes) : new Map<string, string>();
  const nodes = new Map<EntityId, DrawnNode>();
  const edges = new Map<string, DrawnEdge>();
  const degrees = new Map<EntityId, number>();
  const add = (term: Term): EntityId | null => {
    const thing = thingOf(term, prefixes);
    if (thing === null) return null;
    const label = own.get(term.value) ?? wordsOf(term, names, prefixes);
    nodes.set(thing.id, { ...thing, label, iri: term.value, degree: 0 });
    return thing.id;
  };
  for (const { source: from, target: to, type, label } of ties) {
    const [source, target] = [add(from), add(to)];
    if (source === null || target === null) continue;
    const id = `${source} ${type === "other" ? label : type} ${target}`;
    if (edges.has(id)) continue;
    edges.set(id, { id, source, target, type, label });
    for (const end of [source, target]) degrees.set(end, (degrees.get(end) ?? 0) + 1);
  }
  const ranked = [...nodes.values()]
    .map((node) => ({ ...node, degree: degrees.get(node.id) ?? 0 }))
    .sort((a, b) => b.degree - a.degree);
  const [first] = ranked;
  if (first === undefined) return null;
  const kept = new Map(ranked.slice(0, MOST_NODES).map((node) => [node.id, node]));
  const inside = [...edges].filter(([, { source, target }]) => kept.has(source) && kept.has(target));
  return { nodes: kept, edges: new Map(inside), root: first.id, total: ranked.length };
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
