import { describe, expect, test } from "vitest";
import type { Comparator } from "../src/api/types";
import { translator } from "../src/i18n";
import { formatPeriod, formatValue } from "../src/text/format";

const zh = translator("zh");
const en = translator("en");

function measured(value: number | null, unit: string, comparator: Comparator = "=", bounds = [null, null]) {
  const [low = null, high = null] = bounds as (number | null)[];
  return { value, unit, comparator, low, high, quantity: "原文" };
}

describe("a value", () => {
  test.each([
    [measured(97.52, "%"), "97.52%"],
    [measured(60104700, "元"), "60,104,700 元"],
    [measured(113.43, "/10万"), "113.43/10万"],
    [measured(108, ""), "108"],
    [measured(0, "例"), "0 例"],
    [measured(95, "%", ">="), "≥ 95%"],
    [measured(120, "/10万", "<="), "≤ 120/10万"],
    [measured(2000000, "元", "~"), "约 2,000,000 元"],
    [measured(null, "个", "range", [500, 600] as never), "500–600 个"],
    [measured(null, "个"), "原文"],
  ])("%o reads %s", (value, expected) => {
    expect(formatValue(value, zh)).toBe(expected);
  });
});

describe("a period", () => {
  test.each([
    ["2021", "2021年", "2021"],
    ["2021-H1", "2021年上半年", "H1 2021"],
    ["2021-H2", "2021年下半年", "H2 2021"],
    ["2021-Q3", "2021年第3季度", "Q3 2021"],
    ["2021-09", "2021年9月", "2021-9"],
    ["2023-06-30", "2023年6月30日", "2023-6-30"],
    ["“十四五”", "“十四五”", "“十四五”"],
  ])("%s", (period, chinese, english) => {
    expect([formatPeriod(period, zh), formatPeriod(period, en)]).toEqual([chinese, english]);
  });
});
