import type { EntityType } from "../api/types";
import { typeIcon } from "../graph/types";
import type { Translate } from "../i18n";
import { h } from "./dom";

/** A type's shape and name. */
export function typeBadge(type: EntityType, t: Translate): HTMLElement {
  return h("span", { class: "type-badge" }, typeIcon(type), t(`type.${type}`));
}
