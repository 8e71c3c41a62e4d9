import type { Key, Translate } from "../i18n";
import { h } from "../ui/dom";
import type { GraphView } from "./graph-view";

type Zoomed = Pick<GraphView, "zoomBy" | "fit">;

/** A button with a sign on it, and with words for who cannot tell what it means. */
export function toolButton(sign: string, words: Key, click: () => void, t: Translate): HTMLButtonElement {
  const attributes = { type: "button", "aria-label": t(words), title: t(words) };
  return h("button", { class: "icon-button", attributes, on: { click } }, sign);
}

/** The buttons that bring a drawing nearer, farther and wholly into sight; `withView` has it as soon as it is there. */
export function zoomTools(withView: (use: (view: Zoomed) => void) => void, t: Translate): HTMLElement[] {
  return [
    toolButton("+", "graph.zoom.in", () => withView((view) => view.zoomBy(1.3)), t),
    toolButton("−", "graph.zoom.out", () => withView((view) => view.zoomBy(1 / 1.3)), t),
    toolButton("⤢", "graph.fit", () => withView((view) => view.fit()), t),
  ];
}

/** The ways to save a drawing, folded up: what each is called, and what it does. */
export function saveMenu(entries: readonly (readonly [Key, () => void])[], t: Translate): HTMLElement {
  const words = t("graph.save");
  const summary = { class: "icon-button", attributes: { title: words, "aria-label": words } };
  const items = entries.map(([key, save]) => {
    const click = () => {
      menu.open = false;
      save();
    };
    return h(
      "li",
      {},
      h("button", { class: "button", attributes: { type: "button" }, on: { click } }, t(key)),
    );
  });
  const menu: HTMLDetailsElement = h(
    "details",
    { class: "save-menu" },
    h("summary", summary, "⤓"),
    h("ul", {}, ...items),
  );
  return menu;
}
