import { Latest } from "../api/latest";
import type { EntityId, Fact, GraphEdge, Neighbourhood } from "../api/types";
import type { Emphasis } from "../graph/graph-view";
import { combine, type Graph } from "../graph/model";
import { type ExplorerView, expand, sameFact, viewOf, withFact } from "../state/view";
import type { Context } from "../ui/context";
import { h } from "../ui/dom";
import { EntityCard } from "./card";
import { describeFact } from "./describe";
import { EvidencePanel } from "./evidence";
import { Facts } from "./facts";
import { GraphPanel } from "./graph-panel";

/** How many neighbours of an entity are asked for: more would not be readable at once. */
const NEIGHBOURS = 40;

/** An entity: its card, its facts, the graph around it, and the sentence of the fact being read. */
export class Explorer {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly card: EntityCard;
  private readonly facts: Facts;
  private readonly graph: GraphPanel;
  private readonly evidence: EvidencePanel;
  private readonly latest = new Latest();
  private readonly parts = new Map<EntityId, Neighbourhood>();
  private drawn: Graph = combine([]);
  private view: ExplorerView | null = null;

  constructor(context: Context) {
    this.context = context;
    const chooseEntity = (id: EntityId) => context.go(expand(this.view, id));
    const openFact = (fact: Fact | null) => this.view && context.go(withFact(this.view, fact));
    this.card = new EntityCard(context);
    this.facts = new Facts(context, { openFact, chooseEntity });
    this.graph = new GraphPanel(context, {
      chooseNode: chooseEntity,
      chooseEdge: (edge) => openFact(factOf(edge)),
      recentre: () => this.view && context.go(viewOf(this.view.entity)),
    });
    this.evidence = new EvidencePanel(context, () => openFact(null));
    this.element = h(
      "main",
      { class: "explorer", attributes: { id: "main" } },
      this.card.element,
      this.graph.element,
      this.facts.element,
      this.evidence.element,
    );
  }

  /** Show `view`: load what it needs that the one before did not, and leave the rest as it is. */
  show(view: ExplorerView): void {
    const before = this.view;
    this.view = view;
    if (before?.entity !== view.entity) this.showEntity(view.entity);
    if (before?.entity !== view.entity || before.opened.join() !== view.opened.join()) this.loadGraph();
    if (!sameFact(before?.fact ?? null, view.fact)) this.showFact(view.fact);
  }

  leave(): void {
    this.latest.cancel();
    this.card.leave();
    this.facts.leave();
    this.evidence.hide();
    this.graph.leave();
  }

  private showEntity(id: EntityId): void {
    this.card.show(id, (label) => {
      this.graph.name(label);
      document.title = `${label} · ${this.context.t("app.title")}`;
    });
    void this.facts.show(id);
  }

  private showFact(fact: Fact | null): void {
    this.facts.mark(fact);
    if (this.drawn.nodes.size > 0) this.emphasise();
    if (fact === null) {
      this.evidence.hide();
      return;
    }
    this.evidence.show(fact, () => describeFact(fact, this.drawn, this.facts, this.context.t));
  }

  private loadGraph(): void {
    const view = this.view;
    if (view === null) return;
    const wanted = [...new Set([...view.opened, view.entity])];
    const missing = wanted.filter((id) => !this.parts.has(id));
    if (missing.length > 0) this.graph.wait();
    void this.latest.run(
      (signal) => Promise.all(missing.map((id) => this.context.api.neighbourhood(id, NEIGHBOURS, signal))),
      (parts) => {
        missing.forEach((id, index) => {
          const part = parts[index];
          if (part) this.parts.set(id, part);
        });
        this.draw(view);
      },
      (error) => this.graph.fail(error, () => this.loadGraph()),
    );
  }

  private draw(view: ExplorerView): void {
    const parts = view.opened.flatMap((id) => this.parts.get(id) ?? []);
    this.drawn = combine(parts);
    const part = this.parts.get(view.entity);
    if (part) this.facts.showRelations(part);
    const emphasis = this.emphasis();
    if (emphasis) void this.graph.show(parts, emphasis);
  }

  private emphasise(): void {
    const emphasis = this.emphasis();
    if (emphasis) this.graph.emphasise(emphasis);
  }

  private emphasis(): Emphasis | null {
    const view = this.view;
    if (view === null) return null;
    const fact = view.fact;
    return {
      root: view.opened[0] ?? view.entity,
      opened: view.opened,
      selected: view.entity,
      cited:
        fact?.kind === "relation" ? { source: fact.subject, target: fact.object, type: fact.type } : null,
    };
  }
}

function factOf(edge: GraphEdge): Fact {
  return { kind: "relation", subject: edge.source, type: edge.type, object: edge.target };
}
