/** Comparing the values of an indicator: of which regions, from which year to which, and which value is read. */

import type { EntityId, ObservationId } from "../api/types";
import { type Codec, isEntityId } from "./codec";

export interface CompareView {
  readonly kind: "compare";
  /** `null` until one is chosen. */
  readonly indicator: EntityId | null;
  /** With the regions inside them; none stands for all that have values. */
  readonly regions: readonly EntityId[];
  /** The first and the last year, `null` for any. */
  readonly from: string | null;
  readonly to: string | null;
  /** The value whose sentence is open. */
  readonly observation: ObservationId | null;
}

/** How many regions can be chosen by name; what they hold counts as one. */
export const MAX_REGIONS = 20;

const YEAR = /^\d{4}$/;

/** The comparison of all that there is of `indicator`. */
export function compareOf(indicator: EntityId | null): CompareView {
  return { kind: "compare", indicator, regions: [], from: null, to: null, observation: null };
}

/** `view` with one region more; of too many the first goes. */
export function withRegion(view: CompareView, region: EntityId): CompareView {
  if (view.regions.includes(region)) return view;
  return { ...view, regions: [...view.regions, region].slice(-MAX_REGIONS), observation: null };
}

export function withoutRegion(view: CompareView, region: EntityId): CompareView {
  return { ...view, regions: view.regions.filter((each) => each !== region), observation: null };
}

/** `view` between other years; where they cross, the one that was not `changed` follows. */
export function withYears(view: CompareView, changed: "from" | "to", year: string | null): CompareView {
  const next = { ...view, [changed]: year, observation: null };
  if (next.from === null || next.to === null || next.from <= next.to) return next;
  return { ...next, [changed === "from" ? "to" : "from"]: year };
}

/** Whether two views show the same values. */
export function sameValues(a: CompareView, b: CompareView): boolean {
  const key = ({ indicator, regions, from, to }: CompareView) =>
    JSON.stringify([indicator, regions, from, to]);
  return key(a) === key(b);
}

export const compare: Codec<CompareView> = {
  key: "compare",

  format({ indicator, regions, from, to, observation }) {
    const parameters = new URLSearchParams({ compare: indicator ?? "" });
    for (const region of regions) parameters.append("region", region);
    if (from !== null) parameters.set("from", from);
    if (to !== null) parameters.set("to", to);
    if (observation !== null) parameters.set("observation", observation);
    return parameters;
  },

  parse(parameters) {
    const indicator = parameters.get("compare") || null;
    const regions = parameters.getAll("region");
    const [from, to] = [parameters.get("from"), parameters.get("to")];
    const observation = parameters.get("observation");
    if (indicator !== null && !isEntityId(indicator)) return "broken";
    if (!regions.every(isEntityId) || regions.length > MAX_REGIONS) return "broken";
    if ([from, to].some((year) => year !== null && !YEAR.test(year))) return "broken";
    if (from !== null && to !== null && from > to) return "broken";
    if (observation !== null && !observation.startsWith("observation/")) return "broken";
    return {
      kind: "compare",
      indicator,
      regions,
      from,
      to,
      observation: observation as ObservationId | null,
    };
  },
};
