/** A report cut into its paragraphs, and a paragraph into pieces: what the page is built of. */

import type { Heading, Mention, Span } from "../api/types";
import { segments } from "../text/marks";

/** A line of a report that is not blank. Offsets count code points of the whole text. */
export interface Paragraph extends Span {
  readonly text: string;
  /** The heading that the line opens with. */
  readonly heading: Heading | null;
}

/** A piece of a paragraph: plain or of one mention, inside the chosen place or outside. */
export interface Piece {
  readonly text: string;
  readonly mention: Mention | null;
  readonly chosen: boolean;
}

/** The lines of `text` that say something. `outline` is in the order of the text. */
export function paragraphsOf(text: string, outline: readonly Heading[]): Paragraph[] {
  const headings = new Map(outline.map((heading) => [heading.start, heading]));
  const found: Paragraph[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const end = start + countPoints(line);
    if (line.trim() !== "") found.push({ text: line, start, end, heading: headings.get(start) ?? null });
    start = end + 1;
  }
  return found;
}

/** Whether a line is its heading and nothing more, so that it can be set as one. */
export function isHeadingAlone({ text, heading }: Paragraph): boolean {
  return heading !== null && text.replace(/\s/g, "").length <= heading.title.replace(/\s/g, "").length + 1;
}

/** The part of `sorted`, spans by their starts, that begins inside `span`. */
export function within<S extends Span>(sorted: readonly S[], { start, end }: Span): S[] {
  return sorted.slice(firstFrom(sorted, start), firstFrom(sorted, end));
}

/** The index of the first of `sorted`, spans by their starts, that begins at `offset` or later. */
export function firstFrom(sorted: readonly Span[], offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The indexes of the paragraphs that `span` touches. */
export function touched(paragraphs: readonly Paragraph[], span: Span): number[] {
  const after = firstFrom(paragraphs, span.end);
  let first = after;
  while (first > 0 && (paragraphs[first - 1]?.end ?? 0) > span.start) first--;
  return Array.from({ length: after - first }, (_, index) => first + index);
}

/** `paragraph` cut at its mentions and at the edges of the chosen place. The pieces joined give its text. */
export function piecesOf(paragraph: Paragraph, mentions: readonly Mention[], at: Span | null): Piece[] {
  const length = paragraph.end - paragraph.start;
  const edge = (offset: number) => Math.min(Math.max(offset - paragraph.start, 0), length);
  const [from, to] = at ? [edge(at.start), edge(at.end)] : [length, length];
  const points = Array.from(paragraph.text);
  const cut = (start: number, end: number, chosen: boolean): Piece[] => {
    const clipped = mentions.map((mention) => ({
      mention,
      start: Math.max(mention.start - paragraph.start, start) - start,
      end: Math.min(mention.end - paragraph.start, end) - start,
    }));
    return segments(points.slice(start, end).join(""), clipped).map(({ text, mark }) => ({
      text,
      mention: mark?.mention ?? null,
      chosen,
    }));
  };
  return [...cut(0, from, false), ...cut(from, to, true), ...cut(to, length, false)];
}

/** The mention that takes up exactly the chosen place. */
export function mentionAt(mentions: readonly Mention[], at: Span | null): Mention | null {
  if (at === null) return null;
  return within(mentions, { start: at.start, end: at.start + 1 }).find(({ end }) => end === at.end) ?? null;
}

function countPoints(text: string): number {
  let count = text.length;
  for (let index = 1; index < text.length; index++) {
    const pair = text.charCodeAt(index) >> 10 === 0x37 && text.charCodeAt(index - 1) >> 10 === 0x36;
    if (pair) count--;
  }
  return count;
}
