import { isMissing } from "../api/errors";
import { Latest } from "../api/latest";
import type { EntityId, Fact, Named, Observation, Page } from "../api/types";
import { sameFact } from "../state/explore";
import { formatPeriod, formatValue } from "../text/format";
import type { Context } from "../ui/context";
import { dotted, fill, h } from "../ui/dom";
import { empty, failure, loading } from "../ui/notice";

const PAGE = 50;

/** The values of an entity, a page at a time; each opens the sentence that states it. */
export class ObservationList {
  readonly element = h("div", { class: "observation-list" });
  private readonly context: Context;
  private readonly open: (fact: Fact) => void;
  private readonly latest = new Latest();
  private readonly rows = new Map<string, HTMLButtonElement>();
  private observations: Observation[] = [];
  private fact: Fact | null = null;

  constructor(context: Context, open: (fact: Fact) => void) {
    this.context = context;
    this.open = open;
  }

  /** Load and show the values of `id`. Gives how many there are, `null` where they could not be had. */
  show(id: EntityId, retry: () => void): Promise<number | null> {
    this.observations = [];
    this.rows.clear();
    fill(this.element, loading(this.context.t));
    return this.load(id, retry);
  }

  mark(fact: Fact | null): void {
    this.fact = fact;
    for (const [id, row] of this.rows) {
      const isOpen = fact?.kind === "observation" && fact.id === id;
      row.setAttribute("aria-expanded", String(isOpen));
    }
  }

  find(id: string): Observation | undefined {
    return this.observations.find((observation) => observation.id === id);
  }

  leave(): void {
    this.latest.cancel();
  }

  private async load(id: EntityId, retry: () => void): Promise<number | null> {
    const { api, t } = this.context;
    let total: number | null = null;
    await this.latest.run(
      (signal) => api.observations(id, PAGE, this.observations.length, signal),
      (page) => {
        this.add(id, page);
        total = page.total;
      },
      (error) => this.replaceEnd(isMissing(error) ? null : failure(error, t, retry)),
    );
    return total;
  }

  private add(id: EntityId, page: Page<Observation>): void {
    const { t } = this.context;
    this.observations.push(...page.items);
    if (this.observations.length === 0) {
      fill(this.element, empty(t("facts.observations.none")));
      return;
    }
    const rows = page.items.map((observation) => h("li", {}, this.row(observation, id)));
    const list = this.element.querySelector("ul") ?? h("ul", { class: "observations" });
    list.append(...rows);
    const left = page.total - this.observations.length;
    fill(this.element, list, left > 0 && page.items.length > 0 && this.more(id, left));
  }

  private more(id: EntityId, left: number): HTMLElement {
    const { t } = this.context;
    const click = () => {
      this.replaceEnd(loading(t));
      void this.load(id, click);
    };
    return h(
      "button",
      { class: "button more", attributes: { type: "button" }, on: { click } },
      t("facts.more", { count: left }),
    );
  }

  private replaceEnd(end: HTMLElement | null): void {
    fill(this.element, this.element.querySelector("ul"), end);
  }

  private row(observation: Observation, id: EntityId): HTMLButtonElement {
    const { t } = this.context;
    const fact: Fact = { kind: "observation", id: observation.id };
    const row = h(
      "button",
      {
        class: "observation",
        attributes: { type: "button", "aria-expanded": String(sameFact(this.fact, fact)) },
        on: { click: () => this.open(fact) },
      },
      h("span", { class: "observation-name" }, observation.indicator?.label ?? observation.name),
      h("span", { class: "observation-value number" }, formatValue(observation, t)),
      h("span", { class: "observation-context" }, ...dotted(...context(observation, id))),
      h(
        "span",
        { class: "observation-when" },
        h("span", { class: "number" }, formatPeriod(observation.period, t)),
        h("span", { class: `status status-${observation.status}` }, t(`status.${observation.status}`)),
      ),
    );
    this.rows.set(observation.id, row);
    return row;
  }
}

/** Where the value belongs, without the entity that is being looked at. */
function context(observation: Observation, id: EntityId): string[] {
  const named = [observation.region, observation.institution, observation.program];
  return named.filter((part): part is Named => part !== null && part.id !== id).map((part) => part.label);
}
