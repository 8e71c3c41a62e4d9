import type { Answer } from "../api/answer";
import type { EntityId, GraphEdge } from "../api/types";
import { hasEvidence } from "../explorer/relation-list";
import type { GraphActions, GraphView } from "../graph/graph-view";
import { legend } from "../graph/legend";
import type { DrawnEdge } from "../graph/model";
import { saveMenu, zoomTools } from "../graph/tools";
import { typeIcon } from "../graph/types";
import { viewOf, withFact } from "../state/explore";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { Lazy } from "../ui/lazy";
import { empty, failure, loading } from "../ui/notice";
import { saveFile } from "../ui/save";
import { type AnswerGraph, graphOf, withNames } from "./answer-graph";
import type { Prefixes } from "./terms";
import { hasPage, type Names } from "./things";

type View = GraphView<DrawnEdge>;

/** An answer as a graph. The drawing library is loaded with the first one. */
export class ResultGraph {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly canvas = h("div", { class: "graph-canvas", attributes: { role: "img" } });
  private readonly state = h("div", {});
  private readonly chosen = h("div", { class: "graph-top", attributes: { "aria-live": "polite" } });
  private readonly legend: HTMLElement;
  private readonly status = h("p", { class: "graph-status" });
  private readonly frame: HTMLElement;
  private readonly resizes = new ResizeObserver(() => this.view.use((view) => view.resized()));
  private readonly view = new Lazy(async () => {
    const { GraphView } = await import("../graph/graph-view");
    return () => new GraphView<DrawnEdge>(this.canvas, this.actions());
  });
  /** The answer that is drawn. */
  private drawn: Answer | null = null;
  private graph: AnswerGraph | null = null;
  private wanted = 0;

  constructor(context: Context) {
    this.context = context;
    const { t } = context;
    this.legend = h("ul", { class: "legend", attributes: { "aria-label": t("graph.legend") } });
    const saving = [
      ["graph.save.png", () => this.view.use(async (view) => saveFile(await view.png(), "weitu-graph.png"))],
      ["graph.save.svg", () => this.view.use((view) => void this.saveSvg(view))],
    ] as const;
    this.frame = h(
      "section",
      { class: "graph ask-graph", attributes: { "aria-label": t("ask.graph") } },
      this.chosen,
      this.canvas,
      h("div", { class: "graph-foot" }, this.legend, this.status),
      h("div", { class: "graph-tools" }, ...zoomTools((use) => this.view.use(use), t), saveMenu(saving, t)),
    );
    this.element = h("div", {}, this.state, this.frame);
    this.resizes.observe(this.canvas);
  }

  /** Draw an answer, unless it is drawn already; `name` asks for the names of things. */
  async show(
    answer: Answer,
    prefixes: Prefixes,
    name: (iris: readonly string[]) => Promise<Names>,
  ): Promise<void> {
    if (answer === this.drawn) return;
    const { t } = this.context;
    const mine = ++this.wanted;
    const bare = graphOf(answer, prefixes);
    this.drawn = null;
    this.frame.hidden = bare === null;
    fill(this.state, bare === null ? empty(t("ask.graph.none")) : loading(t));
    this.view.use((view) => view.clear());
    if (bare === null) return;
    this.frame.setAttribute("aria-busy", "true");
    const iris = [...bare.nodes.values()].flatMap(({ id, iri }) => (bare.unnamed.has(id) ? iri : []));
    const graph = withNames(bare, await name(iris));
    if (mine !== this.wanted) return;
    this.graph = graph;
    this.describe(graph);
    try {
      const view = await this.view.open();
      if (mine !== this.wanted) return;
      fill(this.state);
      view.resized();
      await view.show(graph, emphasis(graph.root), false);
      if (mine === this.wanted) this.drawn = answer;
    } catch (error) {
      if (mine !== this.wanted) return;
      const retry = () => void this.show(answer, prefixes, name);
      fill(this.state, failure(error, t, retry));
    }
    if (mine === this.wanted) this.frame.removeAttribute("aria-busy");
  }

  leave(): void {
    this.wanted++;
    this.resizes.disconnect();
    this.view.close();
  }

  private describe({ nodes, edges, total }: AnswerGraph): void {
    const { t } = this.context;
    const entries = legend(nodes.values(), t).map(({ words }) => h("li", {}, ...words));
    fill(this.legend, ...entries);
    const count = { nodes: nodes.size, edges: edges.size, total };
    this.status.textContent = t(nodes.size < total ? "ask.graph.part" : "ask.graph.count", count);
    this.canvas.setAttribute("aria-label", t("ask.graph.label", count));
    fill(this.chosen);
  }

  private actions(): GraphActions<DrawnEdge> {
    return {
      chooseNode: (id) => this.choose(id),
      expandNode: (id) => this.leadTo(id),
      moveNode: () => undefined,
      chooseEdge: (edge) => this.cite(edge),
      edgeText: (edge) => (isRelation(edge) ? this.context.t(`relation.${edge.type}`) : edge.label),
      isPlain: (edge) => !isRelation(edge) || !hasEvidence(edge.type),
    };
  }

  /** Say what a node is, and lead to its page where it has one. */
  private choose(id: EntityId): void {
    const { t } = this.context;
    const node = this.graph?.nodes.get(id);
    if (!node || !this.graph) return;
    this.view.use((view) => this.graph && view.emphasise(emphasis(this.graph.root, id)));
    const name = h("bdi", {}, node.label);
    fill(
      this.chosen,
      h(
        "p",
        { class: "notice" },
        typeIcon(node.type),
        " ",
        hasPage(node) ? entityLink(id, {}, name) : name,
        h("span", { class: "section-note" }, t(`type.${node.type}`)),
      ),
    );
  }

  private leadTo(id: EntityId): void {
    const node = this.graph?.nodes.get(id);
    if (node && hasPage(node)) this.context.go(viewOf(id));
  }

  /** Open the sentence that states a relation, where there is one. */
  private cite(edge: DrawnEdge): void {
    if (!isRelation(edge) || !hasEvidence(edge.type)) return;
    const fact = { kind: "relation", subject: edge.source, type: edge.type, object: edge.target } as const;
    this.context.go(withFact(viewOf(edge.source), fact));
  }

  private async saveSvg(view: View): Promise<void> {
    const { toSvg } = await import("../graph/picture");
    if (this.graph === null) return;
    const picture = toSvg(this.graph, view.placesOfNodes(), this.graph.root);
    saveFile(new Blob([picture], { type: "image/svg+xml" }), "weitu-graph.svg");
  }
}

function isRelation(edge: DrawnEdge): edge is GraphEdge {
  return edge.type !== "other";
}

function emphasis(root: EntityId, selected: EntityId = root) {
  return { root, opened: [], selected, pinned: new Map(), ways: [], cited: null };
}
