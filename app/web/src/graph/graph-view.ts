import cytoscape, {
  type CollectionReturnValue,
  type Core,
  type ElementDefinition,
  type EventObject,
} from "cytoscape";
import type { EntityId, GraphEdge, GraphNode } from "../api/types";
import { wrapLabel } from "../text/label";
import type { Box, Point } from "./layout";
import type { Graph } from "./model";
import { Placer } from "./placer";
import { FONT_SIZE, graphStyle, LABEL_MARGIN, nodeSize } from "./style";
import { typeOrder } from "./types";

export interface GraphActions {
  chooseNode(id: EntityId): void;
  expandNode(id: EntityId): void;
  /** The reader has put a node somewhere. */
  moveNode(id: EntityId, place: Point): void;
  chooseEdge(edge: GraphEdge): void;
  /** The word on an edge. */
  edgeText(edge: GraphEdge): string;
  /** Whether an edge has no sentence of its own. */
  isPlain(edge: GraphEdge): boolean;
}

/** What stands out in the drawing. */
export interface Emphasis {
  root: EntityId;
  opened: readonly EntityId[];
  selected: EntityId;
  /** The nodes that stay where the reader has put them. */
  pinned: ReadonlyMap<string, Point>;
  /** Ways between entities, each as the ids on it. */
  ways: readonly (readonly EntityId[])[];
  /** The relation whose sentence is open. */
  cited: { source: EntityId; target: EntityId; type: string } | null;
}

/** Elements of the drawing, of whatever kind. */
type Bounded = Pick<CollectionReturnValue, "boundingBox">;

const PADDING = 28;
/** Below this the labels are too small to read: then only a part of the graph is brought into sight. */
const READABLE_ZOOM = 0.72;
const LARGEST_ZOOM = 1.25;
const MOVE_MS = 320;
/** How soon a second click follows the first one of a double click. */
const DOUBLE_CLICK_MS = 220;

/** The drawing of a graph on a canvas. Nodes keep their places while others come and go. */
export class GraphView {
  private readonly cy: Core;
  private readonly placer = new Placer();
  /** The nodes that have a place of their own, and do not wait for one at their anchor. */
  private readonly placed = new Set<string>();
  private shown = 0;
  /** How much of the canvas something covers from the left, in pixels. */
  private covered = 0;
  private readonly actions: GraphActions;
  private readonly edges = new Map<string, GraphEdge>();
  /** What brought the present part into sight; none once the reader has moved the picture. */
  private framing: (() => void) | null = null;

  constructor(container: HTMLElement, actions: GraphActions) {
    this.actions = actions;
    claimCytoscapeStyle();
    this.cy = cytoscape({
      container,
      style: graphStyle(),
      minZoom: 0.15,
      maxZoom: 3,
      boxSelectionEnabled: false,
      multiClickDebounceTime: DOUBLE_CLICK_MS,
      autounselectify: true,
    });
    this.listen();
  }

  /**
   * Draw `graph`. New nodes come in around `emphasis.selected`; another root begins another picture. Unless
   * `animate`, all goes to its place at once. The promise is kept when all is in its place, or when something
   * else is to be shown.
   */
  async show(graph: Graph, emphasis: Emphasis, animate: boolean): Promise<void> {
    const mine = ++this.shown;
    const isNew = !this.cy.getElementById(emphasis.root).hasClass("root");
    if (isNew) this.empty();
    this.removeMissing(graph);
    const known = this.known();
    const anchor = known.has(emphasis.selected) ? emphasis.selected : emphasis.root;
    this.addMissing(graph, emphasis.root, known.get(anchor) ?? { x: 0, y: 0 });
    this.emphasise(emphasis);
    if (this.isInPlace(emphasis)) return;
    const places = await this.places(graph, known, emphasis, anchor);
    if (mine !== this.shown || this.cy.destroyed()) return;
    for (const id of places.keys()) this.placed.add(id);
    await this.moveTo(places, animate);
    if (animate) this.frame(true);
    else this.fit();
  }

  /** Tell how many pixels from the left are covered: what is brought into sight stands beside them. */
  cover(pixels: number): void {
    this.covered = pixels;
  }

  clear(): void {
    this.shown++;
    this.empty();
    this.edges.clear();
  }

  /** The drawing as a picture, as large as it is, at double resolution. */
  png(): Promise<Blob> {
    const bg = getComputedStyle(this.container()).getPropertyValue("--canvas").trim();
    return this.cy.png({ output: "blob-promise", full: true, scale: 2, bg });
  }

  /** Where each node stands. */
  placesOfNodes(): Map<string, Point> {
    return new Map(this.cy.nodes().map((node) => [node.id(), { ...node.position() }]));
  }

  /** Change what stands out, and nothing else. */
  emphasise(emphasis: Emphasis): void {
    this.cy.batch(() => {
      this.cy.elements().removeClass("root opened selected cited pinned way");
      this.cy.getElementById(emphasis.root).addClass("root");
      for (const id of emphasis.opened) this.cy.getElementById(id).addClass("opened");
      this.cy.getElementById(emphasis.selected).addClass("selected");
      for (const id of emphasis.pinned.keys()) this.cy.getElementById(id).addClass("pinned");
      for (const way of emphasis.ways) this.emphasiseWay(way);
      const cited = emphasis.cited;
      if (cited === null) return;
      this.cy
        .getElementById(cited.source)
        .edgesTo(this.cy.getElementById(cited.target))
        .filter((edge) => edge.data("type") === cited.type)
        .addClass("cited");
    });
  }

  private emphasiseWay(way: readonly EntityId[]): void {
    way.forEach((id, index) => {
      const node = this.cy.getElementById(id).addClass("way");
      const next = way[index + 1];
      if (next !== undefined) node.edgesWith(this.cy.getElementById(next)).addClass("way");
    });
  }

  /** Bring the whole graph into sight, or as much around the chosen node as stays readable. */
  fit(): void {
    this.frame(false);
  }

  zoomBy(factor: number): void {
    this.framing = null;
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: middle });
  }

  /** Tell the drawing that its container has another size. */
  resized(): void {
    this.cy.resize();
    this.framing?.();
  }

  destroy(): void {
    this.placer.destroy();
    this.cy.destroy();
  }

  private listen(): void {
    this.cy.on("onetap", "node", (event: EventObject) => this.actions.chooseNode(event.target.id()));
    this.cy.on("dbltap", "node", (event: EventObject) => this.actions.expandNode(event.target.id()));
    this.cy.on("dragfree", "node", (event: EventObject) => {
      const { x, y } = event.target.position();
      this.actions.moveNode(event.target.id(), { x, y });
    });
    this.cy.on("tap", "edge", (event: EventObject) => {
      const edge = this.edges.get(event.target.id());
      if (edge) this.actions.chooseEdge(edge);
    });
    this.cy.on("dragpan scrollzoom pinchzoom", () => {
      this.framing = null;
    });
    this.cy.on("mouseover", "node, edge", (event: EventObject) => {
      const near = event.target.isEdge() ? event.target : event.target.closedNeighborhood();
      near.filter("edge").addClass("hovered");
      if (event.target.isNode()) this.cy.elements().not(near).addClass("faded");
      this.container().classList.add("is-pointing");
    });
    this.cy.on("mouseout", "node, edge", () => {
      this.cy.elements().removeClass("hovered faded");
      this.container().classList.remove("is-pointing");
    });
  }

  private empty(): void {
    this.cy.elements().remove();
    this.placed.clear();
  }

  /** The places of the nodes that have one. */
  private known(): Map<string, Point> {
    return new Map([...this.placesOfNodes()].filter(([id]) => this.placed.has(id)));
  }

  /** Whether every node has a place, and those that are pinned are at theirs. */
  private isInPlace({ pinned }: Emphasis): boolean {
    return [...this.placesOfNodes()].every(([id, { x, y }]) => {
      const kept = pinned.get(id);
      const isThere = kept === undefined || (Math.round(x) === kept.x && Math.round(y) === kept.y);
      return isThere && this.placed.has(id);
    });
  }

  private removeMissing(graph: Graph): void {
    this.cy
      .elements()
      .filter((element) => !graph.nodes.has(element.id() as EntityId) && !graph.edges.has(element.id()))
      .remove();
    for (const id of this.placed) if (!graph.nodes.has(id as EntityId)) this.placed.delete(id);
    for (const id of this.edges.keys()) if (!graph.edges.has(id)) this.edges.delete(id);
  }

  /** Add what is not drawn yet, new nodes at `start`. */
  private addMissing(graph: Graph, root: EntityId, start: Point): void {
    const isNew = ({ id }: { id: string }) => this.cy.getElementById(id).empty();
    const nodes = [...graph.nodes.values()].filter(isNew);
    const edges = [...graph.edges.values()].filter(isNew);
    for (const edge of edges) this.edges.set(edge.id, edge);
    this.cy.add([
      ...nodes.map((node) => nodeElement(node, node.id === root, start)),
      ...edges.map((edge) => this.edgeElement(edge)),
    ]);
  }

  private edgeElement(edge: GraphEdge): ElementDefinition {
    return {
      group: "edges",
      data: {
        id: edge.id,
        source: edge.source,
        target: edge.target,
        type: edge.type,
        text: this.actions.edgeText(edge),
      },
      classes: this.actions.isPlain(edge) ? "plain" : "",
    };
  }

  private boxOf(node: GraphNode): Box {
    const size = this.cy.getElementById(node.id).data("size") as number;
    const label = wrapLabel(node.label);
    const height = label.height * FONT_SIZE + LABEL_MARGIN;
    return {
      id: node.id,
      width: Math.max(size, label.width * FONT_SIZE),
      height: size + height,
      drop: height / 2,
      group: typeOrder(node.type),
    };
  }

  private places(
    graph: Graph,
    known: Map<string, Point>,
    { root, pinned }: Emphasis,
    anchor: string,
  ): Promise<Map<string, Point>> {
    return this.placer.place({
      boxes: [...graph.nodes.values()].map((node) => this.boxOf(node)),
      links: [...graph.edges.values()].map(({ source, target }) => ({ source, target })),
      known,
      pinned: new Map(pinned),
      root,
      anchor,
      aspect: this.width() / Math.max(this.cy.height(), 1),
    });
  }

  /** Move all nodes to their places; the promise is kept when they have arrived. */
  private async moveTo(places: Map<string, Point>, animate: boolean): Promise<void> {
    const layout = this.cy.layout({
      name: "preset",
      positions: Object.fromEntries(places),
      fit: false,
      animate: animate && !prefersStillness(),
      animationDuration: MOVE_MS,
    });
    const arrived = layout.promiseOn("layoutstop");
    layout.run();
    await arrived;
  }

  /** Show the whole where that is readable, else what is around the chosen node, or the node itself. */
  private frame(animate: boolean): void {
    if (this.cy.destroyed()) return;
    const look = (duration: number) => {
      const chosen = this.cy.nodes(".selected");
      const candidates: Bounded[] = [this.cy.elements(), chosen.closedNeighborhood()];
      const readable = candidates.find((some) => this.fittingZoom(some) >= READABLE_ZOOM);
      const zoom = readable ? Math.min(LARGEST_ZOOM, this.fittingZoom(readable)) : READABLE_ZOOM;
      const pan = this.panTo(readable ?? chosen, zoom);
      this.cy.stop(true);
      if (duration === 0) this.cy.viewport({ zoom, pan });
      else this.cy.animate({ zoom, pan }, { duration });
    };
    look(animate && !prefersStillness() ? MOVE_MS : 0);
    this.framing = () => look(0);
  }

  private fittingZoom(elements: Bounded): number {
    const { w, h } = elements.boundingBox();
    return Math.min((this.width() - 2 * PADDING) / w, (this.cy.height() - 2 * PADDING) / h);
  }

  /** The pan that puts the middle of `elements` into the middle of the picture. */
  private panTo(elements: Bounded, zoom: number): Point {
    const { x1, x2, y1, y2 } = elements.boundingBox();
    return {
      x: this.covered + this.width() / 2 - (zoom * (x1 + x2)) / 2,
      y: this.cy.height() / 2 - (zoom * (y1 + y2)) / 2,
    };
  }

  /** The width that is to be seen. */
  private width(): number {
    return Math.max(this.cy.width() - this.covered, 1);
  }

  private container(): HTMLElement {
    return this.cy.container() as HTMLElement;
  }
}

function prefersStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function nodeElement(node: GraphNode, isRoot: boolean, position: Point): ElementDefinition {
  return {
    group: "nodes",
    data: {
      id: node.id,
      type: node.type,
      text: wrapLabel(node.label).lines.join("\n"),
      size: nodeSize(node.degree, isRoot),
    },
    position: { ...position },
  };
}

/**
 * Cytoscape adds a <style> element for its container, which the content security policy refuses, unless an
 * element of this id is there. The one rule that it would add is in our own style sheet.
 */
function claimCytoscapeStyle(): void {
  const id = "__________cytoscape_stylesheet";
  if (document.getElementById(id)) return;
  const claim = document.createElement("meta");
  claim.id = id;
  document.head.append(claim);
}
