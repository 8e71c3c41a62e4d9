import type { EntityId, Fact, Observation } from "../api/types";
import type { Part } from "../graph/model";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { Tabs } from "../ui/tabs";
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
  private readonly tabs: Tabs<Tab>;
  /** The tab that the reader chose; until then the first one that has something to show. */
  private chosen: Tab | null = null;
  private fact: Fact | null = null;
  private relations: Part | null = null;

  constructor(context: Context, actions: FactActions) {
    this.context = context;
    this.actions = actions;
    this.observations = new ObservationList(context, actions.openFact);
    this.tabs = new Tabs(TABS, (tab) => {
      this.chosen = tab;
      this.tabs.select(tab);
    });
    this.tabs.panels.observations.append(this.observations.element);
    this.element = h(
      "section",
      { class: "facts", attributes: { "aria-label": context.t("facts.label") } },
      this.tabs.list,
      ...TABS.map((tab) => this.tabs.panels[tab]),
    );
    this.tabs.select("observations");
  }

  /** Begin with `id`: load its values; its relations come with {@link showRelations}. */
  async show(id: EntityId, retry: () => void): Promise<void> {
    this.relations = null;
    fill(this.tabs.panels.relations);
    this.count("observations", null);
    this.count("relations", null);
    const total = await this.observations.show(id, retry);
    if (total === null) return;
    this.count("observations", total);
    if (this.chosen === null) this.tabs.select(total > 0 ? "observations" : "relations");
  }

  /** The relations of the entity, as its neighbourhood gives them. */
  showRelations(part: Part): void {
    this.relations = part;
    const { list, total } = relationList(part, this.fact, this.context.t, this.actions);
    fill(this.tabs.panels.relations, list);
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

  private count(tab: Tab, count: number | null): void {
    this.tabs.label(tab, this.context.t(`facts.${tab}`), count);
  }
}
