import type { Scored } from "../api/types";
import type { Key, Translate } from "../i18n";

/** From which probability on a word holds, the surest first. */
const WORDS: readonly [number, Key][] = [
  [0.95, "score.sure"],
  [0.8, "score.likely"],
  [0.5, "score.unsure"],
  [0, "score.doubtful"],
];

/** A probability as a word with its number, or that none is known. */
export function formatScore(score: number | null, t: Translate): string {
  if (score === null) return t("score.none");
  const [, word] = WORDS.find(([least]) => score >= least) ?? [0, "score.doubtful"];
  return t("score.word", { word: t(word as Key), score: score.toFixed(2) });
}

/**
 * How sure a fact is. Where nobody has measured that of the fact itself, it cannot be surer than the least sure of
 * the `marks` that it is made of.
 */
export function factScoreWords(fact: Scored, marks: readonly Scored[], t: Translate): string[] {
  const known = marks.map(({ score }) => score).filter((score) => score !== null);
  if (fact.score !== null || known.length === 0) return scoreWords(fact, t);
  const [, ...link] = scoreWords(fact, t);
  return [t("score.marks", { score: formatScore(Math.min(...known), t) }), ...link];
}

/** How sure it is that something was read rightly and, where it was linked, that the link is right. */
export function scoreWords({ score, link_score }: Scored, t: Translate): string[] {
  const reading = t("score.reading", { score: formatScore(score, t) });
  return link_score === null ? [reading] : [reading, t("score.link", { score: formatScore(link_score, t) })];
}
