import type { MarkType, Mention, ReportId, Span } from "../api/types";
import { reportAt } from "../state/reading";
import { formatView } from "../state/view";
import { scoreWords } from "../text/score";
import type { Context } from "../ui/context";
import { fill, h } from "../ui/dom";
import {
  firstFrom,
  isHeadingAlone,
  mentionAt,
  type Paragraph,
  type Piece,
  piecesOf,
  touched,
  within,
} from "./paragraphs";

/** A paragraph on the page. Its marks are built when it comes near the part of the text that is seen. */
interface Block {
  readonly paragraph: Paragraph;
  readonly element: HTMLElement;
  built: boolean;
  near: boolean;
}

const LINE_EM = 2;
/** How high the bar below the head of the page is, at most. */
const BAR_PX = 80;
const NARROW = "(max-width: 860px)";
const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => Math.min(index + 1, count - 1),
  ArrowLeft: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * The text of a report with what was recognised in it marked. All of the text is there from the start, so that the
 * browser can search it; marks are put in where the reader is. One stop of the Tab key, arrow keys from mark to mark.
 */
export class ReportText {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly choose: (at: Span) => void;
  private readonly observer: IntersectionObserver;
  private readonly blocks = new Map<Element, Block>();
  private ordered: Block[] = [];
  private id: ReportId | null = null;
  private all: readonly Mention[] = [];
  /** The mentions that are marked: those of the types that are not off. */
  private shown: readonly Mention[] = [];
  private at: Span | null = null;

  constructor(context: Context, choose: (at: Span) => void) {
    this.context = context;
    this.choose = choose;
    this.observer = new IntersectionObserver((entries) => this.moved(entries), { rootMargin: "80% 0px" });
    this.element = h("div", {
      class: "report-text",
      attributes: {
        lang: "zh-CN",
        role: "group",
        tabindex: 0,
        "aria-label": context.t("report.text"),
        "aria-describedby": "report-keys",
      },
      on: { click: (event) => this.clicked(event), keydown: (event) => this.pressed(event) },
    });
  }

  /** Show the text of a report, without marks yet. */
  show(id: ReportId, paragraphs: readonly Paragraph[]): void {
    this.leave();
    this.id = id;
    this.ordered = paragraphs.map((paragraph) => this.block(paragraph));
    for (const block of this.ordered) this.blocks.set(block.element, block);
    fill(this.element, ...this.ordered.map(({ element }) => element));
    const perLine = this.charactersPerLine();
    for (const { paragraph, element } of this.ordered) {
      const lines = Math.ceil((paragraph.end - paragraph.start) / perLine);
      element.style.setProperty("contain-intrinsic-height", `auto ${lines * LINE_EM}em`);
      this.observer.observe(element);
    }
  }

  /** Mark these mentions, which are in the order of the text, but for those whose type is `off`. */
  mark(mentions: readonly Mention[], off: readonly MarkType[]): void {
    this.all = mentions;
    this.filter(off);
  }

  filter(off: readonly MarkType[]): void {
    this.shown = off.length === 0 ? this.all : this.all.filter(({ type }) => !off.includes(type));
    for (const block of this.ordered) this.outdate(block);
  }

  /** Mark `at` as the place that was chosen, and bring it into view where it is not. */
  goTo(at: Span | null): void {
    const before = this.touched(this.at);
    this.at = at;
    const now = this.touched(at);
    for (const block of before) if (!now.includes(block)) this.outdate(block);
    for (const block of now) this.build(block);
    const [first] = now;
    if (first) reveal(first.element.querySelector(".is-chosen") ?? first.element, lowestSeen());
  }

  /** Bring the line that starts at `offset` to the top. */
  scrollTo(offset: number): void {
    const block = this.ordered[firstFrom(this.paragraphs(), offset)];
    if (!block) return;
    block.element.scrollIntoView({ block: "start" });
    // What lies before it has been given its true height by now.
    requestAnimationFrame(() => block.element.scrollIntoView({ block: "start" }));
  }

  leave(): void {
    this.observer.disconnect();
    this.blocks.clear();
    this.ordered = [];
    this.all = [];
    this.shown = [];
    this.at = null;
    fill(this.element);
  }

  private paragraphs(): Paragraph[] {
    return this.ordered.map(({ paragraph }) => paragraph);
  }

  private touched(at: Span | null): Block[] {
    return at ? touched(this.paragraphs(), at).flatMap((index) => this.ordered[index] ?? []) : [];
  }

  private block(paragraph: Paragraph): Block {
    const level = paragraph.heading?.level ?? 0;
    const tag = isHeadingAlone(paragraph) ? (`h${Math.min(level + 1, 6)}` as "h2") : "p";
    const element = h(
      tag,
      { class: "paragraph", attributes: { "data-level": level || null } },
      paragraph.text,
    );
    return { paragraph, element, built: false, near: false };
  }

  private moved(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const block = this.blocks.get(target);
      if (!block) continue;
      block.near = isIntersecting;
      if (isIntersecting && !block.built) this.build(block);
    }
  }

  private outdate(block: Block): void {
    block.built = false;
    if (block.near) this.build(block);
  }

  /** Put the marks into a paragraph. The mark that has the focus keeps it. */
  private build({ paragraph, element }: Block): void {
    const block = this.blocks.get(element);
    const focused = element.contains(document.activeElement) ? indexOf(document.activeElement) : null;
    const pieces = piecesOf(paragraph, within(this.shown, paragraph), this.at);
    const chosen = pieces.filter((piece) => piece.chosen).map((piece) => this.piece(piece));
    const before = pieces.findIndex((piece) => piece.chosen);
    const rest = pieces.filter((piece) => !piece.chosen).map((piece) => this.piece(piece));
    if (chosen.length > 0) rest.splice(before, 0, h("span", { class: "is-chosen" }, ...chosen));
    fill(element, ...rest);
    if (block) block.built = true;
    if (focused !== null) this.markOf(element, focused)?.focus({ preventScroll: true });
  }

  private piece({ text, mention }: Piece): HTMLElement | string {
    if (mention === null || this.id === null) return text;
    const { t } = this.context;
    const isChosen = mention === mentionAt(this.shown, this.at);
    const about = [t(`type.${mention.type}`), ...scoreWords(mention, t)].join(" · ");
    return h(
      "a",
      {
        class: "mark",
        attributes: {
          href: formatView(reportAt(this.id, mention)),
          tabindex: -1,
          title: about,
          "data-type": mention.type,
          "data-index": this.shown.indexOf(mention, firstFrom(this.shown, mention.start)),
          "aria-current": isChosen && "true",
        },
      },
      text,
    );
  }

  private clicked(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const mention = this.shown[indexOf(event.target) ?? -1];
    if (!mention) return;
    event.preventDefault();
    this.choose(mention);
  }

  private pressed(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || this.shown.length === 0) return;
    event.preventDefault();
    const current = indexOf(event.target);
    const next = current === null ? this.startingPoint(event.key) : step(current, this.shown.length);
    this.focusMark(next);
  }

  /** The mark that the arrow keys begin with: at the chosen place, else the first that is seen. */
  private startingPoint(key: string): number {
    if (key === "Home" || key === "End") return STEPS[key]?.(0, this.shown.length) ?? 0;
    const seen = this.ordered.find(({ element }) => element.getBoundingClientRect().bottom > headHeight());
    const offset = this.at?.start ?? seen?.paragraph.start ?? 0;
    return Math.min(firstFrom(this.shown, offset), this.shown.length - 1);
  }

  private focusMark(index: number): void {
    const mention = this.shown[index];
    const [block] = this.touched(mention ?? null);
    if (!block) return;
    if (!block.built) this.build(block);
    const mark = this.markOf(block.element, index);
    mark?.focus({ preventScroll: true });
    if (mark) reveal(mark, window.innerHeight);
  }

  private markOf(element: Element, index: number): HTMLElement | null {
    return element.querySelector<HTMLElement>(`[data-index="${index}"]`);
  }

  private charactersPerLine(): number {
    const size = Number.parseFloat(getComputedStyle(this.element).fontSize) || 16;
    return Math.max(10, Math.floor(this.element.clientWidth / size));
  }
}

/** Which of the marks that are shown `target` is, or lies in. */
function indexOf(target: EventTarget | null): number | null {
  const index = target instanceof Element ? target.closest<HTMLElement>("a.mark")?.dataset.index : undefined;
  return index === undefined ? null : Number(index);
}

/** Bring `element` into the middle of what is seen, unless it is there already, above `lowest`. */
function reveal(element: Element, lowest: number): void {
  const { top, bottom } = element.getBoundingClientRect();
  if (top >= headHeight() + BAR_PX && bottom <= lowest) return;
  element.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => element.scrollIntoView({ block: "center" }));
}

/** Above which height of the window a place is seen: a narrow one has what is said of it in its lower half. */
function lowestSeen(): number {
  return window.matchMedia(NARROW).matches ? window.innerHeight / 2 : window.innerHeight;
}

/** How much of the window the head of the page takes up, below which the text is seen. */
export function headHeight(): number {
  return document.querySelector(".page-head")?.getBoundingClientRect().bottom ?? 0;
}
