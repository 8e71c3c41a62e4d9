import type { Entity, EntityId, RelationType } from "../api/types";
import { type Branch, branchesOf, type Graph } from "../graph/model";
import { typeIcon } from "../graph/types";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";

export interface NodeActions {
  /** Draw what a relation of the chosen entity leads to; with `null` what all lead to, as far as it can be read. */
  expand(relation: RelationType | null): void;
  togglePin(): void;
  hide(): void;
  /** Let the reader choose another entity, to draw the ways to it. */
  connect(): void;
}

/** What can be done with the chosen node: where its relations lead, with counts, and how it is drawn. */
export class NodeMenu {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly actions: NodeActions;

  constructor(context: Context, actions: NodeActions) {
    this.context = context;
    this.actions = actions;
    this.element = h("section", { class: "node-menu", attributes: { hidden: true } });
  }

  clear(): void {
    this.element.hidden = true;
    fill(this.element);
  }

  /** Show what can be done with `entity` in `graph`, where it may be `pinned` or the `root`. */
  show(entity: Entity, graph: Graph, state: { pinned: boolean; root: EntityId }): void {
    const { t } = this.context;
    const branches = branchesOf(entity.id, entity.links, graph);
    const folded = this.element.querySelector("details")?.open === false;
    this.element.hidden = false;
    this.element.setAttribute("aria-label", t("node.label", { name: entity.label }));
    fill(
      this.element,
      h(
        "details",
        { attributes: { open: !folded } },
        h("summary", {}, h("bdi", {}, entity.label)),
        branches.length > 0 && h("h2", {}, t("node.expand")),
        h("ul", { class: "branches" }, ...branches.map((branch) => h("li", {}, this.branch(branch)))),
        h(
          "div",
          { class: "node-actions" },
          branches.some(({ count, drawn }) => drawn < count) &&
            this.button("node.all", () => this.actions.expand(null)),
          this.button("node.connect", () => this.actions.connect()),
          this.button(state.pinned ? "node.unpin" : "node.pin", () => this.actions.togglePin()),
          entity.id !== state.root && this.button("node.hide", () => this.actions.hide()),
        ),
      ),
    );
  }

  private branch({ type, outgoing, other, count, drawn }: Branch): HTMLElement {
    const { t } = this.context;
    const word = t(outgoing ? `relation.${type}` : `relation.inverse.${type}`);
    const left = count - drawn;
    return h(
      "button",
      {
        class: "branch",
        attributes: { type: "button", disabled: left === 0 },
        on: { click: () => this.actions.expand(type) },
      },
      typeIcon(other),
      h("span", {}, `${word} · ${t(`type.${other}`)}`),
      h(
        "span",
        { class: "number" },
        left === 0 ? t("node.drawn", { count }) : t("node.left", { drawn, count }),
      ),
    );
  }

  private button(
    words: "node.all" | "node.connect" | "node.pin" | "node.unpin" | "node.hide",
    click: () => void,
  ) {
    const attributes = { type: "button" };
    return h("button", { class: "button", attributes, on: { click } }, this.context.t(words));
  }
}
