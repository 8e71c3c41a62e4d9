import { type Answer, ofJsonLd, ofResults } from "./answer";
import { Connection } from "./connection";
import { Problem, problemOf, TooLong, Unreachable } from "./errors";
import type {
  Entity,
  EntityId,
  EntityType,
  Evidence,
  Fact,
  ListedEntity,
  Mention,
  Neighbourhood,
  Observation,
  Page,
  Reading,
  RelationType,
  Report,
  ReportDetail,
  ReportId,
  ReportRelation,
  SearchPage,
  Service,
  StoredReport,
  Subgraph,
  Vocabulary,
  Walk,
  Ways,
} from "./types";
import { type Sent, send, type Upload } from "./upload";

/** All that the page asks of a server. Each call can be given up through its signal. */
export interface Api {
  /** Entities and sentences, or with `type` these alone. */
  search(
    text: string,
    limit: number,
    signal: AbortSignal,
    type?: EntityType | "sentence",
  ): Promise<SearchPage>;
  /** The entities of a type, with `region` those that lie there. */
  entities(
    type: EntityType,
    limit: number,
    signal: AbortSignal,
    region?: EntityId,
  ): Promise<Page<ListedEntity>>;
  entity(id: EntityId, signal: AbortSignal): Promise<Entity>;
  /** The entities around one, by one relation or by all. */
  neighbourhood(
    id: EntityId,
    relation: RelationType | null,
    limit: number,
    signal: AbortSignal,
  ): Promise<Neighbourhood>;
  /** The relations among entities, of which it takes at most `MOST_CHOSEN`. */
  subgraph(ids: readonly EntityId[], signal: AbortSignal): Promise<Subgraph>;
  /** The shortest ways between two entities. */
  ways(from: EntityId, to: EntityId, signal: AbortSignal): Promise<Ways>;
  /** What fits a path pattern. */
  walks(pattern: string, limit: number, signal: AbortSignal): Promise<Page<Walk>>;
  /** What happens in a region: its institutions, programmes, policies and tasks, and the relations among them. */
  surroundings(id: EntityId, limit: number, signal: AbortSignal): Promise<Neighbourhood>;
  /** The values of a region, without those of the regions in it. */
  ownValues(region: EntityId, limit: number, offset: number, signal: AbortSignal): Promise<Page<Observation>>;
  observations(id: EntityId, limit: number, offset: number, signal: AbortSignal): Promise<Page<Observation>>;
  evidence(fact: Fact, signal: AbortSignal): Promise<Page<Evidence>>;
  /** The values of an indicator. */
  values(filter: ValueFilter, limit: number, offset: number, signal: AbortSignal): Promise<Page<Observation>>;
  /** Where a table of these values can be downloaded. */
  tableAddress(filter: ValueFilter): string;
  reports(filter: ReportFilter, limit: number, offset: number, signal: AbortSignal): Promise<Page<Report>>;
  report(id: ReportId, signal: AbortSignal): Promise<ReportDetail>;
  /** All mentions in a report, in the order of its text. */
  mentions(id: ReportId, signal: AbortSignal): Promise<Mention[]>;
  /** All values that a report states. */
  stated(id: ReportId, signal: AbortSignal): Promise<Observation[]>;
  /** All relations that a report states, in the order of its text. */
  related(id: ReportId, signal: AbortSignal): Promise<ReportRelation[]>;
  service(signal: AbortSignal): Promise<Service>;
  vocabulary(signal: AbortSignal): Promise<Vocabulary>;
  /** What a SPARQL query asks for, as far as it can be shown. */
  query(query: string, signal: AbortSignal): Promise<Answer>;
  /** The answer of a SPARQL query as a file of a media type. */
  download(query: string, mediaType: string, signal: AbortSignal): Promise<Blob>;
  /** What a file says, which is not stored. */
  read(upload: Upload, options: ReadOptions): Promise<Reading>;
  /** Read a file and store what it says. */
  store(upload: Upload, options: ReadOptions): Promise<Stored>;
}

/** What became of a file that was stored; `isNew` unless it took the place of the same file. */
export interface Stored {
  readonly report: StoredReport;
  readonly isNew: boolean;
}

export interface ReadOptions {
  /** Whether the names of natural persons are read. */
  readonly persons: boolean;
}

/** The reports of a region with the regions in it, and about a year; `null` for any. */
export interface ReportFilter {
  readonly region: EntityId | null;
  readonly period: string | null;
}

/** The values of an indicator, in regions with the regions in them (none: in all), between two years. */
export interface ValueFilter {
  readonly indicator: EntityId;
  readonly regions: readonly EntityId[];
  readonly from: string | null;
  readonly to: string | null;
}

/** How many entities the server takes at once. */
export const MOST_CHOSEN = 500;

const ROOT = "/api/v1";
const RESULTS = "application/sparql-results+json";
const JSON_LD = "application/ld+json";
/** How many bytes of an answer the page takes in: more would make it slow, and nobody reads so many rows. */
const LONGEST_ANSWER = 20_000_000;

type Query = Record<string, string | number | readonly string[]>;

/** How much of a list is asked for at once where all of it is wanted. */
const PART = 500;
/** How many parts of a list are asked for at the same time. */
const ABREAST = 3;

/** The API over HTTP. What is asked while the server is gone waits until it is back. */
export class HttpApi implements Api {
  readonly connection = new Connection(isThere);

  search(
    text: string,
    limit: number,
    signal: AbortSignal,
    type?: EntityType | "sentence",
  ): Promise<SearchPage> {
    return this.get("/search", { q: text, limit, ...(type && { type }) }, signal);
  }

  entities(
    type: EntityType,
    limit: number,
    signal: AbortSignal,
    region?: EntityId,
  ): Promise<Page<ListedEntity>> {
    return this.get("/entities", { type, limit, ...(region && { region }) }, signal);
  }

  surroundings(id: EntityId, limit: number, signal: AbortSignal): Promise<Neighbourhood> {
    const type: EntityType[] = ["institution", "program", "policy", "task", "person", "institution_type"];
    const relation: RelationType[] = [
      "locatedIn",
      "implements",
      "delivers",
      "follows",
      "issues",
      "responsibleFor",
      "concerns",
    ];
    return this.get(`${entityPath(id)}/neighbourhood`, { depth: 2, limit, type, relation }, signal);
  }

  ownValues(
    region: EntityId,
    limit: number,
    offset: number,
    signal: AbortSignal,
  ): Promise<Page<Observation>> {
    return this.get("/observations", { region, inner: "false", limit, offset }, signal);
  }

  entity(id: EntityId, signal: AbortSignal): Promise<Entity> {
    return this.get(entityPath(id), {}, signal);
  }

  neighbourhood(
    id: EntityId,
    relation: RelationType | null,
    limit: number,
    signal: AbortSignal,
  ): Promise<Neighbourhood> {
    const query = { depth: 1, limit, ...(relation && { relation }) };
    return this.get(`${entityPath(id)}/neighbourhood`, query, signal);
  }

  subgraph(ids: readonly EntityId[], signal: AbortSignal): Promise<Subgraph> {
    const headers = { "Content-Type": "application/json" };
    return this.fetched(
      `${ROOT}/subgraph`,
      { method: "POST", body: JSON.stringify({ ids }), headers },
      signal,
    );
  }

  ways(from: EntityId, to: EntityId, signal: AbortSignal): Promise<Ways> {
    return this.get("/paths", { from, to }, signal);
  }

  walks(pattern: string, limit: number, signal: AbortSignal): Promise<Page<Walk>> {
    return this.get("/patterns", { pattern, limit }, signal);
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

  values(
    filter: ValueFilter,
    limit: number,
    offset: number,
    signal: AbortSignal,
  ): Promise<Page<Observation>> {
    return this.get("/observations", { ...valueQuery(filter), limit, offset }, signal);
  }

  tableAddress(filter: ValueFilter): string {
    return address(`${ROOT}/observations`, { ...valueQuery(filter), format: "csv" });
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

  report(id: ReportId, signal: AbortSignal): Promise<ReportDetail> {
    return this.get(reportPath(id), {}, signal);
  }

  mentions(id: ReportId, signal: AbortSignal): Promise<Mention[]> {
    return this.all(`${reportPath(id)}/mentions`, {}, signal);
  }

  stated(id: ReportId, signal: AbortSignal): Promise<Observation[]> {
    return this.all("/observations", { document: id }, signal);
  }

  related(id: ReportId, signal: AbortSignal): Promise<ReportRelation[]> {
    return this.all(`${reportPath(id)}/relations`, {}, signal);
  }

  service(signal: AbortSignal): Promise<Service> {
    return this.get("/readyz", {}, signal, "");
  }

  vocabulary(signal: AbortSignal): Promise<Vocabulary> {
    return this.get("/vocabulary", {}, signal);
  }

  async query(query: string, signal: AbortSignal): Promise<Answer> {
    const response = await this.ask(query, `${RESULTS}, ${JSON_LD}`, signal);
    const isResults = response.headers.get("Content-Type")?.startsWith(RESULTS);
    const body: unknown = JSON.parse(await upTo(LONGEST_ANSWER, response));
    return isResults ? ofResults(body) : ofJsonLd(body);
  }

  async download(query: string, mediaType: string, signal: AbortSignal): Promise<Blob> {
    return (await this.ask(query, mediaType, signal)).blob();
  }

  private async ask(query: string, accept: string, signal: AbortSignal): Promise<Response> {
    const request = {
      method: "POST",
      body: query,
      headers: { Accept: accept, "Content-Type": "application/sparql-query" },
    };
    const response = await this.connection.through(() => reach("/sparql", request, signal), signal);
    if (!response.ok) throw await problem(response);
    return response;
  }

  async read(upload: Upload, options: ReadOptions): Promise<Reading> {
    return (await this.send<Reading>("/extract", upload, options)).body;
  }

  async store(upload: Upload, options: ReadOptions): Promise<Stored> {
    const { body, status } = await this.send<StoredReport>("/documents", upload, options);
    return { report: body, isNew: status === 201 };
  }

  /** All parts of a list; the server may give less at once than is asked for. */
  private async all<T>(path: string, query: Query, signal: AbortSignal): Promise<T[]> {
    const part = (offset: number) => this.get<Page<T>>(path, { ...query, limit: PART, offset }, signal);
    const { items: found, total } = await part(0);
    const offsets = restOf(total, found.length);
    for (let at = 0; at < offsets.length; at += ABREAST) {
      const parts = await Promise.all(offsets.slice(at, at + ABREAST).map(part));
      for (const { items } of parts) found.push(...items);
    }
    return found;
  }

  private send<T>(path: string, upload: Upload, { persons }: ReadOptions): Promise<Sent<T>> {
    const url = address(ROOT + path, { name: upload.file.name, persons: String(persons) });
    return this.connection.through(() => send<T>(url, upload), upload.signal);
  }

  private get<T>(path: string, query: Query, signal: AbortSignal, root = ROOT): Promise<T> {
    return this.fetched(address(root + path, query), {}, signal);
  }

  private async fetched<T>(url: string, request: RequestInit, signal: AbortSignal): Promise<T> {
    const headers = { ...request.headers, Accept: "application/json" };
    const response = await this.connection.through(() => reach(url, { ...request, headers }, signal), signal);
    if (!response.ok) throw await problem(response);
    try {
      return (await response.json()) as T;
    } catch (error) {
      if (signal.aborted) throw error;
      throw new Problem(response.status, "not JSON");
    }
  }
}

/** The text of an answer; throws a `TooLong` where it has more than `most` bytes. */
async function upTo(most: number, response: Response): Promise<string> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (let size = 0; ; ) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) return new Blob(pieces).text();
    size += value.length;
    if (size > most) {
      void reader?.cancel();
      throw new TooLong();
    }
    pieces.push(value);
  }
}

async function reach(url: string, request: RequestInit, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { ...request, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Unreachable(error);
  }
}

async function isThere(): Promise<boolean> {
  try {
    return (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** The path of an entity; each segment is encoded once, the slashes between segments stay. */
export function entityPath(id: EntityId): string {
  return `/entities/${id.split("/").map(encodeURIComponent).join("/")}`;
}

function valueQuery({ indicator, regions, from, to }: ValueFilter): Query {
  return { indicator, region: regions, ...(from && { from }), ...(to && { to }) };
}

/** Where the other parts of a list of `total` begin, of which the first gave `size`. */
export function restOf(total: number, size: number): number[] {
  if (size === 0) return [];
  return Array.from({ length: Math.max(Math.ceil(total / size) - 1, 0) }, (_, index) => (index + 1) * size);
}

function reportPath(id: ReportId): string {
  return `/documents/${encodeURIComponent(id.slice(id.indexOf("/") + 1))}`;
}

function address(path: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value].flat().map((each) => [key, String(each)]),
  );
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs)}` : path;
}

async function problem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  return problemOf(response.status, response.statusText, body);
}
