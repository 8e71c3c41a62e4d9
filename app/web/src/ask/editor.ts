import {
  acceptCompletion,
  autocompletion,
  type CompletionSource,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import type { Place } from "../api/errors";
import type { Translate } from "../i18n";
import { h } from "../ui/dom";

export interface EditorActions {
  /** The reader wants the query answered. */
  run(): void;
  complete: CompletionSource;
}

/** What goes around a selection and not in its place. */
const BRACKET = /^[()[\]{}"']$/;

/** Colours by what a word is; all keep a contrast of 4.5:1 on the surface. */
const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.literal], color: "#22582c" },
  { tag: [tags.number, tags.bool], color: "#8a4b00" },
  { tag: tags.variableName, color: "#7a3b8f" },
  { tag: [tags.namespace, tags.propertyName, tags.typeName], color: "#1f5c99" },
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "14px" },
  "&.cm-focused": { outline: "2px solid var(--accent)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "14em", maxHeight: "45vh" },
  ".cm-gutters": { color: "var(--ink-soft)", backgroundColor: "var(--ground)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "rgb(15 90 120 / 6%)" },
  ".cm-tooltip": { border: "1px solid var(--line-strong)", borderRadius: "6px", boxShadow: "var(--shadow)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--font)" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "white", backgroundColor: "var(--accent)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "wavy underline var(--error)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.85" },
});

/**
 * What is typed in place of a selection. Chromium would keep the style of what it replaces by a style attribute,
 * which the page's policy refuses.
 */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { data, inputType, isComposing } = event;
  const types = inputType === "insertText" && data && !isComposing && !BRACKET.test(data);
  if (!types || view.state.selection.main.empty) return false;
  event.preventDefault();
  const typed = { userEvent: "input.type", scrollIntoView: true };
  view.dispatch(view.state.update(view.state.replaceSelection(data), typed));
  return true;
}

/** An editor of SPARQL. It lives in a shadow tree, where its styles need no exception from the page's policy. */
export class Editor {
  readonly element = h("div", { class: "editor" });
  private readonly view: EditorView;

  constructor({ run, complete }: EditorActions, t: Translate) {
    const root = this.element.attachShadow({ mode: "open" });
    const runs = () => {
      run();
      return true;
    };
    this.view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        extensions: [
          Prec.highest(keymap.of([{ key: "Mod-Enter", run: runs }])),
          lineNumbers(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          closeBrackets(),
          sparql(),
          syntaxHighlighting(COLOURS),
          autocompletion({ override: [complete], icons: false, maxRenderedOptions: 50 }),
          keymap.of([
            // what has only just come up cannot be accepted yet; the focus must not go elsewhere for that
            { key: "Tab", run: (view) => acceptCompletion(view) || completionStatus(view.state) !== null },
            ...completionKeymap,
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...lintKeymap,
          ]),
          EditorView.lineWrapping,
          EditorView.domEventHandlers({ beforeinput: typeOver }),
          EditorView.contentAttributes.of({ "aria-label": t("ask.query") }),
          EditorState.phrases.of({ Completions: t("search.options") }),
          LOOK,
        ],
      }),
    });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  set text(text: string) {
    if (text === this.text) return;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  /** Mark what is wrong with the query and where; nothing with `null`. */
  mark(problem: { place: Place; message: string } | null): void {
    const { doc } = this.view.state;
    if (problem === null) {
      this.view.dispatch(setDiagnostics(this.view.state, []));
      return;
    }
    const line = doc.line(Math.min(Math.max(problem.place.line, 1), doc.lines));
    const from = Math.min(line.from + (problem.place.column ?? 1) - 1, line.to);
    const to = Math.min(from + 1, doc.length);
    const diagnostic = { from: Math.min(from, to), to, severity: "error" as const, message: problem.message };
    this.view.dispatch(setDiagnostics(this.view.state, [diagnostic]), {
      selection: { anchor: diagnostic.from },
      scrollIntoView: true,
    });
  }

  focus(): void {
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }
}
