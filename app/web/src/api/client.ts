import { Problem, Unreachable } from "./errors";
import type {
  Entity,
  EntityId,
  EntityItem,
  EntityType,
  Evidence,
  Fact,
  Neighbourhood,
  Observation,
  Page,
  Report,
  SearchPage,
} from "./types";

/** All that the page asks of a server. Each call can be given up through its signal. */
export interface Api {
  /** Entities and sentences, or with `type` entities of that type alone. */
  search(text: string, limit: number, signal: AbortSignal, type?: EntityType): Promise<SearchPage>;
  entities(type: EntityType, limit: number, signal: AbortSignal): Promise<Page<EntityItem>>;
  entity(id: EntityId, signal: AbortSignal): Promise<Entity>;
  neighbourhood(id: EntityId, limit: number, signal: AbortSignal): Promise<Neighbourhood>;
  observations(id: EntityId, limit: number, offset: number, signal: AbortSignal): Promise<Page<Observation>>;
  evidence(fact: Fact, signal: AbortSignal): Promise<Page<Evidence>>;
  reports(filter: ReportFilter, limit: number, offset: number, signal: AbortSignal): Promise<Page<Report>>;
}

/** The reports of a region with the regions in it, and about a year; `null` for any. */
export interface ReportFilter {
  readonly region: EntityId | null;
  readonly period: string | null;
}

type Query = Record<string, string | number>;

/** The API over HTTP. `root` is its address on this page's own host. */
export class HttpApi implements Api {
  private readonly root: string;

  constructor(root = "/api/v1") {
    this.root = root;
  }

  search(text: string, limit: number, signal: AbortSignal, type?: EntityType): Promise<SearchPage> {
    return this.get("/search", { q: text, limit, ...(type && { type }) }, signal);
  }

  entities(type: EntityType, limit: number, signal: AbortSignal): Promise<Page<EntityItem>> {
    return this.get("/entities", { type, limit }, signal);
  }

  entity(id: EntityId, signal: AbortSignal): Promise<Entity> {
    return this.get(entityPath(id), {}, signal);
  }

  neighbourhood(id: EntityId, limit: number, signal: AbortSignal): Promise<Neighbourhood> {
    return this.get(`${entityPath(id)}/neighbourhood`, { depth: 1, limit }, signal);
  }

  observations(id: EntityId, limit: number, offset: number, signal: AbortSignal): Promise<Page<Observation>> {
    return this.get(`${entityPath(id)}/observations`, { limit, offset }, signal);
  }

  evidence(fact: Fact, signal: AbortSignal): Promise<Page<Evidence>> {
    const query: Query =
      fact.kind === "observation"
        ? { fact: fact.id }
        : { subject: fact.subject, type: fact.type, object: fact.object };
    return this.get("/evidence", query, signal);
  }

  reports(
    { region, period }: ReportFilter,
    limit: number,
    offset: number,
    signal: AbortSignal,
  ): Promise<Page<Report>> {
    return this.get(
      "/documents",
      { limit, offset, ...(region && { region }), ...(period && { period }) },
      signal,
    );
  }

  private async get<T>(path: string, query: Query, signal: AbortSignal): Promise<T> {
    const response = await this.request(address(this.root + path, query), signal);
    if (!response.ok) throw await problem(response);
    try {
      return (await response.json()) as T;
    } catch (error) {
      if (signal.aborted) throw error;
      throw new Problem(response.status, "not JSON");
    }
  }

  private async request(url: string, signal: AbortSignal): Promise<Response> {
    try {
      return await fetch(url, { signal, headers: { Accept: "application/json" } });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new Unreachable(error);
    }
  }
}

/** The path of an entity; each segment is encoded once, the slashes between segments stay. */
export function entityPath(id: EntityId): string {
  return `/entities/${id.split("/").map(encodeURIComponent).join("/")}`;
}

function address(path: string, query: Query): string {
  const pairs = Object.entries(query).map(([key, value]) => [key, String(value)]);
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs)}` : path;
}

async function problem(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as { title?: unknown; detail?: unknown };
    return new Problem(response.status, text(body.title), text(body.detail));
  } catch {
    return new Problem(response.status, response.statusText);
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
