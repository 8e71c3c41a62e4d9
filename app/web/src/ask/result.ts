import type { Answer } from "../api/answer";
import { type AskView, type Axes, FORMS, type Form } from "../state/ask";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { empty } from "../ui/notice";
import { Tabs } from "../ui/tabs";
import { axesOf, thingsIn } from "./answer-chart";
import { ResultChart } from "./result-chart";
import { ResultGraph } from "./result-graph";
import { ResultTable } from "./result-table";
import { isWritable, type Prefixes } from "./terms";
import type { Names } from "./things";

/** How many names are asked for at once. */
const PART = 1_000;

export interface ResultActions {
  /** The reader wants to see the answer in another form. */
  turn(form: Form): void;
  chooseAxes(axes: Axes): void;
}

/** An answer as a table, a graph or a chart. */
export class Result {
  readonly element = h("div", {});
  private readonly context: Context;
  private readonly tabs: Tabs<Form>;
  private readonly graph: ResultGraph;
  private readonly chart: ResultChart;
  private readonly ended = new AbortController();
  private answer: Answer | null = null;
  private prefixes: Prefixes = {};
  /** The names that have been asked for of things in the answer. */
  private names = new Map<string, string>();
  private wanted = 0;

  constructor(context: Context, actions: ResultActions) {
    this.context = context;
    this.tabs = new Tabs(FORMS, (form) => actions.turn(form));
    for (const form of FORMS) this.tabs.label(form, context.t(`ask.as.${form}`));
    this.graph = new ResultGraph(context);
    this.chart = new ResultChart(context, (axes) => actions.chooseAxes(axes));
    this.tabs.panels.graph.append(this.graph.element);
    this.tabs.panels.chart.append(this.chart.element);
  }

  clear(): void {
    this.wanted++;
    this.answer = null;
    this.names = new Map();
    fill(this.element);
  }

  /** Take in an answer and show it. */
  fill(answer: Answer, prefixes: Prefixes, view: AskView): void {
    const { t } = this.context;
    this.clear();
    if (answer.kind === "boolean") {
      fill(this.element, h("p", { class: "ask-boolean" }, t(answer.value ? "ask.true" : "ask.false")));
      return;
    }
    if (answer.table.rows.length === 0) {
      fill(this.element, empty(t("ask.none")));
      return;
    }
    this.answer = answer;
    this.prefixes = prefixes;
    const table = new ResultTable(answer.table, prefixes, (iris) => this.ask(iris), this.context);
    fill(this.tabs.panels.table, table.element);
    fill(this.element, this.tabs.list, ...FORMS.map((form) => this.tabs.panels[form]));
    void this.show(view);
  }

  /** Show the answer that is there in the form of `view`. */
  async show({ form, axes }: AskView): Promise<void> {
    const mine = ++this.wanted;
    const { answer } = this;
    if (answer === null || answer.kind === "boolean") return;
    this.tabs.select(form);
    if (form === "table") return;
    if (form === "graph") {
      await this.graph.show(answer, this.prefixes, (iris) => this.ask(iris));
      return;
    }
    const found = axesOf(answer.table, axes);
    const names = await this.ask(found === null ? [] : thingsIn(answer.table, found));
    if (mine === this.wanted) this.chart.show(answer.table, axes, names, this.prefixes);
  }

  leave(): void {
    this.clear();
    this.ended.abort();
    this.graph.leave();
    this.chart.leave();
  }

  /** The Chinese names of things, as far as they have one and the server tells it. */
  private async ask(iris: readonly string[]): Promise<Names> {
    const { names } = this;
    const asked = iris.filter((iri) => isWritable(iri) && !names.has(iri));
    for (let at = 0; at < asked.length; at += PART) {
      const values = asked.slice(at, at + PART).map((iri) => `<${iri}>`);
      const query = `SELECT ?iri ?label WHERE { VALUES ?iri { ${values.join(" ")} }
        ?iri rdfs:label ?label FILTER(LANG(?label) IN ("zh", "")) }`;
      try {
        const answer = await this.context.api.query(query, this.ended.signal);
        if (answer.kind !== "rows") continue;
        for (const [iri, label] of answer.table.rows) if (iri && label) names.set(iri.value, label.value);
      } catch {
        break; // then the IRIs stay as they are
      }
    }
    return names;
  }
}
