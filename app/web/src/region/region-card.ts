import { Latest } from "../api/latest";
import type { EntityId, Fact, GraphEdge, Named, Neighbourhood, Observation } from "../api/types";
import type { FactActions } from "../explorer/facts";
import { compareOf } from "../state/compare";
import { formatView } from "../state/view";
import { formatPeriod, formatValue } from "../text/format";
import type { Context } from "../ui/context";
import { type Child, fill, h } from "../ui/dom";
import { entityLink } from "../ui/entity-link";
import { empty, failure, loading } from "../ui/notice";
import { type Figure, type Kind, type Profile, type Programme, profileOf, type Statement } from "./profile";

/** Most of each that is asked for: what the server gives at once. */
const MOST = 500;

/** All of a region at a glance, folded up; what it shows is loaded when it is first opened. */
export class RegionCard {
  readonly element: HTMLDetailsElement;
  private readonly context: Context;
  private readonly actions: FactActions;
  private readonly region: EntityId;
  private readonly body = h("div", { class: "profile-body" });
  private readonly latest = new Latest();
  private loaded: { part: Neighbourhood; observations: readonly Observation[] } | null = null;

  constructor(context: Context, actions: FactActions, region: EntityId) {
    this.context = context;
    this.actions = actions;
    this.region = region;
    const { t } = context;
    this.element = h(
      "details",
      { class: "profile" },
      h(
        "summary",
        {},
        h("b", {}, t("region.profile")),
        h("span", { class: "profile-holds" }, t("region.profile.holds")),
      ),
      this.body,
    );
    this.element.addEventListener("toggle", () => {
      if (this.element.open && this.loaded === null) void this.load();
    });
  }

  /** The subgraph that the profile is made of, once it is loaded. */
  get part(): Neighbourhood | null {
    return this.loaded?.part ?? null;
  }

  /** The observation of that identifier, where it has been loaded. */
  observation(id: string): Observation | undefined {
    return this.loaded?.observations.find((each) => each.id === id);
  }

  leave(): void {
    this.latest.cancel();
  }

  private load(): Promise<void> {
    const { api, t } = this.context;
    fill(this.body, loading(t));
    return this.latest.run(
      (signal) =>
        Promise.all([
          api.surroundings(this.region, MOST, signal),
          api.ownValues(this.region, MOST, 0, signal),
          api.entities("institution", MOST, signal, this.region),
          api.entities("person", MOST, signal, this.region),
        ]),
      ([part, values, institutions, persons]) => {
        this.loaded = { part, observations: values.items };
        const isWhole =
          !part.truncated && [values, institutions, persons].every((each) => each.total <= MOST);
        this.fill(profileOf(part, values.items, institutions.items, persons.items), isWhole);
      },
      (error) =>
        fill(
          this.body,
          failure(error, t, () => void this.load()),
        ),
    );
  }

  private fill(profile: Profile, isWhole: boolean): void {
    const { t } = this.context;
    const { programmes, followed, issued, kinds, duties, persons } = profile;
    const sections = [
      this.section(
        t("region.programmes"),
        programmes.filter(({ program }) => program).length,
        programmes.map((each) => this.programme(each)),
      ),
      this.section(t("region.followed"), followed.length, this.statements(followed)),
      this.section(t("region.issued"), issued.length, this.statements(issued)),
      this.section(
        t("region.institutions"),
        kinds.reduce((sum, { members }) => sum + members.length, 0),
        kinds.map((kind) => this.kind(kind)),
      ),
      this.section(t("region.duties"), duties.length, this.statements(duties)),
      this.section(
        t("region.persons"),
        persons.length,
        persons.map((person) => h("p", { class: "profile-row" }, this.link(person))),
      ),
    ].filter((section) => section !== null);
    fill(
      this.body,
      ...sections,
      sections.length === 0 && empty(t("region.none")),
      !isWhole && h("p", { class: "profile-note" }, t("region.part")),
    );
  }

  private section(title: string, count: number, content: readonly HTMLElement[]): HTMLElement | null {
    if (content.length === 0) return null;
    const summary = h("summary", {}, title, " ", h("span", { class: "number" }, String(count)));
    return h("details", { class: "profile-section" }, summary, ...content);
  }

  private programme({ program, edge, figures }: Programme): HTMLElement {
    const { t } = this.context;
    const head = h(
      "p",
      { class: "profile-row profile-head" },
      program ? this.link(program) : h("span", {}, t("region.programmes.none")),
      edge && program && this.source(edge, program.label),
    );
    if (figures.length === 0) return head;
    return h(
      "div",
      { class: "profile-programme" },
      head,
      h("ul", {}, ...figures.map((figure) => this.figure(figure))),
    );
  }

  private figure({ name, indicator, actual, target }: Figure): HTMLElement {
    const compare = indicator && formatView(compareOf(indicator.id));
    return h(
      "li",
      { class: "profile-figure" },
      compare
        ? h("a", { attributes: { href: compare, title: this.context.t("region.compare") } }, name)
        : h("span", {}, name),
      h("span", { class: "profile-values" }, this.value(actual, name), this.value(target, name)),
    );
  }

  private value(observation: Observation | null, name: string): Child {
    if (observation === null) return null;
    const { t } = this.context;
    const value = formatValue(observation, t);
    const period = formatPeriod(observation.period, t);
    const status = t(`status.${observation.status}`);
    // who speaks to the page says what is to be read on it
    const label = t("facts.source.of", { fact: `${name} ${value} ${period} ${status}` });
    const open = () => this.actions.openFact({ kind: "observation", id: observation.id });
    return h(
      "button",
      {
        class: "profile-value",
        attributes: { type: "button", "aria-label": label },
        on: { click: open },
      },
      h("b", { class: "number" }, value),
      " ",
      h("span", { class: "number" }, period),
      " ",
      h("span", { class: `status status-${observation.status}` }, status),
    );
  }

  private statements(statements: readonly Statement[]): HTMLElement[] {
    return statements.map(({ edge, subject, object }) =>
      h(
        "p",
        { class: "profile-row" },
        h(
          "span",
          {},
          subject.id !== this.region && this.link(subject),
          h("span", { class: "relation-word" }, this.context.t(`relation.${edge.type}`)),
          this.link(object),
        ),
        this.source(edge, `${subject.label} ${object.label}`),
      ),
    );
  }

  private kind({ kind, members }: Kind): HTMLElement {
    return h(
      "div",
      { class: "profile-kind" },
      h("p", { class: "profile-head" }, kind?.label ?? this.context.t("region.institutions.other")),
      h("ul", {}, ...members.map((member) => h("li", {}, this.link(member)))),
    );
  }

  private link({ id, label }: Named): HTMLElement {
    return entityLink(id, { choose: this.actions.chooseEntity }, label);
  }

  private source(edge: GraphEdge, name: string): HTMLElement {
    const { t } = this.context;
    const fact: Fact = { kind: "relation", subject: edge.source, type: edge.type, object: edge.target };
    return h(
      "button",
      {
        class: "source-button",
        attributes: { type: "button", "aria-label": t("facts.source.of", { fact: name }) },
        on: { click: () => this.actions.openFact(fact) },
      },
      t("facts.source"),
    );
  }
}
