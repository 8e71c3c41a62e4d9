import type { Observation } from "../api/types";
import type { Translate } from "../i18n";

type Measured = Pick<Observation, "value" | "low" | "high" | "unit" | "comparator" | "quantity">;

const COLLATOR = new Intl.Collator("zh-CN", { numeric: true });
const NUMBER = new Intl.NumberFormat("en-US", { maximumFractionDigits: 12 });

/** A value as it is read: comparator, number with grouped digits, unit. */
export function formatValue(measured: Measured, t: Translate): string {
  const number = formatNumber(measured);
  if (number === null) return measured.quantity;
  const value = joinUnit(number, measured.unit);
  switch (measured.comparator) {
    case ">=":
      return `≥ ${value}`;
    case "<=":
      return `≤ ${value}`;
    case "~":
      return t("comparator.~", { value });
    default:
      return value;
  }
}

function formatNumber({ value, low, high }: Measured): string | null {
  if (value !== null) return NUMBER.format(value);
  if (low !== null && high !== null) return `${NUMBER.format(low)}–${NUMBER.format(high)}`;
  return null;
}

/** Signs such as % stand at the number, words a space away. */
function joinUnit(number: string, unit: string | null): string {
  if (!unit) return number;
  return /^[%‰/]/.test(unit) ? number + unit : `${number} ${unit}`;
}

/** A period (`2021`, `2021-H1`, `2021-Q3`, `2021-09`, `2021-09-30`) in words; others as they are. */
export function formatPeriod(period: string, t: Translate): string {
  const match = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?$/.exec(period);
  if (match === null) return period;
  const [, year = "", half, quarter, month, day] = match;
  if (half !== undefined) return t(half === "1" ? "period.H1" : "period.H2", { year });
  if (quarter !== undefined) return t("period.quarter", { year, quarter });
  if (month === undefined) return t("period.year", { year });
  if (day === undefined) return t("period.month", { year, month: String(Number(month)) });
  return t("period.day", { year, month: String(Number(month)), day: String(Number(day)) });
}

/** The order of two names, Chinese ones by pinyin. */
export function formatOrder(a: string, b: string): number {
  return COLLATOR.compare(a, b);
}
