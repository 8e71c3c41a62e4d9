import { Latest } from "../api/latest";
import { typeIcon } from "../graph/types";
import { compareOf } from "../state/compare";
import { formatView } from "../state/view";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { empty, failure, loading } from "../ui/notice";

const LIMIT = 24;

/** The indicators to begin with, before one is chosen. */
export class Popular {
  readonly element = h("section", { class: "start-section", attributes: { hidden: true } });
  private readonly context: Context;
  private readonly latest = new Latest();

  constructor(context: Context) {
    this.context = context;
  }

  show(): void {
    const { api, t } = this.context;
    this.element.hidden = false;
    fill(this.element, loading(t));
    void this.latest.run(
      (signal) => api.entities("indicator", LIMIT, signal),
      ({ items }) => {
        const used = items.filter(({ count }) => count > 0);
        const links = used.map(({ id, label, count }) =>
          h(
            "li",
            {},
            h(
              "a",
              { class: "chip", attributes: { href: formatView(compareOf(id)) } },
              typeIcon("indicator"),
              label,
              h("span", { class: "chip-count number" }, String(count)),
            ),
          ),
        );
        fill(
          this.element,
          h("h2", {}, t("compare.popular")),
          links.length > 0 ? h("ul", { class: "chips" }, ...links) : empty(t("compare.popular.none")),
        );
      },
      (error) =>
        fill(
          this.element,
          failure(error, t, () => this.show()),
        ),
    );
  }

  hide(): void {
    this.latest.cancel();
    this.element.hidden = true;
  }
}
