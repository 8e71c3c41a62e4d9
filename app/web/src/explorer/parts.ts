import { type Api, MOST_CHOSEN } from "../api/client";
import { isMissing } from "../api/errors";
import type { EntityId, GraphEdge, GraphNode, Page, Walk, Ways } from "../api/types";
import { combine, type Part } from "../graph/model";
import { type Opening, openingKey } from "../state/explore";

/** How many neighbours are asked for at once: more would not be readable. */
const NEIGHBOURS = 40;
/** How many of one relation: who asks for one wants to see it whole. The server may send fewer. */
const BRANCH = 500;
/** How many ways that fit a pattern. */
const WALKS = 500;

/** The parts of the graph that have been loaded, by their openings. */
export class Parts {
  private readonly api: Api;
  private readonly loaded = new Map<string, Part>();
  /** The relations among the nodes of several parts, by the openings of these. */
  private readonly among = new Map<string, readonly GraphEdge[]>();

  constructor(api: Api) {
    this.api = api;
  }

  get all(): Part[] {
    return [...this.loaded.values()];
  }

  get(opening: Opening): Part | undefined {
    return this.loaded.get(key(opening));
  }

  /** The parts of `openings`, as far as they are there, with all relations among their nodes. */
  opened(openings: readonly Opening[]): Part[] {
    const [first, ...others] = openings.flatMap((opening) => this.get(opening) ?? []);
    if (!first) return [];
    const edges = [...first.edges, ...(this.among.get(keyOfAll(openings)) ?? [])];
    return [{ ...first, edges }, ...others];
  }

  /** Load the relations among the nodes of several parts, of which none holds both ends. */
  async join(openings: readonly Opening[], signal: AbortSignal): Promise<void> {
    const key = keyOfAll(openings);
    const parts = this.opened(openings);
    if (parts.length < 2 || this.among.has(key)) return;
    const ids = [...combine(parts).nodes.keys()].slice(0, MOST_CHOSEN);
    const { edges } = await this.api.subgraph(ids, signal);
    this.among.set(key, edges);
  }

  /** Load what is missing of `openings`. What has no such entity has no part: its card tells so, not the graph. */
  async load(openings: readonly Opening[], signal: AbortSignal): Promise<void> {
    const missing = openings.filter((opening) => !this.loaded.has(key(opening)));
    const parts = await Promise.all(missing.map((opening) => this.ask(opening, signal)));
    missing.forEach((opening, index) => {
      const part = parts[index];
      if (part) this.loaded.set(key(opening), part);
    });
  }

  private async ask(opening: Opening, signal: AbortSignal): Promise<Part | null> {
    try {
      switch (opening.kind) {
        case "around": {
          const limit = opening.relation === null ? NEIGHBOURS : BRANCH;
          return await this.api.neighbourhood(opening.id, opening.relation, limit, signal);
        }
        case "ways":
          return ofWays(opening.from, await this.api.ways(opening.from, opening.to, signal));
        case "pattern":
          return ofWalks(await this.api.walks(opening.pattern, WALKS, signal));
      }
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}

function key(opening: Opening): string {
  return `${opening.kind} ${openingKey(opening)}`;
}

function keyOfAll(openings: readonly Opening[]): string {
  return JSON.stringify(openings.map(key));
}

function ofWays(from: EntityId, { paths, nodes, edges }: Ways): Part {
  return { center: from, nodes, edges, truncated: false, ways: paths };
}

/** The part that is made of all entities and steps of walks; none where there are none. */
function ofWalks({ items, total }: Page<Walk>): Part | null {
  const center = items[0]?.entities[0]?.id;
  if (center === undefined) return null;
  const nodes = new Map<EntityId, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const { entities, steps } of items) {
    for (const { id, label, iri, type, count } of entities)
      nodes.set(id, { id, label, iri, type, degree: count });
    steps.forEach(({ type, label, forward }, index) => {
      const ends = [entities[index]?.id, entities[index + 1]?.id];
      const [source, target] = forward ? ends : ends.reverse();
      if (source === undefined || target === undefined) return;
      const id = `${source} ${type} ${target}`;
      edges.set(id, { id, source, target, type, label });
    });
  }
  return {
    center,
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    truncated: total > items.length,
    chains: { drawn: items.length, total },
  };
}
