import type { Mention, Named, Observation, ReportId, ReportRelation, Scored, Span } from "../api/types";
import type { Key } from "../i18n";
import { reportAt, sameSpan } from "../state/reading";
import { formatView } from "../state/view";
import { formatPeriod, formatValue } from "../text/format";
import { factScoreWords } from "../text/score";
import type { Context } from "../ui/context";
import { type Child, dotted, fill, h } from "../ui/dom";
import { empty } from "../ui/notice";
import { Tabs } from "../ui/tabs";

type Tab = "observations" | "relations";
const TABS: readonly Tab[] = ["observations", "relations"];
const NONE: Record<Tab, Key> = {
  observations: "report.observations.none",
  relations: "report.relations.none",
};

interface Row {
  readonly at: Span | null;
  readonly element: HTMLElement;
  /** Says how sure the fact is, once the marks of the report are known. */
  weigh(mentions: readonly Mention[]): void;
}

/** A fact in words, how sure it is, and which marks of its sentence it is made of. */
interface Statement {
  readonly words: readonly Child[];
  readonly scored: Scored;
  isPart(mention: Mention): boolean;
}

/** What a report states, in the order of its text: values and relations, on two tabs. Each leads to its sentence. */
export class ReportFacts {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly choose: (at: Span) => void;
  private readonly tabs: Tabs<Tab>;
  private rows: Record<Tab, Row[]> = { observations: [], relations: [] };
  private id: ReportId | null = null;

  constructor(context: Context, choose: (at: Span) => void) {
    this.context = context;
    this.choose = choose;
    this.tabs = new Tabs(TABS, (tab) => this.tabs.select(tab));
    this.element = h(
      "div",
      { class: "report-statements" },
      this.tabs.list,
      ...TABS.map((tab) => this.tabs.panels[tab]),
    );
    for (const tab of TABS) this.tabs.label(tab, context.t(`facts.${tab}`));
    this.tabs.select("observations");
  }

  /** Show what the report of that id states. */
  show(id: ReportId, observations: readonly Observation[], relations: readonly ReportRelation[]): void {
    this.id = id;
    const values = observations.map((each) => ({ each, at: placeOf(each) }));
    values.sort((a, b) => (a.at?.start ?? Infinity) - (b.at?.start ?? Infinity));
    this.rows = {
      observations: values.map(({ each, at }) => this.row(at, this.value(each))),
      relations: relations.map((each) => this.row(each, this.relation(each))),
    };
    for (const tab of TABS) this.list(tab);
    this.tabs.select(observations.length > 0 || relations.length === 0 ? "observations" : "relations");
  }

  /** Say how sure the facts are, as far as the marks that they are made of tell. */
  weigh(mentions: readonly Mention[]): void {
    for (const row of TABS.flatMap((tab) => this.rows[tab])) row.weigh(mentions);
  }

  /** Mark the facts that the sentence at `at` states. */
  mark(at: Span | null): void {
    let first: HTMLElement | null = null;
    for (const row of TABS.flatMap((tab) => this.rows[tab])) {
      const isChosen = at !== null && sameSpan(row.at, at);
      if (isChosen) row.element.setAttribute("aria-current", "true");
      else row.element.removeAttribute("aria-current");
      if (isChosen && first === null && row.element.offsetParent !== null) first = row.element;
    }
    const inSight = this.element.querySelector(":focus");
    if (first !== null && inSight === null) bringInto(first);
  }

  private list(tab: Tab): void {
    const { t } = this.context;
    const rows = this.rows[tab];
    const items = rows.map(({ element }) => h("li", {}, element));
    this.tabs.label(tab, t(`facts.${tab}`), rows.length);
    fill(
      this.tabs.panels[tab],
      rows.length > 0 ? h("ol", { class: "statements" }, ...items) : empty(t(NONE[tab])),
    );
  }

  private row(at: Span | null, { words, scored, isPart }: Statement): Row {
    const { t } = this.context;
    const score = h("span", { class: "statement-score" });
    const weigh = (mentions: readonly Mention[]) => {
      const parts = at === null ? [] : within(mentions, at).filter(isPart);
      fill(score, ...dotted(...factScoreWords(scored, parts, t)));
    };
    weigh([]);
    const content = [...words, score];
    if (at === null || this.id === null) {
      const note = h("span", { class: "statement-about" }, t("report.nowhere"));
      return { at, element: h("div", { class: "statement" }, ...content, note), weigh };
    }
    const click = (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.choose(at);
    };
    const attributes = { href: formatView(reportAt(this.id, at)) };
    return { at, element: h("a", { class: "statement", attributes, on: { click } }, ...content), weigh };
  }

  private value(observation: Observation): Statement {
    const { t } = this.context;
    const { indicator, region, institution, program, status, quantity } = observation;
    const words = [
      h("span", { class: "statement-name" }, indicator?.label ?? observation.name),
      h("b", { class: "statement-value number" }, formatValue(observation, t)),
      h(
        "span",
        { class: "statement-about" },
        ...dotted(region?.label, institution?.label, program?.label, formatPeriod(observation.period, t)),
        h("span", { class: `status status-${status}` }, t(`status.${status}`)),
      ),
    ];
    const isPart = ({ type, text, entity }: Mention) =>
      (type === "quantity" && text === quantity) || isOf(entity, indicator);
    return { words, scored: observation, isPart };
  }

  private relation(relation: ReportRelation): Statement {
    const { t } = this.context;
    const words = [
      h(
        "span",
        { class: "statement-relation" },
        h("bdi", {}, relation.subject.label),
        h("span", { class: "relation-word" }, t(`relation.${relation.type}`)),
        h("bdi", {}, relation.object.label),
      ),
    ];
    const isPart = ({ entity }: Mention) => isOf(entity, relation.subject) || isOf(entity, relation.object);
    return { words, scored: { score: relation.score, link_score: null }, isPart };
  }
}

/** Those of `mentions`, which stand in the order of the text, that are in the sentence. */
function within(mentions: readonly Mention[], { start, end }: Span): readonly Mention[] {
  let [low, high] = [0, mentions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mentions[middle]?.start ?? start) < start) low = middle + 1;
    else high = middle;
  }
  const rest = mentions.slice(low, low + end - start);
  return rest.filter((mention) => mention.end <= end);
}

function isOf(entity: Named | null, other: Named | null): boolean {
  return entity !== null && entity.id === other?.id;
}

function placeOf({ start, end }: Observation): Span | null {
  return start === null || end === null ? null : { start, end };
}

/** Scroll the list that `row` stands in, and nothing around it. */
function bringInto(row: HTMLElement): void {
  const panel = row.closest<HTMLElement>(".tab-panel");
  if (panel) panel.scrollTop += row.getBoundingClientRect().top - panel.getBoundingClientRect().top;
}
