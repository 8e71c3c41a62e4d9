import { Latest } from "../api/latest";
import type { DocumentRef, Entity, EntityId } from "../api/types";
import { RegionCard } from "../region/region-card";
import { formatPeriod } from "../text/format";
import type { Context } from "../ui/context";
import { type Child, dotted, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { failure, loading } from "../ui/notice";
import { reportLink } from "../ui/report-link";
import { typeBadge } from "../ui/type-badge";

import type { FactActions } from "./facts";

const FEW_REPORTS = 2;

/** Who or what the chosen entity is. */
export class EntityCard {
  readonly element: HTMLElement;
  private readonly context: Context;
  private readonly actions: FactActions;
  private readonly latest = new Latest();
  private profile: RegionCard | null = null;

  constructor(context: Context, actions: FactActions) {
    this.context = context;
    this.actions = actions;
    this.element = h("section", { class: "card", attributes: { "aria-label": context.t("card.label") } });
  }

  /** Load and show `id`; `known` is called with it as soon as it is there. */
  show(id: EntityId, known: (entity: Entity) => void, retry: () => void): Promise<void> {
    const { api, t } = this.context;
    this.closeProfile();
    fill(this.element, loading(t));
    return this.latest.run(
      (signal) => api.entity(id, signal),
      (entity) => {
        this.fill(entity);
        known(entity);
      },
      (error) => fill(this.element, h("h1", { class: "card-name" }, id), failure(error, t, retry)),
    );
  }

  leave(): void {
    this.latest.cancel();
    this.closeProfile();
  }

  /** What a region's profile has loaded. */
  get region(): RegionCard | null {
    return this.profile;
  }

  private closeProfile(): void {
    this.profile?.leave();
    this.profile = null;
  }

  private fill(entity: Entity): void {
    const { t } = this.context;
    this.profile = entity.type === "region" ? new RegionCard(this.context, this.actions, entity.id) : null;
    fill(
      this.element,
      typeBadge(entity.type, t),
      h("h1", { class: "card-name" }, entity.label),
      h("dl", { class: "card-facts" }, ...this.details(entity)),
      this.counts(entity),
      this.profile?.element,
    );
  }

  private details(entity: Entity): Child[] {
    const { t } = this.context;
    const aliases = entity.alt_labels.join("、");
    const names = h("span", { class: "card-aliases", attributes: { title: aliases } }, aliases);
    return [
      ...entry(t("card.aliases"), aliases !== "" && names),
      ...entry(t("card.region"), entity.region && entityLink(entity.region.id, {}, entity.region.label)),
      ...entry(t("card.reports"), ...this.reports(entity.documents)),
    ];
  }

  /** The reports that speak of the entity; more than a few are folded up. */
  private reports(documents: DocumentRef[]): HTMLElement[] {
    const { t } = this.context;
    const lines = documents.map(({ id, period, title }) =>
      reportLink(id, { class: "card-report" }, ...dotted(period && formatPeriod(period, t), title)),
    );
    if (lines.length <= FEW_REPORTS) return lines;
    const summary = h("summary", {}, t("card.reports.count", { count: lines.length }));
    return [h("details", {}, summary, ...lines)];
  }

  private counts({ counts }: Entity): HTMLElement {
    const { t } = this.context;
    const number = (count: number, word: string) =>
      h("li", {}, h("b", { class: "number" }, String(count)), " ", word);
    return h(
      "ul",
      { class: "card-counts" },
      number(counts.observations, t("card.observations")),
      number(counts.relations, t("card.relations")),
      number(counts.mentions, t("card.mentions")),
    );
  }
}

function entry(name: string, ...values: Child[]): Child[] {
  const present = values.filter(Boolean);
  return present.length > 0 ? [h("dt", {}, name), h("dd", {}, ...present)] : [];
}
