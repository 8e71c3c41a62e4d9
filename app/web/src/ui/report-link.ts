import type { ReportId, Span } from "../api/types";
import { reportAt } from "../state/reading";
import { formatView } from "../state/view";
import { type Child, h } from "./dom";

/** A link to a report, at a place of its text or at its start. */
export function reportLink(
  id: ReportId,
  options: { class?: string; at?: Span },
  ...children: Child[]
): HTMLAnchorElement {
  const attributes = { href: formatView(reportAt(id, options.at)) };
  return h("a", { ...(options.class ? { class: options.class } : {}), attributes }, ...children);
}
