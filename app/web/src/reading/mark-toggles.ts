import { MARK_TYPES, type MarkType, type Mention } from "../api/types";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";

/** The types of mark that a report has, with their numbers; each can be turned off and on. */
export class MarkToggles {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly toggle: (type: MarkType) => void;
  private readonly buttons = new Map<MarkType, HTMLButtonElement>();

  constructor(context: Context, toggle: (type: MarkType) => void) {
    this.context = context;
    this.toggle = toggle;
    this.element = h("div", {
      class: "mark-toggles",
      attributes: { role: "group", "aria-label": context.t("report.marks") },
    });
  }

  show(mentions: readonly Mention[]): void {
    const { t } = this.context;
    this.buttons.clear();
    for (const type of MARK_TYPES) {
      const count = mentions.filter((mention) => mention.type === type).length;
      if (count === 0) continue;
      const button = h(
        "button",
        {
          class: "mark-toggle",
          attributes: { type: "button", "aria-pressed": "true", "data-type": type },
          on: { click: () => this.toggle(type) },
        },
        h("span", { class: "mark", attributes: { "data-type": type } }, t(`type.${type}`)),
        h("span", { class: "number" }, String(count)),
      );
      this.buttons.set(type, button);
    }
    fill(this.element, ...this.buttons.values());
  }

  turn(off: readonly MarkType[]): void {
    for (const [type, button] of this.buttons)
      button.setAttribute("aria-pressed", String(!off.includes(type)));
  }

  clear(): void {
    this.show([]);
  }
}
