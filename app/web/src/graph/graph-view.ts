import cytoscape, {
  type CollectionReturnValue,
  type Core,
  type ElementDefinition,
  type EventObject,
} from "cytoscape";
import type { EntityId, GraphEdge } from "../api/types";
import { wrapLabel } from "../text/label";
import type { Box, Point } from "./layout";
import type { Drawing, DrawnEdge, DrawnNode } from "./model";
import { Placer } from "./placer";
import { FONT_SIZE, graphStyle, LABEL_MARGIN, nodeSize } from "./style";
import { typeOrder } from "./types";

export interface GraphActions<E extends DrawnEdge = GraphEdge> {
  chooseNode(id: EntityId): void;
  expandNode(id: EntityId): void;
  /** The reader has put a node somewhere. */
  moveNode(id: EntityId, place: Point): void;
  chooseEdge(edge: E): void;
  /** The word on an edge. */
  edgeText(edge: E): string;
  /** Whether an edge has no sentence of its own. */
  isPlain(edge: E): boolean;
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

const ORIGIN: Point = { x: 0, y: 0 };
const PADDING = 28;
/** Below this the labels are too small to read: then only a part of the graph is brought into sight. */
const READABLE_ZOOM = 0.72;
const LARGEST_ZOOM = 1.25;
const MOVE_MS = 320;
/** How soon a second click follows the first one of a double click. */
const DOUBLE_CLICK_MS = 220;
/** How many pictures come back as they were. */
const MOST_REMEMBERED = 60;

/** The drawing of a graph on a canvas. Nodes keep their places while others come and go. */
export class GraphView<E extends DrawnEdge = GraphEdge> {
  /** Kept once the empty canvas is drawn: Cytoscape's first frame is of all there is, in sight or not. */
  readonly ready: Promise<unknown>;
  private readonly cy: Core;
  private readonly placer = new Placer();
  /** Where the nodes stand or are on their way to, but for those that wait for a place at their anchor. */
  private places = new Map<string, Point>();
  /** The places in the pictures that were shown, by their keys, the latest last. */
  private readonly remembered = new Map<string, Map<string, Point>>();
  /** The node that the picture began with. */
  private root: EntityId | null = null;
  private shown = 0;
  /** How much of the canvas something covers from the left, in pixels. */
  private covered = 0;
  /** How high the canvas is when nothing takes a part of it, in pixels, if that has been told. */
  private height: number | null = null;
  private readonly actions: GraphActions<E>;
  private readonly edges = new Map<string, E>();
  /** What brought the present part into sight; none once the reader has moved the picture. */
  private framing: (() => void) | null = null;

  constructor(container: HTMLElement, actions: GraphActions<E>) {
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
    this.ready = this.cy.promiseOn("render");
    this.listen();
  }

  /**
   * Draw `graph`. New nodes come in around `emphasis.selected`; another root begins another picture. Unless
   * `animate`, nothing is drawn before all can stand in its place. A picture that was shown under the same
   * `key` comes back as it was. The promise is kept when all is in its place, or when something else is to be
   * shown.
   */
  async show(graph: Drawing<E>, emphasis: Emphasis, animate: boolean, key = ""): Promise<void> {
    const mine = ++this.shown;
    if (this.root !== emphasis.root) this.empty();
    this.root = emphasis.root;
    this.removeMissing(graph);
    const known = this.remembered.get(key) ?? this.standing(emphasis);
    const isKnown = [...graph.nodes.keys()].every((id) => known.has(id) && isAtPin(id, known, emphasis));
    const anchor = known.has(emphasis.selected) ? emphasis.selected : emphasis.root;
    // Sought in a thread of its own while this one makes the elements.
    const sought = isKnown ? known : this.seek(graph, known, emphasis, anchor);
    const hasMore = this.addMissing(graph, emphasis.root, known.get(anchor) ?? ORIGIN);
    this.emphasise(emphasis);
    if (!animate) this.cy.startBatch();
    try {
      if (!animate) this.prepare();
      const places = await sought;
      if (mine !== this.shown || this.cy.destroyed()) return;
      this.places = new Map(places);
      if (key !== "") this.remember(key);
      await this.moveToPlaces(animate && !prefersStillness());
    } finally {
      if (!animate && !this.cy.destroyed()) this.cy.endBatch();
    }
    if (hasMore || !isKnown) this.frame(animate);
  }

  /** Whether the picture of `key` would come back as it was. */
  remembers(key: string): boolean {
    return this.remembered.has(key);
  }

  /**
   * Tell how many pixels from the left are covered: what is brought into sight stands beside them. And how many
   * something below takes for a while: places are sought as if it did not, so that they are the same then.
   */
  cover(left: number, below: number): void {
    this.cy.resize();
    this.covered = left;
    this.height = this.cy.height() + below;
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
    this.places = new Map();
    this.root = null;
  }

  /** The places of the nodes that have one; the reader may have put a pinned one elsewhere. */
  private standing({ pinned }: Emphasis): Map<string, Point> {
    const drawn = this.placesOfNodes();
    return new Map([...this.places].map(([id, place]) => [id, (pinned.has(id) && drawn.get(id)) || place]));
  }

  private remember(key: string): void {
    this.remembered.delete(key);
    this.remembered.set(key, this.places);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MOST_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }

  private removeMissing(graph: Drawing<E>): void {
    this.cy
      .elements()
      .filter((element) => !graph.nodes.has(element.id() as EntityId) && !graph.edges.has(element.id()))
      .remove();
    this.places = new Map([...this.places].filter(([id]) => graph.nodes.has(id as EntityId)));
    for (const id of this.edges.keys()) if (!graph.edges.has(id)) this.edges.delete(id);
  }

  /** Add what is not drawn yet, new nodes at `start`; tells whether there were any. */
  private addMissing(graph: Drawing<E>, root: EntityId, start: Point): boolean {
    const isNew = ({ id }: { id: string }) => this.cy.getElementById(id).empty();
    const nodes = [...graph.nodes.values()].filter(isNew);
    const edges = [...graph.edges.values()].filter(isNew);
    for (const edge of edges) this.edges.set(edge.id, edge);
    this.cy.add([
      ...nodes.map((node) => nodeElement(node, node.id === root, start)),
      ...edges.map((edge) => this.edgeElement(edge)),
    ]);
    return nodes.length > 0;
  }

  /** Work out styles and the sizes of labels, while there is time for it. */
  private prepare(): void {
    this.cy.nodes().boundingBox();
    this.cy.edges().forEach((edge) => void edge.style("width"));
  }

  private edgeElement(edge: E): ElementDefinition {
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

  private seek(
    graph: Drawing<E>,
    known: Map<string, Point>,
    { root, pinned }: Emphasis,
    anchor: string,
  ): Promise<Map<string, Point>> {
    return this.placer.place({
      boxes: [...graph.nodes.values()].map((node) => boxOf(node, node.id === root)),
      links: [...graph.edges.values()].map(({ source, target }) => ({ source, target })),
      known,
      pinned: new Map(pinned),
      root,
      anchor,
      aspect: this.width() / Math.max(this.height ?? this.cy.height(), 1),
    });
  }

  /** Move all nodes to their places; the promise is kept when they have arrived. */
  private async moveToPlaces(animate: boolean): Promise<void> {
    const place = (id: string) => this.places.get(id) ?? ORIGIN;
    if (!animate) {
      this.cy.nodes().positions((node) => ({ ...place(node.id()) }));
      return;
    }
    const moving = [...this.placesOfNodes()].filter(
      ([id, { x, y }]) => x !== place(id).x || y !== place(id).y,
    );
    if (moving.length === 0) return;
    const layout = this.cy.layout({
      name: "preset",
      positions: Object.fromEntries(this.places),
      fit: false,
      animate: true,
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
      const candidates: Bounded[] = [this.cy.nodes(), chosen.closedNeighborhood().nodes()];
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

function nodeElement(node: DrawnNode, isRoot: boolean, position: Point): ElementDefinition {
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

function boxOf(node: DrawnNode, isRoot: boolean): Box {
  const size = nodeSize(node.degree, isRoot);
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

/** Whether a node's place is the one that it keeps, if it keeps one. */
function isAtPin(id: EntityId, places: ReadonlyMap<string, Point>, { pinned }: Emphasis): boolean {
  const [pin, place] = [pinned.get(id), places.get(id)];
  return pin === undefined || (Math.round(place?.x ?? 0) === pin.x && Math.round(place?.y ?? 0) === pin.y);
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
