import {
  ENTITY_TYPES,
  type EntityId,
  type EntityType,
  type GraphEdge,
  type Neighbourhood,
} from "../api/types";
import type { Emphasis, GraphActions, GraphView } from "../graph/graph-view";
import { combine, type Graph } from "../graph/model";
import { typeIcon } from "../graph/types";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { failure, loading } from "../ui/notice";
import { hasEvidence } from "./relation-list";

export interface PanelActions extends Pick<GraphActions, "chooseNode" | "chooseEdge"> {
  /** Begin a new picture around the chosen entity. */
  recentre(): void;
}

/** The graph with its legend and buttons. The drawing library is loaded with the first graph. */
export class GraphPanel {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly actions: PanelActions;
  private readonly canvas = h("div", { class: "graph-canvas" });
  private readonly overlay = h("div", { class: "graph-overlay" });
  private readonly recentre: HTMLButtonElement;
  private readonly legend: HTMLElement;
  private readonly status: HTMLElement;
  private readonly resizes: ResizeObserver;
  private view: Promise<GraphView> | null = null;
  private root: EntityId | null = null;
  private wanted = 0;

  constructor(context: Context, actions: PanelActions) {
    this.context = context;
    this.actions = actions;
    const { t } = context;
    this.legend = h("ul", { class: "legend", attributes: { "aria-label": t("graph.legend") } });
    this.recentre = h(
      "button",
      {
        class: "button",
        attributes: { type: "button", hidden: true },
        on: { click: () => actions.recentre() },
      },
      t("graph.recentre"),
    );
    this.status = h("p", { class: "graph-status" });
    this.element = h(
      "section",
      { class: "graph" },
      this.canvas,
      h("div", { class: "graph-foot" }, this.legend, this.status),
      this.tools(),
      h("div", { class: "graph-top" }, this.recentre, this.overlay),
    );
    this.resizes = new ResizeObserver(() => this.withView((view) => view.resized()));
    this.resizes.observe(this.canvas);
  }

  /** The name of what the graph is about. */
  name(label: string): void {
    this.element.setAttribute("aria-label", this.context.t("graph.label", { name: label }));
  }

  wait(): void {
    this.wanted++;
    fill(this.overlay, loading(this.context.t));
  }

  fail(error: unknown, retry: () => void): void {
    fill(this.overlay, failure(error, this.context.t, retry));
  }

  /** Show that there is no graph to draw. */
  clear(): void {
    this.wanted++;
    this.root = null;
    this.element.removeAttribute("aria-label");
    fill(this.overlay);
    fill(this.legend);
    this.status.textContent = "";
    this.withView((view) => view.clear());
  }

  /** Draw the union of `parts`, the neighbourhoods of `emphasis.opened`. */
  async show(parts: readonly Neighbourhood[], emphasis: Emphasis): Promise<void> {
    const mine = ++this.wanted;
    let view: GraphView;
    try {
      view = await this.open();
    } catch (error) {
      this.fail(error, () => void this.show(parts, emphasis));
      return;
    }
    if (mine !== this.wanted) return;
    const graph = combine(parts);
    if (this.root !== emphasis.root) this.replay(view, parts, emphasis);
    else view.show(graph, emphasis, true);
    this.root = emphasis.root;
    fill(this.overlay);
    this.recentre.hidden = emphasis.opened.length < 2;
    this.describe(graph);
  }

  emphasise(emphasis: Emphasis): void {
    this.withView((view) => view.emphasise(emphasis));
  }

  leave(): void {
    this.wanted++;
    this.resizes.disconnect();
    this.withView((view) => view.destroy());
    this.view = null;
  }

  /** Open one part after another, as the reader did who made this view: that gives the same picture. */
  private replay(view: GraphView, parts: readonly Neighbourhood[], emphasis: Emphasis): void {
    parts.forEach((part, index) => {
      const step = { ...emphasis, opened: emphasis.opened.slice(0, index + 1), selected: part.center };
      view.show(combine(parts.slice(0, index + 1)), step, false);
    });
    view.emphasise(emphasis);
  }

  private describe(graph: Graph): void {
    const { t } = this.context;
    const single = graph.nodes.size <= 1;
    fill(this.legend, ...this.legendEntries(graph));
    this.status.textContent = t(single ? "graph.single" : graph.truncated ? "graph.truncated" : "graph.hint");
  }

  private open(): Promise<GraphView> {
    this.view ??= import("../graph/graph-view")
      .then(({ GraphView }) => new GraphView(this.canvas, this.graphActions()))
      .catch((error: unknown) => {
        this.view = null;
        throw error;
      });
    return this.view;
  }

  private withView(use: (view: GraphView) => void): void {
    this.view?.then(use, () => undefined);
  }

  private graphActions(): GraphActions {
    return {
      ...this.actions,
      edgeText: (edge: GraphEdge) => this.context.t(`relation.${edge.type}`),
      isPlain: (edge: GraphEdge) => !hasEvidence(edge.type),
    };
  }

  private legendEntries(graph: Graph): HTMLElement[] {
    const counts = new Map<EntityType, number>();
    for (const { type } of graph.nodes.values()) counts.set(type, (counts.get(type) ?? 0) + 1);
    return ENTITY_TYPES.filter((type) => counts.has(type)).map((type) =>
      h(
        "li",
        {},
        typeIcon(type),
        this.context.t(`type.${type}`),
        h("span", { class: "number" }, String(counts.get(type))),
      ),
    );
  }

  private tools(): HTMLElement {
    const { t } = this.context;
    const tool = (sign: string, label: string, use: (view: GraphView) => void) =>
      h(
        "button",
        {
          class: "icon-button",
          attributes: { type: "button", "aria-label": label, title: label },
          on: { click: () => this.withView(use) },
        },
        sign,
      );
    return h(
      "div",
      { class: "graph-tools" },
      tool("+", t("graph.zoom.in"), (view) => view.zoomBy(1.3)),
      tool("−", t("graph.zoom.out"), (view) => view.zoomBy(1 / 1.3)),
      tool("⤢", t("graph.fit"), (view) => view.fit()),
    );
  }
}
