import { ENTITY_TYPES } from "../api/types";
import { svg } from "../ui/dom";

/** What can be drawn: entities, and other things that are spoken of in RDF. */
export const DRAWN_TYPES = [...ENTITY_TYPES, "other"] as const;
export type DrawnType = (typeof DRAWN_TYPES)[number];

/** How a type is drawn: an ellipse, a box with round corners, or a polygon with corners in -1…1. */
type Shape = "ellipse" | "box" | readonly number[];

const SHAPES: Record<DrawnType, Shape> = {
  region: [-0.5, -0.95, 0.5, -0.95, 1, 0, 0.5, 0.95, -0.5, 0.95, -1, 0],
  institution: "box",
  institution_type: [-0.55, -0.85, 0.55, -0.85, 1, 0.85, -1, 0.85],
  program: "ellipse",
  policy: [-0.8, -1, 0.3, -1, 0.8, -0.5, 0.8, 1, -0.8, 1],
  indicator: [0, -1, 1, 0, 0, 1, -1, 0],
  person: [0, -1, 0.95, 0.8, -0.95, 0.8],
  task: [-1, -0.75, 0.4, -0.75, 1, 0, 0.4, 0.75, -1, 0.75],
  other: [-0.4, -0.9, 0.4, -0.9, 0.9, -0.4, 0.9, 0.4, 0.4, 0.9, -0.4, 0.9, -0.9, 0.4, -0.9, -0.4],
};

/** The shape in Cytoscape's terms. */
export function cytoscapeShape(type: DrawnType): { shape: string; points: string } {
  const shape = SHAPES[type];
  if (shape === "ellipse") return { shape: "ellipse", points: "" };
  if (shape === "box") return { shape: "round-rectangle", points: "" };
  return { shape: "polygon", points: shape.join(" ") };
}

/** The colour of a type as the style sheet has it. */
export function typeColour(type: DrawnType): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--type-${type}`).trim();
}

/** A picture of the type's shape in its colour, for legends and lists. */
export function typeIcon(type: DrawnType): SVGElement {
  return svg(
    "svg",
    { viewBox: "-1.1 -1.1 2.2 2.2", class: `type-icon type-${type}`, "aria-hidden": "true" },
    drawType(type),
  );
}

/** The shape of a type, in -1…1. */
export function drawType(type: DrawnType): SVGElement {
  return drawShape(SHAPES[type]);
}

/** The place of a type in legends and around the centre of a graph. */
export function typeOrder(type: DrawnType): number {
  return DRAWN_TYPES.indexOf(type);
}

function drawShape(shape: Shape): SVGElement {
  if (shape === "ellipse") return svg("circle", { r: 1 });
  if (shape === "box") return svg("rect", { x: -1, y: -0.85, width: 2, height: 1.7, rx: 0.4 });
  return svg("polygon", { points: shape.join(" ") });
}
