/** An answer as a chart: which columns can be drawn, and what of them. */

import type { Table, Term } from "../api/answer";
import type { Axes } from "../state/ask";

/** More could not be read, or not be told apart. */
export const MOST_PLACES = 300;
export const MOST_SERIES = 10;

const NUMBERS =
  /#(?:integer|decimal|double|float|(?:non(?:Negative|Positive)|negative|positive)Integer|(?:unsigned)?(?:Long|Int|Short|Byte)|long|int|short|byte)$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const TIME = /^(?:(?:19|20)\d\d|2100)(?:-\d\d(?:-\d\d)?)?$/;

/** A value at a place on the axis, counted from nought. */
export interface Dot {
  readonly place: number;
  readonly value: number;
}

/** Bars, or lines over time; `points` where a series has several values at one place. */
export interface AnswerChart {
  readonly kind: "bars" | "lines" | "points";
  /** Whether the places are times. */
  readonly isTimed: boolean;
  readonly places: readonly string[];
  readonly series: readonly { readonly name: string; readonly dots: readonly Dot[] }[];
  /** How many places and series there are, drawn or not. */
  readonly all: { readonly places: number; readonly series: number };
  /** How many values have no place. */
  readonly astray: number;
}

/** The columns that hold numbers and nothing else. */
export function numberColumns(table: Table): string[] {
  return table.columns.filter((_, column) => {
    const terms = filled(table, column);
    return terms.length > 0 && terms.every(isNumber) && !terms.every(isYear);
  });
}

/** The axes that suit a table, or with `wanted` these, where it has such columns; `null` where nothing can be drawn. */
export function axesOf(table: Table, wanted: Axes | null): Axes | null {
  const numbers = numberColumns(table);
  if (wanted !== null && numbers.includes(wanted.y) && table.columns.includes(wanted.x)) {
    const by = wanted.by !== null && table.columns.includes(wanted.by) ? wanted.by : null;
    return { ...wanted, by };
  }
  // years that were worked out, as by YEAR(), are whole numbers like any other
  const counted = numbers.filter((name) => !filled(table, table.columns.indexOf(name)).every(isTime));
  const y = counted[0] ?? numbers[0];
  const values = counted.length > 0 ? counted : numbers;
  const others = table.columns
    .filter((name) => !values.includes(name))
    .map((name) => ({ name, terms: filled(table, table.columns.indexOf(name)) }))
    .filter(({ terms }) => terms.length > 0)
    .map(({ name, terms }) => ({
      name,
      isTimed: terms.every(isTime),
      size: new Set(terms.map(({ value }) => value)).size,
    }));
  // what tells most rows apart
  const [widest] = [...others].sort((a, b) => b.size - a.size);
  const x = others.find(({ isTimed }) => isTimed)?.name ?? widest?.name ?? values[1];
  if (y === undefined || x === undefined) return null;
  const by = others.find(({ name, size }) => name !== x && size > 1 && size <= MOST_SERIES);
  return { x, y, by: by?.name ?? null };
}

/** What to draw of a table; `words` says a term. */
export function chartOf(table: Table, axes: Axes, words: (term: Term) => string): AnswerChart {
  const [x, y, by] = [axes.x, axes.y, axes.by ?? ""].map((name) => table.columns.indexOf(name));
  const rows = table.rows.map((row) => ({
    at: row[x ?? -1],
    value: row[y ?? -1],
    of: row[by ?? -1] ?? null,
  }));
  const placed = rows.flatMap(({ at }) => at ?? []);
  const found = rows.flatMap(({ at, value, of }) =>
    at && value ? [{ at, value: Number(value.value), of }] : [],
  );
  const isTimed = placed.every(isTime);
  const places = different(placed);
  if (isTimed) places.sort((a, b) => (a.value < b.value ? -1 : 1));
  const groups = different(found.map(({ of }) => of));
  const drawnPlaces = places.slice(0, MOST_PLACES);
  const drawnGroups = groups.slice(0, MOST_SERIES);
  const placeOf = new Map(drawnPlaces.map((term, index) => [key(term), index]));
  const called = names(drawnGroups, words);
  const series = drawnGroups.map((group, index) => ({
    name: called[index] ?? "",
    dots: found.flatMap(({ at, value, of }) => {
      const place = placeOf.get(key(at));
      return key(of) === key(group) && place !== undefined ? [{ place, value }] : [];
    }),
  }));
  const isPlain = series.every(({ dots }) => new Set(dots.map(({ place }) => place)).size === dots.length);
  return {
    kind: isPlain ? (isTimed ? "lines" : "bars") : "points",
    isTimed,
    places: names(drawnPlaces, words),
    series,
    all: { places: places.length, series: groups.length },
    astray: rows.filter(({ at, value }) => value && !at).length,
  };
}

/** The things among the places and the series, as many as could be drawn. */
export function thingsIn(table: Table, { x, by }: Axes): string[] {
  return [x, by ?? ""].flatMap((name) =>
    different(filled(table, table.columns.indexOf(name)))
      .flatMap(({ type, value }) => (type === "uri" ? value : []))
      .slice(0, MOST_PLACES),
  );
}

function filled({ rows }: Table, column: number): Term[] {
  return rows.flatMap((row) => row[column] ?? []);
}

function isNumber({ type, value, datatype = "", language }: Term): boolean {
  if (type !== "literal" || language !== undefined) return false;
  return NUMBER.test(value) && (datatype === "" || datatype.endsWith("#string") || NUMBERS.test(datatype));
}

/** Whether a number without a type of its own is more likely a year. */
function isYear({ value, datatype = "" }: Term): boolean {
  return TIME.test(value) && !NUMBERS.test(datatype);
}

function isTime({ type, value }: Term): boolean {
  return type === "literal" && TIME.test(value);
}

function different<T extends Term | null>(terms: readonly T[]): T[] {
  return [...new Map(terms.map((term) => [key(term), term])).values()];
}

/** What tells terms apart: things of one name are still several. */
function key(term: Term | null): string {
  return term === null ? "" : `${term.type} ${term.value}`;
}

/** What terms are called, those that share a name with what they are. */
function names(terms: readonly (Term | null)[], words: (term: Term) => string): string[] {
  const found = terms.map((term) => (term === null ? "" : words(term)));
  const isShared = (name: string) => found.indexOf(name) !== found.lastIndexOf(name);
  return found.map((name, index) => (isShared(name) ? `${name} (${terms[index]?.value ?? ""})` : name));
}
