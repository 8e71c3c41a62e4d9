import { type Fact, RELATION_TYPES, type RelationType } from "../api/types";
import { type Part, type Relation, relationsOf } from "../graph/model";
import { typeIcon } from "../graph/types";
import type { Translate } from "../i18n";
import { sameFact } from "../state/explore";
import { h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { empty } from "../ui/notice";
import type { FactActions } from "./facts";

/** The relations of the centre of `part`, grouped by type and direction; `open` is the fact being read. */
export function relationList(
  part: Part,
  open: Fact | null,
  t: Translate,
  actions: FactActions,
): { list: HTMLElement; total: number } {
  const relations = relationsOf(part);
  if (relations.length === 0) return { list: empty(t("facts.relations.none")), total: 0 };
  const groups = RELATION_TYPES.flatMap((type) =>
    [true, false].map((outgoing) => ({
      title: t(outgoing ? `relation.${type}` : `relation.inverse.${type}`),
      members: relations.filter((relation) => relation.edge.type === type && relation.outgoing === outgoing),
    })),
  ).filter(({ members }) => members.length > 0);
  const list = h(
    "div",
    { class: "relations" },
    ...groups.map(({ title, members }) => group(title, members, open, t, actions)),
    part.truncated && h("p", { class: "note" }, t("facts.relations.more")),
  );
  return { list, total: relations.length };
}

function group(
  title: string,
  members: Relation[],
  open: Fact | null,
  t: Translate,
  actions: FactActions,
): HTMLElement {
  return h(
    "section",
    { class: "relation-group" },
    h("h2", {}, title, " ", h("span", { class: "number" }, String(members.length))),
    h("ul", {}, ...members.map((member) => h("li", { class: "relation" }, ...row(member, open, t, actions)))),
  );
}

function row(
  { edge, other }: Relation,
  open: Fact | null,
  t: Translate,
  actions: FactActions,
): HTMLElement[] {
  const fact: Fact = { kind: "relation", subject: edge.source, type: edge.type, object: edge.target };
  const name = entityLink(
    other.id,
    { class: "relation-name", choose: actions.chooseEntity },
    typeIcon(other.type),
    other.label,
  );
  if (!hasEvidence(edge.type)) return [name];
  const source = h(
    "button",
    {
      class: "source-button",
      attributes: {
        type: "button",
        "aria-expanded": String(sameFact(open, fact)),
        "aria-label": t("facts.source.of", { fact: other.label }),
      },
      on: { click: () => actions.openFact(fact) },
    },
    t("facts.source"),
  );
  return [name, source];
}

/** Whether relations of `type` are stated in a report; the others are reference data or parts of a fact. */
export function hasEvidence(type: RelationType): boolean {
  return type !== "partOf" && type !== "locatedIn" && type !== "concerns";
}
