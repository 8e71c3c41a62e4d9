/** A chart of an answer as ECharts takes it. */

import type { EChartsCoreOption } from "echarts/core";
import { type Look, SYMBOLS, type Values, valueAxis, withLook } from "../chart/look";
import type { Axes } from "../state/ask";
import type { AnswerChart, Dot } from "./answer-chart";

const BAR = 12;
const GAP = 12;
const HEAD = 44;
const LEGEND = 32;
const FOOT = 16;
const LEAST = 6;
const OVER_TIME = 420;

/** How high the chart has to be, in CSS pixels. */
export function chartHeight({ kind, isTimed, places, series }: AnswerChart): number {
  if (isTimed) return OVER_TIME;
  const row = kind === "bars" ? BAR * Math.max(series.length, 1) + GAP : BAR + GAP;
  return top(series) + FOOT + Math.max(places.length, LEAST) * row;
}

/** The chart with its axes named by the columns that they show. */
export function chartOption(chart: AnswerChart, axes: Axes, look: Look): EChartsCoreOption {
  const isUpright = chart.isTimed;
  const values = {
    type: "value",
    name: axes.y,
    nameTextStyle: { color: look.soft },
    scale: isUpright,
    ...valueAxis(look),
  };
  const places = {
    type: "category",
    data: chart.places,
    axisTick: { alignWithLabel: true },
    axisLine: { lineStyle: { color: look.line } },
  };
  return withLook(look, {
    legend: {
      show: chart.series.length > 1,
      type: "scroll",
      top: 8,
      left: 8,
      right: 8,
      itemWidth: chart.kind === "lines" ? 25 : 14,
      textStyle: { color: look.ink },
    },
    grid: { left: 12, right: 36, top: top(chart.series), bottom: FOOT, containLabel: true },
    xAxis: isUpright
      ? { ...places, axisLabel: { color: look.ink } }
      : { ...values, position: "top", nameLocation: "middle", nameGap: 24 },
    yAxis: isUpright
      ? values
      : {
          ...places,
          inverse: true,
          axisLabel: { color: look.ink, interval: 0, width: 180, overflow: "truncate" },
        },
    tooltip: { formatter: (point: Pointed) => tip(chart, point) },
    series: chart.series.map(({ name, dots }, index) => ({
      name: name || axes.y,
      color: look.lines[index % look.lines.length] ?? look.actual,
      ...FORMS[chart.kind](dots, chart, index),
    })),
  });
}

/** The room above, where the legend stands if there is one. */
function top(series: AnswerChart["series"]): number {
  return series.length > 1 ? HEAD + LEGEND : HEAD;
}

const FORMS: Record<
  AnswerChart["kind"],
  (dots: readonly Dot[], chart: AnswerChart, index: number) => Values
> = {
  bars: (dots, { places }) => ({ type: "bar", barMaxWidth: BAR, data: byPlace(dots, places.length) }),
  lines: (dots, { places }, index) => ({
    type: "line",
    connectNulls: false,
    symbol: SYMBOLS[index % SYMBOLS.length],
    symbolSize: 9,
    data: byPlace(dots, places.length),
  }),
  points: (dots, { isTimed }, index) => ({
    type: "scatter",
    symbol: SYMBOLS[index % SYMBOLS.length],
    symbolSize: 9,
    itemStyle: { opacity: 0.75 },
    data: dots.map(({ place, value }) => (isTimed ? [place, value] : [value, place])),
  }),
};

/** What ECharts tells of the bar or point under the pointer. */
interface Pointed {
  readonly seriesIndex: number;
  readonly dataIndex: number;
  readonly value: unknown;
}

function tip({ kind, places, series }: AnswerChart, { seriesIndex, dataIndex, value }: Pointed): string {
  const group = series[seriesIndex];
  const dot = kind === "points" ? group?.dots[dataIndex] : { place: dataIndex, value };
  const words = [group?.name, places[dot?.place ?? -1], String(dot?.value)];
  return words.filter(Boolean).join("\n");
}

/** A value for each place, and a gap where there is none. */
function byPlace(dots: readonly Dot[], places: number): (number | null)[] {
  const values = Array<number | null>(places).fill(null);
  for (const { place, value } of dots) values[place] = value;
  return values;
}
