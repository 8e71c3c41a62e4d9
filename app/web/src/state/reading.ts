/** Reading: the list of reports, and a report. */

import { type EntityId, MARK_TYPES, type MarkType, type ReportId, type Span } from "../api/types";
import { type Codec, isEntityId } from "./codec";

/** The reports of a region with the regions in it, and about a year; `null` for any. */
export interface ReportsView {
  readonly kind: "reports";
  readonly region: EntityId | null;
  readonly period: string | null;
}

export const ALL_REPORTS: ReportsView = { kind: "reports", region: null, period: null };

export const reports: Codec<ReportsView> = {
  key: "reports",

  format({ region, period }) {
    const parameters = new URLSearchParams({ reports: "" });
    if (region !== null) parameters.set("region", region);
    if (period !== null) parameters.set("year", period);
    return parameters;
  },

  parse(parameters) {
    const region = parameters.get("region");
    const period = parameters.get("year");
    if (region !== null && !isEntityId(region)) return "broken";
    if (period !== null && !/^\d{4}$/.test(period)) return "broken";
    return { kind: "reports", region, period };
  },
};

/** A report, at a place in its text or at its start, without the marks of some types. */
export interface ReportView {
  readonly kind: "report";
  readonly id: ReportId;
  readonly at: Span | null;
  readonly off: readonly MarkType[];
}

/** The report of that id, at the place of `at`. */
export function reportAt(id: ReportId, at: Span | null = null): ReportView {
  return { kind: "report", id, at: at && { start: at.start, end: at.end }, off: [] };
}

/** `view` with marks of `type` shown where they were not, or the other way round. */
export function toggled(view: ReportView, type: MarkType): ReportView {
  return { ...view, off: MARK_TYPES.filter((each) => view.off.includes(each) !== (each === type)) };
}

export function sameSpan(a: Span | null, b: Span | null): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}

export const report: Codec<ReportView> = {
  key: "report",

  format({ id, at, off }) {
    const parameters = new URLSearchParams({ report: id });
    if (at !== null) parameters.set("at", `${at.start}-${at.end}`);
    if (off.length > 0) parameters.set("off", off.join());
    return parameters;
  },

  parse(parameters) {
    const id = parameters.get("report");
    const at = parseSpan(parameters.get("at"));
    const off = parameters.get("off")?.split(",") ?? [];
    if (id === null || !/^document\/[^/]+$/.test(id) || at === "broken") return "broken";
    if (!off.every(isMarkType)) return "broken";
    return { kind: "report", id: id as ReportId, at, off: MARK_TYPES.filter((type) => off.includes(type)) };
  },
};

function parseSpan(text: string | null): Span | null | "broken" {
  if (text === null) return null;
  const match = /^(\d{1,9})-(\d{1,9})$/.exec(text);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  return start < end ? { start, end } : "broken";
}

function isMarkType(text: string): text is MarkType {
  return (MARK_TYPES as readonly string[]).includes(text);
}
