import type { ChartFrame } from "../chart/frame";
import { currentLook } from "../chart/look";
import type { Context } from "../ui/context";
import { type Child, h } from "../ui/dom";
import { type ChartData, isDrawable } from "./chart-data";
import { chartHeight, chartOption } from "./options";

/** Draw `data` of the indicator called `name`, with what has to be said of it. */
export function showChart(frame: ChartFrame, data: ChartData, name: string, { t }: Context): Promise<void> {
  const label =
    data.kind === "years"
      ? t("compare.chart.years", { name })
      : t("compare.chart.regions", { name, year: data.years[0] ?? "" });
  const picture = isDrawable(data)
    ? { label, height: chartHeight(data), option: chartOption(data, currentLook(), t) }
    : null;
  return frame.show(t("compare.chart", { name }), picture, notes(data, t), t("compare.chart.none"));
}

function notes({ series, regions, undrawn }: ChartData, t: Context["t"]): Child[] {
  const flagged = series.some(({ actual, target }) => [...actual, ...target].some((each) => each?.flagged));
  return [
    flagged && h("p", {}, t("compare.chart.flagged")),
    series.length < regions && h("p", {}, t("compare.chart.some", { drawn: series.length, total: regions })),
    undrawn > 0 && h("p", {}, t("compare.chart.undrawn", { count: undrawn })),
  ];
}
