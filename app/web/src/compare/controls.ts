import type { Named } from "../api/types";
import { typeIcon } from "../graph/types";
import { EntityBox } from "../search/entity-box";
import { type CompareView, compareOf, withoutRegion, withRegion, withYears } from "../state/compare";
import { formatPeriod } from "../text/format";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";

/** The years that can be chosen: reports of this kind are not older, their plans end so many years from now. */
const FIRST_YEAR = 2005;
const AHEAD = 5;

/** What is compared: an indicator, regions, and years. They stay while the values change, and keep the focus. */
export class Controls {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly view: () => CompareView;
  private readonly indicator: EntityBox;
  private readonly region: EntityBox;
  private readonly years: Record<"from" | "to", HTMLSelectElement>;
  private readonly chips = h("ul", { class: "chips" });
  private readonly clear: HTMLButtonElement;
  private readonly filters: HTMLElement;

  constructor(context: Context, view: () => CompareView) {
    this.context = context;
    this.view = view;
    const { t, go } = context;
    this.indicator = new EntityBox(context, {
      id: "compare-indicator",
      label: t("compare.indicator"),
      placeholder: t("compare.indicator.placeholder"),
      type: "indicator",
      choose: ({ id }) => go({ ...this.view(), indicator: id, observation: null }),
    });
    this.region = new EntityBox(context, {
      id: "compare-region",
      label: t("compare.region"),
      placeholder: t("compare.region.placeholder"),
      type: "region",
      choose: ({ id }) => {
        this.region.clear();
        go(withRegion(this.view(), id));
      },
    });
    this.years = { from: this.year("from"), to: this.year("to") };
    this.clear = h(
      "button",
      {
        class: "button",
        attributes: { type: "button" },
        on: { click: () => go(compareOf(this.view().indicator)) },
      },
      t("compare.clear"),
    );
    this.filters = h(
      "div",
      { class: "filters" },
      this.region.element,
      this.years.from,
      this.years.to,
      this.clear,
    );
    this.element = h("div", { class: "compare-controls" }, this.indicator.element, this.filters, this.chips);
  }

  /** Show `view`, whose regions are called by `names`; those come later than the view. */
  show(view: CompareView, names: readonly Named[]): void {
    const { regions, from, to } = view;
    this.filters.hidden = view.indicator === null;
    this.choose("from", from);
    this.choose("to", to);
    this.clear.hidden = regions.length === 0 && from === null && to === null;
    this.chips.hidden = regions.length === 0;
    fill(
      this.chips,
      ...regions.map((id) => this.chip(names.find((each) => each.id === id) ?? { id, label: id })),
    );
  }

  private chip(region: Named): HTMLElement {
    const { t, go } = this.context;
    const label = t("compare.region.remove", { name: region.label });
    const remove = () => {
      go(withoutRegion(this.view(), region.id));
      this.region.focus();
    };
    return h(
      "li",
      { class: "chip" },
      typeIcon("region"),
      h("bdi", {}, region.label),
      h(
        "button",
        {
          class: "chip-remove",
          attributes: { type: "button", "aria-label": label, title: label },
          on: { click: remove },
        },
        "×",
      ),
    );
  }

  private year(end: "from" | "to"): HTMLSelectElement {
    const { t, go } = this.context;
    const last = new Date().getFullYear() + AHEAD;
    const years = Array.from({ length: last - FIRST_YEAR + 1 }, (_, index) => String(last - index));
    const select = h(
      "select",
      {
        class: "select",
        attributes: { "aria-label": t(`compare.${end}`) },
        on: { change: () => go(withYears(this.view(), end, select.value === "" ? null : select.value)) },
      },
      h("option", { attributes: { value: "" } }, t(`compare.${end}.any`)),
      ...years.map((year) => this.option(year)),
    );
    return select;
  }

  /** Choose `year`, which an address may hold though it is not in the list. */
  private choose(end: "from" | "to", year: string | null): void {
    const select = this.years[end];
    if (year !== null && !Array.from(select.options).some(({ value }) => value === year)) {
      select.append(this.option(year));
    }
    select.value = year ?? "";
  }

  private option(year: string): HTMLOptionElement {
    return h("option", { attributes: { value: year } }, formatPeriod(year, this.context.t));
  }
}
