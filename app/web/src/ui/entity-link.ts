import type { EntityId } from "../api/types";
import { viewOf } from "../state/explore";
import { formatView } from "../state/view";
import { type Child, h } from "./dom";

/**
 * A link to an entity. It is a real address, so that it can be copied and opened elsewhere; a plain click
 * does `choose` instead, where the page has something better to do than to start afresh.
 */
export function entityLink(
  id: EntityId,
  options: { class?: string; choose?: (id: EntityId) => void },
  ...children: Child[]
): HTMLAnchorElement {
  const { choose } = options;
  const onClick = (event: MouseEvent) => {
    if (!choose || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(id);
  };
  return h(
    "a",
    {
      ...(options.class ? { class: options.class } : {}),
      attributes: { href: formatView(viewOf(id)) },
      on: { click: onClick },
    },
    ...children,
  );
}
