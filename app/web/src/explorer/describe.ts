import type { Fact, Mark, Observation } from "../api/types";
import type { Graph } from "../graph/model";
import type { Translate } from "../i18n";
import { formatPeriod, formatValue } from "../text/format";
import { h } from "../ui/dom";
import type { FactDescription } from "./evidence";

/** `fact` in words, from what the page has loaded; where it has not, the plain word for a source. */
export function describeFact(
  fact: Fact,
  graph: Graph,
  find: (id: string) => Observation | undefined,
  t: Translate,
): FactDescription {
  if (fact.kind === "observation") {
    const observation = find(fact.id);
    if (observation) return describeObservation(observation, t);
    return { title: [t("evidence.label")], isPart: () => false };
  }
  const subject = graph.nodes.get(fact.subject)?.label ?? fact.subject;
  const object = graph.nodes.get(fact.object)?.label ?? fact.object;
  return {
    title: [subject, h("span", { class: "relation-word" }, t(`relation.${fact.type}`)), object],
    isPart: (mark: Mark) => mark.entity === fact.subject || mark.entity === fact.object,
  };
}

/** An observation in words. */
export function describeObservation(observation: Observation, t: Translate): FactDescription {
  const { indicator, quantity } = observation;
  return {
    title: [
      indicator?.label ?? observation.name,
      " ",
      h("b", { class: "number" }, formatValue(observation, t)),
      h(
        "span",
        { class: "section-note" },
        formatPeriod(observation.period, t),
        " ",
        t(`status.${observation.status}`),
      ),
    ],
    isPart: (mark: Mark) =>
      (mark.type === "quantity" && mark.text === quantity) ||
      (indicator !== null && mark.entity === indicator.id),
  };
}
