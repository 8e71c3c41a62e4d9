/** An answer as a chart: which columns can be drawn, and what of them. */

import type { Table, Term } from "../api/answer";
import type { Axes } from "../state/ask";

/** More could not be read, or not be told apart. */
export const MOST_PLACES = 300;
export const MOST_SERIES = 10;

const NUMBERS =
  /#(?:integer|decimal|double|float|(?:non(?:Negative|Positive)|negative|positive)Integer|(?:unsigned)?(?:Long|Int|Short|Byte)|long|int|short|byte)$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const TIME = /^(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?$/;

/** A value at a place on the axis, counted from nought. */
export interface Dot {
  readonly place: number;
  readonly value: number;
}

/** Bars, or lines over time; `points` where a series has several values at one place. */
export interface AnswerChart {
  readonly kind: "bars" | "lines" | "points";
  readonly places: readonly string[];
  readonly series: readonly { readonly name: string; readonly dots: readonly Dot[] }[];
  /** How many places and series there are, drawn or not. */
  readonly all: { readonly places: number; readonly series: number };
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
  const others = table.columns
    .filter((name) => !numbers.includes(name))
    .map((name) => ({ name, terms: filled(table, table.columns.indexOf(name)) }))
    .map(({ name, terms }) => ({
      name,
      isTimed: terms.length > 0 && terms.every(isTime),
      size: new Set(terms.map(({ value }) => value)).size,
    }));
  // what tells most rows apart
  const [widest] = [...others].sort((a, b) => b.size - a.size);
  const y = numbers[0];
  const x = others.find(({ isTimed }) => isTimed)?.name ?? widest?.name ?? numbers[1];
  if (y === undefined || x === undefined) return null;
  const by = others.find(({ name, size }) => name !== x && size > 1 && size <= MOST_SERIES);
  return { x, y, by: by?.name ?? null };
}

/** What to draw of a table; `words` says a term. */
export function chartOf(table: Table, axes: Axes, words: (term: Term) => string): AnswerChart {
  const [x, y, by] = [axes.x, axes.y, axes.by ?? ""].map((name) => table.columns.indexOf(name));
  const found = table.rows.flatMap((row) => {
    const [at, value, of] = [row[x ?? -1], row[y ?? -1], row[by ?? -1]];
    return at && value ? [{ at, value: Number(value.value), name: of ? words(of) : "" }] : [];
  });
  const isTimed = found.every(({ at }) => isTime(at));
  const places = unique(found.map(({ at }) => (isTimed ? at.value : words(at))));
  if (isTimed) places.sort();
  const names = unique(found.map(({ name }) => name));
  const drawn = new Map(places.slice(0, MOST_PLACES).map((place, index) => [place, index]));
  const series = names.slice(0, MOST_SERIES).map((name) => ({
    name,
    dots: found.flatMap((each) => {
      const place = drawn.get(isTimed ? each.at.value : words(each.at));
      return each.name === name && place !== undefined ? [{ place, value: each.value }] : [];
    }),
  }));
  const isPlain = series.every(({ dots }) => new Set(dots.map(({ place }) => place)).size === dots.length);
  return {
    kind: isPlain ? (isTimed ? "lines" : "bars") : "points",
    places: [...drawn.keys()],
    series,
    all: { places: places.length, series: names.length },
  };
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

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
