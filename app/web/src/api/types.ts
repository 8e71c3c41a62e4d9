/** The shapes that the server answers with under /api/v1. */

declare const brand: unique symbol;
/** The local path of an entity's IRI, such as `region/220322`. Comes from the server or the address only. */
export type EntityId = string & { readonly [brand]: "EntityId" };
/** The local path of an observation's IRI. */
export type ObservationId = string & { readonly [brand]: "ObservationId" };

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
  id: string;
  title: string;
  period: string | null;
}

export interface Entity extends Named {
  iri: string;
  type: EntityType;
  alt_labels: string[];
  region: Named | null;
  counts: { relations: number; observations: number; mentions: number };
  documents: DocumentRef[];
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
  document: DocumentRef;
}

/** A mention in a sentence. Offsets count code points from the start of the sentence. */
export interface Mark extends Span {
  type: MarkType;
  text: string;
  entity: EntityId | null;
}

/** A sentence that states a fact, with its place. */
export interface Evidence {
  document: DocumentRef;
  sentence: string;
  start: number;
  end: number;
  paragraph: number;
  marks: Mark[];
}

export interface Report extends DocumentRef {
  issuer: Named | null;
  region: Named | null;
  published: string | null;
  counts: { mentions: number; observations: number; relations: number };
}

/** A fact whose sentence can be asked for. */
export type Fact =
  | { kind: "observation"; id: ObservationId }
  | { kind: "relation"; subject: EntityId; type: RelationType; object: EntityId };
