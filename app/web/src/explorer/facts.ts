import type { EntityId, Fact, Observation } from "../api/types";
import type { Part } from "../graph/model";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { ObservationList } from "./observation-list";
import { relationList } from "./relation-list";

type Tab = "observations" | "relations";
const TABS: readonly Tab[] = ["observations", "relations"];

export interface FactActions {
  openFact(fact: Fact): void;
  chooseEntity(id: EntityId): void;
}

/** What is known of the chosen entity: its values and its relations, on two tabs. */
export class Facts {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly actions: FactActions;
  private readonly observations: ObservationList;
  private readonly tabs: Record<Tab, HTMLButtonElement>;
  private readonly panels: Record<Tab, HTMLElement>;
  /** The tab that the reader chose; until then the first one that has something to show. */
  private chosen: Tab | null = null;
  private fact: Fact | null = null;
  private relations: Part | null = null;

  constructor(context: Context, actions: FactActions) {
    this.context = context;
    this.actions = actions;
    this.observations = new ObservationList(context, actions.openFact);
    this.tabs = { observations: this.tab("observations"), relations: this.tab("relations") };
    this.panels = {
      observations: this.panel("observations", this.observations.element),
      relations: this.panel("relations"),
    };
    this.element = h(
      "section",
      { class: "facts", attributes: { "aria-label": context.t("facts.label") } },
      h("div", { class: "tabs", attributes: { role: "tablist" } }, ...TABS.map((tab) => this.tabs[tab])),
      ...TABS.map((tab) => this.panels[tab]),
    );
    this.select("observations");
  }

  /** Begin with `id`: load its values; its relations come with {@link showRelations}. */
  async show(id: EntityId, retry: () => void): Promise<void> {
    this.relations = null;
    fill(this.panels.relations);
    this.count("observations", null);
    this.count("relations", null);
    const total = await this.observations.show(id, retry);
    if (total === null) return;
    this.count("observations", total);
    if (this.chosen === null) this.select(total > 0 ? "observations" : "relations");
  }

  /** The relations of the entity, as its neighbourhood gives them. */
  showRelations(part: Part): void {
    this.relations = part;
    const { list, total } = relationList(part, this.fact, this.context.t, this.actions);
    fill(this.panels.relations, list);
    this.count("relations", total);
  }

  /** Mark the fact whose sentence is open. */
  mark(fact: Fact | null): void {
    this.fact = fact;
    this.observations.mark(fact);
    if (this.relations) this.showRelations(this.relations);
  }

  /** The observation of that identifier, where it has been loaded. */
  observation(id: string): Observation | undefined {
    return this.observations.find(id);
  }

  leave(): void {
    this.observations.leave();
  }

  private tab(tab: Tab): HTMLButtonElement {
    return h("button", {
      class: "tab",
      attributes: { type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": `panel-${tab}` },
      on: {
        click: () => {
          this.chosen = tab;
          this.select(tab);
        },
        keydown: (event) => this.pressed(event, tab),
      },
    });
  }

  private panel(tab: Tab, ...children: HTMLElement[]): HTMLElement {
    const attributes = { role: "tabpanel", id: `panel-${tab}`, "aria-labelledby": `tab-${tab}` };
    return h("div", { class: "tab-panel", attributes }, ...children);
  }

  private select(selected: Tab): void {
    for (const tab of TABS) {
      const isSelected = tab === selected;
      this.tabs[tab].setAttribute("aria-selected", String(isSelected));
      this.tabs[tab].tabIndex = isSelected ? 0 : -1;
      this.panels[tab].hidden = !isSelected;
    }
  }

  private pressed(event: KeyboardEvent, tab: Tab): void {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const next = TABS[(TABS.indexOf(tab) + 1) % TABS.length] ?? tab;
    this.chosen = next;
    this.select(next);
    this.tabs[next].focus();
  }

  private count(tab: Tab, count: number | null): void {
    const label = this.context.t(`facts.${tab}`);
    fill(this.tabs[tab], label, count !== null && h("span", { class: "tab-count number" }, String(count)));
  }
}
