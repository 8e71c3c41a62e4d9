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
