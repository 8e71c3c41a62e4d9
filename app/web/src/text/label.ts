/** A label broken into lines, with the size of its box in multiples of the font size. */
export interface LabelBox {
  lines: string[];
  width: number;
  height: number;
}

const LINE_HEIGHT = 1.2;

/**
 * Break `label` into at most `maxLines` lines of about the same width, none wider than `maxWidth` em. Chinese
 * has no spaces to break at, so lines break anywhere; what does not fit ends in an ellipsis.
 */
export function wrapLabel(label: string, maxWidth = 8, maxLines = 3): LabelBox {
  const points = Array.from(label.replace(/\s+/g, " ").trim());
  const total = width(points);
  const count = Math.min(maxLines, Math.max(1, Math.ceil(total / maxWidth)));
  const lines = takeLines(points, Math.min(maxWidth, total / count + 0.5), count, maxWidth);
  return {
    lines,
    width: Math.max(...lines.map((line) => width(Array.from(line)))),
    height: lines.length * LINE_HEIGHT,
  };
}

function takeLines(points: string[], target: number, count: number, maxWidth: number): string[] {
  const lines: string[] = [];
  let rest = points;
  while (lines.length < count - 1) {
    const end = withClosing(rest, fitting(rest, target));
    lines.push(rest.slice(0, end).join(""));
    rest = rest.slice(end);
  }
  const fits = width(rest) <= maxWidth;
  lines.push(fits ? rest.join("") : `${rest.slice(0, fitting(rest, maxWidth - 1)).join("")}…`);
  return lines;
}

/** `end` moved on past a mark that may not begin a line. */
function withClosing(points: string[], end: number): number {
  return /^[、，。；：！？）》」』”’）)]$/.test(points[end] ?? "") ? end + 1 : end;
}

/** How many of `points` fit into `limit` em; at least one. */
function fitting(points: string[], limit: number): number {
  let end = 0;
  for (let used = 0; end < points.length; end++) {
    used += advance(points[end] ?? "");
    if (used > limit && end > 0) break;
  }
  return end;
}

function width(points: string[]): number {
  return points.reduce((sum, point) => sum + advance(point), 0);
}

/** The width of a character in em, near enough: Chinese and full-width 1, Latin and digits about half. */
function advance(point: string): number {
  return (point.codePointAt(0) ?? 0) < 0x2010 ? 0.58 : 1;
}
