"""The entity graph around an entity: typed relations between entities, as a subgraph to be drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple, cast

from app.answers import Edge, Neighbourhood, Node
from app.queries.entities import Entities, Entity
from app.queries.generation import Generation, Row
from graph.views import RELATIONS, RelationName

_ANY_RELATION = f"VALUES ?relation {{ {' '.join(f'wt:{name}' for name in RELATIONS)} }}"
_LINKS = f"""
SELECT DISTINCT ?entity ?relation ?source ?target WHERE {{
  {_ANY_RELATION}
  {{ ?entity ?relation ?target }} UNION {{ ?source ?relation ?entity }}
}}"""
_NAMES = """
SELECT DISTINCT ?relation ?name WHERE {
  ?relation a owl:ObjectProperty ; rdfs:label ?name FILTER(LANGMATCHES(LANG(?name), "zh"))
}"""
_TOTALS = f"""
SELECT ?relation (COUNT(*) AS ?count) WHERE {{
  {{ SELECT DISTINCT ?source ?relation ?target WHERE {{
    {_ANY_RELATION}
    ?document a wt:Report .
    GRAPH ?document {{ ?source ?relation ?target }}
  }} }}
}} GROUP BY ?relation"""


class Link(NamedTuple):
    """A relation between two entities, by their IRIs."""

    source: str
    type: RelationName
    target: str

    def other_end(self, iri: str) -> str:
        """The end that is not ``iri``."""
        return self.target if self.source == iri else self.source


class Links:
    """The relations of single entities, each entity's read from the store once."""

    def __init__(self, generation: Generation, entities: Entities) -> None:
        self._generation = generation
        self._entities = entities
        self._read: dict[str, list[Link]] = {}

    def of(self, iri: str) -> list[Link]:
        """The relations from and to an entity, each once, but those with things that have no label."""
        if iri not in self._read:
            rows = self._generation.rows(_LINKS, entity=iri)
            found = {self._link(iri, row) for row in rows}
            self._read[iri] = sorted(link for link in found if self._entities.get(link.other_end(iri)))
        return self._read[iri]

    def degree(self, iri: str) -> int:
        """The number of entities that an entity has a relation with."""
        return len({link.other_end(iri) for link in self.of(iri)} - {iri})

    def _link(self, iri: str, row: Row) -> Link:
        name = row["relation"].removeprefix(self._generation.iris.ontology)
        return Link(row.get("source", iri), cast(RelationName, name), row.get("target", iri))


def names(generation: Generation) -> dict[str, str]:
    """The Chinese name of each relation, out of the ontology in the store."""
    prefix = generation.iris.ontology
    rows = sorted((row["relation"], row["name"]) for row in generation.rows(_NAMES))
    return {relation.removeprefix(prefix): name for relation, name in rows}


def totals(generation: Generation) -> Counter[str]:
    """How many relations of each kind the documents state or imply."""
    prefix = generation.iris.ontology
    return Counter(
        {row["relation"].removeprefix(prefix): int(row["count"]) for row in generation.rows(_TOTALS)}
    )


def neighbourhood(
    links: Links, entities: Entities, names: dict[str, str], center: Entity, depth: int, limit: int
) -> Neighbourhood:
    """The entities at most ``depth`` relations away from ``center``, and all relations among them.

    Nearer ones come first. Where there are more than ``limit`` nodes, each kind of relation gets its turn,
    and within a kind the entities with the most facts come first.
    """
    chosen = [center.iri]
    frontier = [center.iri]
    truncated = False
    for _ in range(depth):
        seen = set(chosen)
        candidates = [iri for iri in _in_turn(links, entities, frontier) if iri not in seen]
        room = limit - len(chosen)
        truncated = truncated or len(candidates) > room
        frontier = candidates[:room]
        chosen += frontier
    return Neighbourhood(
        center=center.id,
        nodes=[_node(links, entity) for iri in chosen if (entity := entities.get(iri))],
        edges=[_edge(link, entities, names) for link in _among(links, chosen)],
        truncated=truncated,
    )


def _in_turn(links: Links, entities: Entities, frontier: list[str]) -> list[str]:
    """The neighbours of the frontier, each once, one of each kind of relation after the other."""
    kinds: dict[tuple[RelationName, bool], dict[str, int]] = defaultdict(dict)
    for iri in frontier:
        for link in links.of(iri):
            other = entities.get(link.other_end(iri))
            assert other is not None
            kinds[link.type, link.source == iri][other.iri] = other.count
    ordered = sorted(kinds, key=lambda kind: (RELATIONS.index(kind[0]), kind[1]))
    queues = [sorted(kinds[kind], key=lambda iri: (-kinds[kind][iri], iri)) for kind in ordered]
    rounds = zip_longest(*queues)
    return list(dict.fromkeys(iri for turn in rounds for iri in turn if iri is not None))


def _among(links: Links, chosen: list[str]) -> Iterator[Link]:
    inside = set(chosen)
    for iri in chosen:
        yield from (link for link in links.of(iri) if link.source == iri and link.target in inside)


def _node(links: Links, entity: Entity) -> Node:
    return Node(
        id=entity.id, label=entity.label, iri=entity.iri, type=entity.type, degree=links.degree(entity.iri)
    )


def _edge(link: Link, entities: Entities, names: dict[str, str]) -> Edge:
    source, target = entities.get(link.source), entities.get(link.target)
    assert source is not None and target is not None
    return Edge(
        id=f"{source.id} {link.type} {target.id}",
        source=source.id,
        target=target.id,
        type=link.type,
        label=names.get(link.type, link.type),
    )
