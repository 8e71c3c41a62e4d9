import type { Answer } from "../api/answer";
import { isAbort, Problem } from "../api/errors";
import { Latest } from "../api/latest";
import type { EntityItem, Vocabulary } from "../api/types";
import { ASK, type AskView, askOf } from "../state/ask";
import type { Context, Page } from "../ui/context";
import { type Child, fill, h } from "../ui/dom";
import { failure, loading, reason } from "../ui/notice";
import { saveFile } from "../ui/save";
import { completion } from "./completion";
import { Editor } from "./editor";
import { EXAMPLES } from "./examples";
import { Result } from "./result";

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
  private readonly notice = h("div", {});
  private readonly result: Result;
  private readonly answers = new Latest();
  private readonly ended = new AbortController();
  private readonly suggestions = new Latest();
  private readonly vocabulary: Promise<Vocabulary>;
  private view: AskView = ASK;
  /** Whether the view's query has been asked, and its answer is there or on its way. */
  private isAsked = false;

  constructor(context: Context) {
    this.context = context;
    const { api, t } = context;
    this.vocabulary = api.vocabulary(this.ended.signal);
    this.vocabulary.catch(() => undefined); // who needs it is told
    this.editor = new Editor(
      { run: () => this.ask(), complete: completion(this.vocabulary, (text) => this.find(text), t) },
      t,
    );
    this.result = new Result(context, {
      turn: (form) => context.go({ ...this.view, form }),
      chooseAxes: (axes) => context.go({ ...this.view, axes }),
    });
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
        this.notice,
        this.result.element,
      ),
    );
  }

  show(view: AskView): void {
    const { t } = this.context;
    document.title = `${t("ask.title")} · ${t("app.title")}`;
    const before = this.view;
    this.view = view;
    if (before.query === view.query && this.isAsked) {
      void this.result.show(view);
      return;
    }
    this.editor.text = view.query;
    if (view.query.trim() !== "") this.load(view.query);
    else this.clear();
  }

  leave(): void {
    this.ended.abort();
    this.answers.cancel();
    this.suggestions.cancel();
    this.editor.destroy();
    this.result.leave();
  }

  /** Ask what stands in the editor; the address changes with it. */
  private ask(): void {
    const query = this.editor.text;
    if (query.trim() === "") this.editor.focus();
    else if (query === this.view.query) this.load(query);
    else this.context.go({ ...askOf(query), form: this.view.form });
  }

  private halt(): void {
    this.answers.cancel();
    this.clear();
    this.status.textContent = this.context.t("ask.stopped");
  }

  private clear(): void {
    this.working(false);
    this.isAsked = false;
    this.editor.mark(null);
    this.status.textContent = "";
    fill(this.downloads);
    fill(this.notice);
    this.result.clear();
  }

  private working(isWorking: boolean): void {
    this.stop.hidden = !isWorking;
  }

  private load(query: string): void {
    const { api, t } = this.context;
    this.clear();
    this.isAsked = true;
    this.working(true);
    fill(this.notice, loading(t));
    const start = performance.now();
    void this.answers.run(
      async (signal) => [await api.query(query, signal), (await this.vocabulary).prefixes] as const,
      ([answer, prefixes]) => {
        this.working(false);
        this.fill(query, answer, prefixes, (performance.now() - start) / 1000);
      },
      (error) => {
        this.working(false);
        this.isAsked = false;
        this.fail(query, error);
      },
    );
  }

  private fill(query: string, answer: Answer, prefixes: Vocabulary["prefixes"], seconds: number): void {
    const { t } = this.context;
    fill(this.downloads, ...this.downloadButtons(query, answer.kind));
    const count = answer.kind === "boolean" ? null : answer.table.rows.length;
    this.status.textContent = count === null ? "" : t("ask.rows", { count, seconds: seconds.toFixed(2) });
    fill(this.notice);
    this.result.fill(answer, prefixes, this.view);
  }

  private fail(query: string, error: unknown): void {
    const { t } = this.context;
    if (!(error instanceof Problem) || error.place === null) {
      fill(
        this.notice,
        failure(error, t, () => this.load(query)),
      );
      return;
    }
    const { line, column } = error.place;
    const words = t("ask.wrong", { line, column: column === null ? "" : t("ask.wrong.column", { column }) });
    this.editor.mark({ place: error.place, message: error.detail });
    fill(
      this.notice,
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
        ...EXAMPLES.map(({ title, query, form }) =>
          h(
            "li",
            {},
            this.button(t(title), "example", () => {
              this.editor.text = query; // it may have been changed since this was asked
              go(askOf(query, form));
            }),
          ),
        ),
      ),
    ];
  }

  private button(text: string, style: string, click: () => void): HTMLButtonElement {
    return h("button", { class: style, attributes: { type: "button" }, on: { click } }, text);
  }
}
