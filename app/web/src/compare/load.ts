import type { Api, ValueFilter } from "../api/client";
import { isMissing } from "../api/errors";
import type { Entity, EntityId, Named, Observation } from "../api/types";

/** Most values that are compared at once, and how many are asked for at a time. */
const MOST = 3000;
const PART = 500;

/** What is needed to compare. There are `total` values, of which the latest are here. */
export interface Loaded {
  readonly indicator: Entity;
  readonly regions: readonly Named[];
  readonly observations: readonly Observation[];
  readonly total: number;
}

export async function load(api: Api, filter: ValueFilter, signal: AbortSignal): Promise<Loaded> {
  const [indicator, regions, values] = await Promise.all([
    api.entity(filter.indicator, signal),
    Promise.all(filter.regions.map((id) => named(api, id, signal))),
    valuesOf(api, filter, signal),
  ]);
  return { indicator, regions, ...values };
}

async function valuesOf(api: Api, filter: ValueFilter, signal: AbortSignal) {
  const observations: Observation[] = [];
  for (;;) {
    const { items, total } = await api.values(filter, PART, observations.length, signal);
    observations.push(...items);
    if (items.length === 0 || observations.length >= Math.min(total, MOST)) return { observations, total };
  }
}

/** A region by its name; where there is none, by its id. */
async function named(api: Api, id: EntityId, signal: AbortSignal): Promise<Named> {
  try {
    return await api.entity(id, signal);
  } catch (error) {
    if (isMissing(error)) return { id, label: id };
    throw error;
  }
}
