/** What the reports say of a region, in order: programmes with their figures, policies, institutions, duties. */

import type {
  EntityId,
  GraphEdge,
  GraphNode,
  ListedEntity,
  Named,
  Neighbourhood,
  Observation,
  RelationType,
} from "../api/types";

/** An indicator with its latest result and its latest target. */
export interface Figure {
  readonly name: string;
  readonly indicator: Named | null;
  readonly actual: Observation | null;
  readonly target: Observation | null;
}

/** A programme with the relation by which the region runs it, and its figures; `null` gathers those of none. */
export interface Programme {
  readonly program: Named | null;
  readonly edge: GraphEdge | null;
  readonly figures: readonly Figure[];
}

/** A relation of the region, or of what lies in it, as both ends are called. */
export interface Statement {
  readonly edge: GraphEdge;
  readonly subject: GraphNode;
  readonly object: GraphNode;
}

/** Institutions of one kind; `null` gathers those of which none is known. */
export interface Kind {
  readonly kind: Named | null;
  readonly members: readonly ListedEntity[];
}

export interface Profile {
  readonly programmes: readonly Programme[];
  readonly followed: readonly Statement[];
  readonly issued: readonly Statement[];
  readonly kinds: readonly Kind[];
  /** Who delivers what, and who answers for what. */
  readonly duties: readonly Statement[];
  readonly persons: readonly ListedEntity[];
}

/** The profile of the centre of `part`, out of its own values and what lies in it. */
export function profileOf(
  part: Neighbourhood,
  observations: readonly Observation[],
  institutions: readonly ListedEntity[],
  persons: readonly ListedEntity[],
): Profile {
  const own = new Set<EntityId>([part.center, ...institutions.map(idOf), ...persons.map(idOf)]);
  const nodes = new Map(part.nodes.map((node) => [node.id, node]));
  const stated = (...types: readonly RelationType[]): Statement[] =>
    part.edges.flatMap((edge) => {
      const [subject, object] = [nodes.get(edge.source), nodes.get(edge.target)];
      return types.includes(edge.type) && own.has(edge.source) && subject && object
        ? [{ edge, subject, object }]
        : [];
    });
  return {
    programmes: programmesOf(stated("implements"), observations),
    followed: stated("follows"),
    issued: stated("issues"),
    kinds: kindsOf(institutions),
    duties: stated("responsibleFor", "delivers"),
    persons,
  };
}

function programmesOf(run: readonly Statement[], observations: readonly Observation[]): Programme[] {
  const found = new Map<
    EntityId | null,
    { program: Named | null; edge: GraphEdge | null; values: Observation[] }
  >();
  for (const { object, edge } of run) found.set(object.id, { program: object, edge, values: [] });
  for (const observation of observations) {
    const id = observation.program?.id ?? null;
    const known = found.get(id) ?? { program: observation.program, edge: null, values: [] };
    known.values.push(observation);
    found.set(id, known);
  }
  return [...found.values()]
    .map(({ program, edge, values }) => ({ program, edge, figures: figuresOf(values) }))
    .sort((a, b) => Number(!a.program) - Number(!b.program) || b.figures.length - a.figures.length);
}

/** The figures out of values, a figure an indicator; what is linked to none goes by its name. */
export function figuresOf(observations: readonly Observation[]): Figure[] {
  const found = new Map<string, Observation[]>();
  for (const observation of observations) {
    const key = observation.indicator?.id ?? `name ${observation.name}`;
    found.set(key, [...(found.get(key) ?? []), observation]);
  }
  return [...found.values()].map((values) => ({
    name: values[0]?.indicator?.label ?? values[0]?.name ?? "",
    indicator: values[0]?.indicator ?? null,
    actual: latest(values.filter(({ status }) => status === "actual")),
    target: latest(values.filter(({ status }) => status === "target")),
  }));
}

/** The value of the latest year; of one year the whole before a part, then the surest. */
function latest(observations: readonly Observation[]): Observation | null {
  const [first] = observations.toSorted(
    (a, b) =>
      Number(b.period.slice(0, 4)) - Number(a.period.slice(0, 4)) ||
      a.period.length - b.period.length ||
      (b.score ?? 0) - (a.score ?? 0),
  );
  return first ?? null;
}

function kindsOf(institutions: readonly ListedEntity[]): Kind[] {
  const found = new Map<EntityId | null, { kind: Named | null; members: ListedEntity[] }>();
  for (const institution of institutions) {
    const known = found.get(institution.kind?.id ?? null) ?? { kind: institution.kind, members: [] };
    known.members.push(institution);
    found.set(institution.kind?.id ?? null, known);
  }
  return [...found.values()].sort(
    (a, b) => Number(!a.kind) - Number(!b.kind) || b.members.length - a.members.length,
  );
}

function idOf({ id }: Named): EntityId {
  return id;
}
