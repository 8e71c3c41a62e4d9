/** Adding reports. */

import type { Codec } from "./codec";

export interface AddView {
  readonly kind: "add";
}

export const ADD: AddView = { kind: "add" };

export const add: Codec<AddView> = {
  key: "add",
  format: () => new URLSearchParams({ add: "" }),
  parse: () => ADD,
};
