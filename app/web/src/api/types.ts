/** The shapes that the server answers with under /api/v1. */

declare const brand: unique symbol;
/** The local path of an entity's IRI, such as `region/220322`. Comes from the server or the address only. */
export type EntityId = string & { readonly [brand]: "EntityId" };
/** The local path of an observation's IRI. */
export type ObservationId = string & { readonly [brand]: "ObservationId" };
/** The local path of a report's IRI, such as `document/0123456789abcdef`. */
export type ReportId = string & { readonly [brand]: "ReportId" };

export const ENTITY_TYPES = [
  "region",
  "institution",
  "institution_type",
  "program",
  "policy",
  "indicator",
  "person",
  "task",
] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

export const RELATION_TYPES = [
  "implements",
  "measuredBy",
  "delivers",
  "follows",
  "issues",
  "partnersWith",
  "responsibleFor",
  "concerns",
  "partOf",
  "locatedIn",
] as const;
export type RelationType = (typeof RELATION_TYPES)[number];

/** What can be marked in a sentence. */
export const MARK_TYPES = [
  "region",
  "institution",
  "institution_type",
  "program",
  "policy",
  "indicator",
  "quantity",
  "date",
  "person",
] as const;
export type MarkType = (typeof MARK_TYPES)[number];

export type Status = "actual" | "target" | "baseline";
export type Comparator = "=" | ">=" | "<=" | "~" | "range";

export interface Page<T> {
  items: T[];
  total: number;
}

export interface Named {
  id: EntityId;
  label: string;
}

/** An entity in a list. `count` is the number of facts that it takes part in. */
export interface EntityItem extends Named {
  iri: string;
  type: EntityType;
  region: Named | null;
  count: number;
}

/** An entity in a list of all. `kind` is what an institution is, as far as that is known. */
export interface ListedEntity extends EntityItem {
  kind: Named | null;
}

/** A part of a text. Offsets count code points. */
export interface Span {
  start: number;
  end: number;
}

/** An entity that a search found by `name`, its label or another name; the highlights are offsets in that. */
export interface EntityHit extends EntityItem {
  kind: "label" | "pinyin" | "code" | "fuzzy";
  name: string;
  highlights: Span[];
}

/** A sentence that a search found; the highlights are offsets in the snippet. */
export interface SentenceHit {
  kind: "sentence";
  document: DocumentRef;
  region: Named | null;
  snippet: string;
  start: number;
  end: number;
  highlights: Span[];
}

/** What a search found: entities, then sentences, of which there are so many in all. */
export interface SearchPage extends Page<EntityHit | SentenceHit> {
  entities: number;
  sentences: number;
}

export interface DocumentRef {
  id: ReportId;
  title: string;
  period: string | null;
}

/** The value that a national document sets for an indicator in a year; `source` is that document. */
export interface NationalTarget {
  period: string;
  comparator: Comparator;
  value: number;
  unit: string | null;
  source: Named | null;
}

/** What an indicator measures: in words by language, its unit, which way is better, what the country wants. */
export interface Definition {
  text: Record<string, string>;
  unit: string | null;
  better: "higher" | "lower" | null;
  targets: NationalTarget[];
}

export interface Entity extends Named {
  iri: string;
  type: EntityType;
  alt_labels: string[];
  region: Named | null;
  counts: { relations: number; observations: number; mentions: number };
  links: LinkKind[];
  documents: DocumentRef[];
  /** Of an indicator that the vocabulary describes. */
  definition: Definition | null;
}

/** How many entities of a type a relation of an entity leads to, or comes from where it is not `outgoing`. */
export interface LinkKind {
  type: RelationType;
  outgoing: boolean;
  entity_type: EntityType;
  count: number;
}

export interface GraphNode extends Named {
  iri: string;
  type: EntityType;
  degree: number;
}

export interface GraphEdge {
  id: string;
  source: EntityId;
  target: EntityId;
  type: RelationType;
  label: string;
}

/** An entity, the nodes around it and the edges among all of them. `truncated`: there are more. */
export interface Neighbourhood {
  center: EntityId;
  nodes: GraphNode[];
  edges: GraphEdge[];
  truncated: boolean;
}

/** Entities and all relations among them. */
export interface Subgraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** The shortest ways between two entities, each as the ids on it. */
export interface Ways {
  paths: EntityId[][];
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** A way that fits a pattern: an entity for each station, and a step between each two. */
export interface Walk {
  entities: EntityItem[];
  steps: { type: RelationType; label: string; forward: boolean }[];
}

/** A value of an indicator. `value` is null where `low` and `high` bound a range. */
export interface Observation {
  id: ObservationId;
  indicator: Named | null;
  name: string;
  value: number | null;
  low: number | null;
  high: number | null;
  unit: string | null;
  quantity: string;
  comparator: Comparator;
  period: string;
  status: Status;
  region: Named | null;
  program: Named | null;
  institution: Named | null;
  score: number | null;
  /** How sure it is that the indicator is the right one. */
  link_score: number | null;
  document: DocumentRef;
  /** Where the sentence that states it stands in the report. */
  start: number | null;
  end: number | null;
}

/** How sure it is, as probabilities: that it was recognised rightly, and that it is that entity. */
export interface Scored {
  score: number | null;
  link_score: number | null;
}

/** A mention in a sentence. Offsets count code points from the start of the sentence. */
export interface Mark extends Span, Scored {
  type: MarkType;
  text: string;
  entity: EntityId | null;
}

/** A sentence that states a fact, with its place. */
export interface Evidence extends Scored {
  document: DocumentRef;
  sentence: string;
  start: number;
  end: number;
  paragraph: number;
  marks: Mark[];
}

export interface Report extends DocumentRef {
  /** The file that it was read from. */
  name: string;
  issuer: Named | null;
  region: Named | null;
  published: string | null;
  counts: { mentions: number; observations: number; relations: number };
}

/** A line of a report that opens a section; `level` is 1 for the outermost. */
export interface Heading {
  level: number;
  title: string;
  start: number;
}

export interface ReportDetail extends Report {
  text: string;
  outline: Heading[];
}

/** A mention in a report. Offsets count code points from the start of its text. */
export interface Mention extends Span, Scored {
  type: MarkType;
  text: string;
  entity: Named | null;
}

/** A relation that a report states, with the place of the sentence that states it. */
export interface ReportRelation extends Span {
  id: string;
  subject: Named;
  type: RelationType;
  object: Named;
  score: number | null;
}

/** A fact whose sentence can be asked for. */
export type Fact =
  | { kind: "observation"; id: ObservationId }
  | { kind: "relation"; subject: EntityId; type: RelationType; object: EntityId };

/** What queries are made of. */
export interface Vocabulary {
  prefixes: Record<string, string>;
  terms: { name: string; kind: "class" | "property"; label: string; definition: string | null }[];
}

/** What the server is ready for. `document_limit`: how many bytes a report may have. */
export interface Service {
  writable: boolean;
  document_limit: number;
}

export interface StoredReport extends Report {
  warnings: Caveat[];
}

/** What may be missing from a text. */
export interface Caveat {
  kind: "damaged" | "traditional" | "no_year";
}

/** What a file says (see `graph/extraction.py`). Things are named by their IRIs, offsets count code points. */
export interface Reading {
  title: string;
  issuer: string | null;
  region_id: string;
  period: string | null;
  mentions: Span[];
  observations: ReadObservation[];
  relations: ReadRelation[];
  entities: { id: string; label: string }[];
  text: string;
  warnings: Caveat[];
}

export interface ReadObservation extends Span {
  indicator: string;
  quantity: string;
  quantity_start: number;
  region: string;
  period: string;
  status: Status;
  program: string | null;
}

export interface ReadRelation extends Span {
  type: "responsible_for" | "delivers" | "follows" | "issues" | "partners_with";
  subject: string;
  object: string;
}
