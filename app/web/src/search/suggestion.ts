import type { EntityItem } from "../api/types";
import type { Translate } from "../i18n";
import { type Child, h } from "../ui/dom";
import { typeBadge } from "../ui/type-badge";

/** The inside of one suggestion: name with the searched part marked, type, region, number of facts. */
export function suggestion(item: EntityItem, text: string, t: Translate): HTMLElement[] {
  return [
    h("span", { class: "suggestion-name" }, ...highlighted(item.label, text)),
    h(
      "span",
      { class: "suggestion-facts" },
      typeBadge(item.type, t),
      item.region && h("span", {}, item.region.label),
      h("span", { class: "number" }, t("search.count", { count: item.count })),
    ),
  ];
}

function highlighted(label: string, text: string): Child[] {
  const at = label.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return [label];
  const end = at + text.length;
  return [label.slice(0, at), h("b", {}, label.slice(at, end)), label.slice(end)];
}
