import type { EntityHit, SentenceHit, Span } from "../api/types";
import type { Translate } from "../i18n";
import { formatPeriod } from "../text/format";
import { segments } from "../text/marks";
import { type Child, dotted, h } from "../ui/dom";
import { typeBadge } from "../ui/type-badge";

/**
 * The inside of one suggestion: label, the name that was searched for where that is another, with the searched
 * part marked, type, region, number of facts.
 */
export function suggestion(item: EntityHit, t: Translate): HTMLElement[] {
  const other = item.name !== item.label;
  return [
    h(
      "span",
      { class: "suggestion-name" },
      ...(other ? [item.label] : highlighted(item.name, item.highlights)),
      other && h("span", { class: "suggestion-other" }, ...highlighted(item.name, item.highlights)),
    ),
    h(
      "span",
      { class: "suggestion-facts" },
      typeBadge(item.type, t),
      item.region && h("span", {}, item.region.label),
      h("span", { class: "number" }, t("search.count", { count: item.count })),
    ),
  ];
}

/** The inside of one sentence: its words with the searched ones marked, and the report that has it. */
export function sentence(
  { snippet, highlights, document, region }: SentenceHit,
  t: Translate,
): HTMLElement[] {
  const { period, title } = document;
  return [
    h(
      "span",
      { class: "suggestion-sentence", attributes: { lang: "zh-CN" } },
      ...highlighted(snippet, highlights),
    ),
    h(
      "span",
      { class: "suggestion-report" },
      ...dotted(region?.label, period && formatPeriod(period, t), title),
    ),
  ];
}

function highlighted(text: string, highlights: readonly Span[]): Child[] {
  return segments(text, highlights).map((piece) => (piece.mark ? h("b", {}, piece.text) : piece.text));
}
