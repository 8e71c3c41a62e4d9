import { describe, expect, test } from "vitest";
import type { Heading, MarkType, Mention } from "../src/api/types";
import {
  firstFrom,
  isHeadingAlone,
  mentionAt,
  type Paragraph,
  paragraphsOf,
  piecesOf,
  touched,
  within,
} from "../src/reading/paragraphs";

const TEXT = "工作总结\n\n一、妇幼健康\n全县😀建卡97%。\n  \n（一）签约。签约率95%。";
const OUTLINE: Heading[] = [
  { level: 1, title: "一、妇幼健康", start: 6 },
  { level: 2, title: "（一）签约", start: 26 },
];

function mention(start: number, end: number, type: MarkType = "region"): Mention {
  return { start, end, type, text: "", entity: null, score: null, link_score: null };
}

describe("a report in paragraphs", () => {
  const paragraphs = paragraphsOf(TEXT, OUTLINE);
  const points = Array.from(TEXT);

  test("has the lines that say something, at their code points", () => {
    expect(paragraphs.map(({ text }) => text)).toEqual([
      "工作总结",
      "一、妇幼健康",
      "全县😀建卡97%。",
      "（一）签约。签约率95%。",
    ]);
    for (const { text, start, end } of paragraphs) expect(points.slice(start, end).join("")).toBe(text);
  });

  test("knows its headings, and which fill their line", () => {
    expect(paragraphs.map(({ heading }) => heading?.level ?? null)).toEqual([null, 1, null, 2]);
    expect(paragraphs.map(isHeadingAlone)).toEqual([false, true, false, false]);
  });

  test("counts a half of a pair as a code point, as the server does", () => {
    const [, second] = paragraphsOf("a\ud83d\nb", []);
    expect(second?.start).toBe(3);
  });

  test.each([
    [{ start: 13, end: 15 }, [2]],
    [{ start: 0, end: 16 }, [0, 1, 2]],
    [{ start: 4, end: 6 }, []],
    [{ start: 900, end: 901 }, []],
  ])("tells which a span touches: %o", (span, expected) => {
    expect(touched(paragraphs, span)).toEqual(expected);
  });
});

describe("a paragraph in pieces", () => {
  const paragraph: Paragraph = { text: "全县😀建卡97%。", start: 100, end: 109, heading: null };
  const region = mention(100, 102);
  const quantity = mention(105, 108, "quantity");
  const told = (at: { start: number; end: number } | null, ...mentions: Mention[]) =>
    piecesOf(paragraph, mentions, at).map(({ text, mention: found, chosen }) => {
      const marked = found ? `[${text}]` : text;
      return chosen ? `*${marked}*` : marked;
    });

  test("is cut at its mentions", () => {
    expect(told(null, region, quantity)).toEqual(["[全县]", "😀建卡", "[97%]", "。"]);
    expect(told(null)).toEqual([paragraph.text]);
  });

  test("is cut at the chosen place, also through a mention", () => {
    expect(told({ start: 102, end: 107 }, region, quantity)).toEqual([
      "[全县]",
      "*😀建卡*",
      "*[97]*",
      "[%]",
      "。",
    ]);
  });

  test("bears a place that reaches beyond it, or lies elsewhere", () => {
    expect(told({ start: 0, end: 999 }, region)).toEqual(["*[全县]*", "*😀建卡97%。*"]);
    expect(told({ start: 0, end: 9 })).toEqual([paragraph.text]);
    expect(told({ start: 200, end: 209 })).toEqual([paragraph.text]);
  });

  test("loses no text whatever is marked", () => {
    for (let start = 95; start < 112; start++)
      for (let end = start; end < 112; end++) {
        const pieces = piecesOf(paragraph, [mention(start, end)], { start: 103, end: 106 });
        expect(pieces.map(({ text }) => text).join("")).toBe(paragraph.text);
      }
  });
});

describe("finding by offset", () => {
  const sorted = [mention(2, 4), mention(6, 8), mention(6, 9), mention(20, 22)];

  test("gives what begins inside", () => {
    expect(within(sorted, { start: 4, end: 20 })).toEqual(sorted.slice(1, 3));
    expect(within([], { start: 0, end: 9 })).toEqual([]);
    expect(firstFrom(sorted, 7)).toBe(3);
    expect(firstFrom(sorted, 99)).toBe(4);
  });

  test("gives the mention that takes up a place", () => {
    expect(mentionAt(sorted, { start: 6, end: 9 })).toBe(sorted[2]);
    expect(mentionAt(sorted, { start: 5, end: 9 })).toBeNull();
    expect(mentionAt(sorted, null)).toBeNull();
  });
});
