/** Reading: the list of reports, and a report. */

import type { EntityId } from "../api/types";
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
