import type { Span } from "../api/types";

/** A piece of a sentence: plain text, or the text of one mark. */
export interface Segment<M extends Span> {
  text: string;
  mark: M | null;
}

/**
 * Cut `sentence` at its marks, whose offsets count code points. The pieces joined give the sentence. A mark
 * that overlaps an earlier one, or that lies outside the sentence, is left out rather than moved.
 */
export function segments<M extends Span>(sentence: string, marks: readonly M[]): Segment<M>[] {
  const points = Array.from(sentence);
  const pieces: Segment<M>[] = [];
  let at = 0;
  const add = (end: number, mark: M | null) => {
    if (end > at) pieces.push({ text: points.slice(at, end).join(""), mark });
    at = end;
  };
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    if (mark.start < at || mark.end <= mark.start || mark.end > points.length) continue;
    add(mark.start, null);
    add(mark.end, mark);
  }
  add(points.length, null);
  return pieces;
}
