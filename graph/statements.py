"""Which triples a document asserts about entities, and where: the relations it states, and those that follow.

Derived are ``implements`` (a region runs each programme that it has a figure of, or that it or the issuing
authority delivers) and ``measuredBy`` (a programme has each indicator that is reported under it); each pair
has one statement, at the first place that gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from graph.extraction import Extraction, Relation, RelationType
from graph.iris import Iris

RelationName = Literal[
    "implements",
    "measuredBy",
    "delivers",
    "follows",
    "issues",
    "partnersWith",
    "responsibleFor",
    "concerns",
    "partOf",
    "locatedIn",
]
RELATIONS: tuple[RelationName, ...] = get_args(RelationName)
"""The types of edges between entities, as the vocabulary names these properties."""

TERMS: dict[RelationType, str] = {
    "responsible_for": "responsibleFor",
    "delivers": "delivers",
    "follows": "follows",
    "issues": "issues",
    "partners_with": "partnersWith",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple between two entities, with the span that states it. ``term`` is a ``wt:`` property."""

    start: int
    end: int
    subject: str
    term: str
    object: str
    score: float | None

    @property
    def key(self) -> tuple[int, int, str, str, str]:
        return self.start, self.end, self.subject, self.term, self.object


def statements(extraction: Extraction, iris: Iris) -> list[Statement]:
    """All statements of a document, in the order of the text, each once."""
    every = [*_stated(extraction, iris), *_implemented(extraction, iris), *_measured(extraction)]
    by_key = {statement.key: statement for statement in every}
    return [by_key[key] for key in sorted(by_key)]


def tasks(extraction: Extraction, iris: Iris) -> dict[int, str]:
    """The tasks that somebody is responsible for: paragraph number to IRI."""
    duties = (relation for relation in extraction.relations if relation.type == "responsible_for")
    return {int(duty.object): _object(duty, extraction, iris) or "" for duty in duties if duty.subject_id}


def _object(relation: Relation, extraction: Extraction, iris: Iris) -> str | None:
    """The IRI of a relation's object. A task needs no linking: its paragraph is the identity."""
    if relation.type != "responsible_for" or relation.object_id:
        return relation.object_id
    return iris.paragraph(iris.document(extraction.sha256), int(relation.object))


def _stated(extraction: Extraction, iris: Iris) -> Iterator[Statement]:
    for relation in extraction.relations:
        value = _object(relation, extraction, iris)
        if relation.subject_id and value:
            term = TERMS[relation.type]
            yield Statement(relation.start, relation.end, relation.subject_id, term, value, relation.score)


def _implemented(extraction: Extraction, iris: Iris) -> Iterable[Statement]:
    places = [
        Statement(o.start, o.end, o.region_id, "implements", o.program_id, o.score)
        for o in extraction.observations
        if o.region_id and o.program_id
    ]
    for relation in extraction.relations:
        if relation.type != "delivers" or not relation.subject_id or not relation.object_id:
            continue
        by_issuer = relation.subject_id == extraction.issuer_id
        region = extraction.region_id if by_issuer else relation.subject_id
        if iris.is_region(region):
            program = relation.object_id
            places.append(
                Statement(relation.start, relation.end, region, "implements", program, relation.score)
            )
    return _first_places(places)


def _measured(extraction: Extraction) -> Iterable[Statement]:
    return _first_places(
        Statement(o.start, o.end, o.program_id, "measuredBy", o.indicator_id, o.score)
        for o in extraction.observations
        if o.program_id and o.indicator_id
    )


def _first_places(places: Iterable[Statement]) -> Iterable[Statement]:
    first: dict[tuple[str, str], Statement] = {}
    for place in sorted(places, key=lambda statement: statement.key):
        first.setdefault((place.subject, place.object), place)
    return first.values()
