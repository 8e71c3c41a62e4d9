import { Problem } from "../api/errors";
import { Latest } from "../api/latest";
import type { Key } from "../i18n";
import { viewOfPattern } from "../state/explore";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { reason } from "../ui/notice";

const EXAMPLES: readonly Key[] = [
  "pattern.placeholder",
  "pattern.example.programs",
  "pattern.example.duties",
  "pattern.example.policies",
];

/** Asks for a chain of types and relations, and opens the graph of what fits it. */
export class PatternForm {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly input: HTMLInputElement;
  private readonly message = h("p", { class: "pattern-message", attributes: { role: "status" } });
  private readonly latest = new Latest();

  constructor(context: Context) {
    this.context = context;
    const { t } = context;
    this.input = h("input", {
      class: "input",
      attributes: {
        id: "pattern",
        "aria-label": t("pattern.label"),
        placeholder: t("pattern.placeholder"),
        autocomplete: "off",
        maxlength: 1000,
      },
    });
    this.element = h(
      "section",
      { class: "start-section" },
      h("h2", {}, t("pattern.title")),
      h("p", { class: "help" }, t("pattern.lead")),
      h(
        "form",
        {
          class: "pattern-form",
          on: {
            submit: (event) => {
              event.preventDefault();
              this.ask();
            },
          },
        },
        this.input,
        h("button", { class: "button button-primary", attributes: { type: "submit" } }, t("pattern.show")),
      ),
      this.message,
      h("ul", { class: "chips" }, ...EXAMPLES.map((example) => h("li", {}, this.example(t(example))))),
    );
  }

  /** Give up what is under way. */
  leave(): void {
    this.latest.cancel();
  }

  private example(pattern: string): HTMLElement {
    const click = () => {
      this.input.value = pattern;
      this.ask();
    };
    return h("button", { class: "chip", attributes: { type: "button" }, on: { click } }, pattern);
  }

  /** See whether something fits before the graph is opened, so that what is wrong is told here. */
  private ask(): void {
    const { api, t, go } = this.context;
    const pattern = this.input.value.trim() || t("pattern.placeholder");
    fill(this.message, t("notice.loading"));
    void this.latest.run(
      (signal) => api.walks(pattern, 1, signal),
      ({ items }) => {
        const first = items[0]?.entities[0];
        if (first) go(viewOfPattern(first.id, pattern));
        else fill(this.message, t("pattern.none"));
      },
      (error) => {
        const column = error instanceof Problem && error.slug === "pattern" ? error.place?.column : null;
        fill(this.message, column == null ? reason(error, t) : t("pattern.wrong", { column }));
      },
    );
  }
}
