import { isMissing } from "../api/errors";
import { Latest } from "../api/latest";
import type { EntityId, Fact, GraphEdge, Neighbourhood } from "../api/types";
import type { Emphasis } from "../graph/graph-view";
import { combine, type Graph } from "../graph/model";
import { type ExploreView, expand, sameFact, viewOf, withFact } from "../state/explore";
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
  private view: ExploreView | null = null;
  /** Kept when what the page knows of the present view is there, or could not be had. */
  private ready: Promise<unknown> = Promise.resolve();

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
  show(view: ExploreView): void {
    const before = this.view;
    this.view = view;
    const isOther = before?.entity !== view.entity;
    if (isOther || before.opened.join() !== view.opened.join()) {
      this.ready = Promise.all([isOther && this.showEntity(view.entity), this.loadGraph(view)]);
    }
    if (!sameFact(before?.fact ?? null, view.fact)) this.showFact(view.fact);
  }

  /** Load all of the present view again. */
  private reload(): void {
    const view = this.view;
    this.view = null;
    if (view) this.show(view);
  }

  leave(): void {
    this.latest.cancel();
    this.card.leave();
    this.facts.leave();
    this.evidence.hide();
    this.graph.leave();
  }

  private showEntity(id: EntityId): Promise<unknown> {
    const named = (label: string) => {
      this.graph.name(label);
      document.title = `${label} · ${this.context.t("app.title")}`;
    };
    const retry = () => this.reload();
    return Promise.all([this.card.show(id, named, retry), this.facts.show(id, retry)]);
  }

  private showFact(fact: Fact | null): void {
    this.facts.mark(fact);
    this.emphasise();
    if (fact === null) {
      this.evidence.hide();
      return;
    }
    this.evidence.show(fact, async () => {
      await this.ready;
      return describeFact(fact, this.drawn, this.facts, this.context.t);
    });
  }

  private loadGraph(view: ExploreView): Promise<void> {
    const wanted = [...new Set([...view.opened, view.entity])];
    const missing = wanted.filter((id) => !this.parts.has(id));
    if (missing.length > 0) this.graph.wait();
    return this.latest.run(
      (signal) => Promise.all(missing.map((id) => this.neighbourhood(id, signal))),
      (parts) => {
        for (const part of parts) if (part) this.parts.set(part.center, part);
        this.draw(view);
      },
      (error) => this.graph.fail(error, () => this.reload()),
    );
  }

  /** The neighbourhood of `id`; none where there is no such entity, which its card tells, not the graph. */
  private async neighbourhood(id: EntityId, signal: AbortSignal): Promise<Neighbourhood | null> {
    try {
      return await this.context.api.neighbourhood(id, NEIGHBOURS, signal);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  private draw(view: ExploreView): void {
    const parts = view.opened.flatMap((id) => this.parts.get(id) ?? []);
    const part = this.parts.get(view.entity);
    const emphasis = this.emphasis();
    this.drawn = combine(parts);
    if (part) this.facts.showRelations(part);
    if (parts.length > 0 && emphasis) void this.graph.show(parts, emphasis);
    else this.graph.clear();
  }

  private emphasise(): void {
    const emphasis = this.emphasis();
    if (emphasis) this.graph.emphasise(emphasis);
  }

  private emphasis(): Emphasis | null {
    const view = this.view;
    if (view === null) return null;
    const fact = view.fact;
    const opened = view.opened.filter((id) => this.parts.has(id));
    return {
      root: opened[0] ?? view.entity,
      opened,
      selected: view.entity,
      cited:
        fact?.kind === "relation" ? { source: fact.subject, target: fact.object, type: fact.type } : null,
    };
  }
}

function factOf(edge: GraphEdge): Fact {
  return { kind: "relation", subject: edge.source, type: edge.type, object: edge.target };
}
