import { isMissing } from "../api/errors";
import { Latest } from "../api/latest";
import type { Heading, Mention, Observation, ReportDetail, ReportRelation, Span } from "../api/types";
import { ALL_REPORTS, type ReportView, sameSpan, toggled } from "../state/reading";
import { formatView } from "../state/view";
import { formatPeriod } from "../text/format";
import type { Context, Page } from "../ui/context";
import { type Child, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { empty, failure, loading } from "../ui/notice";
import { MarkToggles } from "./mark-toggles";
import { MentionCard } from "./mention-card";
import { outlineList } from "./outline";
import { mentionAt, paragraphsOf } from "./paragraphs";
import { ReportFacts } from "./report-facts";
import { headHeight, ReportText } from "./report-text";

/** The parts of the page, of which a narrow window shows one at a time. */
const PARTS = ["text", "outline", "facts"] as const;
type Part = (typeof PARTS)[number];

/** A report: its outline, its text with what was recognised in it, and what it states. */
export class ReportPage implements Page<ReportView> {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly head = h("header", { class: "report-head" });
  private readonly outline: HTMLElement;
  private readonly notice = h("div", {});
  private readonly toggles: MarkToggles;
  private readonly text: ReportText;
  private readonly card: MentionCard;
  private readonly facts: ReportFacts;
  private readonly factsNotice = h("div", {});
  private readonly buttons = new Map<Part, HTMLButtonElement>();
  private readonly report = new Latest();
  private readonly marks = new Latest();
  private readonly statements = new Latest();
  private view: ReportView | null = null;
  private mentions: readonly Mention[] = [];
  private part: Part = "text";
  /** How far the text was scrolled when the reader turned to another part. */
  private scrolled = 0;

  constructor(context: Context) {
    this.context = context;
    const { t } = context;
    const choose = (at: Span | null) => this.view && context.go({ ...this.view, at });
    this.toggles = new MarkToggles(context, (type) => this.view && context.go(toggled(this.view, type)));
    this.text = new ReportText(context, choose);
    this.card = new MentionCard(context, () => choose(null));
    this.facts = new ReportFacts(context, (at) => this.chooseFact(at));
    this.outline = h("nav", { class: "report-outline", attributes: { "aria-label": t("report.outline") } });
    this.element = h(
      "main",
      { class: "report-page", attributes: { id: "main" } },
      this.head,
      h(
        "div",
        { class: "report-parts", attributes: { role: "group" } },
        ...PARTS.map((part) => this.button(part)),
      ),
      this.outline,
      h(
        "div",
        { class: "report-body" },
        this.toggles.element,
        h("p", { class: "report-keys", attributes: { id: "report-keys" } }, t("report.keys")),
        this.notice,
        this.text.element,
      ),
      h(
        "aside",
        { class: "report-facts", attributes: { "aria-label": t("report.facts") } },
        this.card.element,
        this.factsNotice,
        this.facts.element,
      ),
    );
    this.turn("text");
  }

  show(view: ReportView): void {
    const before = this.view;
    this.view = view;
    if (before?.id !== view.id) {
      this.load(view);
      return;
    }
    if (before.off.join() !== view.off.join()) {
      this.toggles.turn(view.off);
      this.text.filter(view.off);
    }
    if (!sameSpan(before.at, view.at)) this.goTo(view.at);
  }

  leave(): void {
    this.report.cancel();
    this.marks.cancel();
    this.statements.cancel();
    this.text.leave();
  }

  private load({ id }: ReportView): void {
    const { api, t } = this.context;
    this.leave();
    this.mentions = [];
    this.toggles.clear();
    this.card.show(null);
    this.facts.element.hidden = true;
    fill(this.head);
    fill(this.outline);
    fill(this.factsNotice);
    fill(this.notice, loading(t));
    this.turn("text");
    window.scrollTo(0, 0);
    void this.report.run(
      (signal) => api.report(id, signal),
      (report) => this.fill(report),
      (error) =>
        fill(this.notice, isMissing(error) ? this.missing() : failure(error, t, () => this.reload())),
    );
  }

  private reload(): void {
    if (this.view) this.load(this.view);
  }

  private missing(): HTMLElement {
    const { t } = this.context;
    document.title = `${t("reports.title")} · ${t("app.title")}`;
    return empty(
      t("report.missing"),
      " ",
      h("a", { attributes: { href: formatView(ALL_REPORTS) } }, t("report.all")),
    );
  }

  private fill(report: ReportDetail): void {
    const { t } = this.context;
    document.title = `${report.title} · ${t("app.title")}`;
    fill(this.notice);
    fill(this.head, ...this.about(report));
    fill(
      this.outline,
      h("h2", { class: "outline-title" }, t("report.outline")),
      outlineList(report.outline, t, (heading) => this.turnTo(heading)),
    );
    this.text.show(report.id, paragraphsOf(report.text, report.outline));
    this.goTo(this.view?.at ?? null);
    this.loadMarks(report);
    this.loadFacts(report);
  }

  private loadMarks({ id }: ReportDetail): void {
    const { api, t } = this.context;
    const done = (mentions: Mention[]) => {
      fill(this.notice);
      this.mentions = mentions;
      this.toggles.show(mentions);
      this.toggles.turn(this.view?.off ?? []);
      this.text.mark(mentions, this.view?.off ?? []);
      this.facts.weigh(mentions);
      this.goTo(this.view?.at ?? null);
    };
    void this.marks.run(
      (signal) => api.mentions(id, signal),
      done,
      (error) =>
        fill(
          this.notice,
          failure(error, t, () => this.reload()),
        ),
    );
  }

  private loadFacts({ id }: ReportDetail): void {
    const { api, t } = this.context;
    fill(this.factsNotice, loading(t));
    const done = ([observations, relations]: [Observation[], ReportRelation[]]) => {
      fill(this.factsNotice);
      this.facts.element.hidden = false;
      this.facts.show(id, observations, relations);
      this.facts.weigh(this.mentions);
      this.facts.mark(this.view?.at ?? null);
    };
    void this.statements.run(
      (signal) => Promise.all([api.stated(id, signal), api.related(id, signal)]),
      done,
      (error) =>
        fill(
          this.factsNotice,
          failure(error, t, () => this.reload()),
        ),
    );
  }

  private goTo(at: Span | null): void {
    this.text.goTo(at);
    this.card.show(mentionAt(this.mentions, at));
    this.facts.mark(at);
  }

  private chooseFact(at: Span): void {
    this.turn("text");
    if (sameSpan(this.view?.at ?? null, at)) this.text.goTo(at);
    else if (this.view) this.context.go({ ...this.view, at });
  }

  private turnTo(heading: Heading): void {
    this.turn("text");
    this.text.scrollTo(heading.start);
  }

  private about(report: ReportDetail): Child[] {
    const { t } = this.context;
    const { issuer, region, period, published, name } = report;
    return [
      h("h1", {}, report.title),
      h(
        "dl",
        { class: "report-about-list" },
        ...entry(t("report.issuer"), issuer && entityLink(issuer.id, {}, issuer.label)),
        ...entry(t("reports.region"), region && entityLink(region.id, {}, region.label)),
        ...entry(t("reports.year"), period && formatPeriod(period, t)),
        ...entry(t("report.published"), published),
        ...entry(t("report.file"), name && h("bdi", {}, name)),
      ),
    ];
  }

  private button(part: Part): HTMLButtonElement {
    const { t } = this.context;
    const attributes = { type: "button", "aria-pressed": "false" };
    const button = h(
      "button",
      { class: "part", attributes, on: { click: () => this.turn(part) } },
      t(`report.part.${part}`),
    );
    this.buttons.set(part, button);
    return button;
  }

  /** Show `part` where there is room for one alone, the text at the place where it was left. */
  private turn(part: Part): void {
    if (this.part === "text") this.scrolled = window.scrollY;
    const isBack = part === "text" && this.part !== "text";
    this.part = part;
    this.element.dataset.part = part;
    this.element.style.setProperty("--above", `${headHeight()}px`);
    for (const [each, button] of this.buttons) button.setAttribute("aria-pressed", String(each === part));
    if (isBack && getComputedStyle(this.element).display === "block") window.scrollTo(0, this.scrolled);
  }
}

function entry(name: string, value: Child): Child[] {
  return value ? [h("div", {}, h("dt", {}, name), h("dd", {}, value))] : [];
}
