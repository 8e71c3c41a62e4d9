import { Latest } from "../api/latest";
import type { Entity, EntityId, Fact, GraphEdge } from "../api/types";
import type { Emphasis } from "../graph/graph-view";
import { ALL, combine, type Graph } from "../graph/model";
import { Steps } from "../graph/steps";
import {
  choose,
  connect,
  type ExploreView,
  expand,
  hide,
  type Opening,
  pictureKey,
  pin,
  sameDrawing,
  sameFact,
  showHidden,
  toggleType,
  unpin,
  viewOf,
  withFact,
} from "../state/explore";
import type { Context } from "../ui/context";
import { h } from "../ui/dom";
import { EntityCard } from "./card";
import { describeFact } from "./describe";
import { EvidencePanel } from "./evidence";
import { Facts } from "./facts";
import { GraphPanel } from "./graph-panel";
import { Parts } from "./parts";

/** An entity: its card, its facts, the graph around it, and the sentence of the fact being read. */
export class Explorer {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly card: EntityCard;
  private readonly facts: Facts;
  private readonly graph: GraphPanel;
  private readonly evidence: EvidencePanel;
  private readonly latest = new Latest();
  private readonly parts: Parts;
  private readonly steps = new Steps<ExploreView>(sameDrawing);
  private view: ExploreView | null = null;
  /** Kept when what the page knows of the present view is there, or could not be had. */
  /** Kept once the card of the chosen entity is there, or tells why not; `entity` once its facts are, too. */
  private named: Promise<unknown> = Promise.resolve();
  private entity: Promise<unknown> = Promise.resolve();
  private ready: Promise<unknown> = Promise.resolve();

  constructor(context: Context) {
    this.context = context;
    this.parts = new Parts(context.api);
    const chooseEntity = (id: EntityId) => this.go((view) => this.chosen(view, id));
    const openFact = (fact: Fact | null) => this.go((view) => withFact(view, fact));
    this.card = new EntityCard(context, { openFact, chooseEntity });
    this.facts = new Facts(context, { openFact, chooseEntity });
    this.graph = new GraphPanel(context, {
      chooseNode: chooseEntity,
      expandNode: (id) => this.go((view) => expand(view, id)),
      moveNode: (id, place) => this.go((view) => pin(view, { id, ...place })),
      chooseEdge: (edge) => openFact(factOf(edge)),
      expand: (relation) => this.go((view) => expand(view, view.entity, relation)),
      connect: (to) => this.go((view) => connect(view, to)),
      togglePin: () => this.togglePin(),
      hide: () => this.go((view) => hide(view, view.entity, this.emphasis(view).root)),
      showHidden: () => this.go(showHidden),
      taken: () => this.evidence.taken(),
      toggleType: (type) => this.go((view) => toggleType(view, type)),
      recentre: () => this.go((view) => viewOf(view.entity)),
      undo: () => this.goTo(this.steps.undo()),
      redo: () => this.goTo(this.steps.redo()),
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
    this.steps.note(view);
    if (before === null || !sameDrawing(before, view)) {
      if (isOther) this.showEntity(view.entity);
      this.ready = Promise.all([this.entity, this.loadGraph(view)]);
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

  private showEntity(id: EntityId): void {
    const named = (entity: Entity) => {
      this.graph.name(entity);
      document.title = `${entity.label} · ${this.context.t("app.title")}`;
    };
    const retry = () => this.reload();
    this.named = this.card.show(id, named, retry);
    this.entity = Promise.all([this.named, this.facts.show(id, retry)]);
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
      const profile = this.card.region;
      const known = combine([...this.parts.all, ...(profile?.part ? [profile.part] : [])]);
      await this.nameEnds(fact, known);
      const observation = (id: string) => this.facts.observation(id) ?? profile?.observation(id);
      return describeFact(fact, known, observation, this.context.t);
    });
  }

  /** Add the ends of a relation to `graph` that the page has not loaded, as in an address that was sent. */
  private async nameEnds(fact: Fact, graph: Graph): Promise<void> {
    if (fact.kind !== "relation") return;
    const { signal } = new AbortController();
    const missing = [fact.subject, fact.object].filter((id) => !graph.nodes.has(id));
    const found = await Promise.allSettled(missing.map((id) => this.context.api.entity(id, signal)));
    for (const each of found) {
      if (each.status !== "fulfilled") continue;
      const { id, label, iri, type } = each.value;
      graph.nodes.set(id, { id, label, iri, type, degree: 0 });
    }
  }

  private loadGraph(view: ExploreView): Promise<void> {
    const wanted: Opening[] = [...view.opened, around(view.entity)];
    if (wanted.some((opening) => !this.parts.get(opening))) this.graph.wait();
    return this.latest.run(
      async (signal) => {
        await this.parts.load(wanted, signal);
        await this.parts.join(view.opened, signal);
        // then it is known how much of the canvas the menu of the chosen node covers
        await this.named;
      },
      () => this.draw(view),
      (error) => this.graph.fail(error, () => this.reload()),
    );
  }

  private draw(view: ExploreView): void {
    const parts = this.parts.opened(view.opened);
    const part = this.parts.get(around(view.entity));
    if (part) this.facts.showRelations(part);
    const note = this.note(view);
    if (parts.length === 0) {
      this.graph.clear(note);
      return;
    }
    void this.graph.show({
      parts,
      emphasis: this.emphasis(view),
      filter: { chosen: view.entity, hidden: view.hidden, without: view.without },
      key: pictureKey(view),
      canUndo: this.steps.canUndo,
      canRedo: this.steps.canRedo,
      note,
    });
  }

  /** What to say of what was opened last: that it has nothing to draw, or how much of it is drawn. */
  private note(view: ExploreView): string | null {
    const { t } = this.context;
    const last = view.opened.at(-1);
    if (last?.kind === "pattern") {
      const chains = this.parts.get(last)?.chains;
      if (!chains) return t("graph.pattern.none", { pattern: last.pattern });
      return chains.drawn < chains.total ? t("graph.pattern.some", chains) : null;
    }
    if (last?.kind !== "ways" || this.parts.get(last)?.ways?.length !== 0) return null;
    const name = (id: EntityId) => combine(this.parts.all).nodes.get(id)?.label ?? id;
    return t("graph.connect.none", { from: name(last.from), to: name(last.to) });
  }

  private emphasise(): void {
    if (this.view) this.graph.emphasise(this.emphasis(this.view));
  }

  private emphasis(view: ExploreView): Emphasis {
    const { fact, pinned, entity } = view;
    const parts = this.parts.opened(view.opened);
    return {
      root: parts[0]?.center ?? entity,
      opened: parts.map(({ center }) => center),
      selected: entity,
      pinned: new Map(pinned.map(({ id, x, y }) => [id, { x, y }])),
      ways: parts.flatMap(({ ways }) => ways ?? []),
      cited:
        fact?.kind === "relation" ? { source: fact.subject, target: fact.object, type: fact.type } : null,
    };
  }

  /** `view` with an entity chosen, whose neighbours are drawn where it is not drawn itself. */
  private chosen(view: ExploreView, id: EntityId): ExploreView {
    const isDrawn = combine(this.parts.opened(view.opened), { ...ALL, hidden: view.hidden }).nodes.has(id);
    return isDrawn ? choose(view, id) : expand(view, id);
  }

  private togglePin(): void {
    this.go((view) => {
      if (view.pinned.some(({ id }) => id === view.entity)) return unpin(view, view.entity);
      const place = this.graph.placeOf(view.entity);
      return place ? pin(view, { id: view.entity, ...place }) : view;
    });
  }

  /** Go a step on from the present view. */
  private go(step: (view: ExploreView) => ExploreView): void {
    if (this.view) this.context.go(step(this.view));
  }

  private goTo(view: ExploreView | null): void {
    if (view) this.context.go(view);
  }
}

function around(id: EntityId): Opening {
  return { kind: "around", id, relation: null };
}

function factOf(edge: GraphEdge): Fact {
  return { kind: "relation", subject: edge.source, type: edge.type, object: edge.target };
}
