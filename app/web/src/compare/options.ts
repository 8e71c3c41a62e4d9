/** A comparison as ECharts takes it. */

import type { EChartsCoreOption } from "echarts/core";
import type { NationalTarget } from "../api/types";
import { type Look, SYMBOLS, type Values, valueAxis, withLook } from "../chart/look";
import type { Translate } from "../i18n";
import { formatPeriod, formatValue } from "../text/format";
import type { ChartData, Point, Series } from "./chart-data";

const ROW = 26;
const HEAD = 44;
const AXIS = 24;
/** How a target in the bars and a national target look in the legend. */
const TICK = "path://M10 0h4v14h-4z";
const DOTS = "path://M0 6h4v2h-4zM8 6h4v2h-4zM16 6h4v2h-4z";
const FOOT = 16;

/** How high the chart has to be, in CSS pixels. */
export function chartHeight({ kind, series }: ChartData): number {
  return kind === "years" ? 420 : HEAD + AXIS + FOOT + Math.max(series.length, 3) * ROW;
}

/** The chart of `data`; each point has the id of its observation. */
export function chartOption(data: ChartData, look: Look, t: Translate): EChartsCoreOption {
  const drawn = data.kind === "years" ? byYear(data, look, t) : byRegion(data, look, t);
  const tooltip = { valueFormatter: (value: unknown) => text([value].flat()[0], data.unit, t) };
  return withLook(look, { ...drawn, tooltip });
}

function byRegion(data: ChartData, look: Look, t: Translate): Values {
  const highest = Math.max(...data.series.flatMap(({ actual, target }) => numbers([...actual, ...target])));
  const national = data.national[0];
  const top = national && national.value > highest ? { max: Math.ceil(national.value * 1.04) } : {};
  const series = [
    {
      type: "bar",
      name: t("status.actual"),
      color: look.actual,
      barMaxWidth: 14,
      data: data.series.map(({ actual }) => datum(actual[0], bar(look.actual))),
    },
    {
      type: "scatter",
      name: t("status.target"),
      color: look.target,
      symbol: "rect",
      symbolSize: [4, 20],
      data: data.series.map(({ target }, index) => datum(target[0], hollow(look.target, look), index)),
    },
    ...(national ? [nationalLine(national, "xAxis", look, t)] : []),
  ];
  const rows = { type: "category", inverse: true, axisTick: { show: false } };
  return {
    legend: {
      top: 8,
      left: 8,
      itemGap: 18,
      textStyle: { color: look.ink },
      data: series.map(({ type, name }) => ({
        name,
        ...(type === "scatter" ? { icon: TICK } : type === "line" ? { icon: DOTS } : {}),
      })),
    },
    grid: { left: 8, right: 12, top: HEAD, bottom: FOOT, containLabel: true },
    xAxis: { type: "value", position: "top", ...valueAxis(look), ...top },
    yAxis: [
      {
        ...rows,
        data: data.series.map((each) => name(each, t)),
        axisLine: { lineStyle: { color: look.line } },
        axisLabel: { color: look.ink, interval: 0, width: 130, overflow: "truncate" },
      },
      // The values stand in a column of their own, where no target covers them.
      {
        ...rows,
        position: "right",
        data: data.series.map(({ actual }) => text(actual[0]?.value, data.unit, t)),
        axisLine: { show: false },
        axisLabel: { color: look.ink, interval: 0 },
      },
    ],
    series,
  };
}

function byYear(data: ChartData, look: Look, t: Translate): Values {
  const values = data.series.flatMap(({ actual, target }) => numbers([...actual, ...target]));
  const wanted = data.national.map(({ value }) => value);
  const national = data.national[0];
  const drawn = data.series.flatMap((each, index) => lines(each, index, look, t));
  const several = data.national.length > 1;
  const country = several
    ? [nationalYears(data, look, t)]
    : national
      ? [nationalLine(national, "yAxis", look, t)]
      : [];
  return {
    legend: {
      type: "scroll",
      top: 8,
      left: 8,
      right: 8,
      textStyle: { color: look.ink },
      data: [...country.map(({ name }) => ({ name, icon: DOTS })), ...drawn.map(({ name }) => ({ name }))],
    },
    grid: { left: 12, right: 28, top: 64, bottom: 12, containLabel: true },
    xAxis: {
      type: "category",
      data: data.years.map((year) => formatPeriod(year, t)),
      axisTick: { alignWithLabel: true },
      axisLine: { lineStyle: { color: look.line } },
      axisLabel: { color: look.ink },
    },
    yAxis: {
      type: "value",
      name: data.unit ?? "",
      nameGap: 12,
      nameTextStyle: { color: look.soft },
      ...valueAxis(look),
      ...bounds([...values, ...wanted], data.unit),
    },
    series: [...drawn, ...country],
  };
}

/** The line of the results and, where there are any, that of the targets, dashed; gaps interrupt both. */
function lines({ name, actual, target }: Series, index: number, look: Look, t: Translate): Values[] {
  const color = look.lines[index % look.lines.length] ?? look.actual;
  const common = { type: "line", color, connectNulls: false, symbolSize: 9 };
  const symbol = SYMBOLS[index % SYMBOLS.length];
  const found: Values[] = [
    { ...common, name, symbol, data: actual.map((point) => datum(point, hollow(color, look))) },
  ];
  if (numbers(target).length > 0) {
    found.push({
      ...common,
      name: `${name} ${t("status.target")}`,
      symbol: `empty${symbol?.replace(/^./, (letter) => letter.toUpperCase())}`,
      lineStyle: { type: "dashed", width: 1.5 },
      data: target.map((point) => datum(point, hollow(color, look))),
    });
  }
  return found;
}

function nationalYears({ national, years }: ChartData, look: Look, t: Translate): Values {
  const ofYear = (year: string) => national.find(({ period }) => period === year)?.value ?? null;
  return {
    type: "line",
    name: t("compare.national"),
    color: look.national,
    connectNulls: true,
    symbol: "none",
    lineStyle: { type: "dotted", width: 2 },
    data: years.map(ofYear),
  };
}

/** A line across the chart. The series has no data of its own, but a place in the legend. */
function nationalLine(target: NationalTarget, axis: "xAxis" | "yAxis", look: Look, t: Translate): Values {
  const lineStyle = { type: "dotted", width: 2, color: look.national };
  return {
    type: "line",
    name: t("compare.national.of", {
      value: nationalText(target, t),
      year: formatPeriod(target.period, t),
    }),
    color: look.national,
    symbol: "none",
    lineStyle,
    data: [],
    markLine: {
      silent: true,
      symbol: "none",
      label: { show: false },
      lineStyle,
      data: [{ [axis]: target.value }],
    },
  };
}

/** The value of a national target as it is read. */
export function nationalText({ value, unit, comparator }: NationalTarget, t: Translate): string {
  return formatValue({ value, unit, comparator, low: null, high: null, quantity: "" }, t);
}

/** The ends of an axis that need not begin at nought, with room around the values. */
function bounds(values: readonly number[], unit: string | null): Values {
  if (values.length === 0) return {};
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = 10 ** Math.floor(Math.log10(high - low || Math.abs(high) || 1));
  const min = (Math.ceil(low / step) - 1) * step;
  const max = (Math.floor(high / step) + 1) * step;
  return {
    min: low >= 0 ? Math.max(min, 0) : min,
    max: unit === "%" && high <= 100 ? Math.min(max, 100) : max,
  };
}

function datum(point: Point | null | undefined, flagged: Values, index?: number): Values | null {
  if (!point) return null;
  const value = index === undefined ? point.value : [point.value, index];
  return { value, id: point.id, ...(point.flagged ? { itemStyle: flagged } : {}) };
}

function bar(color: string): Values {
  return { color, opacity: 0.4, borderColor: color, borderWidth: 1, borderType: "dashed" };
}

function hollow(color: string, { surface }: Look): Values {
  return { color: surface, borderColor: color, borderWidth: 1.5 };
}

/** A region as its bar is called; one without values is called a gap. */
function name({ name, actual, target }: Series, t: Translate): string {
  return numbers([...actual, ...target]).length > 0 ? name : `${name}（${t("compare.gap.mark")}）`;
}

function text(value: unknown, unit: string | null, t: Translate): string {
  return typeof value === "number"
    ? formatValue({ value, unit, comparator: "=", low: null, high: null, quantity: "" }, t)
    : "";
}

function numbers(points: readonly (Point | null)[]): number[] {
  return points.flatMap((point) => (point ? [point.value] : []));
}
