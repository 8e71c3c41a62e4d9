"""All entities of a generation in memory: their names, homes and number of facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.answers import EntityItem, Named
from app.queries.generation import Generation
from graph.extraction import EntityType
from graph.quads import ENTITY_CLASSES

CLASSES: dict[str, EntityType] = {class_: type_ for type_, class_ in ENTITY_CLASSES.items()}

_LABELS = f"""
SELECT DISTINCT ?entity ?class ?label (LANG(?label) AS ?language) WHERE {{
  VALUES ?class {{ {" ".join(f"wt:{class_}" for class_ in CLASSES)} }}
  ?entity a ?class ; rdfs:label|skos:prefLabel ?label .
}}"""
_OTHER_LABELS = "SELECT DISTINCT ?entity ?label WHERE { ?entity skos:altLabel ?label }"
_HOMES = """
SELECT DISTINCT ?entity ?region WHERE {
  ?region a wt:Region .
  ?entity wt:locatedIn|wt:partOf|dcterms:spatial ?region .
}"""
_OBSERVED = """
SELECT ?entity (COUNT(DISTINCT ?fact) AS ?count) WHERE {
  ?fact a qb:Observation ; sdmx-dimension:refArea|wt:indicator|wt:program|wt:institution ?entity .
} GROUP BY ?entity"""
_RELATED = """
SELECT ?entity (COUNT(DISTINCT ?fact) AS ?count) WHERE {
  ?fact a wt:Assertion ; rdf:subject|rdf:object ?entity .
} GROUP BY ?entity"""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the graph. ``home`` is the IRI of its region, for a region of the one above it."""

    iri: str
    id: str
    type: EntityType
    label: str
    alt_labels: tuple[str, ...]
    home: str | None
    observations: int
    relations: int

    @property
    def count(self) -> int:
        """The number of facts."""
        return self.observations + self.relations

    @property
    def named(self) -> Named:
        """The entity by its id."""
        return Named(id=self.id, label=self.label)


class Entities:
    """All entities that have a label, by their IRI."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        ranked = sorted(entities, key=lambda entity: (-entity.count, entity.label, entity.id))
        self._by_iri = {entity.iri: entity for entity in ranked}

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._by_iri.values())

    def get(self, iri: str | None) -> Entity | None:
        """The entity of that IRI."""
        return self._by_iri.get(iri) if iri else None

    def named(self, iri: str | None) -> Named | None:
        """The entity of that IRI by its id."""
        entity = self.get(iri)
        return entity.named if entity else None

    def item(self, entity: Entity) -> EntityItem:
        """The entity as lists show it."""
        return EntityItem(
            id=entity.id,
            label=entity.label,
            iri=entity.iri,
            type=entity.type,
            region=self.named(entity.home),
            count=entity.count,
        )

    def select(self, type: EntityType | None = None, region: str | None = None) -> list[Entity]:  # noqa: A002
        """Entities with the most facts first; ``region`` is the IRI of a region that they lie in."""
        return [entity for entity in self if self._fits(entity, type, region)]

    def _fits(self, entity: Entity, type: EntityType | None, region: str | None) -> bool:  # noqa: A002
        return (type is None or entity.type == type) and (region is None or region in self._homes(entity))

    def _homes(self, entity: Entity) -> list[str]:
        """The regions around an entity, innermost first. A circle in the data ends it."""
        homes: list[str] = []
        home = entity.home
        while home is not None and home not in homes:
            homes.append(home)
            around = self.get(home)
            home = around.home if around else None
        return homes


def load(generation: Generation) -> Entities:
    """Read all entities out of the store."""
    others = _other_labels(generation)
    homes = _homes(generation)
    observed, related = _counts(generation, _OBSERVED), _counts(generation, _RELATED)
    return Entities(
        Entity(
            iri=iri,
            id=id_,
            type=type_,
            label=labels[0],
            alt_labels=tuple(dict.fromkeys([*labels[1:], *others[iri]])),
            home=homes.get(iri),
            observations=observed[iri],
            relations=related[iri],
        )
        for iri, (type_, labels) in _labelled(generation).items()
        if (id_ := generation.iris.local(iri)) is not None
    )


def _labelled(generation: Generation) -> dict[str, tuple[EntityType, list[str]]]:
    """Type and labels of each entity: Chinese labels first, each once."""
    rows = sorted(
        (row["entity"], row["language"] != "zh", row["label"], row["class"])
        for row in generation.rows(_LABELS)
    )
    found: dict[str, tuple[EntityType, list[str]]] = {}
    for iri, _, label, class_ in rows:
        _, labels = found.setdefault(iri, (CLASSES[class_.removeprefix(generation.iris.ontology)], []))
        if label not in labels:
            labels.append(label)
    return found


def _other_labels(generation: Generation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for iri, label in sorted((row["entity"], row["label"]) for row in generation.rows(_OTHER_LABELS)):
        found[iri].append(label)
    return found


def _homes(generation: Generation) -> dict[str, str]:
    rows = sorted((row["entity"], row["region"]) for row in generation.rows(_HOMES))
    return {entity: region for entity, region in reversed(rows) if entity != region}


def _counts(generation: Generation, query: str) -> Counter[str]:
    return Counter({row["entity"]: int(row["count"]) for row in generation.rows(query)})
