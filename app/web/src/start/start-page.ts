import { Latest } from "../api/latest";
import type { EntityItem, Named, Report } from "../api/types";
import { typeIcon } from "../graph/types";
import { ALL_REPORTS } from "../state/reading";
import { formatPeriod } from "../text/format";
import type { Context } from "../ui/context";
import { dotted, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { failure, loading } from "../ui/notice";
import { reportLink } from "../ui/report-link";
import { PatternForm } from "./pattern-form";

const REPORTS = 50;
const PROGRAMS = 14;

interface Content {
  reports: Report[];
  total: number;
  programs: EntityItem[];
}

/** The first page: what this is, and a few ways in. */
export class StartPage {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly content = h("div", { class: "start-content" });
  private readonly pattern: PatternForm;
  private readonly latest = new Latest();

  constructor(context: Context) {
    this.context = context;
    this.pattern = new PatternForm(context);
    this.element = h("main", { class: "start", attributes: { id: "main" } });
  }

  /** `broken`: the page was opened because the address held no view that can be read. */
  show(broken: boolean): void {
    const { t } = this.context;
    fill(
      this.element,
      broken && h("p", { class: "notice notice-warning", attributes: { role: "alert" } }, t("start.broken")),
      h(
        "div",
        { class: "start-intro" },
        h("h1", {}, t("app.subtitle")),
        h("p", { class: "lead" }, t("start.lead")),
      ),
      this.content,
    );
    this.load();
  }

  leave(): void {
    this.latest.cancel();
    this.pattern.leave();
  }

  private load(): void {
    const { api, t } = this.context;
    fill(this.content, loading(t));
    void this.latest.run(
      async (signal) => {
        const [reports, programs] = await Promise.all([
          api.reports(ALL_REPORTS, REPORTS, 0, signal),
          api.entities("program", PROGRAMS, signal),
        ]);
        const stated = programs.items.filter((item) => item.count > 0);
        return { reports: reports.items, total: reports.total, programs: stated };
      },
      (content) => this.fill(content),
      (error) =>
        fill(
          this.content,
          failure(error, t, () => this.load()),
        ),
    );
  }

  private fill(content: Content): void {
    if (content.total === 0) fill(this.content, this.nothing());
    else {
      fill(
        this.content,
        this.regions(content.reports),
        content.programs.length > 0 && this.programs(content.programs),
        this.pattern.element,
        this.reports(content),
      );
    }
  }

  private nothing(): HTMLElement {
    const { t } = this.context;
    return h(
      "div",
      { class: "notice notice-empty" },
      h("h2", {}, t("start.empty.title")),
      h("p", {}, t("start.empty.next")),
    );
  }

  private regions(reports: Report[]): HTMLElement {
    const { t } = this.context;
    const cards = byRegion(reports).map(({ region, periods, observations }) =>
      h(
        "li",
        {},
        entityLink(
          region.id,
          { class: "region-card" },
          typeIcon("region"),
          h("span", { class: "region-name" }, region.label),
          h(
            "span",
            { class: "region-about" },
            ...dotted(
              ...periods.map((period) => formatPeriod(period, t)),
              t("start.observations", { count: observations }),
            ),
          ),
        ),
      ),
    );
    return section(t("start.regions"), h("ul", { class: "region-cards" }, ...cards));
  }

  private programs(items: EntityItem[]): HTMLElement {
    const { t } = this.context;
    const chips = items.map((item) =>
      h("li", {}, entityLink(item.id, { class: "chip" }, typeIcon(item.type), item.label, count(item.count))),
    );
    return section(t("start.programs"), h("ul", { class: "chips" }, ...chips));
  }

  private reports({ reports, total }: Content): HTMLElement {
    const { t } = this.context;
    const rows = reports.map((report) => h("li", { class: "report" }, this.report(report)));
    return section(
      t("start.reports"),
      h("ol", { class: "reports" }, ...rows),
      t("start.reports.count", { count: total }),
    );
  }

  private report(report: Report): HTMLElement {
    const { t } = this.context;
    const about = dotted(
      report.issuer?.label ?? report.region?.label ?? t("start.region.unnamed"),
      report.period && formatPeriod(report.period, t),
      report.published && t("start.published", { date: report.published }),
      t("start.observations", { count: report.counts.observations }),
    );
    const text = [
      h("bdi", { class: "report-title" }, report.title),
      h("span", { class: "report-about" }, ...about),
    ];
    return reportLink(report.id, { class: "report-link" }, ...text);
  }
}

function section(title: string, body: HTMLElement, note = ""): HTMLElement {
  return h(
    "section",
    { class: "start-section" },
    h("h2", {}, title, note !== "" && h("span", { class: "section-note" }, note)),
    body,
  );
}

function count(number: number): HTMLElement {
  return h("span", { class: "number chip-count" }, String(number));
}

interface ReportedRegion {
  region: Named;
  periods: string[];
  observations: number;
}

/** The regions that the reports are about, those with the most values first. */
function byRegion(reports: Report[]): ReportedRegion[] {
  const regions = new Map<string, ReportedRegion>();
  for (const { region, period, counts } of reports) {
    if (region === null) continue;
    const known = regions.get(region.id) ?? { region, periods: [], observations: 0 };
    regions.set(region.id, known);
    known.observations += counts.observations;
    if (period && !known.periods.includes(period)) known.periods.unshift(period);
  }
  return [...regions.values()].sort((a, b) => b.observations - a.observations);
}
