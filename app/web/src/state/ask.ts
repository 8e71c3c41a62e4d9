/** Asking in SPARQL. */

import type { Codec } from "./codec";

/** A query, which runs when the view opens; empty where nothing has been asked yet. */
export interface AskView {
  readonly kind: "ask";
  readonly query: string;
}

export const ASK: AskView = { kind: "ask", query: "" };

export const ask: Codec<AskView> = {
  key: "ask",
  format: ({ query }) => new URLSearchParams({ ask: query }),
  parse: (parameters) => ({ kind: "ask", query: parameters.get("ask") ?? "" }),
};
