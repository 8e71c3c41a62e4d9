/** Asking in SPARQL. */

import type { Codec } from "./codec";

/** How an answer is shown. */
export const FORMS = ["table", "graph", "chart"] as const;
export type Form = (typeof FORMS)[number];

/** The columns of an answer that a chart is made of; `by` tells its series apart. */
export interface Axes {
  readonly x: string;
  readonly y: string;
  readonly by: string | null;
}

/**
 * A query, which runs when the view opens; empty where nothing has been asked yet. `axes` are those that the reader
 * chose, `null` for what suits the answer.
 */
export interface AskView {
  readonly kind: "ask";
  readonly query: string;
  readonly form: Form;
  readonly axes: Axes | null;
}

export const ASK: AskView = askOf("");

/** A view of the answer to `query`. */
export function askOf(query: string, form: Form = "table"): AskView {
  return { kind: "ask", query, form, axes: null };
}

export const ask: Codec<AskView> = {
  key: "ask",

  format({ query, form, axes }) {
    const parameters = new URLSearchParams({ ask: query });
    if (form !== "table") parameters.set("as", form);
    if (axes !== null) {
      parameters.set("x", axes.x);
      parameters.set("y", axes.y);
      if (axes.by !== null) parameters.set("by", axes.by);
    }
    return parameters;
  },

  parse(parameters) {
    const form = parameters.get("as") ?? "table";
    const [x, y, by] = [parameters.get("x"), parameters.get("y"), parameters.get("by")];
    if (!isForm(form) || (x === null) !== (y === null) || (x === null && by !== null)) return "broken";
    const axes = x !== null && y !== null ? { x, y, by } : null;
    return { ...askOf(parameters.get("ask") ?? "", form), axes };
  },
};

function isForm(form: string): form is Form {
  return (FORMS as readonly string[]).includes(form);
}
