import { describe, expect, test } from "vitest";
import type { ReportId } from "../src/api/types";
import { translator } from "../src/i18n";
import { type ReportView, reportAt, toggled } from "../src/state/reading";
import { formatView, parseView } from "../src/state/view";
import { factScoreWords, formatScore, scoreWords } from "../src/text/score";

const id = "document/0123456789abcdef" as ReportId;

describe("a report in the address", () => {
  const views: Record<string, ReportView> = {
    "at its start": reportAt(id),
    "at a place": reportAt(id, { start: 0, end: 12 }),
    "without some marks": toggled(toggled(reportAt(id, { start: 3, end: 4 }), "person"), "date"),
  };
  test.each(Object.entries(views))("comes back: %s", (_, view) => {
    expect(parseView(formatView(view))).toEqual(view);
  });

  test.each([
    "#report=",
    "#report=region/1",
    "#report=document/",
    "#report=document/a/b",
    `#report=${id}&at=5`,
    `#report=${id}&at=5-5`,
    `#report=${id}&at=9-5`,
    `#report=${id}&at=-1-5`,
    `#report=${id}&at=1-99999999999`,
    `#report=${id}&off=`,
    `#report=${id}&off=person,script`,
    `#report=${id}&off=__proto__`,
  ])("is broken: %s", (fragment) => {
    expect(parseView(fragment)).toBe("broken");
  });

  test("keeps the place alone of what is handed to it", () => {
    const sentence = { start: 1, end: 2, text: "x" };
    expect(reportAt(id, sentence).at).toEqual({ start: 1, end: 2 });
  });

  test("turns a type of mark off and on", () => {
    const off = toggled(toggled(reportAt(id), "person"), "region");
    expect(off.off).toEqual(["region", "person"]);
    expect(toggled(off, "person").off).toEqual(["region"]);
  });
});

describe("a score in words", () => {
  const t = translator("zh");
  test.each([
    [1, "很可信（1.00）"],
    [0.95, "很可信（0.95）"],
    [0.8, "较可信（0.80）"],
    [0.5, "不太确定（0.50）"],
    [0, "存疑（0.00）"],
    [null, "未评分"],
  ])("%s", (score, words) => {
    expect(formatScore(score, t)).toBe(words);
  });

  test("tells of a link only where there is one", () => {
    expect(scoreWords({ score: 0.97, link_score: null }, t)).toEqual(["识别很可信（0.97）"]);
    expect(scoreWords({ score: null, link_score: 0.6 }, t)).toEqual([
      "识别未评分",
      "对应条目不太确定（0.60）",
    ]);
  });

  test("takes a fact for no surer than the least sure mark that it is made of", () => {
    const marks = [
      { score: 0.99, link_score: 1 },
      { score: 0.6, link_score: null },
      { score: null, link_score: null },
    ];
    const fact = { score: null, link_score: 0.97 };
    expect(factScoreWords(fact, marks, t)).toEqual(["所据标注不太确定（0.60）", "对应条目很可信（0.97）"]);
    expect(factScoreWords({ ...fact, score: 0.9 }, marks, t)[0]).toBe("识别较可信（0.90）");
    expect(factScoreWords(fact, [], t)[0]).toBe("识别未评分");
  });
});
