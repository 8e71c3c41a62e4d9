import { Latest } from "../api/latest";
import { type EntityId, type Evidence, type Fact, MARK_TYPES, type Mark } from "../api/types";
import { formatPeriod } from "../text/format";
import { segments } from "../text/marks";
import { factScoreWords, formatScore, scoreWords } from "../text/score";
import type { Context } from "../ui/context";
import { type Child, dotted, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { empty, failure, loading } from "../ui/notice";
import { reportLink } from "../ui/report-link";

/** A fact in words, and which marks of its sentence it is made of. */
export interface FactDescription {
  title: Child[];
  isPart(mark: Mark): boolean;
}

/** The sentences that state a fact, with all that was recognised in them marked by type. */
export class EvidencePanel {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly close: () => void;
  private readonly latest = new Latest();

  constructor(context: Context, close: () => void) {
    this.context = context;
    this.close = close;
    this.element = h("section", {
      class: "evidence",
      attributes: { "aria-label": context.t("evidence.label"), "aria-live": "polite", hidden: true },
      on: { keydown: (event) => event.key === "Escape" && close() },
    });
  }

  /** Load and show where `fact` is stated. `describe` puts it into words when the rest of the page is there. */
  show(fact: Fact, describe: () => Promise<FactDescription>): void {
    const { api, t } = this.context;
    const head = this.head([t("evidence.label")]);
    this.element.hidden = false;
    fill(this.element, head, loading(t));
    void this.latest.run(
      (signal) => Promise.all([api.evidence(fact, signal), describe()]),
      ([page, description]) => this.fill(page.items, description),
      (error) =>
        fill(
          this.element,
          head,
          failure(error, t, () => this.show(fact, describe)),
        ),
    );
  }

  hide(): void {
    this.latest.cancel();
    this.element.hidden = true;
    fill(this.element);
  }

  /** How many pixels it takes of the height that it shares with others; none where it stands over them. */
  taken(): number {
    return getComputedStyle(this.element).position === "fixed" ? 0 : this.element.offsetHeight;
  }

  private fill(items: Evidence[], description: FactDescription): void {
    const { t } = this.context;
    const body =
      items.length > 0 ? items.map((item) => this.passage(item, description)) : [empty(t("evidence.none"))];
    fill(this.element, this.head(description.title, items.length), ...body, legend(items, this.context));
    this.element.scrollTop = 0;
  }

  private head(title: Child[], count = 0): HTMLElement {
    const { t } = this.context;
    return h(
      "header",
      { class: "evidence-head" },
      h(
        "h2",
        {},
        ...title,
        count > 1 && h("span", { class: "section-note" }, t("evidence.count", { count })),
      ),
      h(
        "button",
        {
          class: "icon-button",
          attributes: { type: "button", "aria-label": t("evidence.close"), title: t("evidence.close") },
          on: { click: this.close },
        },
        "×",
      ),
    );
  }

  private passage(evidence: Evidence, description: FactDescription): HTMLElement {
    const { t } = this.context;
    const { document, paragraph, marks } = evidence;
    const scores = factScoreWords(
      evidence,
      marks.filter((mark) => description.isPart(mark)),
      t,
    );
    const place = dotted(
      document.period && formatPeriod(document.period, t),
      t("evidence.paragraph", { number: paragraph }),
    );
    return h(
      "figure",
      { class: "passage" },
      h("blockquote", { attributes: { lang: "zh-CN" } }, h("p", {}, ...this.sentence(evidence, description))),
      h(
        "figcaption",
        {},
        h("span", { class: "passage-score" }, ...dotted(...scores)),
        h("cite", {}, document.title),
        h("span", {}, ...place),
        reportLink(document.id, { class: "passage-read", at: evidence }, t("evidence.read")),
      ),
      marks.length > 0 && this.details(marks),
    );
  }

  private sentence({ sentence, marks }: Evidence, description: FactDescription): Child[] {
    return segments(sentence, marks).map(({ text, mark }) =>
      mark ? this.mark(text, mark, description.isPart(mark)) : text,
    );
  }

  private mark(text: string, mark: Mark, isPart: boolean): HTMLElement {
    const { t } = this.context;
    const title = [t(`type.${mark.type}`), ...scoreWords(mark, t)].join(" · ");
    const attributes = { title, "data-type": mark.type };
    const content = mark.entity ? this.link(mark.entity, text) : text;
    return h("mark", { class: isPart ? "mark is-part" : "mark", attributes }, content);
  }

  /** How sure each mark is, folded up: what the pointer is told by a mark's title, for all others. */
  private details(marks: readonly Mark[]): HTMLElement {
    const { t } = this.context;
    const head = (["text", "type", "score", "link"] as const).map((column) =>
      h("th", { attributes: { scope: "col" } }, t(`evidence.column.${column}`)),
    );
    const rows = marks.map(({ text, type, score, link_score, entity }) =>
      h(
        "tr",
        {},
        h("th", { attributes: { scope: "row" } }, h("bdi", {}, text)),
        h("td", {}, h("span", { class: "mark", attributes: { "data-type": type } }, t(`type.${type}`))),
        h("td", {}, formatScore(score, t)),
        h("td", {}, entity === null ? t("evidence.unlinked") : formatScore(link_score, t)),
      ),
    );
    return h(
      "details",
      { class: "passage-details" },
      h("summary", {}, t("evidence.details", { count: marks.length })),
      h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)),
    );
  }

  private link(entity: EntityId, text: string): HTMLElement {
    return entityLink(entity, {}, text);
  }
}

/** The types that occur, each in its colour. */
function legend(items: Evidence[], { t }: Context): HTMLElement | null {
  const present = new Set(items.flatMap((item) => item.marks).map((mark) => mark.type));
  const types = MARK_TYPES.filter((type) => present.has(type));
  if (types.length === 0) return null;
  const entries = types.map((type) =>
    h("li", {}, h("span", { class: "mark", attributes: { "data-type": type } }, t(`type.${type}`))),
  );
  return h("ul", { class: "mark-legend", attributes: { "aria-label": t("evidence.marks") } }, ...entries);
}
