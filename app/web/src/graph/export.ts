/** The graph that is drawn, as files for other programs. Pure functions. */

import type { GraphEdge, GraphNode } from "../api/types";
import type { Graph } from "./model";

const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
const GRAPHML = "http://graphml.graphdrawing.org/xmlns";

/** The graph in Turtle: labels of the nodes and the relations among them, in the words of the vocabulary. */
export function toTurtle(graph: Graph): string {
  const nodes = [...graph.nodes.values()];
  const edges = [...graph.edges.values()];
  const lines = nodes.map((node) => {
    const said = edges.flatMap(({ source, type, target }) => {
      const object = source === node.id && graph.nodes.get(target);
      return object ? [`wt:${type} ${iri(object)}`] : [];
    });
    return `${[`${iri(node)} rdfs:label ${literal(node.label)}@zh`, ...said].join(" ;\n  ")} .\n`;
  });
  return [`@prefix wt: <${ontology(nodes)}> .\n@prefix rdfs: <${RDFS}> .\n`, ...lines].join("\n");
}

/** The namespace of the vocabulary, which has the base of the things. */
function ontology(nodes: readonly GraphNode[]): string {
  const [first] = nodes;
  return first ? `${first.iri.slice(0, first.iri.indexOf("/id/"))}/ontology#` : "";
}

/** The graph in GraphML, with label, type and IRI of each node and the relation of each edge. */
export function toGraphml(graph: Graph): string {
  const keys = [
    ["label", "node"],
    ["type", "node"],
    ["iri", "node"],
    ["relation", "edge"],
    ["relation_label", "edge"],
  ].map(([name, on]) => `<key id="${name}" for="${on}" attr.name="${name}" attr.type="string"/>`);
  const nodes = [...graph.nodes.values()].map(
    ({ id, label, type, iri: name }) =>
      `<node id="${xml(id)}"><data key="label">${xml(label)}</data><data key="type">${type}</data>` +
      `<data key="iri">${xml(name)}</data></node>`,
  );
  const edges = [...graph.edges.values()].map(
    ({ source, target, type, label }) =>
      `<edge source="${xml(source)}" target="${xml(target)}"><data key="relation">${type}</data>` +
      `<data key="relation_label">${xml(label)}</data></edge>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<graphml xmlns="${GRAPHML}">`,
    ...keys,
    '<graph edgedefault="directed">',
    ...nodes,
    ...edges,
    "</graph>",
    "</graphml>\n",
  ].join("\n");
}

/** The relations as a table: who, which relation, to whom, each end with its name, type and IRI. */
export function toCsv(graph: Graph): string {
  const head = [
    "source",
    "source_type",
    "source_iri",
    "relation",
    "relation_label",
    "target",
    "target_type",
    "target_iri",
  ];
  const rows = [...graph.edges.values()].flatMap((edge) => {
    const source = graph.nodes.get(edge.source);
    const target = graph.nodes.get(edge.target);
    return source && target ? [row(source, edge, target)] : [];
  });
  return [head, ...rows].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function row(source: GraphNode, edge: GraphEdge, target: GraphNode): string[] {
  return [
    source.label,
    source.type,
    source.iri,
    edge.type,
    edge.label,
    target.label,
    target.type,
    target.iri,
  ];
}

/** A cell of a table (RFC 4180); what a spreadsheet would run as a formula is kept from it. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function iri(node: GraphNode): string {
  return `<${node.iri.replace(/[\s<>"{}|\\^`\p{Cc}]/gu, (char) => encodeURIComponent(char))}>`;
}

function literal(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `"${escaped}"`;
}

function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}
