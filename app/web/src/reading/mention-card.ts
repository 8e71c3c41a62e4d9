import type { Mention } from "../api/types";
import { typeIcon } from "../graph/types";
import { scoreWords } from "../text/score";
import type { Context } from "../ui/context";
import { type Child, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";

/** What a chosen mark was recognised as, how sure that is, and the way to its entity. */
export class MentionCard {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly close: () => void;

  constructor(context: Context, close: () => void) {
    this.context = context;
    this.close = close;
    this.element = h("section", {
      class: "mention-card",
      attributes: { "aria-label": context.t("report.mention"), "aria-live": "polite", hidden: true },
    });
  }

  show(mention: Mention | null): void {
    this.element.hidden = mention === null;
    fill(this.element, ...(mention ? this.content(mention) : []));
  }

  private content(mention: Mention): Child[] {
    const { t } = this.context;
    const { type, entity } = mention;
    const isNamed = type !== "quantity" && type !== "date";
    const scores = scoreWords(mention, t).map((words) => h("li", {}, words));
    return [
      h(
        "header",
        { class: "mention-head" },
        h("span", { class: "mark mention-type", attributes: { "data-type": type } }, t(`type.${type}`)),
        h(
          "button",
          {
            class: "icon-button",
            attributes: { type: "button", "aria-label": t("report.mention.close") },
            on: { click: this.close },
          },
          "×",
        ),
      ),
      h("p", { class: "mention-text" }, h("bdi", {}, mention.text)),
      isNamed && entity
        ? entityLink(entity.id, { class: "mention-entity" }, typeIcon(type), h("bdi", {}, entity.label))
        : isNamed && h("p", { class: "mention-none" }, t("report.mention.none")),
      h("ul", { class: "mention-scores" }, ...scores),
    ];
  }
}
