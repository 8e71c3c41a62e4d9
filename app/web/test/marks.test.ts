import { describe, expect, test } from "vitest";
import type { Mark, MarkType } from "../src/api/types";
import { segments } from "../src/text/marks";

function mark(start: number, end: number, type: MarkType = "region"): Mark {
  return { start, end, type, text: "", entity: null, score: null, link_score: null };
}

const texts = (sentence: string, ...marks: Mark[]) =>
  segments(sentence, marks).map((piece) => (piece.mark ? `[${piece.text}]` : piece.text));

describe("a sentence cut at its marks", () => {
  test("keeps the order of the text, not of the marks", () => {
    expect(texts("梨树县签约率达95%以上。", mark(7, 12), mark(0, 3))).toEqual([
      "[梨树县]",
      "签约率达",
      "[95%以上]",
      "。",
    ]);
  });

  test("counts code points, not UTF-16 units", () => {
    expect(texts("𠮷林省👩‍⚕️梨树县", mark(0, 3), mark(7, 10))).toEqual(["[𠮷林省]", "👩‍⚕️", "[梨树县]"]);
  });

  test("is one piece without marks, and none without text", () => {
    expect(texts("全县")).toEqual(["全县"]);
    expect(texts("")).toEqual([]);
  });

  test.each([
    ["overlapping", [mark(0, 3), mark(2, 4)], ["[梨树县]", "卫健局"]],
    ["beyond the end", [mark(3, 9)], ["梨树县卫健局"]],
    ["empty", [mark(3, 3)], ["梨树县卫健局"]],
    ["negative", [mark(-2, 3)], ["梨树县卫健局"]],
  ])("leaves out a mark that is %s", (_, marks, expected) => {
    expect(texts("梨树县卫健局", ...marks)).toEqual(expected);
  });
});
