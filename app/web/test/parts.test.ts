import { describe, expect, test, vi } from "vitest";
import type { Api } from "../src/api/client";
import type { EntityId, GraphEdge, GraphNode } from "../src/api/types";
import { Parts } from "../src/explorer/parts";
import { combine } from "../src/graph/model";
import type { Opening } from "../src/state/explore";

const id = (path: string) => path as EntityId;
const node = (path: string): GraphNode => ({
  id: id(path),
  label: path,
  iri: path,
  type: "program",
  degree: 1,
});
const edge = (source: string, target: string): GraphEdge => ({
  id: `${source} concerns ${target}`,
  source: id(source),
  target: id(target),
  type: "concerns",
  label: "",
});
const around = (path: string): Opening => ({ kind: "around", id: id(path), relation: null });

/** A server where each entity has one neighbour, and `between` lies between the neighbours of `a` and `b`. */
const between = edge("a+", "b+");
const subgraph = vi.fn(async (_ids: readonly EntityId[]) => ({ nodes: [], edges: [between] }));
const api = {
  neighbourhood: async (center: EntityId) => ({
    center,
    nodes: [node(center), node(`${center}+`)],
    edges: [edge(center, `${center}+`)],
    truncated: false,
  }),
  subgraph,
} as unknown as Api;
const { signal } = new AbortController();

describe("parts of the graph", () => {
  test("have the relations among them, which are asked for once", async () => {
    const parts = new Parts(api);
    const openings = [around("a"), around("b")];
    await parts.load(openings, signal);
    await parts.join(openings.slice(0, 1), signal);
    expect(subgraph).not.toHaveBeenCalled();
    await parts.join(openings, signal);
    await parts.join(openings, signal);
    expect(subgraph).toHaveBeenCalledOnce();
    expect(subgraph.mock.calls[0]?.[0]).toEqual(["a", "a+", "b", "b+"]);
    expect(combine(parts.opened(openings)).edges.has(between.id)).toBe(true);
    expect(combine(parts.opened(openings.slice(0, 1))).edges.size).toBe(1);
    expect(combine(parts.opened(openings).slice(0, 1)).edges.size).toBe(1);
  });
});
