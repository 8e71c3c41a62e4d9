import type { Reading, ReadObservation, ReadRelation, RelationType } from "../api/types";
import { formatPeriod } from "../text/format";
import { segments } from "../text/marks";
import type { Context } from "../ui/context";
import { type Child, dotted, h } from "../ui/dom";

/** How many facts of each kind are shown before a report is stored. */
const SHOWN = 8;

const RELATIONS: Record<ReadRelation["type"], RelationType> = {
  responsible_for: "responsibleFor",
  delivers: "delivers",
  follows: "follows",
  issues: "issues",
  partners_with: "partnersWith",
};

/** What was read from a file, each fact with its sentence; `region` is the name of the report's region. */
export function preview(reading: Reading, region: string | null, context: Context): HTMLElement {
  const { t } = context;
  const points = Array.from(reading.text);
  const { observations, relations } = reading;
  return h(
    "div",
    { class: "preview" },
    h("h3", {}, reading.title),
    h(
      "dl",
      { class: "preview-facts" },
      ...entry(t("add.region"), region ?? t("add.region.none")),
      ...entry(t("add.year"), reading.period ? formatPeriod(reading.period, t) : t("add.year.none")),
      ...entry(t("add.issuer"), reading.issuer),
      ...entry(
        t("add.found"),
        t("reports.counts", {
          mentions: reading.mentions.length,
          observations: observations.length,
          relations: relations.length,
        }),
      ),
    ),
    ...reading.warnings.map(({ kind }) => h("p", { class: "notice-warning" }, t(`add.warning.${kind}`))),
    facts(
      t("add.observations"),
      observations.length === 0
        ? [h("p", { class: "note" }, t("add.observations.none"))]
        : observations.slice(0, SHOWN).map((each) => value(each, points, context)),
      observations.length,
      context,
    ),
    relations.length > 0 &&
      facts(
        t("add.relations"),
        relations.slice(0, SHOWN).map((each) => tie(each, points, context)),
        relations.length,
        context,
      ),
  );
}

function entry(name: string, text: string | null): Child[] {
  return text === null ? [] : [h("dt", {}, name), h("dd", {}, h("bdi", {}, text))];
}

function facts(title: string, shown: HTMLElement[], count: number, { t }: Context): HTMLElement {
  return h(
    "details",
    { class: "preview-list" },
    h("summary", {}, title, " ", h("span", { class: "number" }, String(count))),
    ...shown,
    count > SHOWN && h("p", { class: "note" }, t("add.more", { count: count - SHOWN })),
  );
}

function value(observation: ReadObservation, points: readonly string[], { t }: Context): HTMLElement {
  const { start, end, quantity_start, quantity } = observation;
  const mark = {
    start: quantity_start - start,
    end: quantity_start - start + Array.from(quantity).length,
  };
  return h(
    "div",
    { class: "preview-fact" },
    h("p", {}, h("bdi", {}, observation.indicator), " ", h("b", { class: "number" }, quantity)),
    h(
      "p",
      { class: "section-note" },
      ...dotted(
        observation.region,
        observation.program,
        formatPeriod(observation.period, t),
        t(`status.${observation.status}`),
      ),
    ),
    quote(
      ...segments(points.slice(start, end).join(""), [mark]).map(({ text, mark: part }) =>
        part ? h("mark", { class: "mark is-part", attributes: { "data-type": "quantity" } }, text) : text,
      ),
    ),
  );
}

function tie(relation: ReadRelation, points: readonly string[], { t }: Context): HTMLElement {
  const { start, end } = relation;
  const object = relation.type === "responsible_for" ? t("add.paragraph") : relation.object;
  return h(
    "div",
    { class: "preview-fact" },
    h(
      "p",
      {},
      h("bdi", {}, relation.subject),
      h("span", { class: "relation-word" }, t(`relation.${RELATIONS[relation.type]}`)),
      h("bdi", {}, object),
    ),
    quote(points.slice(start, end).join("")),
  );
}

function quote(...parts: Child[]): HTMLElement {
  return h("blockquote", { attributes: { lang: "zh-CN" } }, ...parts);
}
