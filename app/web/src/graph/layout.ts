/**
 * Where nodes stand. A function of its input alone: the same graph gives the same picture, so that a view
 * that was sent to a colleague looks there as it looks here, and it can run away from the page's main thread.
 */

import {
  type Force,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";

export interface Point {
  x: number;
  y: number;
}

/** A node to place. `width` and `height` are of the box that its shape and label fill, whose middle stands
 * `drop` below the node's own. `group` brings nodes together that are placed around the same anchor. */
export interface Box {
  id: string;
  width: number;
  height: number;
  drop: number;
  group: number;
}

export interface Link {
  source: string;
  target: string;
}

export interface Problem {
  boxes: readonly Box[];
  links: readonly Link[];
  /** The places that nodes have already. They make room for the new ones, no more than they must. */
  known: ReadonlyMap<string, Point>;
  /** The places that nodes keep whatever comes. */
  pinned: ReadonlyMap<string, Point>;
  /** The node that stays at the origin. */
  root: string;
  /** The node that the new ones are placed around. */
  anchor: string;
  /** Width of the picture divided by its height; the nodes are spread out in this shape. */
  aspect: number;
}

interface Body extends SimulationNodeDatum, Box {
  x: number;
  y: number;
}

const ORIGIN: Point = { x: 0, y: 0 };
const MOST_TICKS = 240;
const FEWEST_TICKS = 25;
/** About how many moves of nodes a picture is worth. */
const MOVES = 20_000;
const STEP = 4;
const GAP = 12;
const LINK_LENGTH = 110;
const LARGEST_STRETCH = 1.9;

/** Places for all of `boxes`. */
export function place(problem: Problem): Map<string, Point> {
  // The forces know only round; the picture is made round before and stretched again after.
  const stretch = Math.min(LARGEST_STRETCH, Math.max(1 / LARGEST_STRETCH, problem.aspect));
  const bodies = startingBodies(squeeze(problem, stretch));
  const links: SimulationLinkDatum<Body>[] = problem.links.map((link) => ({ ...link }));
  const ticks = Math.round(Math.min(MOST_TICKS, Math.max(FEWEST_TICKS, MOVES / bodies.length)));
  forceSimulation(bodies)
    .force(
      "link",
      forceLink<Body, SimulationLinkDatum<Body>>(links)
        .id((body) => body.id)
        .distance(LINK_LENGTH),
    )
    .force("charge", forceManyBody<Body>().strength(-300).distanceMax(500))
    .force("x", forceX<Body>(0).strength(0.05))
    .force("y", forceY<Body>(0).strength(0.05))
    .force("boxes", apart(GAP / stretch, GAP))
    .alphaDecay(1 - 0.001 ** (1 / ticks))
    .stop()
    .tick(ticks);
  settle(bodies);
  return new Map(bodies.map(({ id, x, y }) => [id, { x: x * stretch, y }]));
}

function squeeze(problem: Problem, stretch: number): Problem {
  return {
    ...problem,
    boxes: problem.boxes.map((box) => ({ ...box, width: box.width / stretch })),
    known: squeezed(problem.known, stretch),
    pinned: squeezed(problem.pinned, stretch),
  };
}

function squeezed(places: ReadonlyMap<string, Point>, stretch: number): Map<string, Point> {
  return new Map([...places].map(([id, { x, y }]) => [id, { x: x / stretch, y }]));
}

/** New nodes begin on an arc around the anchor, sorted by group; outwards from the root, if that is another. */
function startingBodies({ boxes, known, pinned, root, anchor }: Problem): Body[] {
  const centre = pinned.get(anchor) ?? known.get(anchor) ?? ORIGIN;
  const fresh = boxes
    .filter(({ id }) => id !== root && !known.has(id) && !pinned.has(id))
    .sort((a, b) => a.group - b.group);
  const outwards = anchor !== root;
  const turn = outwards ? Math.atan2(centre.y, centre.x) : -Math.PI / 2;
  const spread = outwards ? Math.PI : 2 * Math.PI;
  const radius = LINK_LENGTH + 4 * fresh.length;
  const places = new Map(
    fresh.map(({ id }, index) => {
      const angle = turn + spread * ((index + 0.5) / fresh.length - 0.5);
      return [id, { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) }];
    }),
  );
  return boxes.map((box) => {
    const kept = pinned.get(box.id) ?? (box.id === root ? ORIGIN : null);
    if (kept) return { ...box, ...kept, fx: kept.x, fy: kept.y };
    return { ...box, ...(known.get(box.id) ?? places.get(box.id) ?? ORIGIN) };
  });
}

/** The force that keeps boxes from covering each other. */
function apart(gapX: number, gapY: number): Force<Body, undefined> {
  let bodies: Body[] = [];
  const force = () => {
    separateAll(bodies, gapX, gapY);
  };
  force.initialize = (nodes: Body[]) => {
    bodies = [...nodes];
  };
  return force;
}

/**
 * Free the boxes that the forces left covering another. From the root outwards, each moves straight away from
 * the root until it is free of all before it, which always ends.
 */
function settle(bodies: readonly Body[]): void {
  const placed = new Grid(bodies);
  const outwards = [...bodies].sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y));
  for (const body of outwards) {
    const angle = Math.atan2(body.y, body.x);
    while (!isPinned(body) && placed.isCovered(body)) {
      body.x += STEP * Math.cos(angle);
      body.y += STEP * Math.sin(angle);
    }
    placed.add(body);
  }
}

/** Boxes by where they are, in cells so large that a box can cover another only in a cell beside its own. */
class Grid {
  private readonly width: number;
  private readonly height: number;
  private readonly cells = new Map<string, Body[]>();

  constructor(bodies: readonly Body[]) {
    this.width = Math.max(1, ...bodies.map(({ width }) => width));
    this.height = Math.max(1, ...bodies.map(({ height }) => height));
  }

  add(body: Body): void {
    const [column, row] = this.cell(body);
    const key = `${column} ${row}`;
    const cell = this.cells.get(key);
    if (cell) cell.push(body);
    else this.cells.set(key, [body]);
  }

  /** Whether one of the boxes covers a part of `body`. */
  isCovered(body: Body): boolean {
    const [column, row] = this.cell(body);
    for (let x = column - 1; x <= column + 1; x++) {
      for (let y = row - 1; y <= row + 1; y++) {
        if (this.cells.get(`${x} ${y}`)?.some((other) => isCovering(body, other))) return true;
      }
    }
    return false;
  }

  private cell({ x, y, drop }: Body): [number, number] {
    return [Math.floor(x / this.width), Math.floor((y + drop) / this.height)];
  }
}

function isCovering(a: Body, b: Body): boolean {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 &&
    Math.abs(a.y + a.drop - b.y - b.drop) < (a.height + b.height) / 2
  );
}

/** Push each two overlapping boxes apart once. Leaves `bodies` in the order from left to right. */
function separateAll(bodies: Body[], gapX: number, gapY: number): void {
  const widest = Math.max(...bodies.map(({ width }) => width));
  bodies.sort((a, b) => a.x - b.x);
  bodies.forEach((a, index) => {
    for (let next = index + 1; next < bodies.length; next++) {
      const b = bodies[next];
      // From left to right: what begins beyond the widest box cannot overlap, nor can all that follows.
      if (!b || b.x - a.x > (a.width + widest) / 2 + gapX) break;
      separate(a, b, gapX, gapY);
    }
  });
}

/** Push two boxes apart along the axis where less is needed. */
function separate(a: Body, b: Body, gapX: number, gapY: number): void {
  const dx = b.x - a.x;
  const overX = (a.width + b.width) / 2 + gapX - Math.abs(dx);
  if (overX <= 0) return;
  const dy = b.y + b.drop - (a.y + a.drop);
  const overY = (a.height + b.height) / 2 + gapY - Math.abs(dy);
  if (overY <= 0) return;
  const share = isPinned(a) || isPinned(b) ? 1 : 0.5;
  const alongX = overX < overY;
  const step = share * 0.6 * (alongX ? overX * sign(dx) : overY * sign(dy));
  move(a, -step, alongX);
  move(b, step, alongX);
}

function isPinned(body: Body): boolean {
  return typeof body.fx === "number";
}

function move(body: Body, step: number, alongX: boolean): void {
  if (isPinned(body)) return;
  if (alongX) body.x += step;
  else body.y += step;
}

function sign(value: number): number {
  return value < 0 ? -1 : 1;
}
