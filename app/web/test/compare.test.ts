import { describe, expect, test } from "vitest";
import type { EntityId, Named, NationalTarget, Observation, ObservationId, ReportId } from "../src/api/types";
import { chartData, isDrawable, MOST_LINES } from "../src/compare/chart-data";
import { chartHeight, chartOption } from "../src/compare/options";
import { ordered, turned } from "../src/compare/order";
import { targetFor } from "../src/compare/targets";
import { compareValues, flagsOf, isInside } from "../src/compare/values";
import { translator } from "../src/i18n";
import { compareOf, MAX_REGIONS, withoutRegion, withRegion, withYears } from "../src/state/compare";
import { formatView, parseView } from "../src/state/view";

const id = (path: string) => path as EntityId;
const place = (code: string, label = code): Named => ({ id: id(`region/${code}`), label });
const yushan = place("340504", "雨山区");
const donghai = place("320722", "东海县");
const measure = { names: ["签约率", "签约服务率"], unit: "%" };
const anywhere = { regions: [], from: null, to: null };

let count = 0;
function said(fields: Partial<Observation> = {}): Observation {
  return {
    id: `observation/x/${count++}-1` as ObservationId,
    indicator: { id: id("indicator/rate"), label: "签约率" },
    name: "签约率",
    value: 50,
    low: null,
    high: null,
    unit: "%",
    quantity: "50%",
    comparator: "=",
    period: "2021",
    status: "actual",
    region: yushan,
    program: null,
    institution: null,
    score: 0.9,
    link_score: null,
    start: 0,
    end: 1,
    document: { id: "document/x" as ReportId, title: "报告", period: "2021" },
    ...fields,
  };
}

function target(period: string, value = 80, unit: string | null = "%"): NationalTarget {
  return { period, value, unit, comparator: ">=", source: null };
}

describe("flags", () => {
  test.each([
    [{}, []],
    [{ name: "签约服务率" }, []],
    [{ period: "2021-H1" }, ["period"]],
    [{ period: "2021-06" }, ["period"]],
    [{ unit: "人" }, ["unit"]],
    [{ unit: null }, ["unit"]],
    [{ name: "重点人群签约率" }, ["name"]],
    [{ institution: { id: id("institution/1/医院"), label: "医院" } }, ["institution"]],
    [{ value: null, low: 1, high: 2 }, ["range"]],
    [{ period: "2021-Q3", unit: "人", name: "签约人数" }, ["period", "unit", "name"]],
  ])("of %j", (fields, flags) => {
    expect(flagsOf(said(fields), measure)).toEqual(flags);
  });
});

describe("rows", () => {
  test("have a place for each region and each year, gaps included", () => {
    const observations = [said(), said({ period: "2023" }), said({ region: donghai, period: "2023" })];
    const { rows, regions, years } = compareValues(observations, measure, anywhere);
    expect(regions).toEqual([donghai, yushan]);
    expect(years).toEqual(["2021", "2022", "2023"]);
    expect(rows).toHaveLength(6);
    expect(rows.filter(({ isGap }) => isGap).map(({ region, year }) => [region.label, year])).toEqual([
      ["东海县", "2021"],
      ["东海县", "2022"],
      ["雨山区", "2022"],
    ]);
  });

  test("with a target alone are a gap only where others have results", () => {
    const ahead = said({ period: "2022", status: "target" });
    const { rows } = compareValues([said(), said({ status: "target", region: donghai }), ahead], measure, {
      ...anywhere,
      to: "2022",
    });
    const gaps = rows.filter(({ isGap }) => isGap).map(({ region, year }) => [region.label, year]);
    expect(gaps).toEqual([
      ["东海县", "2021"],
      ["东海县", "2022"],
    ]);
  });

  test("name a chosen region without values, but not one whose inner regions have some", () => {
    const wanted = { ...anywhere, regions: [place("340000", "安徽省"), donghai] };
    expect(compareValues([said()], measure, wanted).regions).toEqual([donghai, yushan]);
  });

  test("show the plainest and surest value, and say that others differ", () => {
    const half = said({ period: "2021-H1", value: 20, score: 0.99 });
    const [unsure, sure] = [said({ value: 48, score: 0.5 }), said({ value: 50, score: 0.8 })];
    const [row] = compareValues([half, unsure, sure], measure, anywhere).rows;
    expect(row?.values.actual).toEqual({ observation: sure, flags: ["several"], rest: [unsure, half] });
    const [same] = compareValues([said(), said()], measure, anywhere).rows;
    expect(same?.values.actual?.flags).toEqual([]);
  });

  test("leave out what has no region or no year, and count it", () => {
    const lost = [said({ region: null }), said({ period: "" })];
    expect(compareValues([said(), ...lost], measure, anywhere)).toMatchObject({
      homeless: 2,
      years: ["2021"],
    });
  });

  test("tell regions of the same name apart by their codes", () => {
    const namesakes = [place("320106", "鼓楼区"), place("350102", "鼓楼区")];
    const { regions } = compareValues(
      namesakes.map((region) => said({ region })),
      measure,
      anywhere,
    );
    expect(regions.map(({ label }) => label)).toEqual(["鼓楼区 320106", "鼓楼区 350102"]);
  });

  test("of an indicator without a unit take the unit of most values, and set out no endless years", () => {
    const observations = [said({ unit: "人" }), said({ unit: "人", period: "2022" }), said({ unit: "个" })];
    const wanted = { ...anywhere, from: "0001" };
    const { unit, years } = compareValues(observations, { ...measure, unit: null }, wanted);
    expect(unit).toBe("人");
    expect(years).toHaveLength(30);
    expect(years.at(-1)).toBe("2022");
    expect(compareValues([], measure, anywhere).rows).toEqual([]);
  });
});

test.each([
  ["region/340504", "region/340504", true],
  ["region/340504", "region/340500", true],
  ["region/340504", "region/340000", true],
  ["region/340504", "region/320000", false],
  ["region/340504", "region/340505", false],
  ["region/330100", "region/331000", false],
  ["region/331001", "region/331000", true],
  ["region/local/某县", "region/340000", false],
])("%s lies in %s: %s", (inner, outer, expected) => {
  expect(isInside(id(inner), id(outer))).toBe(expected);
});

describe("order", () => {
  const { rows } = compareValues(
    [said({ value: 10 }), said({ value: 30, region: donghai }), said({ value: 20, period: "2023" })],
    measure,
    anywhere,
  );
  const values = (descending: boolean) =>
    ordered(rows, { column: "actual", descending }).map(({ values }) => values.actual?.observation.value);

  test("puts gaps last either way", () => {
    expect(values(false)).toEqual([10, 20, 30, undefined, undefined, undefined]);
    expect(values(true)).toEqual([30, 20, 10, undefined, undefined, undefined]);
  });

  test("of regions is that of their names, years staying in turn", () => {
    const sorted = ordered(rows, { column: "region", descending: false });
    expect(sorted.map(({ region, year }) => `${region.label}${year}`).slice(0, 3)).toEqual([
      "东海县2021",
      "东海县2022",
      "东海县2023",
    ]);
  });

  test("turns round at a second click", () => {
    const first = turned({ column: "region", descending: false }, "actual");
    expect(first).toEqual({ column: "actual", descending: true });
    expect(turned(first, "actual").descending).toBe(false);
  });
});

test.each([
  ["2021", "2022"],
  ["2022", "2022"],
  ["2023", "2025"],
  ["2026", "2025"],
])("the national target for %s is that of %s", (year, expected) => {
  expect(targetFor([target("2025"), target("2022")], year)?.period).toBe(expected);
});

describe("the chart", () => {
  const t = translator("zh");
  const look = {
    language: "zh-CN",
    font: "",
    ink: "",
    soft: "",
    line: "",
    surface: "",
    actual: "",
    target: "",
    national: "",
    lines: ["#000"],
  };

  test("has bars for one year, with gaps named and other units left out", () => {
    const observations = [
      said(),
      said({ region: donghai, unit: "人" }),
      said({ status: "target", value: 60 }),
    ];
    const comparison = compareValues(observations, measure, anywhere);
    const data = chartData(comparison, comparison.rows, [target("2022"), target("2021", 5, "人")]);
    expect(data).toMatchObject({ kind: "regions", undrawn: 1, national: [{ period: "2022" }] });
    expect(data.series.map(({ actual }) => actual[0]?.value)).toEqual([undefined, 50]);
    expect(chartHeight(data)).toBeGreaterThan(0);
    const option = chartOption(data, look, t) as {
      yAxis: { data: string[] }[];
      xAxis: { max?: number };
      tooltip: { valueFormatter: (value: unknown) => string };
    };
    expect([50, [60, 1]].map(option.tooltip.valueFormatter)).toEqual(["50%", "60%"]);
    expect(option.yAxis.map((axis) => axis.data)).toEqual([
      ["东海县（缺）", "雨山区"],
      ["", "50%"],
    ]);
    expect(option.xAxis.max).toBeGreaterThanOrEqual(80);
  });

  test("has lines for several years, interrupted at gaps, at most so many", () => {
    const many = Array.from({ length: MOST_LINES + 5 }, (_, index) => place(String(100_001 + index)));
    const observations = many.flatMap((region) => [said({ region }), said({ region, period: "2023" })]);
    const comparison = compareValues(observations, measure, anywhere);
    const data = chartData(comparison, comparison.rows, [target("2021"), target("2023", 90)]);
    expect(data.series).toHaveLength(MOST_LINES);
    expect(data.regions).toBe(many.length);
    expect(data.series[0]?.actual.map((point) => point?.value ?? null)).toEqual([50, null, 50]);
    expect(data.national).toHaveLength(2);
    const option = chartOption(data, look, t) as { series: { connectNulls: boolean; data: unknown[] }[] };
    expect(option.series.at(-1)?.data).toEqual([80, null, 90]);
    expect(option.series[0]?.connectNulls).toBe(false);
  });

  test("says that there is nothing to draw", () => {
    const comparison = compareValues([said({ unit: "人" })], measure, anywhere);
    expect(isDrawable(chartData(comparison, comparison.rows, []))).toBe(false);
  });
});

describe("the address of a comparison", () => {
  const view = withRegion(withRegion(compareOf(id("indicator/a&b=c #率")), yushan.id), donghai.id);
  test.each([
    compareOf(null),
    view,
    withYears(view, "from", "2020"),
    { ...view, observation: "observation/x/1-1" as ObservationId },
  ])("comes back: %j", (each) => {
    expect(parseView(formatView(each))).toEqual(each);
  });

  test.each([
    "#compare=javascript:1",
    "#compare=indicator/x&region=1",
    "#compare=indicator/x&from=20",
    "#compare=indicator/x&from=2022&to=2021",
    "#compare=indicator/x&observation=region/1",
    `#compare=${"&region=region/1".repeat(MAX_REGIONS + 1)}`,
  ])("is broken: %s", (fragment) => {
    expect(parseView(fragment)).toBe("broken");
  });

  test("keeps a region once and a bounded number, and lets years not cross", () => {
    expect(withRegion(view, yushan.id)).toBe(view);
    expect(withoutRegion(view, yushan.id).regions).toEqual([donghai.id]);
    const many = Array.from({ length: MAX_REGIONS + 3 }, (_, index) => id(`region/${index}`));
    expect(many.reduce(withRegion, compareOf(null)).regions).toEqual(many.slice(3));
    expect(withYears(withYears(view, "to", "2020"), "from", "2022")).toMatchObject({
      from: "2022",
      to: "2022",
    });
  });
});
