import type { Table } from "../api/answer";
import { ChartFrame } from "../chart/frame";
import { currentLook } from "../chart/look";
import type { Axes } from "../state/ask";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { saveFile } from "../ui/save";
import { axesOf, chartOf, MOST_PLACES, MOST_SERIES, numberColumns } from "./answer-chart";
import { chartHeight, chartOption } from "./chart-options";
import type { Prefixes } from "./terms";
import { type Names, wordsOf } from "./things";

/** An answer as a chart, and the columns that it is made of, which the reader can change. */
export class ResultChart {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly choose: (axes: Axes) => void;
  private readonly columns = h("div", { class: "chart-columns" });
  private readonly frame: ChartFrame;

  constructor(context: Context, choose: (axes: Axes) => void) {
    this.context = context;
    this.choose = choose;
    this.frame = new ChartFrame(context);
    this.element = h("div", {}, this.columns, this.frame.element);
  }

  /** Draw a table by the columns that are wanted, or by those that suit it. */
  show(table: Table, wanted: Axes | null, names: Names, prefixes: Prefixes): void {
    const { t } = this.context;
    const axes = axesOf(table, wanted);
    fill(this.columns, ...(axes === null ? [] : this.selects(table, axes)));
    if (axes === null) {
      void this.frame.show(t("ask.chart"), null, [], t("ask.chart.none"));
      return;
    }
    const chart = chartOf(table, axes, (term) => wordsOf(term, names, prefixes));
    const label = t("ask.chart.label", { x: axes.x, y: axes.y });
    const picture = {
      label,
      height: chartHeight(chart),
      option: chartOption(chart, axes, currentLook()),
    };
    const { astray } = chart;
    const { places, series } = chart.all;
    const notes = [
      chart.kind === "points" && h("p", {}, t("ask.chart.points")),
      places > MOST_PLACES && h("p", {}, t("ask.chart.places", { drawn: MOST_PLACES, total: places })),
      series > MOST_SERIES && h("p", {}, t("ask.chart.series", { drawn: MOST_SERIES, total: series })),
      astray > 0 && h("p", {}, t("ask.chart.astray", { count: astray, x: axes.x })),
    ];
    void this.frame.show(t("ask.chart"), picture, notes, t("ask.chart.none"));
  }

  leave(): void {
    this.frame.leave();
  }

  private selects(table: Table, axes: Axes): HTMLElement[] {
    const { t } = this.context;
    const save = () => void this.frame.png().then((blob) => blob && saveFile(blob, "weitu-chart.png"));
    return [
      this.select("ask.chart.x", table.columns, axes.x, (x) => ({ ...axes, x: x ?? axes.x })),
      this.select("ask.chart.y", numberColumns(table), axes.y, (y) => ({ ...axes, y: y ?? axes.y })),
      this.select("ask.chart.by", [null, ...table.columns], axes.by, (by) => ({ ...axes, by })),
      h("button", { class: "button", attributes: { type: "button" }, on: { click: save } }, t("compare.png")),
    ];
  }

  private select(
    words: "ask.chart.x" | "ask.chart.y" | "ask.chart.by",
    columns: readonly (string | null)[],
    chosen: string | null,
    change: (column: string | null) => Axes,
  ): HTMLElement {
    const { t } = this.context;
    const options = columns.map((column) =>
      h("option", { attributes: { selected: column === chosen } }, column ?? t("ask.chart.all")),
    );
    const select = h(
      "select",
      { class: "select", on: { change: () => this.choose(change(columns[select.selectedIndex] ?? null)) } },
      ...options,
    );
    return h("label", { class: "chart-column" }, h("span", {}, t(words)), select);
  }
}
