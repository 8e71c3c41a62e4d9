import type { Fact, Mark, Observation } from "../api/types";
import type { Graph } from "../graph/model";
import type { Translate } from "../i18n";
import { formatPeriod, formatValue } from "../text/format";
import { h } from "../ui/dom";
import type { FactDescription } from "./evidence";
import type { Facts } from "./facts";

/** `fact` in words, from what the page has loaded; where it has not, the plain word for a source. */
export function describeFact(fact: Fact, graph: Graph, facts: Facts, t: Translate): FactDescription {
  if (fact.kind === "observation") {
    const observation = facts.observation(fact.id);
    if (observation) return ofObservation(observation, t);
    return { title: [t("evidence.label")], isPart: () => false };
  }
  const subject = graph.nodes.get(fact.subject)?.label ?? fact.subject;
  const object = graph.nodes.get(fact.object)?.label ?? fact.object;
  return {
    title: [subject, h("span", { class: "relation-word" }, t(`relation.${fact.type}`)), object],
    isPart: (mark: Mark) => mark.entity === fact.subject || mark.entity === fact.object,
  };
}

function ofObservation(observation: Observation, t: Translate): FactDescription {
  const { indicator, quantity } = observation;
  const score =
    observation.score === null ? "" : `·${t("evidence.score", { score: observation.score.toFixed(2) })}`;
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
        score,
      ),
    ],
    isPart: (mark: Mark) =>
      (mark.type === "quantity" && mark.text === quantity) ||
      (indicator !== null && mark.entity === indicator.id),
  };
}
