import type { Heading } from "../api/types";
import type { Translate } from "../i18n";
import { h } from "../ui/dom";
import { empty } from "../ui/notice";

/** The headings of a report; each leads to its line. */
export function outlineList(
  headings: readonly Heading[],
  t: Translate,
  choose: (heading: Heading) => void,
): HTMLElement {
  if (headings.length === 0) return empty(t("report.outline.none"));
  const entries = headings.map((heading) =>
    h(
      "li",
      {},
      h(
        "button",
        {
          class: "outline-entry",
          attributes: { type: "button", "data-level": Math.min(heading.level, 4) },
          on: { click: () => choose(heading) },
        },
        heading.title,
      ),
    ),
  );
  return h("ol", { class: "outline" }, ...entries);
}
