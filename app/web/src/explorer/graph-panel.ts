import type { Entity, EntityId, EntityType, GraphEdge } from "../api/types";
import { toCsv, toGraphml, toTurtle } from "../graph/export";
import type { Emphasis, GraphActions, GraphView } from "../graph/graph-view";
import type { Point } from "../graph/layout";
import { legend } from "../graph/legend";
import { branchesOf, combine, type Filter, type Graph, type Part } from "../graph/model";
import { saveMenu, toolButton, zoomTools } from "../graph/tools";
import type { Key } from "../i18n";
import { EntityBox } from "../search/entity-box";
import type { Context } from "../ui/context";
import { type Child, fill, h } from "../ui/dom";
import { Lazy } from "../ui/lazy";
import { failure, loading } from "../ui/notice";
import { saveFile } from "../ui/save";
import { type NodeActions, NodeMenu } from "./node-menu";
import { hasEvidence } from "./relation-list";

export interface PanelActions
  extends Pick<GraphActions, "chooseNode" | "expandNode" | "moveNode" | "chooseEdge">,
    Omit<NodeActions, "connect"> {
  /** Begin a new picture around the chosen entity. */
  recentre(): void;
  /** Draw the ways from the chosen entity to another one. */
  connect(to: EntityId): void;
  toggleType(type: EntityType): void;
  showHidden(): void;
  /** How many pixels of the graph's height something else takes as long as it is there. */
  taken(): number;
  undo(): void;
  redo(): void;
}

/** What the panel draws. */
export interface Scene {
  /** In the order in which they were opened. */
  parts: readonly Part[];
  emphasis: Emphasis;
  filter: Filter;
  /** What tells the places of its nodes from those of other scenes. */
  key: string;
  canUndo: boolean;
  canRedo: boolean;
  /** What there is to say of what was asked for. */
  note: string | null;
}

/** Beside the menu there has to be so much room, in pixels, for the drawing to stand there and not below it. */
const LEAST_ROOM = 420;

const EMPTY: Graph = { nodes: new Map(), edges: new Map(), truncated: false };

/** The graph with its legend, the menu of the chosen node, and tools. The drawing library is loaded with the
 * first graph. */
export class GraphPanel {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly actions: PanelActions;
  private readonly canvas = h("div", { class: "graph-canvas" });
  private readonly overlay = h("div", { class: "graph-overlay" });
  private readonly menu: NodeMenu;
  private readonly recentre: HTMLButtonElement;
  private readonly hidden: HTMLButtonElement;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly legend: HTMLElement;
  private readonly status = h("p", { class: "graph-status" });
  private readonly resizes: ResizeObserver;
  private readonly view = new Lazy(async () => {
    const { GraphView } = await import("../graph/graph-view");
    return () => new GraphView(this.canvas, this.graphActions());
  });
  private scene: Scene | null = null;
  private graph: Graph = EMPTY;
  private chosen: Entity | null = null;
  private root: EntityId | null = null;
  private isConnecting = false;
  private wanted = 0;

  constructor(context: Context, actions: PanelActions) {
    this.context = context;
    this.actions = actions;
    const { t } = context;
    this.menu = new NodeMenu(context, { ...actions, connect: () => this.connect() });
    this.legend = h("ul", { class: "legend", attributes: { "aria-label": t("graph.legend") } });
    this.recentre = this.button("graph.recentre", () => actions.recentre());
    this.hidden = this.button("graph.hidden", () => actions.showHidden());
    this.undo = toolButton("↶", "graph.undo", () => actions.undo(), t);
    this.redo = toolButton("↷", "graph.redo", () => actions.redo(), t);
    this.element = h(
      "section",
      { class: "graph", on: { keydown: (event) => this.onKey(event) } },
      h("div", { class: "graph-top" }, this.menu.element, this.recentre, this.hidden, this.overlay),
      this.canvas,
      h("div", { class: "graph-foot" }, this.legend, this.status),
      this.tools(),
    );
    this.recentre.hidden = true;
    this.hidden.hidden = true;
    this.resizes = new ResizeObserver(() => this.view.use((view) => view.resized()));
    this.resizes.observe(this.canvas);
  }

  /** Tell which entity is the chosen one, once that is known. */
  name(entity: Entity): void {
    this.chosen = entity;
    this.element.setAttribute("aria-label", this.context.t("graph.label", { name: entity.label }));
    this.describe();
  }

  wait(): void {
    this.wanted++;
    fill(this.overlay, loading(this.context.t));
  }

  fail(error: unknown, retry: () => void): void {
    fill(this.overlay, failure(error, this.context.t, retry));
  }

  /** Show that there is no graph to draw, and why. */
  clear(reason: string | null = null): void {
    this.wanted++;
    this.root = null;
    this.scene = null;
    this.graph = EMPTY;
    this.element.removeAttribute("aria-label");
    fill(this.overlay, reason !== null && h("p", { class: "notice" }, reason));
    fill(this.legend);
    this.menu.clear();
    this.status.textContent = "";
    this.view.use((view) => view.clear());
  }

  /** Draw a scene. */
  async show(scene: Scene): Promise<void> {
    const mine = ++this.wanted;
    let view: GraphView;
    try {
      view = await this.view.open();
    } catch (error) {
      if (mine === this.wanted) this.fail(error, () => void this.show(scene));
      return;
    }
    if (mine !== this.wanted) return;
    const { parts, emphasis, filter, key } = scene;
    this.scene = scene;
    this.graph = combine(parts, filter);
    this.isConnecting = false;
    fill(this.overlay, scene.note !== null && h("p", { class: "notice" }, scene.note));
    this.recentre.hidden = parts.length < 2;
    this.hidden.hidden = filter.hidden.length === 0;
    this.hidden.textContent = this.context.t("graph.hidden", { count: filter.hidden.length });
    this.undo.disabled = !scene.canUndo;
    this.redo.disabled = !scene.canRedo;
    const isSame = this.root === emphasis.root;
    this.root = emphasis.root;
    this.describe();
    view.cover(this.covered(), this.actions.taken());
    this.element.setAttribute("aria-busy", "true");
    if (isSame || view.remembers(key)) await view.show(this.graph, emphasis, isSame, key);
    else await this.replay(view, scene);
    if (mine === this.wanted) this.element.removeAttribute("aria-busy");
  }

  /** Where a node stands, if it is drawn. */
  placeOf(id: EntityId): Point | undefined {
    return this.view.present?.placesOfNodes().get(id);
  }

  emphasise(emphasis: Emphasis): void {
    if (this.scene) this.scene = { ...this.scene, emphasis };
    this.view.use((view) => view.emphasise(emphasis));
  }

  leave(): void {
    this.wanted++;
    this.resizes.disconnect();
    this.view.close();
  }

  /** Open one part after another, as the reader did who made this view: that gives the same picture. */
  private async replay(view: GraphView, { parts, emphasis, filter, key }: Scene): Promise<void> {
    const mine = this.wanted;
    for (const [index, { center }] of parts.entries()) {
      await view.show(combine(parts.slice(0, index + 1)), { ...emphasis, selected: center }, false);
      if (mine !== this.wanted) return;
    }
    await view.show(combine(parts, filter), emphasis, false, key);
    if (mine === this.wanted) view.fit();
  }

  /** How much of the canvas the menu of the chosen node covers, in pixels from the left. */
  private covered(): number {
    const canvas = this.canvas.getBoundingClientRect();
    const menu = this.menu.element.getBoundingClientRect();
    const covered = Math.max(0, menu.right - canvas.left);
    const isOver = menu.bottom > canvas.top && canvas.width - covered >= LEAST_ROOM;
    return isOver ? covered : 0;
  }

  /** Say what is drawn, what is not, and what can be done with the chosen node. */
  private describe(): void {
    const { scene, graph, chosen } = this;
    if (scene === null || this.root === null) return;
    fill(this.legend, ...this.legendEntries(scene.parts));
    const isChosen = chosen !== null && chosen.id === scene.emphasis.selected;
    if (isChosen) {
      const pinned = scene.emphasis.pinned.has(chosen.id);
      this.menu.show(chosen, graph, { pinned, root: scene.emphasis.root });
    }
    this.status.textContent = this.words(graph, isChosen ? chosen : null);
  }

  private words(graph: Graph, chosen: Entity | null): string {
    const { t } = this.context;
    const nodes = graph.nodes.size;
    if (nodes <= 1) return t("graph.single");
    const branches = chosen ? branchesOf(chosen.id, chosen.links, graph) : [];
    const left = branches.reduce((sum, { count, drawn }) => sum + count - drawn, 0);
    if (chosen && left > 0) return t("graph.left", { nodes, name: chosen.label, count: left });
    return graph.truncated ? t("graph.truncated", { nodes }) : t("graph.hint");
  }

  private graphActions(): GraphActions {
    return {
      ...this.actions,
      chooseNode: (id) => (this.isConnecting ? this.actions.connect(id) : this.actions.chooseNode(id)),
      edgeText: (edge: GraphEdge) => this.context.t(`relation.${edge.type}`),
      isPlain: (edge: GraphEdge) => !hasEvidence(edge.type),
    };
  }

  /** Let the reader choose where the ways from the chosen entity are to lead. */
  private connect(): void {
    const { t } = this.context;
    this.isConnecting = true;
    const box = new EntityBox(this.context, {
      id: "connect",
      label: t("graph.connect"),
      placeholder: t("graph.connect"),
      choose: (item) => this.actions.connect(item.id),
    });
    const cancel = this.button("graph.connect.cancel", () => {
      this.isConnecting = false;
      fill(this.overlay);
    });
    fill(this.overlay, h("div", { class: "connect" }, box.element, cancel));
    box.element.querySelector("input")?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const isTyping = event.target instanceof HTMLInputElement;
    if (isTyping || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (event.shiftKey) this.actions.redo();
    else this.actions.undo();
  }

  /** The types that the parts have, each with how many of it are drawn; a click leaves a type out or in. */
  private legendEntries(parts: readonly Part[]): HTMLElement[] {
    return legend(combine(parts).nodes.values(), this.context.t).map(({ type, words }) => {
      const isDrawn = !this.scene?.filter.without.includes(type);
      return h(
        "li",
        {},
        h(
          "button",
          {
            class: "legend-entry",
            attributes: { type: "button", "aria-pressed": String(isDrawn) },
            on: { click: () => this.actions.toggleType(type) },
          },
          ...words,
        ),
      );
    });
  }

  private tools(): HTMLElement {
    const { t } = this.context;
    const text = (write: (graph: Graph) => string, type: string, suffix: string) => () =>
      this.save(new Blob([write(this.graph)], { type }), suffix);
    const saving: [Key, () => void][] = [
      ["graph.save.png", () => this.view.use(async (view) => this.save(await view.png(), "png"))],
      ["graph.save.svg", () => this.view.use((view) => void this.saveSvg(view))],
      ["graph.save.ttl", text(toTurtle, "text/turtle", "ttl")],
      ["graph.save.graphml", text(toGraphml, "application/graphml+xml", "graphml")],
      // a spreadsheet takes it for UTF-8 by the mark at its beginning
      ["graph.save.csv", text((graph) => `\ufeff${toCsv(graph)}`, "text/csv", "csv")],
    ];
    return h(
      "div",
      { class: "graph-tools" },
      ...zoomTools((use) => this.view.use(use), t),
      this.undo,
      this.redo,
      saveMenu(saving, t),
    );
  }

  private async saveSvg(view: GraphView): Promise<void> {
    const { toSvg } = await import("../graph/picture");
    const picture = toSvg(this.graph, view.placesOfNodes(), this.root);
    this.save(new Blob([picture], { type: "image/svg+xml" }), "svg");
  }

  private save(content: Blob, suffix: string): void {
    saveFile(content, `weitu-graph.${suffix}`);
  }

  private button(words: Key, click: () => void, ...children: Child[]): HTMLButtonElement {
    const attributes = { type: "button" };
    return h("button", { class: "button", attributes, on: { click } }, this.context.t(words), ...children);
  }
}
