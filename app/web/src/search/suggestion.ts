import type { EntityHit } from "../api/types";
import type { Translate } from "../i18n";
import { segments } from "../text/marks";
import { type Child, h } from "../ui/dom";
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
      ...(other ? [item.label] : highlighted(item)),
      other && h("span", { class: "suggestion-other" }, ...highlighted(item)),
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

function highlighted({ name, highlights }: EntityHit): Child[] {
  return segments(name, highlights).map(({ text, mark }) => (mark ? h("b", {}, text) : text));
}
