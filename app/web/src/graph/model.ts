import type { EntityId, EntityType, GraphEdge, GraphNode, LinkKind, RelationType } from "../api/types";
import type { DrawnType } from "./types";

/** Nodes and edges that come together: a neighbourhood, the ways between two entities, what fits a pattern. */
export interface Part {
  /** The node that the others are placed around. */
  readonly center: EntityId;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** True where the server left something out. */
  readonly truncated: boolean;
  /** The ways that the part is made of, if it is of ways. */
  readonly ways?: readonly (readonly EntityId[])[];
  /** Of how many chains that fit a pattern it is made, and how many fit, if it is of a pattern. */
  readonly chains?: { readonly drawn: number; readonly total: number };
}

/** A node as it is drawn: an entity, or another thing. */
export interface DrawnNode extends Omit<GraphNode, "type"> {
  readonly type: DrawnType;
}

/** An edge as it is drawn: a relation, or whatever else ties two things. */
export interface DrawnEdge extends Omit<GraphEdge, "type"> {
  readonly type: RelationType | "other";
}

/** Nodes and edges by their ids. */
export interface Drawing<E extends DrawnEdge = DrawnEdge> {
  readonly nodes: ReadonlyMap<EntityId, DrawnNode>;
  readonly edges: ReadonlyMap<string, E>;
}

/** The part of the knowledge graph that is drawn. */
export interface Graph extends Drawing<GraphEdge> {
  nodes: Map<EntityId, GraphNode>;
  edges: Map<string, GraphEdge>;
  /** True where the server left neighbours out of any of the parts. */
  truncated: boolean;
}

/** What is not drawn of the parts, but for the entity that is chosen. */
export interface Filter {
  readonly chosen: EntityId | null;
  readonly hidden: readonly EntityId[];
  readonly without: readonly EntityType[];
}

export const ALL: Filter = { chosen: null, hidden: [], without: [] };

/** The union of `parts` without what `filter` leaves out; an edge is kept where both its ends are. */
export function combine(parts: readonly Part[], filter: Filter = ALL): Graph {
  const isDrawn = ({ id, type }: GraphNode) =>
    id === filter.chosen || (!filter.hidden.includes(id) && !filter.without.includes(type));
  const nodes = new Map(
    parts
      .flatMap((part) => part.nodes)
      .filter(isDrawn)
      .map((node) => [node.id, node]),
  );
  const edges = new Map(
    parts
      .flatMap((part) => part.edges)
      .filter((edge) => nodes.has(edge.source) && nodes.has(edge.target))
      .map((edge) => [edge.id, edge]),
  );
  return { nodes, edges, truncated: parts.some((part) => part.truncated) };
}

/** One relation as seen from an entity: the other end, and whether the entity is its subject. */
export interface Relation {
  edge: GraphEdge;
  other: GraphNode;
  outgoing: boolean;
}

/** The relations of the centre of `part`, in the order of its edges. */
export function relationsOf(part: Part): Relation[] {
  const nodes = new Map(part.nodes.map((node) => [node.id, node]));
  return part.edges.flatMap((edge) => {
    if (edge.source !== part.center && edge.target !== part.center) return [];
    const outgoing = edge.source === part.center;
    const other = nodes.get(outgoing ? edge.target : edge.source);
    return other ? [{ edge, other, outgoing }] : [];
  });
}

/** A kind of relation of an entity: how many others it leads to, and how many of these are drawn. */
export interface Branch {
  readonly type: RelationType;
  readonly outgoing: boolean;
  readonly other: EntityType;
  readonly count: number;
  readonly drawn: number;
}

/** The kinds of relations of `id` with what `graph` draws of them. */
export function branchesOf(id: EntityId, links: readonly LinkKind[], graph: Graph): Branch[] {
  const edges = [...graph.edges.values()];
  return links.map(({ type, outgoing, entity_type, count }) => {
    const others = edges
      .filter((edge) => edge.type === type && (outgoing ? edge.source : edge.target) === id)
      .map((edge) => graph.nodes.get(outgoing ? edge.target : edge.source))
      .filter((node) => node?.type === entity_type);
    return { type, outgoing, other: entity_type, count, drawn: Math.min(others.length, count) };
  });
}
