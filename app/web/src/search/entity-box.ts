import { Latest } from "../api/latest";
import type { EntityHit, EntityType, SearchPage, SentenceHit } from "../api/types";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import { reason } from "../ui/notice";
import { sentence, suggestion } from "./suggestion";

const LIMIT = 12;
/** Where sentences are offered, too, there is room for so many entities and so many sentences. */
const FEWER = 6;
const SENTENCES = 4;
/** What the server takes at most. */
const LONGEST = 200;
const PAUSE_MS = 140;

/** What a box is for. `id` tells it from other boxes on the page. */
export interface BoxPurpose {
  id: string;
  label: string;
  placeholder: string;
  /** Only entities of this type are found. */
  type?: EntityType;
  choose(item: EntityHit): void;
  /** Sentences of reports are found, too, and given to this. */
  read?(item: SentenceHit): void;
}

type Hit = EntityHit | SentenceHit;

/** What was found: entities, some sentences, and how many there are of both. */
interface Found {
  readonly entities: readonly EntityHit[];
  readonly sentences: readonly SentenceHit[];
  readonly totals: Pick<SearchPage, "entities" | "sentences">;
}

/**
 * A box to find an entity in: a combobox with a list of suggestions (ARIA 1.2 pattern). Letters that an input method is
 * still composing are not searched for, and its Enter chooses a word there, not a suggestion here.
 */
export class EntityBox {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly purpose: BoxPurpose;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly message: HTMLElement;
  private readonly latest = new Latest();
  private items: Hit[] = [];
  private options: HTMLElement[] = [];
  private active = -1;
  private composing = false;
  private pause = 0;

  constructor(context: Context, purpose: BoxPurpose) {
    this.context = context;
    this.purpose = purpose;
    const { t } = context;
    this.list = h("div", {
      class: "suggestions",
      attributes: {
        id: `${purpose.id}-options`,
        role: "listbox",
        "aria-label": t("search.options"),
        hidden: true,
      },
    });
    this.message = h("p", { class: "search-message", attributes: { role: "status", hidden: true } });
    this.input = this.createInput();
    this.element = h(
      "search",
      { class: "search", on: { focusout: (event) => this.left(event) } },
      h("div", { class: "search-field" }, magnifier(), this.input),
      h("div", { class: "search-results" }, this.list, this.message),
    );
  }

  focus(): void {
    this.input.focus();
  }

  clear(): void {
    this.input.value = "";
    this.close();
  }

  private createInput(): HTMLInputElement {
    const { t } = this.context;
    return h("input", {
      class: "search-input",
      attributes: {
        type: "search",
        role: "combobox",
        "aria-label": this.purpose.label,
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": `${this.purpose.id}-options`,
        placeholder: this.purpose.placeholder,
        title: t("search.hint"),
        maxlength: LONGEST,
        autocomplete: "off",
        spellcheck: "false",
        enterkeyhint: "search",
      },
      on: {
        input: () => this.changed(),
        compositionstart: () => {
          this.composing = true;
        },
        compositionend: () => {
          this.composing = false;
          this.changed();
        },
        keydown: (event) => this.pressed(event),
        focus: () => this.changed(),
      },
    });
  }

  private changed(): void {
    if (this.composing) return;
    window.clearTimeout(this.pause);
    const text = this.input.value.trim();
    if (text === "") this.close();
    else this.pause = window.setTimeout(() => this.search(text), PAUSE_MS);
  }

  private search(text: string): void {
    const { t } = this.context;
    void this.latest.run(
      (signal) => this.find(text, signal),
      (found) => this.found(found, text),
      (error) => this.say(t("search.failed", { reason: reason(error, t) })),
    );
  }

  private async find(text: string, signal: AbortSignal): Promise<Found> {
    const { api } = this.context;
    const { type, read } = this.purpose;
    const [page, sentences] = await Promise.all([
      api.search(text, read ? FEWER : LIMIT, signal, type),
      read ? api.search(text, SENTENCES, signal, "sentence") : null,
    ]);
    return {
      entities: page.items.filter((item) => item.kind !== "sentence"),
      sentences: sentences?.items.filter((item) => item.kind === "sentence") ?? [],
      totals: { entities: page.entities, sentences: sentences?.sentences ?? 0 },
    };
  }

  private found({ entities, sentences, totals }: Found, text: string): void {
    const { t } = this.context;
    if (entities.length + sentences.length === 0) {
      this.say(t("search.empty", { text }));
      return;
    }
    this.items = [...entities, ...sentences];
    this.options = this.items.map((item, index) => this.option(item, index));
    const title = t("search.sentences.title", { count: totals.sentences });
    fill(
      this.list,
      group(t("search.entities"), this.options.slice(0, entities.length), false),
      group(title, this.options.slice(entities.length), true),
    );
    this.announce(t("search.found", { count: totals.entities, sentences: totals.sentences }), false);
    this.list.hidden = false;
    this.list.scrollTop = 0;
    this.input.setAttribute("aria-expanded", "true");
    this.activate(-1);
  }

  private option(item: Hit, index: number): HTMLElement {
    const { t } = this.context;
    return h(
      "div",
      {
        class: "suggestion",
        attributes: { role: "option", id: this.optionId(index), "aria-selected": "false" },
        on: {
          // The pointer must not take the focus away before the click arrives.
          pointerdown: (event) => event.preventDefault(),
          click: () => this.choose(item),
        },
      },
      ...(item.kind === "sentence" ? sentence(item, t) : suggestion(item, t)),
    );
  }

  private pressed(event: KeyboardEvent): void {
    // Safari ends a composition before the Enter that ended it: 229 tells that key from a real one.
    if (event.isComposing || event.keyCode === 229) return;
    switch (event.key) {
      case "ArrowDown":
        this.step(1);
        break;
      case "ArrowUp":
        this.step(-1);
        break;
      case "Enter":
        this.enter();
        break;
      case "Escape":
        // With nothing to close, the browser's own Escape empties the box.
        if (this.list.hidden && this.message.hidden) return;
        this.close();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  private step(by: number): void {
    const count = this.items.length;
    if (this.list.hidden || count === 0) this.changed();
    else if (this.active < 0) this.activate(by > 0 ? 0 : count - 1);
    else this.activate((this.active + by + count) % count);
  }

  private enter(): void {
    const item = this.list.hidden ? undefined : this.items[Math.max(this.active, 0)];
    if (item) this.choose(item);
    else this.changed();
  }

  private activate(index: number): void {
    this.active = index;
    this.options.forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.optionId(index));
  }

  private choose(item: Hit): void {
    if (item.kind !== "sentence") this.input.value = item.label;
    this.close();
    this.input.blur();
    if (item.kind === "sentence") this.purpose.read?.(item);
    else this.purpose.choose(item);
  }

  private optionId(index: number): string {
    return `${this.purpose.id}-option-${index}`;
  }

  private say(text: string): void {
    this.close();
    this.announce(text, true);
  }

  /** Tell those who listen to the page, and, if `visibly`, those who look at it. */
  private announce(text: string, visibly: boolean): void {
    this.message.textContent = text;
    this.message.classList.toggle("visually-hidden", !visibly);
    this.message.hidden = false;
  }

  private close(): void {
    window.clearTimeout(this.pause);
    this.latest.cancel();
    this.items = [];
    this.options = [];
    this.list.hidden = true;
    this.message.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  private left(event: FocusEvent): void {
    if (!this.element.contains(event.relatedTarget as Node | null)) this.close();
  }
}

/** Options of one kind under their name, which is shown if `visibly`. */
function group(name: string, options: readonly HTMLElement[], visibly: boolean): HTMLElement | null {
  if (options.length === 0) return null;
  const title = h("div", { class: "suggestions-title", attributes: { "aria-hidden": "true" } }, name);
  return h("div", { attributes: { role: "group", "aria-label": name } }, visibly && title, ...options);
}

function magnifier(): HTMLElement {
  return h("span", { class: "icon-search", attributes: { "aria-hidden": "true" } });
}
