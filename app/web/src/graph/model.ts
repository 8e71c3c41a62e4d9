import type { EntityId, GraphEdge, GraphNode, Neighbourhood } from "../api/types";

/** The part of the knowledge graph that is drawn. */
export interface Graph {
  nodes: Map<EntityId, GraphNode>;
  edges: Map<string, GraphEdge>;
  /** True where the server left neighbours out of any of the parts. */
  truncated: boolean;
}

/** The union of `parts`; an edge is kept where both its ends are. */
export function combine(parts: readonly Neighbourhood[]): Graph {
  const nodes = new Map(parts.flatMap((part) => part.nodes).map((node) => [node.id, node]));
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
export function relationsOf(part: Neighbourhood): Relation[] {
  const nodes = new Map(part.nodes.map((node) => [node.id, node]));
  return part.edges.flatMap((edge) => {
    if (edge.source !== part.center && edge.target !== part.center) return [];
    const outgoing = edge.source === part.center;
    const other = nodes.get(outgoing ? edge.target : edge.source);
    return other ? [{ edge, other, outgoing }] : [];
  });
}
