import type { Api } from "../api/client";
import type { Translate } from "../i18n";
import type { View } from "../state/view";

/** What every part of the page is given. */
export interface Context {
  api: Api;
  t: Translate;
  /** Show another view; the address changes with it. */
  go(view: View): void;
}

/** A page for views of one kind. */
export interface Page<V> {
  readonly element: HTMLElement;
  /** Show a view: load what it needs that the one before did not, and leave the rest as it is. */
  show(view: V): void;
  /** Give up what is under way, for another page comes. */
  leave(): void;
}
