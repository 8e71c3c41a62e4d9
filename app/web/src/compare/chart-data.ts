/** What the chart draws of a comparison: bars by region for one year, lines by year for several. */

import type { EntityId, NationalTarget, ObservationId } from "../api/types";
import { targetFor } from "./targets";
import type { Comparison, Row, Value } from "./values";

/** A value as it is drawn; `null` where it is a gap or cannot be drawn. */
export interface Point {
  readonly value: number;
  readonly id: ObservationId;
  readonly flagged: boolean;
}

/** The results and targets of a region: in one year, or a place for each year. */
export interface Series {
  readonly name: string;
  readonly actual: readonly (Point | null)[];
  readonly target: readonly (Point | null)[];
}

export interface ChartData {
  readonly kind: "regions" | "years";
  readonly years: readonly string[];
  readonly series: readonly Series[];
  /** National targets in the unit of the chart: one a year, or the one that all is measured by. */
  readonly national: readonly NationalTarget[];
  readonly unit: string | null;
  /** How many regions there are, drawn or not. */
  readonly regions: number;
  /** Values of regions that are drawn which are in another unit or are ranges. */
  readonly undrawn: number;
}

/** More lines than this could not be told apart. */
export const MOST_LINES = 10;
/** Bars can be scrolled, but one picture has to hold them. */
const MOST_BARS = 300;

/** What to draw of `comparison`, the regions in the order of `rows`. */
export function chartData(
  { regions, years, unit }: Comparison,
  rows: readonly Row[],
  targets: readonly NationalTarget[],
): ChartData {
  const kind = years.length > 1 ? "years" : "regions";
  const series = byRegion(rows)
    .map((ofRegion) => seriesOf(ofRegion, years, unit))
    .filter((each) => kind === "regions" || hasPoints(each))
    .slice(0, kind === "years" ? MOST_LINES : MOST_BARS);
  const names = new Set(series.map(({ name }) => name));
  const values = rows
    .filter(({ region }) => names.has(region.label))
    .flatMap(({ values: { actual, target } }) => [actual, target])
    .filter((value) => value !== undefined);
  return {
    kind,
    years,
    series,
    national: nationalFor(
      targets.filter((target) => target.unit === unit),
      years,
    ),
    unit,
    regions: regions.length,
    undrawn: values.filter((value) => pointOf(value, unit) === null).length,
  };
}

/** Whether there is anything to draw. */
export function isDrawable({ series }: ChartData): boolean {
  return series.some(hasPoints);
}

function byRegion(rows: readonly Row[]): Row[][] {
  const found = new Map<EntityId, Row[]>();
  for (const row of rows) {
    const ofRegion = found.get(row.region.id);
    if (ofRegion) ofRegion.push(row);
    else found.set(row.region.id, [row]);
  }
  return [...found.values()];
}

function hasPoints({ actual, target }: Series): boolean {
  return [...actual, ...target].some((point) => point !== null);
}

function seriesOf(rows: readonly Row[], years: readonly string[], unit: string | null): Series {
  const byYear = new Map(rows.map((row) => [row.year, row.values]));
  const points = (status: "actual" | "target") =>
    years.map((year) => pointOf(byYear.get(year)?.[status], unit));
  return { name: rows[0]?.region.label ?? "", actual: points("actual"), target: points("target") };
}

function pointOf(value: Value | undefined, unit: string | null): Point | null {
  if (!value || value.observation.value === null || value.observation.unit !== unit) return null;
  return { value: value.observation.value, id: value.observation.id, flagged: value.flags.length > 0 };
}

/** Those of the years, where there are several; else the one that the last year is measured by. */
function nationalFor(targets: readonly NationalTarget[], years: readonly string[]): NationalTarget[] {
  const within = targets.filter(({ period }) => years.includes(period));
  if (within.length > 1) return within;
  const one = targetFor(targets, years.at(-1) ?? "");
  return one ? [one] : [];
}
