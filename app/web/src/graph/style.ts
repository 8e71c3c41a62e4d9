import type { StylesheetJson } from "cytoscape";
import { cytoscapeShape, DRAWN_TYPES, typeColour } from "./types";

export const FONT_SIZE = 13;
export const LABEL_MARGIN = 5;

/** The size of a node's shape in pixels; better connected nodes are a little larger. */
export function nodeSize(degree: number, isRoot: boolean): number {
  return isRoot ? 46 : Math.min(34, 20 + 3 * Math.log2(1 + degree));
}

/** The drawing's style sheet, in the colours of the page's. */
export function graphStyle(): StylesheetJson {
  const colours = getComputedStyle(document.documentElement);
  const colour = (name: string) => colours.getPropertyValue(name).trim();
  return [
    {
      selector: "node",
      style: {
        width: "data(size)",
        height: "data(size)",
        "border-width": 2,
        "border-color": colour("--surface"),
        label: "data(text)",
        color: colour("--ink"),
        "font-family": colours.getPropertyValue("--font").trim(),
        "font-size": FONT_SIZE,
        "line-height": 1.2,
        "text-wrap": "wrap",
        "text-max-width": "400px",
        "text-valign": "bottom",
        "text-margin-y": LABEL_MARGIN,
        "text-outline-color": colour("--canvas"),
        "text-outline-width": 2.5,
        "min-zoomed-font-size": 6,
        "overlay-opacity": 0,
      },
    },
    ...DRAWN_TYPES.map((type) => {
      const { shape, points } = cytoscapeShape(type);
      return {
        selector: `node[type = "${type}"]`,
        style: {
          shape: shape as "polygon",
          ...(points ? { "shape-polygon-points": points } : {}),
          "background-color": typeColour(type),
        },
      };
    }),
    {
      selector: "edge",
      style: {
        width: 1.4,
        "line-color": colour("--edge"),
        "target-arrow-color": colour("--edge"),
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.8,
        "curve-style": "bezier",
        color: colour("--ink-soft"),
        "font-family": colours.getPropertyValue("--font").trim(),
        "font-size": 11,
        "text-rotation": "autorotate",
        "text-background-color": colour("--canvas"),
        "text-background-opacity": 0.92,
        "text-background-padding": "2px",
        "min-zoomed-font-size": 7,
        "overlay-opacity": 0,
      },
    },
    { selector: "edge.plain", style: { "line-style": "dashed" } },
    { selector: "node.root", style: { "font-weight": "bold", "font-size": FONT_SIZE + 1 } },
    { selector: "node.opened", style: { "font-weight": "bold" } },
    {
      selector: "node.selected",
      style: {
        "font-weight": "bold",
        "border-width": 3,
        "border-color": colour("--surface"),
        "outline-width": 3,
        "outline-color": colour("--accent"),
      },
    },
    {
      selector: "node.pinned",
      style: { "border-width": 3, "border-color": colour("--ink"), "border-style": "double" },
    },
    {
      selector: "edge.way",
      style: { width: 3.2, "line-color": colour("--accent"), "target-arrow-color": colour("--accent") },
    },
    { selector: "node.way", style: { "font-weight": "bold" } },
    { selector: ".faded", style: { opacity: 0.28 } },
    {
      selector: "edge.hovered, edge.cited",
      style: {
        width: 2.6,
        label: "data(text)",
        "line-color": colour("--accent"),
        "target-arrow-color": colour("--accent"),
        color: colour("--ink"),
        "z-index": 9,
      },
    },
  ];
}
