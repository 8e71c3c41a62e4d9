import type { Answer } from "../api/answer";
import { isAbort, Problem } from "../api/errors";
import { Latest } from "../api/latest";
import type { EntityItem, Vocabulary } from "../api/types";
import type { AskView } from "../state/ask";
import type { Context, Page } from "../ui/context";
import { type Child, fill, h } from "../ui/dom";
import { empty, failure, loading, reason } from "../ui/notice";
import { saveFile } from "../ui/save";
import { completion } from "./completion";
import { Editor } from "./editor";
import { EXAMPLES } from "./examples";
import { ResultTable } from "./result-table";
import { isWritable } from "./terms";

const SUGGESTED = 12;

/** In what answers can be downloaded: name, media type, suffix. */
const FORMATS = {
  rows: [
    ["CSV", "text/csv", "csv"],
    ["JSON", "application/sparql-results+json", "json"],
  ],
  boolean: [["JSON", "application/sparql-results+json", "json"]],
  triples: [
    ["Turtle", "text/turtle", "ttl"],
    ["JSON-LD", "application/ld+json", "jsonld"],
  ],
} as const;

/** A SPARQL query and its answer. */
export class AskPage implements Page<AskView> {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly editor: Editor;
  private readonly run: HTMLButtonElement;
  private readonly stop: HTMLButtonElement;
  private readonly status = h("p", { class: "list-count", attributes: { role: "status" } });
  private readonly downloads = h("div", { class: "downloads" });
  private readonly result = h("div", {});
  private readonly answers = new Latest();
  private readonly ended = new AbortController();
  private readonly suggestions = new Latest();
  private readonly vocabulary: Promise<Vocabulary>;
  private view: AskView | null = null;

  constructor(context: Context) {
    this.context = context;
    const { api, t } = context;
    this.vocabulary = api.vocabulary(this.ended.signal);
    this.vocabulary.catch(() => undefined); // who needs it is told
    this.editor = new Editor(
      { run: () => this.ask(), complete: completion(this.vocabulary, (text) => this.find(text), t) },
      t,
    );
    this.run = this.button(t("ask.run"), "button button-primary", () => this.ask());
    this.stop = this.button(t("ask.stop"), "button", () => this.halt());
    this.stop.hidden = true;
    this.element = h(
      "main",
      { class: "ask", attributes: { id: "main" } },
      h(
        "header",
        { class: "ask-intro" },
        h("h1", {}, t("ask.title")),
        h("p", { class: "lead" }, t("ask.lead")),
      ),
      h(
        "section",
        { class: "ask-query", attributes: { "aria-label": t("ask.query") } },
        this.editor.element,
        h("div", { class: "ask-tools" }, this.run, this.stop, h("span", { class: "help" }, t("ask.keys"))),
      ),
      h(
        "nav",
        { class: "ask-examples", attributes: { "aria-label": t("ask.examples") } },
        ...this.examples(),
      ),
      h(
        "section",
        { class: "ask-result", attributes: { "aria-label": t("ask.result") } },
        h("div", { class: "ask-result-head" }, this.status, this.downloads),
        this.result,
      ),
    );
  }

  show(view: AskView): void {
    const { t } = this.context;
    document.title = `${t("ask.title")} · ${t("app.title")}`;
    this.view = view;
    this.editor.text = view.query;
    if (view.query.trim() !== "") this.load(view.query);
    else this.clear();
  }

  leave(): void {
    this.ended.abort();
    this.answers.cancel();
    this.suggestions.cancel();
    this.editor.destroy();
  }

  /** Ask what stands in the editor; the address changes with it. */
  private ask(): void {
    const query = this.editor.text;
    if (query.trim() === "") this.editor.focus();
    else if (query === this.view?.query) this.load(query);
    else this.context.go({ kind: "ask", query });
  }

  private halt(): void {
    this.answers.cancel();
    this.clear();
    this.status.textContent = this.context.t("ask.stopped");
  }

  private clear(): void {
    this.working(false);
    this.editor.mark(null);
    this.status.textContent = "";
    fill(this.downloads);
    fill(this.result);
  }

  private working(isWorking: boolean): void {
    this.stop.hidden = !isWorking;
  }

  private load(query: string): void {
    const { api, t } = this.context;
    this.clear();
    this.working(true);
    fill(this.result, loading(t));
    const start = performance.now();
    void this.answers.run(
      async (signal) => [await api.query(query, signal), (await this.vocabulary).prefixes] as const,
      ([answer, prefixes]) => {
        this.working(false);
        this.fill(query, answer, prefixes, (performance.now() - start) / 1000);
      },
      (error) => {
        this.working(false);
        this.fail(query, error);
      },
    );
  }

  private fill(query: string, answer: Answer, prefixes: Vocabulary["prefixes"], seconds: number): void {
    const { t } = this.context;
    fill(this.downloads, ...this.downloadButtons(query, answer.kind));
    if (answer.kind === "boolean") {
      this.status.textContent = "";
      fill(this.result, h("p", { class: "ask-boolean" }, t(answer.value ? "ask.true" : "ask.false")));
      return;
    }
    const { table } = answer;
    this.status.textContent = t("ask.rows", { count: table.rows.length, seconds: seconds.toFixed(2) });
    if (table.rows.length === 0) fill(this.result, empty(t("ask.none")));
    else
      fill(this.result, new ResultTable(table, prefixes, (iris) => this.names(iris), this.context).element);
  }

  private fail(query: string, error: unknown): void {
    const { t } = this.context;
    if (!(error instanceof Problem) || error.place === null) {
      fill(
        this.result,
        failure(error, t, () => this.load(query)),
      );
      return;
    }
    const { line, column } = error.place;
    const words = t("ask.wrong", { line, column: column === null ? "" : t("ask.wrong.column", { column }) });
    this.editor.mark({ place: error.place, message: error.detail });
    fill(
      this.result,
      h(
        "div",
        { class: "notice notice-error", attributes: { role: "alert" } },
        h("p", {}, words),
        h("p", {}, t("ask.wrong.detail", { detail: error.detail })),
      ),
    );
  }

  private downloadButtons(query: string, kind: Answer["kind"]): Child[] {
    const { t } = this.context;
    return FORMATS[kind].map(([format, mediaType, suffix]) => {
      const button = this.button(t("ask.download", { format }), "button", () => {
        button.disabled = true;
        void this.download(query, mediaType, suffix).finally(() => {
          button.disabled = false;
        });
      });
      return button;
    });
  }

  private async download(query: string, mediaType: string, suffix: string): Promise<void> {
    const { api, t } = this.context;
    try {
      saveFile(await api.download(query, mediaType, this.ended.signal), `weitu.${suffix}`);
    } catch (error) {
      if (!isAbort(error)) this.status.textContent = reason(error, t);
    }
  }

  /** The Chinese names of things. */
  private async names(iris: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    const asked = iris.filter(isWritable).map((iri) => `<${iri}>`);
    if (asked.length === 0) return names;
    const query = `SELECT ?iri ?label WHERE { VALUES ?iri { ${asked.join(" ")} }
      ?iri rdfs:label ?label FILTER(LANG(?label) IN ("zh", "")) }`;
    try {
      const answer = await this.context.api.query(query, this.ended.signal);
      if (answer.kind !== "rows") return names;
      for (const [iri, label] of answer.table.rows) if (iri && label) names.set(iri.value, label.value);
    } catch {
      // then the IRIs stay as they are
    }
    return names;
  }

  private find(text: string): Promise<readonly EntityItem[]> {
    const { api } = this.context;
    return new Promise((resolve, reject) => {
      void this.suggestions.run(
        (signal) => api.search(text, SUGGESTED, signal),
        ({ items }) => resolve(items.flatMap((item) => (item.kind === "sentence" ? [] : [item]))),
        reject,
      );
    });
  }

  private examples(): Child[] {
    const { t, go } = this.context;
    return [
      h("h2", {}, t("ask.examples")),
      h(
        "ul",
        {},
        ...EXAMPLES.map(({ title, query }) =>
          h(
            "li",
            {},
            this.button(t(title), "example", () => go({ kind: "ask", query })),
          ),
        ),
      ),
    ];
  }

  private button(text: string, style: string, click: () => void): HTMLButtonElement {
    return h("button", { class: style, attributes: { type: "button" }, on: { click } }, text);
  }
}
