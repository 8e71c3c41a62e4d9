import type { EChartsCoreOption } from "echarts/core";
import type { Context } from "../ui/context";
import { type Child, fill, h } from "../ui/dom";
import { Lazy } from "../ui/lazy";
import { empty, failure, loading } from "../ui/notice";

/** A chart as it is to be shown: its words for who does not see it, its height in CSS pixels, and how it is drawn. */
export interface Picture {
  readonly label: string;
  readonly height: number;
  readonly option: EChartsCoreOption;
}

/** The place of a chart, with what there is to say of it. The library is loaded with the first chart. */
export class ChartFrame {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly chosen: (id: string) => void;
  private readonly canvas = h("div", { class: "chart-canvas", attributes: { role: "img" } });
  private readonly frame: HTMLElement;
  private readonly state = h("div", {});
  private readonly caption = h("figcaption", { class: "chart-notes" });
  private readonly resizes = new ResizeObserver(() => this.chart.use((chart) => chart.resized()));
  private readonly chart = new Lazy(async () => {
    const { Chart } = await import("./chart");
    return () => new Chart(this.canvas, this.chosen);
  });
  private wanted = 0;

  /** `chosen` gets the `id` of what was clicked in the chart. */
  constructor(context: Context, chosen: (id: string) => void = () => {}) {
    this.context = context;
    this.chosen = chosen;
    this.frame = h("div", { class: "chart-frame", attributes: { tabindex: 0, role: "group" } }, this.canvas);
    this.element = h("figure", { class: "chart" }, this.state, this.frame, this.caption);
    this.resizes.observe(this.canvas);
  }

  /** Draw a picture in a frame of that name, with notes below; `none` says why there is no picture. */
  async show(name: string, picture: Picture | null, notes: readonly Child[], none: string): Promise<void> {
    const { t } = this.context;
    const mine = ++this.wanted;
    this.frame.hidden = picture === null;
    this.frame.setAttribute("aria-label", name);
    fill(this.caption, ...notes);
    fill(this.state, picture === null && empty(none));
    if (picture === null) return;
    this.canvas.setAttribute("aria-label", picture.label);
    if (this.chart.present === null) fill(this.state, loading(t));
    this.canvas.style.height = `${picture.height}px`;
    try {
      const chart = await this.chart.open();
      if (mine !== this.wanted) return;
      chart.show(picture.option);
      fill(this.state);
    } catch (error) {
      if (mine !== this.wanted) return;
      const retry = () => void this.show(name, picture, notes, none);
      fill(this.state, failure(error, t, retry));
    }
  }

  /** The chart as a PNG file; `null` where there is none. */
  async png(): Promise<Blob | null> {
    return this.frame.hidden ? null : ((await this.chart.present?.png()) ?? null);
  }

  leave(): void {
    this.wanted++;
    this.resizes.disconnect();
    this.chart.close();
  }
}
