import { describe, expect, test } from "vitest";
import type {
  EntityId,
  EntityType,
  GraphEdge,
  GraphNode,
  ListedEntity,
  Neighbourhood,
  Observation,
  ObservationId,
  RelationType,
  ReportId,
} from "../src/api/types";
import { figuresOf, profileOf } from "../src/region/profile";

const id = (path: string) => path as EntityId;
const county = id("region/999901");

function node(path: string, type: EntityType): GraphNode {
  return { id: id(path), label: path, iri: path, type, degree: 1 };
}

function edge(source: string, type: RelationType, target: string): GraphEdge {
  return { id: `${source} ${type} ${target}`, source: id(source), target: id(target), type, label: type };
}

function listed(path: string, kind: string | null = null): ListedEntity {
  return {
    id: id(path),
    label: path,
    iri: path,
    type: "institution",
    region: null,
    count: 1,
    kind: kind === null ? null : { id: id(kind), label: kind },
  };
}

function said(fields: Partial<Observation>): Observation {
  return {
    id: "observation/x/1-1" as ObservationId,
    indicator: { id: id("indicator/rate"), label: "率" },
    name: "率",
    value: 1,
    low: null,
    high: null,
    unit: "%",
    quantity: "1%",
    comparator: "=",
    period: "2021",
    status: "actual",
    region: null,
    program: null,
    institution: null,
    score: null,
    link_score: null,
    start: 0,
    end: 1,
    document: { id: "document/x" as ReportId, title: "", period: null },
    ...fields,
  };
}

describe("the profile of a region", () => {
  const part: Neighbourhood = {
    center: county,
    nodes: [
      node(county, "region"),
      node("program/care", "program"),
      node("program/other", "program"),
      node("institution/here", "institution"),
      node("institution/elsewhere", "institution"),
      node("policy/a", "policy"),
      node("task/1", "task"),
    ],
    edges: [
      edge(county, "implements", "program/care"),
      edge(county, "implements", "program/other"),
      edge("institution/here", "follows", "policy/a"),
      edge("institution/elsewhere", "follows", "policy/a"),
      edge("institution/here", "issues", "policy/a"),
      edge("institution/here", "responsibleFor", "task/1"),
      edge("institution/elsewhere", "delivers", "program/care"),
      edge("program/care", "follows", "policy/a"),
    ],
    truncated: false,
  };
  const program = { id: id("program/other"), label: "program/other" };
  const profile = profileOf(
    part,
    [said({ program }), said({ program: null })],
    [listed("institution/here", "type/hospital"), listed("institution/unknown")],
    [],
  );

  test("has the programmes, those with most figures first, and last what belongs to none", () => {
    expect(profile.programmes.map((each) => [each.program?.id ?? null, each.figures.length])).toEqual([
      ["program/other", 1],
      ["program/care", 0],
      [null, 1],
    ]);
    expect(profile.programmes[0]?.edge?.source).toBe(county);
  });

  test("has what the region and its own institutions do, and nobody else's", () => {
    const ends = (statements: typeof profile.duties) => statements.map(({ subject }) => subject.id);
    expect(ends(profile.followed)).toEqual(["institution/here"]);
    expect(ends(profile.issued)).toEqual(["institution/here"]);
    expect(ends(profile.duties)).toEqual(["institution/here"]);
  });

  test("has the institutions by kind, those of no known kind last", () => {
    expect(profile.kinds.map(({ kind, members }) => [kind?.id ?? null, members.length])).toEqual([
      ["type/hospital", 1],
      [null, 1],
    ]);
  });
});

describe("figures", () => {
  test("are the latest result and the latest target, the whole year before a part of it", () => {
    const half = said({ period: "2022-H1", value: 1 });
    const whole = said({ period: "2022", value: 2 });
    const old = said({ period: "2021-12", value: 3 });
    const wanted = said({ period: "2023", status: "target" });
    expect(figuresOf([old, half, whole, wanted])).toEqual([
      { name: "率", indicator: whole.indicator, actual: whole, target: wanted },
    ]);
  });

  test("without an indicator go by the name that the report gives them", () => {
    const figures = figuresOf([
      said({ indicator: null, name: "甲" }),
      said({ indicator: null, name: "乙", status: "target" }),
    ]);
    expect(figures.map(({ name, actual, target }) => [name, actual !== null, target !== null])).toEqual([
      ["甲", true, false],
      ["乙", false, true],
    ]);
  });
});
