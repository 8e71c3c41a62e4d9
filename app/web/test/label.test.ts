import { describe, expect, test } from "vitest";
import { wrapLabel } from "../src/text/label";

describe("a label", () => {
  test.each([
    ["梨树县", ["梨树县"]],
    ["国家基本公共卫生服务项目", ["国家基本公共", "卫生服务项目"]],
    ["预防艾滋病、梅毒、乙肝母婴传播", ["预防艾滋病、梅毒、", "乙肝母婴传播"]],
    ["", [""]],
  ])("%s", (label, lines) => {
    expect(wrapLabel(label).lines).toEqual(lines);
  });

  test("that is too long ends in an ellipsis, within its box", () => {
    const { lines, width } = wrapLabel("推进紧密型城市医疗联合体建设".repeat(800), 8, 3);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/…$/);
    expect(width).toBeLessThanOrEqual(8.5);
  });

  test("is never cut inside a character", () => {
    expect(wrapLabel("𠮷".repeat(12)).lines.join("")).toBe("𠮷".repeat(12));
  });
});
