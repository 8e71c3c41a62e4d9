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

/** How sure it is that something was read rightly and, where it was linked, that the link is right. */
export function scoreWords({ score, link_score }: Scored, t: Translate): string[] {
  const reading = t("score.reading", { score: formatScore(score, t) });
  return link_score === null ? [reading] : [reading, t("score.link", { score: formatScore(link_score, t) })];
}
