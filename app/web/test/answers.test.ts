import { describe, expect, test } from "vitest";
import type { Answer, Table, Term } from "../src/api/answer";
import type { EntityId } from "../src/api/types";
import { axesOf, chartOf, MOST_SERIES, numberColumns, thingsIn } from "../src/ask/answer-chart";
import { graphOf, MOST_NODES, withNames } from "../src/ask/answer-graph";
import { chartOption } from "../src/ask/chart-options";

const PREFIXES = {
  id: "http://x/id/",
  wt: "http://x/ontology#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  skos: "http://www.w3.org/2004/02/skos/core#",
};
const LOOK = {
  font: "",
  ink: "",
  soft: "",
  line: "",
  surface: "",
  actual: "",
  target: "",
  national: "",
  language: "zh-CN",
  lines: ["#000"],
};
const XSD = "http://www.w3.org/2001/XMLSchema#";

function iri(value: string): Term {
  return { type: "uri", value };
}

function thing(path: string): Term {
  return iri(PREFIXES.id + path);
}

function text(value: string, language?: string): Term {
  return { type: "literal", value, ...(language && { language }) };
}

function typed(value: string | number, type: string): Term {
  return { type: "literal", value: String(value), datatype: XSD + type };
}

function table(columns: string[], ...rows: (Term | null)[][]): Table {
  return { columns, rows };
}

function triples(...rows: Term[][]): Answer {
  return { kind: "triples", table: table(["subject", "predicate", "object"], ...rows) };
}

describe("an answer as a graph", () => {
  const county = thing("region/1");
  const care = thing("program/care");

  test("triples tie things by relations that are known", () => {
    const graph = graphOf(
      triples(
        [county, iri(`${PREFIXES.wt}implements`), care],
        [county, iri(`${PREFIXES.wt}implements`), care],
        [care, iri("http://other/says"), { type: "bnode", value: "_:b" }],
        [county, iri(`${PREFIXES.rdfs}label`), text("云溪县", "zh")],
        [county, iri(`${PREFIXES.rdf}type`), iri(`${PREFIXES.wt}Region`)],
      ),
      PREFIXES,
    );
    const named = graph && withNames(graph, new Map([county, care].map(({ value }) => [value, "妇幼健康"])));
    expect([...(named?.nodes.values() ?? [])].map(({ id, type, label }) => [id, type, label])).toEqual([
      ["program/care", "program", "妇幼健康"],
      ["region/1", "region", "云溪县"],
      ["_:b", "other", "_:b"],
    ]);
    expect([...(graph?.edges.values() ?? [])].map(({ type, label }) => [type, label])).toEqual([
      ["implements", "wt:implements"],
      ["other", "<http://other/says>"],
    ]);
    expect(graph?.root).toBe("program/care");
  });

  test("rows tie the things in them from left to right", () => {
    const answer: Answer = {
      kind: "rows",
      table: table(
        ["region", "n", "program", "report"],
        [county, typed(3, "integer"), care, null],
        [county, null, thing("program/other"), iri("urn:report")],
        [null, null, care, null],
      ),
    };
    const graph = graphOf(answer, PREFIXES);
    expect(
      [...(graph?.edges.values() ?? [])].map(({ source, target, label }) => [source, label, target]),
    ).toEqual([
      ["region/1", "program", "program/care"],
      ["region/1", "program", "program/other"],
      ["program/other", "report", "urn:report"],
    ]);
  });

  test("what ties nothing together is no graph", () => {
    expect(graphOf({ kind: "boolean", value: true }, PREFIXES)).toBeNull();
    expect(graphOf({ kind: "rows", table: table(["a"], [county]) }, PREFIXES)).toBeNull();
    expect(graphOf({ kind: "rows", table: table(["a", "b"], [county, text("x")]) }, PREFIXES)).toBeNull();
  });

  test("of many things those with most ties are drawn", () => {
    const rows = Array.from({ length: MOST_NODES + 100 }, (_, n) => [
      county,
      iri(`${PREFIXES.wt}implements`),
      thing(`program/${n}`),
    ]);
    const graph = graphOf(triples(...rows), PREFIXES);
    expect(graph?.nodes.size).toBe(MOST_NODES);
    expect(graph?.edges.size).toBe(MOST_NODES - 1);
    expect(graph?.total).toBe(MOST_NODES + 101);
    expect(graph?.root).toBe("region/1");
  });

  test("what has most ties is drawn with what it is tied to", () => {
    const rows = Array.from({ length: MOST_NODES + 1 }, (_, n) =>
      ["a", "b"].map((part) => [thing(`region/${n}`), iri("urn:has"), thing(`program/${n}${part}`)]),
    ).flat();
    const graph = graphOf(triples(...rows), PREFIXES);
    expect([graph?.nodes.size, graph?.total]).toEqual([MOST_NODES, 3 * (MOST_NODES + 1)]);
    const tied = new Set(
      [...(graph?.edges.values() ?? [])].flatMap(({ source, target }) => [source, target]),
    );
    expect(tied.size).toBe(MOST_NODES);
  });

  test("only entities have relations that can be opened", () => {
    const answer = triples([iri("http://other/county"), iri(`${PREFIXES.wt}implements`), care]);
    expect([...(graphOf(answer, PREFIXES)?.edges.values() ?? [])].map(({ type }) => type)).toEqual(["other"]);
  });

  test("things without a name or a prefix are called by their path", () => {
    const graph = graphOf(triples([thing("observation/a/1"), iri("urn:of"), county]), PREFIXES);
    expect(graph?.nodes.get(`${PREFIXES.id}observation/a/1` as EntityId)?.label).toBe("observation/a/1");
  });
});

describe("an answer as a chart", () => {
  const words = ({ value }: Term) => value;

  test("columns of numbers are told from years and codes", () => {
    const found = table(
      ["year", "gyear", "code", "plain", "sum", "mixed", "empty"],
      [
        text("2021"),
        typed(2021, "gYear"),
        typed("01", "string"),
        text("3.5"),
        typed(7, "integer"),
        text("7"),
        null,
      ],
      [
        text("2022"),
        typed(2022, "gYear"),
        text("x1"),
        text("-1e3"),
        typed("1.50", "decimal"),
        text("很多"),
        null,
      ],
    );
    expect(numberColumns(found)).toEqual(["plain", "sum"]);
    expect(axesOf(found, null)).toEqual({ x: "year", y: "plain", by: "gyear" });
    expect(axesOf(found, { x: "code", y: "sum", by: null })).toEqual({ x: "code", y: "sum", by: null });
    expect(axesOf(found, { x: "code", y: "mixed", by: null })).toEqual(axesOf(found, null));
    expect(axesOf(table(["a"], [text("x")]), null)).toBeNull();
    expect(axesOf(table(["a", "n"], [null, typed(1, "integer")]), null)).toBeNull();
    expect(axesOf(table(["a"], [typed(1, "integer")]), null)).toBeNull();
  });

  test("years are a line each group, in order, with gaps", () => {
    const found = table(
      ["year", "county", "n"],
      [text("2022"), text("甲"), typed(2, "integer")],
      [text("2021"), text("甲"), typed(1, "integer")],
      [text("2022"), text("乙"), typed(5, "integer")],
      [text("2020"), text("乙"), null],
      [null, text("乙"), typed(9, "integer")],
    );
    expect(chartOf(found, { x: "year", y: "n", by: "county" }, words)).toEqual({
      kind: "lines",
      isTimed: true,
      places: ["2020", "2021", "2022"],
      series: [
        {
          name: "甲",
          dots: [
            { place: 2, value: 2 },
            { place: 1, value: 1 },
          ],
        },
        { name: "乙", dots: [{ place: 2, value: 5 }] },
      ],
      all: { places: 3, series: 2 },
      astray: 1,
    });
  });

  test("several values at one place are points, and none is lost", () => {
    const found = table(
      ["county", "n"],
      [text("甲"), typed(1, "integer")],
      [text("甲"), typed(2, "integer")],
      [text("乙"), typed(3, "integer")],
    );
    const axes = { x: "county", y: "n", by: null };
    const chart = chartOf(found, axes, words);
    expect([chart.kind, chart.series[0]?.dots.length]).toEqual(["points", 3]);
    expect(chartOf({ ...found, rows: found.rows.slice(1) }, axes, words).kind).toBe("bars");
  });

  test("years that were worked out are times, too", () => {
    const found = table(
      ["year", "n"],
      [typed(2022, "integer"), typed(2, "integer")],
      [typed(2021, "integer"), typed(1, "integer")],
    );
    const axes = axesOf(found, null);
    expect(axes).toEqual({ x: "year", y: "n", by: null });
    expect(axes && chartOf(found, axes, words)).toMatchObject({ kind: "lines", places: ["2021", "2022"] });
    expect(axesOf(table(["place", "n"], [text("甲"), typed(2000, "integer")]), null)?.y).toBe("n");
  });

  test("two things of one name stay two", () => {
    const found = table(
      ["place", "kind", "n"],
      [iri("urn:1"), iri("urn:a"), typed(1, "integer")],
      [iri("urn:2"), iri("urn:b"), typed(2, "integer")],
      [iri("urn:2"), null, typed(3, "integer")],
    );
    const chart = chartOf(found, { x: "place", y: "n", by: "kind" }, () => "朝阳区");
    expect(chart.kind).toBe("bars");
    expect(chart.places).toEqual(["朝阳区 (urn:1)", "朝阳区 (urn:2)"]);
    expect(chart.series.map(({ name }) => name)).toEqual(["朝阳区 (urn:a)", "朝阳区 (urn:b)", ""]);
  });

  test("points say where they are, over time from left to right", () => {
    const found = table(
      ["year", "n"],
      [text("2021"), typed(1, "integer")],
      [text("2021"), typed(2, "integer")],
      [text("2022"), typed(3, "integer")],
    );
    const axes = { x: "year", y: "n", by: null };
    const chart = chartOf(found, axes, words);
    const option = chartOption(chart, axes, LOOK) as {
      series: { data: unknown }[];
      tooltip: { renderMode: string; formatter: (point: unknown) => string };
    };
    expect(option.series[0]?.data).toEqual([
      [0, 1],
      [0, 2],
      [1, 3],
    ]);
    expect(option.tooltip.renderMode).toBe("richText");
    expect(option.tooltip.formatter({ seriesIndex: 0, dataIndex: 2, value: [1, 3] })).toBe("2022\n3");
  });

  test("names are asked for of the things that are drawn", () => {
    const found = table(
      ["place", "other", "n"],
      [iri("urn:1"), iri("urn:no"), typed(1, "integer")],
      [iri("urn:1"), iri("urn:no"), typed(2, "integer")],
      [text("甲"), iri("urn:no"), typed(2, "integer")],
    );
    expect(thingsIn(found, { x: "place", y: "n", by: null })).toEqual(["urn:1"]);
  });

  test("more groups than can be told apart are counted", () => {
    const rows = Array.from({ length: 30 }, (_, n) => [text(`${n}号`), text(`组${n}`), typed(n, "integer")]);
    const found = table(["at", "group", "n"], ...rows);
    expect(axesOf(found, null)).toEqual({ x: "at", y: "n", by: null });
    const chart = chartOf(found, { x: "at", y: "n", by: "group" }, words);
    expect([chart.series.length, chart.all.series]).toEqual([MOST_SERIES, 30]);
  });
});
