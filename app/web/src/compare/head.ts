import type { Definition, Entity, NationalTarget } from "../api/types";
import type { Context } from "../ui/context";
import { type Child, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { nationalText } from "./options";

/** What the compared indicator is: its name, its definition, its unit, and what the country wants of it. */
export function indicatorHead(entity: Entity, { t }: Context): HTMLElement {
  const { definition } = entity;
  const language = document.documentElement.lang.slice(0, 2);
  const text = definition?.text[language] ?? definition?.text.zh;
  return h(
    "section",
    { class: "compare-head" },
    h("h2", {}, entityLink(entity.id, {}, entity.label)),
    text && h("p", {}, text),
    definition && h("dl", { class: "compare-facts" }, ...details(definition, t)),
  );
}

function details({ unit, better, targets }: Definition, t: Context["t"]): Child[] {
  return [
    ...entry(t("compare.unit"), unit),
    ...entry(t("compare.better"), better && t(`compare.better.${better}`)),
    ...entry(
      t("compare.national"),
      targets.length > 0 && h("ul", {}, ...targets.map((each) => target(each, t))),
    ),
  ];
}

function target(each: NationalTarget, t: Context["t"]): HTMLElement {
  return h(
    "li",
    {},
    h("span", { class: "number" }, `${each.period} `),
    h("b", { class: "number" }, nationalText(each, t)),
    each.source && " ",
    each.source && entityLink(each.source.id, {}, each.source.label),
  );
}

function entry(name: string, value: Child): Child[] {
  return value ? [h("div", {}, h("dt", {}, name), h("dd", {}, value))] : [];
}
