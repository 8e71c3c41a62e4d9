import type { Observation, ObservationId, Status } from "../api/types";
import { formatPeriod, formatValue } from "../text/format";
import { scoreWords } from "../text/score";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { type Column, type Order, turned } from "./order";
import { type Row, STATUSES, type Value } from "./values";

const PART = 200;

export interface TableActions {
  sort(order: Order): void;
  open(id: ObservationId): void;
}

/** The values in rows, a part at a time; the heads of the columns sort them, each value opens its sentence. */
export class ValueTable {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly actions: TableActions;
  private readonly body = h("tbody");
  private readonly end = h("div", {});
  private readonly frame = h("div", { class: "table-frame", attributes: { tabindex: 0, role: "group" } });
  private readonly buttons = new Map<ObservationId, HTMLButtonElement>();
  private open: ObservationId | null = null;
  private columns: Column[] = [];

  constructor(context: Context, actions: TableActions) {
    this.context = context;
    this.actions = actions;
    this.element = h("div", { class: "values" }, this.frame, this.end);
  }

  /** Show `rows`, which are in `order`, of the indicator called `name`. */
  show(rows: readonly Row[], order: Order, name: string): void {
    const { t } = this.context;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.column;
    const statuses = STATUSES.filter((status) => rows.some(({ values }) => values[status]));
    this.columns = ["region", "year", ...statuses];
    this.buttons.clear();
    fill(this.body);
    this.frame.setAttribute("aria-label", t("compare.table", { name }));
    const heads = this.columns.map((column) => this.head(column, order));
    fill(
      this.frame,
      h(
        "table",
        { class: "value-table" },
        h("caption", { class: "visually-hidden" }, t("compare.table", { name })),
        h("thead", {}, h("tr", {}, ...heads)),
        this.body,
      ),
    );
    this.add(rows, 0);
    if (focused) this.frame.querySelector<HTMLElement>(`[data-column="${focused}"]`)?.focus();
  }

  /** Mark the value whose sentence is open. */
  mark(id: ObservationId | null): void {
    this.open = id;
    for (const [each, button] of this.buttons) button.setAttribute("aria-expanded", String(each === id));
  }

  /** Give the focus to the value of `id`. */
  focus(id: ObservationId): void {
    this.buttons.get(id)?.focus();
  }

  private head(column: Column, order: Order): HTMLElement {
    const { t } = this.context;
    const name =
      column === "region" || column === "year" ? t(`compare.column.${column}`) : t(`status.${column}`);
    const sorted = order.column === column;
    const direction = order.descending ? "descending" : "ascending";
    return h(
      "th",
      { attributes: { scope: "col", "aria-sort": sorted ? direction : "none" } },
      h(
        "button",
        {
          class: "column-head",
          attributes: { type: "button", "data-column": column },
          on: { click: () => this.actions.sort(turned(order, column)) },
        },
        name,
        h("span", { class: "sort-sign", attributes: { "aria-hidden": "true" } }, sign(sorted, order)),
      ),
    );
  }

  private add(rows: readonly Row[], from: number): void {
    const part = rows.slice(from, from + PART);
    this.body.append(...part.map((row) => this.row(row)));
    const left = rows.length - from - part.length;
    const click = () => this.add(rows, from + PART);
    fill(
      this.end,
      left > 0 &&
        h(
          "button",
          { class: "button more", attributes: { type: "button" }, on: { click } },
          this.context.t("compare.more", { count: left }),
        ),
    );
  }

  private row(row: Row): HTMLElement {
    const { t } = this.context;
    const statuses = this.columns.slice(2) as Status[];
    const cells =
      Object.keys(row.values).length === 0
        ? [
            h(
              "td",
              { class: "value-gap", attributes: { colspan: Math.max(statuses.length, 1) } },
              t("compare.gap"),
            ),
          ]
        : statuses.map((status) => this.cell(row.values[status], row, row.isGap && status === "actual"));
    return h(
      "tr",
      {},
      h("th", { attributes: { scope: "row" } }, entityLink(row.region.id, {}, row.region.label)),
      h("td", { class: "number value-year" }, row.year),
      ...cells,
    );
  }

  private cell(value: Value | undefined, row: Row, isGap: boolean): HTMLElement {
    const { t } = this.context;
    if (!value) return h("td", { class: "value-gap" }, isGap ? t("compare.gap") : "—");
    const { observation, flags, rest } = value;
    const why = h(
      "span",
      { class: "value-flags" },
      ...flags.map((flag) =>
        h(
          "span",
          { class: "flag", attributes: { title: t(`compare.flag.${flag}.why`) } },
          t(`compare.flag.${flag}`),
        ),
      ),
      flags.includes("period") && h("span", { class: "value-note" }, formatPeriod(observation.period, t)),
      flags.includes("name") && h("span", { class: "value-note" }, observation.name),
      flags.includes("institution") && h("span", { class: "value-note" }, observation.institution?.label),
    );
    return h(
      "td",
      {},
      h("span", { class: "value-main" }, this.button(observation, row), this.score(observation)),
      flags.length > 0 && why,
      rest.length > 0 &&
        h(
          "details",
          { class: "value-rest" },
          h("summary", {}, t("compare.rest", { count: rest.length })),
          h(
            "ul",
            {},
            ...rest.map((each) => h("li", {}, this.button(each, row), this.score(each), this.about(each))),
          ),
        ),
    );
  }

  private about({ period, name }: Observation): HTMLElement {
    return h("span", { class: "value-note" }, formatPeriod(period, this.context.t), " ", name);
  }

  private button(observation: Observation, { region }: Row): HTMLButtonElement {
    const { t } = this.context;
    const value = formatValue(observation, t);
    const button = h(
      "button",
      {
        class: "value-button number",
        attributes: {
          type: "button",
          "aria-expanded": String(observation.id === this.open),
          "aria-label": t("compare.read", { region: region.label, value }),
        },
        on: { click: () => this.actions.open(observation.id) },
      },
      value,
    );
    this.buttons.set(observation.id, button);
    return button;
  }

  /** How sure the value is: the surety of its reading and that of its indicator, or the one that is known. */
  private score(observation: Observation): HTMLElement | null {
    const known = [observation.score, observation.link_score].filter((score) => score !== null);
    if (known.length === 0) return null;
    const title = scoreWords(observation, this.context.t).join(" · ");
    return h("span", { class: "value-score number", attributes: { title } }, Math.min(...known).toFixed(2));
  }
}

function sign(sorted: boolean, { descending }: Order): string {
  if (!sorted) return "↕";
  return descending ? "↓" : "↑";
}
