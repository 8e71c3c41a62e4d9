import type { NationalTarget } from "../api/types";

/** The national target that a year is measured by: that year's, else the next one set, else the last before. */
export function targetFor(targets: readonly NationalTarget[], year: string): NationalTarget | null {
  const sorted = targets.toSorted((a, b) => (a.period < b.period ? -1 : 1));
  return sorted.find(({ period }) => period >= year) ?? sorted.at(-1) ?? null;
}
