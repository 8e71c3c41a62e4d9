import type { ObservationId } from "../api/types";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { empty, failure, loading } from "../ui/notice";
import type { Chart } from "./chart";
import { type ChartData, isDrawable } from "./chart-data";
import { chartHeight, chartOption, type Look } from "./options";

/** The chart of a comparison with what has to be said of it. The library is loaded with the first chart. */
export class Figure {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly chosen: (id: ObservationId) => void;
  private readonly canvas = h("div", { class: "chart-canvas", attributes: { role: "img" } });
  private readonly frame: HTMLElement;
  private readonly state = h("div", {});
  private readonly caption = h("figcaption", { class: "chart-notes" });
  private readonly resizes = new ResizeObserver(() =>
    this.chart?.then(
      (chart) => chart.resized(),
      () => {},
    ),
  );
  private chart: Promise<Chart> | null = null;
  private wanted = 0;

  constructor(context: Context, chosen: (id: ObservationId) => void) {
    this.context = context;
    this.chosen = chosen;
    this.frame = h("div", { class: "chart-frame", attributes: { tabindex: 0, role: "group" } }, this.canvas);
    this.element = h("figure", { class: "chart" }, this.state, this.frame, this.caption);
    this.resizes.observe(this.canvas);
  }

  /** Draw `data` of the indicator called `name`. */
  async show(data: ChartData, name: string): Promise<void> {
    const { t } = this.context;
    const mine = ++this.wanted;
    const drawable = isDrawable(data);
    this.frame.hidden = !drawable;
    this.frame.setAttribute("aria-label", t("compare.chart", { name }));
    this.describe(data, name);
    fill(this.state, !drawable && empty(t("compare.chart.none")));
    if (!drawable) return;
    if (this.chart === null) fill(this.state, loading(t));
    this.canvas.style.height = `${chartHeight(data)}px`;
    try {
      const chart = await this.open();
      if (mine !== this.wanted) return;
      chart.show(chartOption(data, look(), t));
      fill(this.state);
    } catch (error) {
      if (mine !== this.wanted) return;
      fill(
        this.state,
        failure(error, t, () => void this.show(data, name)),
      );
    }
  }

  /** The chart as a PNG file; `null` where there is none. */
  async png(): Promise<Blob | null> {
    return this.frame.hidden ? null : ((await this.chart)?.png() ?? null);
  }

  leave(): void {
    this.wanted++;
    this.resizes.disconnect();
    this.chart?.then(
      (chart) => chart.destroy(),
      () => {},
    );
    this.chart = null;
  }

  private describe(data: ChartData, name: string): void {
    const { t } = this.context;
    const { kind, years, series, regions, undrawn } = data;
    const label =
      kind === "years"
        ? t("compare.chart.years", { name })
        : t("compare.chart.regions", { name, year: years[0] ?? "" });
    this.canvas.setAttribute("aria-label", label);
    const flagged = series.some(({ actual, target }) => [...actual, ...target].some((each) => each?.flagged));
    fill(
      this.caption,
      flagged && h("p", {}, t("compare.chart.flagged")),
      series.length < regions &&
        h("p", {}, t("compare.chart.some", { drawn: series.length, total: regions })),
      undrawn > 0 && h("p", {}, t("compare.chart.undrawn", { count: undrawn })),
    );
  }

  private open(): Promise<Chart> {
    this.chart ??= import("./chart")
      .then(({ Chart }) => new Chart(this.canvas, this.chosen))
      .catch((error: unknown) => {
        this.chart = null;
        throw error;
      });
    return this.chart;
  }
}

/** The colours and the font as the style sheet has them. */
function look(): Look {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    font: token("font"),
    ink: token("ink"),
    soft: token("ink-soft"),
    line: token("line"),
    surface: token("surface"),
    actual: token("type-institution"),
    target: token("type-indicator"),
    national: token("error"),
    lines: ["region", "indicator", "program", "person", "policy", "institution", "task"].map((type) =>
      token(`type-${type}`),
    ),
  };
}
