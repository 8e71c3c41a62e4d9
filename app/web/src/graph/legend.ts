import type { Translate } from "../i18n";
import { type Child, h } from "../ui/dom";
import { DRAWN_TYPES, type DrawnType, typeIcon } from "./types";

/** The types that `nodes` have, in their order, each with its shape, its name and how many there are. */
export function legend<T extends DrawnType>(
  nodes: Iterable<{ readonly type: T }>,
  t: Translate,
): { type: T; words: Child[] }[] {
  const counts = new Map<DrawnType, number>();
  for (const { type } of nodes) counts.set(type, (counts.get(type) ?? 0) + 1);
  return DRAWN_TYPES.filter((type): type is T => counts.has(type)).map((type) => {
    const count = h("span", { class: "number" }, String(counts.get(type)));
    return { type, words: [typeIcon(type), t(`type.${type}`), count] };
  });
}
