import { wrapLabel } from "../text/label";
import { svg } from "../ui/dom";
import type { Point } from "./layout";
import type { Drawing } from "./model";
import { FONT_SIZE, LABEL_MARGIN, nodeSize } from "./style";
import { type DrawnType, drawType, typeColour } from "./types";

const MARGIN = 30;
const ARROW = 7;

/** The drawing as SVG: `graph` with its nodes at `places`. */
export function toSvg(graph: Drawing, places: ReadonlyMap<string, Point>, root: string | null): string {
  const colours = getComputedStyle(document.documentElement);
  const colour = (name: string) => colours.getPropertyValue(name).trim();
  const nodes = [...graph.nodes.values()].flatMap((node) => {
    const place = places.get(node.id);
    return place ? [{ node, place, size: nodeSize(node.degree, node.id === root) }] : [];
  });
  const at = new Map(nodes.map(({ node, place, size }) => [node.id, { place, size }]));
  const lines = [...graph.edges.values()].flatMap(({ source, target }) => {
    const from = at.get(source);
    const to = at.get(target);
    return from && to ? [arrow(from.place, to.place, to.size / 2, colour("--edge"))] : [];
  });
  const drawn = nodes.map(({ node, place, size }) =>
    shape(node.type, place, size, wrapLabel(node.label).lines, colour("--ink"), colour("--canvas")),
  );
  const box = bounds([...at.values()].map(({ place }) => place));
  const picture = svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`,
      width: box.width,
      height: box.height,
      "font-family": colour("--font"),
    },
    svg("rect", { ...box, fill: colour("--canvas") }),
    ...lines,
    ...drawn,
  );
  return new XMLSerializer().serializeToString(picture);
}

function shape(
  type: DrawnType,
  { x, y }: Point,
  size: number,
  lines: readonly string[],
  ink: string,
  canvas: string,
): SVGElement {
  const drawing = drawType(type);
  drawing.setAttribute("fill", typeColour(type));
  const label = svg("text", {
    y: size / 2 + LABEL_MARGIN + FONT_SIZE,
    "text-anchor": "middle",
    "font-size": FONT_SIZE,
    fill: ink,
    stroke: canvas,
    "stroke-width": 4,
    "paint-order": "stroke",
  });
  lines.forEach((line, index) => {
    const span = svg("tspan", { x: 0, dy: index === 0 ? 0 : FONT_SIZE * 1.2 });
    span.textContent = line;
    label.append(span);
  });
  return svg(
    "g",
    { transform: `translate(${round(x)} ${round(y)})` },
    svg("g", { transform: `scale(${size / 2})` }, drawing),
    label,
  );
}

/** A line to the rim of a node, with an arrow at its end. */
function arrow(from: Point, to: Point, radius: number, colour: string): SVGElement {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const tip = { x: to.x - radius * Math.cos(angle), y: to.y - radius * Math.sin(angle) };
  const corner = (turn: number) =>
    `${round(tip.x - ARROW * Math.cos(angle + turn))},${round(tip.y - ARROW * Math.sin(angle + turn))}`;
  return svg(
    "g",
    { stroke: colour, fill: colour },
    svg("line", {
      x1: round(from.x),
      y1: round(from.y),
      x2: round(tip.x),
      y2: round(tip.y),
      "stroke-width": 1.4,
    }),
    svg("polygon", { points: `${round(tip.x)},${round(tip.y)} ${corner(0.45)} ${corner(-0.45)}` }),
  );
}

function bounds(points: readonly Point[]): { x: number; y: number; width: number; height: number } {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right] = [Math.min(...xs, 0) - 3 * MARGIN, Math.max(...xs, 0) + 3 * MARGIN];
  const [top, bottom] = [Math.min(...ys, 0) - 2 * MARGIN, Math.max(...ys, 0) + 3 * MARGIN];
  return { x: round(left), y: round(top), width: round(right - left), height: round(bottom - top) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
