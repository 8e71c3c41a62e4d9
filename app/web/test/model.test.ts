import { describe, expect, test } from "vitest";
import type { EntityId, GraphEdge, GraphNode, Neighbourhood, RelationType } from "../src/api/types";
import { ALL, branchesOf, combine, relationsOf } from "../src/graph/model";

const id = (path: string) => path as EntityId;

function node(path: string): GraphNode {
  return { id: id(path), iri: path, type: "program", label: path, degree: 1 };
}

function edge(source: string, type: RelationType, target: string): GraphEdge {
  return { id: `${source} ${type} ${target}`, source: id(source), target: id(target), type, label: type };
}

function part(center: string, nodes: string[], edges: GraphEdge[], truncated = false): Neighbourhood {
  return { center: id(center), nodes: [center, ...nodes].map(node), edges, truncated };
}

describe("neighbourhoods combined", () => {
  const one = part("a/1", ["b/1"], [edge("a/1", "implements", "b/1")]);
  const two = part(
    "b/1",
    ["a/1", "c/1"],
    [edge("a/1", "implements", "b/1"), edge("b/1", "measuredBy", "c/1")],
    true,
  );

  test("hold each node and edge once", () => {
    const graph = combine([one, two]);
    expect([...graph.nodes.keys()]).toEqual(["a/1", "b/1", "c/1"]);
    expect(graph.edges.size).toBe(2);
    expect(graph.truncated).toBe(true);
  });

  test("hold no edge without both its ends", () => {
    expect(combine([part("a/1", [], [edge("a/1", "implements", "b/9")])]).edges.size).toBe(0);
  });
});

describe("what is left out", () => {
  const part_ = part(
    "a/1",
    ["b/1", "c/1"],
    [edge("a/1", "implements", "b/1"), edge("b/1", "measuredBy", "c/1")],
  );

  test("goes with its edges", () => {
    const graph = combine([part_], { ...ALL, hidden: [id("b/1")] });
    expect([...graph.nodes.keys()]).toEqual(["a/1", "c/1"]);
    expect(graph.edges.size).toBe(0);
  });

  test("is never the chosen entity", () => {
    const graph = combine([part_], { chosen: id("c/1"), hidden: [id("c/1")], without: ["program"] });
    expect([...graph.nodes.keys()]).toEqual(["c/1"]);
  });
});

test("the kinds of relations of an entity, with what is drawn of them", () => {
  const graph = combine([part("a/1", ["b/1"], [edge("a/1", "implements", "b/1")])]);
  const links = [
    { type: "implements", outgoing: true, entity_type: "program", count: 5 },
    { type: "implements", outgoing: false, entity_type: "program", count: 2 },
    { type: "implements", outgoing: true, entity_type: "task", count: 1 },
  ] as const;
  expect(branchesOf(id("a/1"), links, graph).map(({ drawn, count }) => [drawn, count])).toEqual([
    [1, 5],
    [0, 2],
    [0, 1],
  ]);
});

test("the relations of an entity, seen from it", () => {
  const around = part(
    "b/1",
    ["a/1", "c/1"],
    [edge("a/1", "implements", "b/1"), edge("b/1", "measuredBy", "c/1"), edge("a/1", "implements", "c/1")],
  );
  const seen = relationsOf(around).map(({ other, outgoing }) => [other.id, outgoing]);
  expect(seen).toEqual([
    ["a/1", false],
    ["c/1", true],
  ]);
});
