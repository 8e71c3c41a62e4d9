import { Latest } from "../api/latest";
import type { Page as Part, Report } from "../api/types";
import { EntityBox } from "../search/entity-box";
import { ALL_REPORTS, type ReportsView } from "../state/reading";
import { formatPeriod } from "../text/format";
import type { Context, Page } from "../ui/context";
import { dotted, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { empty, failure, loading } from "../ui/notice";

const PART = 50;
/** The years that can be chosen: reports of this kind are not older. */
const FIRST_YEAR = 2005;

/** The list of reports, by region and year. */
export class ReportsPage implements Page<ReportsView> {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly filters = h("div", { class: "filters" });
  private readonly count = h("p", { class: "list-count", attributes: { role: "status" } });
  private readonly list = h("ol", { class: "reports" });
  private readonly end = h("div", {});
  private readonly latest = new Latest();
  private readonly region = new Latest();
  private view: ReportsView = ALL_REPORTS;

  constructor(context: Context) {
    this.context = context;
    const { t } = context;
    this.element = h(
      "main",
      { class: "start", attributes: { id: "main" } },
      h("h1", {}, t("reports.title")),
      h("p", { class: "lead" }, t("reports.lead")),
      this.filters,
      this.count,
      this.list,
      this.end,
    );
  }

  show(view: ReportsView): void {
    const { t } = this.context;
    this.view = view;
    document.title = `${t("reports.title")} · ${t("app.title")}`;
    this.fillFilters(null);
    this.nameRegion();
    fill(this.list);
    this.count.textContent = "";
    this.load(0);
  }

  leave(): void {
    this.latest.cancel();
    this.region.cancel();
  }

  private load(offset: number): void {
    const { api, t } = this.context;
    fill(this.end, loading(t));
    void this.latest.run(
      (signal) => api.reports(this.view, PART, offset, signal),
      (part) => this.add(part, offset),
      (error) =>
        fill(
          this.end,
          failure(error, t, () => this.load(offset)),
        ),
    );
  }

  private add({ items, total }: Part<Report>, offset: number): void {
    const { t } = this.context;
    this.list.append(...items.map((report) => this.row(report)));
    this.count.textContent = t("reports.count", { count: total });
    const left = total - offset - items.length;
    fill(
      this.end,
      total === 0 && empty(t("reports.none")),
      left > 0 && this.button(t("reports.more", { count: left }), () => this.load(offset + items.length)),
    );
  }

  private row(report: Report): HTMLElement {
    const { t } = this.context;
    const { mentions, observations, relations } = report.counts;
    const region = report.region && entityLink(report.region.id, {}, h("bdi", {}, report.region.label));
    const about = dotted(
      report.issuer?.label,
      report.period && formatPeriod(report.period, t),
      report.published && t("start.published", { date: report.published }),
      t("reports.counts", { mentions, observations, relations }),
    );
    return h(
      "li",
      { class: "report" },
      h(
        "div",
        {},
        h("bdi", { class: "report-title" }, report.title),
        h("span", { class: "report-about" }, region, region && "·", ...about),
      ),
    );
  }

  /** Say by which region the list is filtered once its name is known. */
  private nameRegion(): void {
    const id = this.view.region;
    if (id === null) return;
    void this.region.run(
      (signal) => this.context.api.entity(id, signal),
      (entity) => this.fillFilters(entity.label),
      () => this.fillFilters(id),
    );
  }

  private fillFilters(region: string | null): void {
    const { t, go } = this.context;
    const box = new EntityBox(this.context, {
      id: "report-region",
      label: t("reports.region"),
      placeholder: region ?? t("reports.region.placeholder"),
      type: "region",
      choose: (item) => go({ ...this.view, region: item.id }),
    });
    const filtered = this.view.region !== null || this.view.period !== null;
    fill(
      this.filters,
      box.element,
      this.years(),
      filtered && this.button(t("reports.clear"), () => go(ALL_REPORTS)),
    );
  }

  private years(): HTMLElement {
    const { t, go } = this.context;
    const last = new Date().getFullYear();
    const years = Array.from({ length: last - FIRST_YEAR + 1 }, (_, index) => String(last - index));
    if (this.view.period !== null && !years.includes(this.view.period)) years.push(this.view.period);
    const option = (value: string, text: string) =>
      h("option", { attributes: { value, selected: value === (this.view.period ?? "") } }, text);
    const select = h(
      "select",
      {
        class: "select",
        attributes: { "aria-label": t("reports.year") },
        on: { change: () => go({ ...this.view, period: select.value === "" ? null : select.value }) },
      },
      option("", t("reports.year.any")),
      ...years.map((year) => option(year, formatPeriod(year, t))),
    );
    return select;
  }

  private button(text: string, click: () => void): HTMLElement {
    return h("button", { class: "button", attributes: { type: "button" }, on: { click } }, text);
  }
}
