/** How IRIs are written in queries. */

export type Prefixes = Readonly<Record<string, string>>;

/** What may follow a prefix as it stands (a part of SPARQL's PN_LOCAL: letters, digits, - and _). */
const LOCAL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*)$/u;
/** What may stand between angle brackets. */
const IRI = /^[^\s<>"{}|\\^`\p{Cc}]+$/u;

/** `iri` as short as queries can write it: with the prefix that covers most of it, or in brackets. */
export function shorten(iri: string, prefixes: Prefixes): string {
  const [prefix, namespace] = Object.entries(prefixes)
    .filter(([, each]) => iri.startsWith(each) && LOCAL.test(iri.slice(each.length)))
    .reduce<[string, string]>((best, each) => (each[1].length > best[1].length ? each : best), ["", ""]);
  return namespace === "" ? `<${iri}>` : `${prefix}:${iri.slice(namespace.length)}`;
}

/** Whether a query can hold `iri`. */
export function isWritable(iri: string): boolean {
  return IRI.test(iri);
}

/** The id of the entity that `iri` names: its path below `id/`; `null` for what is no thing of this graph. */
export function localId(iri: string, prefixes: Prefixes): string | null {
  const ids = prefixes.id;
  return ids && iri.startsWith(ids) ? iri.slice(ids.length) : null;
}
