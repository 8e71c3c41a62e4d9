/** What the reports say of an indicator, in order: a row for each region and year, gaps included. */

import type { EntityId, Named, Observation, Status } from "../api/types";

/** Why a value may not be set beside others without a second look. */
export const FLAGS = ["period", "unit", "name", "institution", "range", "several"] as const;
export type Flag = (typeof FLAGS)[number];

/** In the order of the columns. */
export const STATUSES: readonly Status[] = ["actual", "target", "baseline"];

/** What the indicator is by the vocabulary. */
export interface Measure {
  /** The label and the other names of the indicator. */
  readonly names: readonly string[];
  /** `null` where the vocabulary has none: then the unit of most values is the one. */
  readonly unit: string | null;
}

/** A value with what tells it from the others; `rest` are further values for the same region, year and status. */
export interface Value {
  readonly observation: Observation;
  readonly flags: readonly Flag[];
  readonly rest: readonly Observation[];
}

/** A region in a year. It is a gap without any value, and without a result where other regions have one. */
export interface Row {
  readonly region: Named;
  readonly year: string;
  readonly values: Readonly<Partial<Record<Status, Value>>>;
  readonly isGap: boolean;
}

export interface Comparison {
  readonly regions: readonly Named[];
  readonly years: readonly string[];
  readonly rows: readonly Row[];
  /** The unit that the chart is drawn in. */
  readonly unit: string | null;
  /** Values that belong to no region or no year. */
  readonly homeless: number;
}

/** The wanted regions by name, and the first and last year; `null` for what the values themselves span. */
export interface Wanted {
  readonly regions: readonly Named[];
  readonly from: string | null;
  readonly to: string | null;
}

/** Bring `observations` of one indicator into rows. */
export function compareValues(
  observations: readonly Observation[],
  measure: Measure,
  wanted: Wanted,
): Comparison {
  const unit = measure.unit ?? commonest(observations.map((each) => each.unit));
  const cells = new Map<string, Observation[]>();
  const named = new Map<EntityId, Named>();
  const found = new Set<string>();
  for (const observation of observations) {
    const year = yearOf(observation.period);
    if (observation.region === null || year === null) continue;
    named.set(observation.region.id, observation.region);
    found.add(year);
    const key = cellKey(observation.region.id, year, observation.status);
    cells.set(key, [...(cells.get(key) ?? []), observation]);
  }
  for (const region of wanted.regions) {
    if (![...named.keys()].some((id) => isInside(id, region.id))) named.set(region.id, region);
  }
  const regions = toldApart([...named.values()].sort(byId));
  const years = span(found, wanted);
  const rows = years.flatMap((year) => {
    const ofYear = regions.map((region) => ({
      region,
      year,
      values: valuesOf((status) => cells.get(cellKey(region.id, year, status)), { ...measure, unit }),
    }));
    const reported = ofYear.some(({ values }) => values.actual);
    return ofYear.map((row) => ({ ...row, isGap: reported ? !row.values.actual : isEmpty(row.values) }));
  });
  const homeless = observations.filter((each) => !each.region || yearOf(each.period) === null).length;
  return { regions, years, rows, unit, homeless };
}

function valuesOf(
  cell: (status: Status) => readonly Observation[] | undefined,
  measure: Measure,
): Partial<Record<Status, Value>> {
  const values: Partial<Record<Status, Value>> = {};
  for (const status of STATUSES) {
    const found = cell(status);
    if (found) values[status] = best(found, measure);
  }
  return values;
}

function isEmpty(values: Row["values"]): boolean {
  return Object.keys(values).length === 0;
}

/** The year that a period lies in. */
function yearOf(period: string): string | null {
  return /^\d{4}(?!\d)/.exec(period)?.[0] ?? null;
}

/** What tells `observation` from a plain value of the indicator for a region and a year. */
export function flagsOf(observation: Observation, { names, unit }: Measure): Flag[] {
  const holds: Record<Flag, boolean> = {
    period: !/^\d{4}$/.test(observation.period),
    unit: observation.unit !== unit,
    name: !names.includes(observation.name),
    institution: observation.institution !== null,
    range: observation.value === null,
    several: false,
  };
  return FLAGS.filter((flag) => holds[flag]);
}

/** Whether the region of the first id is that of the second or lies in it, by their codes. */
export function isInside(inner: EntityId, outer: EntityId): boolean {
  return inner === outer || (/^region\/\d+$/.test(outer) && inner.startsWith(outer.replace(/(00)+$/, "")));
}

/** The value that stands for a cell: the plainest, then the surest. */
function best(cell: readonly Observation[], measure: Measure): Value {
  const weighed = cell
    .map((observation) => ({ observation, flags: flagsOf(observation, measure) }))
    .sort((a, b) => a.flags.length - b.flags.length || surety(b.observation) - surety(a.observation));
  const [first, ...others] = weighed;
  if (!first) throw new RangeError("a cell without values");
  const rest = others.map(({ observation }) => observation);
  const differs = rest.some((each) => !sameQuantity(each, first.observation));
  return { ...first, flags: differs ? [...first.flags, "several"] : first.flags, rest };
}

function surety({ score, link_score }: Observation): number {
  return (score ?? 1) * (link_score ?? 1);
}

function sameQuantity(a: Observation, b: Observation): boolean {
  return a.value === b.value && a.low === b.low && a.high === b.high && a.unit === b.unit;
}

/** More years than this are not set out: the latest are. */
const MOST_YEARS = 30;

/** All years from the first to the last, so that one without values shows as a gap. */
function span(found: ReadonlySet<string>, { from, to }: Wanted): string[] {
  const sorted = [...found].sort();
  const first = from ?? sorted[0] ?? to;
  const last = to ?? sorted.at(-1) ?? from;
  if (!first || !last) return [];
  const length = Math.min(Math.max(Number(last) - Number(first) + 1, 0), MOST_YEARS);
  return Array.from({ length }, (_, index) => String(Number(last) - length + 1 + index));
}

function commonest(units: readonly (string | null)[]): string | null {
  const counts = new Map<string | null, number>();
  for (const unit of units) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** `regions` with their codes where several are called the same. */
function toldApart(regions: readonly Named[]): Named[] {
  const counts = new Map<string, number>();
  for (const { label } of regions) counts.set(label, (counts.get(label) ?? 0) + 1);
  return regions.map(({ id, label }) =>
    (counts.get(label) ?? 0) > 1 ? { id, label: `${label} ${id.replace(/^region\//, "")}` } : { id, label },
  );
}

function byId(a: Named, b: Named): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function cellKey(region: EntityId, year: string, status: Status): string {
  return JSON.stringify([region, year, status]);
}
