import { Latest } from "../api/latest";
import type { Page as Part, Report } from "../api/types";
import { typeIcon } from "../graph/types";
import { EntityBox } from "../search/entity-box";
import { ALL_REPORTS, type ReportsView } from "../state/reading";
import { formatPeriod } from "../text/format";
import type { Context, Page } from "../ui/context";
import { dotted, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { empty, failure, loading } from "../ui/notice";
import { reportLink } from "../ui/report-link";

const PART = 50;
/** The years that can be chosen: reports of this kind are not older. */
const FIRST_YEAR = 2005;

/** The list of reports, by region and year. */
export class ReportsPage implements Page<ReportsView> {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly year: HTMLSelectElement;
  private readonly chosen = h("span", { class: "chip" });
  private readonly clear: HTMLButtonElement;
  private readonly count = h("p", { class: "list-count", attributes: { role: "status" } });
  private readonly list = h("ol", { class: "reports" });
  private readonly end = h("div", {});
  private readonly latest = new Latest();
  private readonly region = new Latest();
  private view: ReportsView = ALL_REPORTS;

  constructor(context: Context) {
    this.context = context;
    const { t, go } = context;
    const box = new EntityBox(context, {
      id: "report-region",
      label: t("reports.region"),
      placeholder: t("reports.region.placeholder"),
      type: "region",
      choose: (item) => go({ ...this.view, region: item.id }),
    });
    this.year = this.years();
    this.clear = this.button(t("reports.clear"), () => go(ALL_REPORTS));
    this.element = h(
      "main",
      { class: "start", attributes: { id: "main" } },
      h("h1", {}, t("reports.title")),
      h("p", { class: "lead" }, t("reports.lead")),
      h("div", { class: "filters" }, box.element, this.chosen, this.year, this.clear),
      this.count,
      this.list,
      this.end,
    );
  }

  show(view: ReportsView): void {
    const { t } = this.context;
    this.view = view;
    document.title = `${t("reports.title")} · ${t("app.title")}`;
    this.showFilters();
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
        reportLink(report.id, { class: "report-title" }, h("bdi", {}, report.title)),
        h("span", { class: "report-about" }, region, region && "·", ...about),
      ),
    );
  }

  /** Say by what the list is filtered; the region once its name is known. */
  private showFilters(): void {
    const { region, period } = this.view;
    if (period !== null && !this.year.namedItem(`year-${period}`)) this.year.append(this.option(period));
    this.year.value = period ?? "";
    this.clear.hidden = region === null && period === null;
    this.chosen.hidden = true;
    this.region.cancel();
    if (region === null) return;
    const name = (label: string) => {
      this.chosen.hidden = false;
      fill(this.chosen, typeIcon("region"), h("bdi", {}, label));
    };
    void this.region.run(
      (signal) => this.context.api.entity(region, signal),
      (entity) => name(entity.label),
      () => name(region),
    );
  }

  private years(): HTMLSelectElement {
    const { t, go } = this.context;
    const last = new Date().getFullYear();
    const years = Array.from({ length: last - FIRST_YEAR + 1 }, (_, index) => String(last - index));
    const select = h(
      "select",
      {
        class: "select",
        attributes: { "aria-label": t("reports.year") },
        on: { change: () => go({ ...this.view, period: select.value === "" ? null : select.value }) },
      },
      h("option", { attributes: { value: "" } }, t("reports.year.any")),
      ...years.map((year) => this.option(year)),
    );
    return select;
  }

  private option(year: string): HTMLOptionElement {
    return h(
      "option",
      { attributes: { value: year, id: `year-${year}` } },
      formatPeriod(year, this.context.t),
    );
  }

  private button(text: string, click: () => void): HTMLButtonElement {
    return h("button", { class: "button", attributes: { type: "button" }, on: { click } }, text);
  }
}
