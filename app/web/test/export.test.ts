import { expect, test } from "vitest";
import type { EntityId, GraphEdge, GraphNode } from "../src/api/types";
import { toCsv, toGraphml, toTurtle } from "../src/graph/export";
import type { Graph } from "../src/graph/model";

const BASE = "https://w3id.org/weitu/";
const id = (path: string) => path as EntityId;

function node(path: string, label: string): GraphNode {
  return { id: id(path), iri: `${BASE}id/${path}`, type: "program", label, degree: 1 };
}

const first = node("region/1", '甲"县"\n<b>');
const second = node("program/=x y", "=1+1");
const edge: GraphEdge = {
  id: "e",
  source: first.id,
  target: second.id,
  type: "implements",
  label: "开展",
};
const graph: Graph = {
  nodes: new Map([first, second].map((each) => [each.id, each])),
  edges: new Map([[edge.id, edge]]),
  truncated: false,
};

test("Turtle", () => {
  expect(toTurtle(graph)).toBe(`@prefix wt: <${BASE}ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<${BASE}id/region/1> rdfs:label "甲\\"县\\"\\n<b>"@zh ;
  wt:implements <${BASE}id/program/=x%20y> .

<${BASE}id/program/=x%20y> rdfs:label "=1+1"@zh .
`);
});

test("GraphML escapes what XML would read as its own, and holds no character that it cannot", () => {
  const odd: Graph = {
    ...graph,
    nodes: new Map([[first.id, { ...first, label: "a&b\u0001" }]]),
    edges: new Map(),
  };
  expect(toGraphml(odd)).toContain('<data key="label">a&amp;b\ufffd</data>');
  expect(toGraphml(graph)).toContain('<edge source="region/1" target="program/=x y">');
  expect(toGraphml(graph)).toContain("&lt;b>");
});

test("a table quotes its cells, and none is a formula", () => {
  const [head, ...rows] = toCsv(graph).split("\r\n");
  expect(head).toBe("source,source_type,source_iri,relation,relation_label,target,target_type,target_iri");
  expect(rows).toEqual([
    `"甲""县""\n<b>",program,${BASE}id/region/1,implements,开展,'=1+1,program,${BASE}id/program/=x y`,
    "",
  ]);
});
