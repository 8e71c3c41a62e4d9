import { Latest } from "../api/latest";
import type { Named, ObservationId } from "../api/types";
import { ChartFrame } from "../chart/frame";
import { describeObservation } from "../explorer/describe";
import { EvidencePanel } from "../explorer/evidence";
import { type CompareView, compareOf, sameValues } from "../state/compare";
import type { Context, Page } from "../ui/context";
import { fill, h } from "../ui/dom";
import { empty, failure, loading } from "../ui/notice";
import { saveFile } from "../ui/save";
import { chartData } from "./chart-data";
import { Controls } from "./controls";
import { showChart } from "./figure";
import { indicatorHead } from "./head";
import { type Loaded, load } from "./load";
import { type Order, ordered } from "./order";
import { Popular } from "./popular";
import { ValueTable } from "./table";
import { type Comparison, compareValues, FLAGS, type Flag } from "./values";

/** The values of an indicator side by side: a chart, and a table that says the same and more. */
export class ComparePage implements Page<CompareView> {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly controls: Controls;
  private readonly popular: Popular;
  private readonly figure: ChartFrame;
  private readonly table: ValueTable;
  private readonly evidence: EvidencePanel;
  private readonly state = h("div", {});
  private readonly head = h("div", {});
  private readonly count = h("p", { class: "list-count", attributes: { role: "status" } });
  private readonly notes = h("div", { class: "compare-notes" });
  private readonly flags = h("div", {});
  private readonly csv: HTMLAnchorElement;
  private readonly png: HTMLButtonElement;
  private readonly result: HTMLElement;
  private readonly latest = new Latest();
  private view: CompareView = compareOf(null);
  private names: readonly Named[] = [];
  private loaded: Loaded | null = null;
  private comparison: Comparison | null = null;
  private order: Order = { column: "region", descending: false };
  private ready: Promise<void> = Promise.resolve();

  constructor(context: Context) {
    this.context = context;
    const { t, go } = context;
    const open = (observation: ObservationId | null) => go({ ...this.view, observation });
    this.controls = new Controls(context, () => this.view);
    this.popular = new Popular(context);
    this.figure = new ChartFrame(context, (id) => open(id as ObservationId));
    this.table = new ValueTable(context, { sort: (order) => this.sort(order), open });
    this.evidence = new EvidencePanel(context, () => open(null));
    this.csv = h("a", { class: "button", attributes: { download: "" } }, t("compare.csv"));
    this.png = h(
      "button",
      { class: "button", attributes: { type: "button" }, on: { click: () => void this.savePicture() } },
      t("compare.png"),
    );
    this.result = h(
      "div",
      { attributes: { hidden: true } },
      h("div", { class: "compare-bar" }, this.count, h("div", { class: "downloads" }, this.csv, this.png)),
      this.notes,
      this.figure.element,
      this.flags,
      this.table.element,
    );
    this.element = h(
      "main",
      { class: "start compare", attributes: { id: "main" } },
      h("h1", {}, t("compare.title")),
      h("p", { class: "lead" }, t("compare.lead")),
      this.controls.element,
      this.popular.element,
      this.head,
      this.state,
      this.result,
      this.evidence.element,
    );
  }

  show(view: CompareView): void {
    const before = this.view;
    const wasReading = this.evidence.element.contains(document.activeElement);
    this.view = view;
    this.controls.show(view, this.names);
    if (view.indicator === null) this.begin();
    else if (!sameValues(before, view)) this.ready = this.load();
    if (before.observation !== view.observation || view.observation === null)
      this.showValue(view.observation);
    if (wasReading && before.observation && !view.observation) this.table.focus(before.observation);
  }

  leave(): void {
    this.latest.cancel();
    this.popular.hide();
    this.evidence.hide();
    this.figure.leave();
  }

  private begin(): void {
    this.latest.cancel();
    document.title = `${this.context.t("compare.title")} · ${this.context.t("app.title")}`;
    fill(this.head);
    fill(this.state);
    this.result.hidden = true;
    this.popular.show();
  }

  private load(): Promise<void> {
    const { api, t } = this.context;
    const { indicator, regions, from, to } = this.view;
    if (indicator === null) return Promise.resolve();
    const filter = { indicator, regions, from, to };
    this.popular.hide();
    this.csv.href = api.tableAddress(filter);
    fill(this.state, loading(t));
    return this.latest.run(
      (signal) => load(api, filter, signal),
      (loaded) => this.compare(loaded),
      (error) => {
        this.result.hidden = true;
        fill(
          this.state,
          failure(error, t, () => {
            this.ready = this.load();
          }),
        );
      },
    );
  }

  private compare(loaded: Loaded): void {
    const { t } = this.context;
    const { indicator, regions, observations, total } = loaded;
    this.loaded = loaded;
    this.names = regions;
    this.controls.show(this.view, regions);
    document.title = `${indicator.label} · ${t("compare.title")} · ${t("app.title")}`;
    fill(this.head, indicatorHead(indicator, this.context));
    const measure = {
      names: [indicator.label, ...indicator.alt_labels],
      unit: indicator.definition?.unit ?? null,
    };
    const comparison = compareValues(observations, measure, { ...this.view, regions });
    this.comparison = comparison;
    const isEmpty = observations.length === 0;
    fill(this.state, isEmpty && empty(t("compare.none")));
    this.result.hidden = isEmpty;
    if (isEmpty) return;
    this.count.textContent = t("compare.count", {
      regions: comparison.regions.length,
      years: comparison.years.length,
      values: observations.length - comparison.homeless,
      gaps: comparison.rows.filter(({ isGap }) => isGap).length,
    });
    fill(
      this.notes,
      observations.length < total && h("p", {}, t("compare.part", { count: observations.length, total })),
      comparison.homeless > 0 && h("p", {}, t("compare.homeless", { count: comparison.homeless })),
    );
    fill(this.flags, this.legend(comparison));
    this.sort(
      comparison.years.length > 1
        ? { column: "region", descending: false }
        : { column: "actual", descending: true },
    );
  }

  private sort(order: Order): void {
    if (this.loaded === null || this.comparison === null) return;
    this.order = order;
    const { label, definition } = this.loaded.indicator;
    const rows = ordered(this.comparison.rows, this.order);
    this.table.show(rows, order, label);
    this.table.mark(this.view.observation);
    const data = chartData(this.comparison, rows, definition?.targets ?? []);
    void showChart(this.figure, data, label, this.context);
  }

  private showValue(id: ObservationId | null): void {
    this.table.mark(id);
    if (id === null) {
      this.evidence.hide();
      return;
    }
    this.evidence.show({ kind: "observation", id }, async () => {
      await this.ready;
      const { t } = this.context;
      const observation = this.loaded?.observations.find((each) => each.id === id);
      if (observation) return describeObservation(observation, t);
      return { title: [t("evidence.label")], isPart: () => false };
    });
  }

  /** The flags that occur, and what each means. */
  private legend({ rows }: Comparison): HTMLElement | null {
    const { t } = this.context;
    const counts = new Map<Flag, number>();
    for (const { values } of rows) {
      for (const flag of Object.values(values).flatMap((value) => value.flags)) {
        counts.set(flag, (counts.get(flag) ?? 0) + 1);
      }
    }
    const present = FLAGS.filter((flag) => counts.has(flag));
    if (present.length === 0) return null;
    const entries = present.map((flag) =>
      h(
        "li",
        {},
        h("span", { class: "flag" }, t(`compare.flag.${flag}`)),
        h("span", { class: "number" }, String(counts.get(flag))),
        h("span", {}, t(`compare.flag.${flag}.why`)),
      ),
    );
    return h("ul", { class: "flag-legend", attributes: { "aria-label": t("compare.flags") } }, ...entries);
  }

  private async savePicture(): Promise<void> {
    const blob = await this.figure.png();
    if (blob !== null && this.loaded !== null) saveFile(blob, `${this.loaded.indicator.label}.png`);
  }
}
