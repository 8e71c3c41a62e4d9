/**
 * What the page shows, apart from the data that it shows. A view is written into the address, so that it can
 * be sent, kept and gone back to. Each kind of view has a module here with its steps and its codec.
 */

import { type AddView, add } from "./add";
import { type AskView, ask } from "./ask";
import type { Codec } from "./codec";
import { type CompareView, compare } from "./compare";
import { type ExploreView, explore } from "./explore";
import { type ReportsView, type ReportView, report, reports } from "./reading";

export type PageView = ExploreView | CompareView | ReportsView | ReportView | AskView | AddView;

/** `null` is the start page. */
export type View = PageView | null;

export type Kind = PageView["kind"];
export type ViewOf<K extends Kind> = Extract<PageView, { kind: K }>;

const CODECS: { readonly [K in Kind]: Codec<ViewOf<K>> } = { explore, compare, reports, report, ask, add };

/** The fragment of the address that holds `view`, with its `#`. */
export function formatView(view: View): string {
  if (view === null) return "#";
  const codec = CODECS[view.kind] as Codec<PageView>;
  return `#${codec.format(view)}`;
}

/** The view in a fragment, or `"broken"` where it holds something else. */
export function parseView(fragment: string): View | "broken" {
  const text = fragment.replace(/^#/, "");
  if (text === "") return null;
  const parameters = new URLSearchParams(text);
  const codec = Object.values(CODECS).find(({ key }) => parameters.has(key));
  return codec?.parse(parameters) ?? "broken";
}
