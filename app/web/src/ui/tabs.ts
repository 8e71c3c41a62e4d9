import { type Child, fill, h } from "./dom";

/** Tabs over panels, of which one is to be seen. The arrow keys lead from tab to tab. */
export class Tabs<T extends string> {
  readonly list: HTMLElement;
  readonly panels: Readonly<Record<T, HTMLElement>>;
  private readonly names: readonly T[];
  private readonly tabs: Readonly<Record<T, HTMLButtonElement>>;
  private readonly chosen: (name: T) => void;

  /** `chosen` is called when the reader has turned to another tab; {@link select} shows it. */
  constructor(names: readonly T[], chosen: (name: T) => void) {
    this.names = names;
    this.chosen = chosen;
    this.tabs = record(names, (name) => this.tab(name));
    this.panels = record(names, (name) => {
      const attributes = { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}` };
      return h("div", { class: "tab-panel", attributes });
    });
    const tabs = names.map((name) => this.tabs[name]);
    this.list = h("div", { class: "tabs", attributes: { role: "tablist" } }, ...tabs);
  }

  /** Put words on a tab, with a count where there is one. */
  label(name: T, words: string, count: number | null = null): void {
    const number: Child = count !== null && h("span", { class: "tab-count number" }, String(count));
    fill(this.tabs[name], words, number);
  }

  /** Show the panel of a tab. */
  select(selected: T): void {
    for (const name of this.names) {
      const isSelected = name === selected;
      this.tabs[name].setAttribute("aria-selected", String(isSelected));
      this.tabs[name].tabIndex = isSelected ? 0 : -1;
      this.panels[name].hidden = !isSelected;
    }
  }

  private tab(name: T): HTMLButtonElement {
    return h("button", {
      class: "tab",
      attributes: { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}` },
      on: { click: () => this.chosen(name), keydown: (event) => this.pressed(event, name) },
    });
  }

  private pressed(event: KeyboardEvent, name: T): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    const next = this.names.at((this.names.indexOf(name) + step) % this.names.length) ?? name;
    this.chosen(next);
    this.tabs[next].focus();
  }
}

function record<T extends string, V>(names: readonly T[], make: (name: T) => V): Record<T, V> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<T, V>;
}
