import type { Table, Term } from "../api/answer";
import type { Context } from "../ui/context";
import { type Child, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { type Prefixes, shorten } from "./terms";
import { hasPage, type Names, thingOf } from "./things";

const PAGE = 100;
/** Rows of an answer, a page at a time. Things of the graph are links with their names. */
export class ResultTable {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly table: Table;
  private readonly prefixes: Prefixes;
  private readonly name: (iris: readonly string[]) => Promise<Names>;
  private readonly body = h("tbody", {});
  private readonly end = h("div", {});
  private shown = 0;

  /** `name` gives the names of IRIs, as far as they have one. */
  constructor(
    table: Table,
    prefixes: Prefixes,
    name: (iris: readonly string[]) => Promise<Names>,
    context: Context,
  ) {
    this.table = table;
    this.prefixes = prefixes;
    this.name = name;
    this.context = context;
    const heads = table.columns.map((column) => h("th", { attributes: { scope: "col" } }, column));
    this.element = h(
      "div",
      {},
      h(
        "div",
        {
          class: "table-scroll",
          attributes: { tabindex: 0, role: "region", "aria-label": context.t("ask.table") },
        },
        h("table", { class: "table" }, h("thead", {}, h("tr", {}, ...heads)), this.body),
      ),
      this.end,
    );
    this.more();
  }

  private more(): void {
    const { t } = this.context;
    const { rows } = this.table;
    const page = rows.slice(this.shown, this.shown + PAGE);
    const links: { iri: string; element: HTMLElement }[] = [];
    for (const row of page) {
      const cells = row.map((term) =>
        h(
          "td",
          {},
          this.cell(term, (iri, element) => links.push({ iri, element })),
        ),
      );
      this.body.append(h("tr", {}, ...cells));
    }
    this.shown += page.length;
    const left = rows.length - this.shown;
    const attributes = { type: "button" };
    fill(
      this.end,
      left > 0 &&
        h(
          "button",
          { class: "button more", attributes, on: { click: () => this.more() } },
          t("ask.more", { count: left }),
        ),
    );
    void this.label(links);
  }

  private async label(links: readonly { iri: string; element: HTMLElement }[]): Promise<void> {
    const names = await this.name([...new Set(links.map(({ iri }) => iri))]);
    for (const { iri, element } of links) {
      const name = names.get(iri);
      if (name === undefined) continue;
      element.textContent = name;
      element.title = iri;
    }
  }

  private cell(term: Term | null, named: (iri: string, element: HTMLElement) => void): Child {
    if (term === null) return null;
    const { type, value, language } = term;
    if (type !== "uri") {
      return h("bdi", { attributes: { lang: language ?? null, title: term.datatype ?? null } }, value);
    }
    const thing = thingOf(term, this.prefixes);
    const text = shorten(value, this.prefixes);
    const element = thing !== null && hasPage(thing) ? entityLink(thing.id, {}, text) : h("span", {}, text);
    named(value, element);
    return element;
  }
}
