import type { EntityId } from "../api/types";

/** How one kind of view stands in the address: as parameters, of which `key` tells the kind. */
export interface Codec<V> {
  readonly key: string;
  format(view: V): URLSearchParams;
  /** The view that the parameters hold, which have `key`. */
  parse(parameters: URLSearchParams): V | "broken";
}

/** Whether `id` has the form of a local path: a kind of thing, a slash, and a name. */
export function isEntityId(id: string | null): id is EntityId {
  return id !== null && /^[a-z_]+\/./.test(id);
}
