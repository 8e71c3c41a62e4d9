/** Answers of SPARQL: the results in JSON that the W3C defines, and triples out of expanded JSON-LD. */

export interface Term {
  readonly type: "uri" | "literal" | "bnode" | "triple";
  readonly value: string;
  readonly language?: string;
  readonly datatype?: string;
}

/** Columns and rows; a row holds a term for each column, or `null`. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (Term | null)[])[];
}

export type Answer =
  | { readonly kind: "rows"; readonly table: Table }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "triples"; readonly table: Table };

const TRIPLE = ["subject", "predicate", "object"] as const;
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

interface RawTerm {
  type: string;
  value: unknown;
  "xml:lang"?: string;
  datatype?: string;
}

interface Results {
  boolean?: boolean;
  head: { vars?: string[] };
  results?: { bindings: Record<string, RawTerm>[] };
}

type Node = { "@id"?: string; "@type"?: string | string[] } & Record<string, unknown>;

/** The answer in a body of `application/sparql-results+json`. */
export function ofResults(body: unknown): Answer {
  const { boolean, head, results } = body as Results;
  if (boolean !== undefined) return { kind: "boolean", value: boolean };
  const columns = head.vars ?? [];
  const rows = (results?.bindings ?? []).map((row) =>
    columns.map((name) => (row[name] ? term(row[name]) : null)),
  );
  return { kind: "rows", table: { columns, rows } };
}

/** The triples in a body of `application/ld+json` in expanded form. */
export function ofJsonLd(body: unknown): Answer {
  const rows: Term[][] = [];
  for (const node of body as Node[]) {
    const subject = resource(node["@id"] ?? "");
    for (const [key, values] of Object.entries(node)) {
      if (key === "@id") continue;
      const predicate = resource(key === "@type" ? TYPE : key);
      for (const value of [values].flat()) rows.push([subject, predicate, object(value)]);
    }
  }
  return { kind: "triples", table: { columns: TRIPLE, rows } };
}

function term(raw: RawTerm): Term {
  const type = raw.type === "uri" || raw.type === "bnode" || raw.type === "triple" ? raw.type : "literal";
  return {
    type,
    value: typeof raw.value === "string" ? raw.value : JSON.stringify(raw.value),
    ...(raw["xml:lang"] && { language: raw["xml:lang"] }),
    ...(raw.datatype && { datatype: raw.datatype }),
  };
}

function object(value: unknown): Term {
  if (typeof value === "string") return resource(value);
  const node = value as { "@id"?: string; "@value"?: unknown; "@language"?: string; "@type"?: string };
  if (node["@id"] !== undefined) return resource(node["@id"]);
  return {
    type: "literal",
    value: String(node["@value"] ?? ""),
    ...(node["@language"] && { language: node["@language"] }),
    ...(node["@type"] && { datatype: node["@type"] }),
  };
}

function resource(id: string): Term {
  return { type: id.startsWith("_:") ? "bnode" : "uri", value: id };
}
