"""Entities and documents by their IRI, with what is counted of them, and lists of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from json import dumps
from typing import Any

from graph.extraction import EntityType
from graph.index.database import INSIDE, LARGEST, Index, Place
from graph.index.schema import Kind


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity. ``region`` is its home, for a region the one above it."""

    iri: str
    type: EntityType
    label: str
    region: Place | None
    observations: int
    relations: int
    mentions: int

    @property
    def facts(self) -> int:
        """The observations about it and the relations that it takes part in."""
        return self.observations + self.relations


@dataclass(frozen=True, slots=True)
class Document:
    """A report. ``name`` is the file that it was read from; ``period`` is a year, ``published`` a date."""

    iri: str
    title: str
    name: str | None
    period: str | None
    published: str | None
    region: Place | None
    issuer: Place | None
    mentions: int
    observations: int
    relations: int


_ENTITY = """
SELECT entity.iri, entity.type, entity.label, home.iri, home.label,
  entity.observations, entity.relations, entity.mentions
FROM entity LEFT JOIN entity AS home ON home.id = entity.home"""
_NAMED = f"{_ENTITY} WHERE entity.iri IN (SELECT value FROM json_each(:iris)) ORDER BY entity.id"
_FITS = """(:type IS NULL OR entity.type = :type)
  AND (:region IS NULL OR entity.home IN (SELECT id FROM inside))"""
_LISTED = f"{INSIDE} {_ENTITY} WHERE {_FITS} ORDER BY entity.id LIMIT :limit OFFSET :offset"
_COUNTED = f"{INSIDE} SELECT count(*) FROM entity WHERE {_FITS}"
_OTHER_NAMES = f"""
SELECT DISTINCT name.text FROM name JOIN entity ON entity.id = name.entity
WHERE entity.iri = :iri AND kind IN ({Kind.LABEL}, {Kind.OTHER_LABEL}) AND name.text <> entity.label
ORDER BY name.id"""
_DOCUMENT = """
SELECT document.iri, title, name, period, published, region.iri, region.label, issuer.iri, issuer.label,
  document.mentions, document.observations, document.relations
FROM document LEFT JOIN entity AS region ON region.id = document.region
LEFT JOIN entity AS issuer ON issuer.id = document.issuer"""
_THESE_DOCUMENTS = f"""{_DOCUMENT}
WHERE document.iri IN (SELECT value FROM json_each(:iris)) ORDER BY document.id"""
_ABOUT = """(:region IS NULL OR document.region IN (SELECT id FROM inside))
  AND (:period IS NULL OR document.period = :period)"""
_LISTED_DOCUMENTS = f"{INSIDE} {_DOCUMENT} WHERE {_ABOUT} ORDER BY document.id LIMIT :limit OFFSET :offset"
_COUNTED_DOCUMENTS = f"{INSIDE} SELECT count(*) FROM document WHERE {_ABOUT}"
_TYPES = "SELECT type, count(*) FROM entity WHERE facts > 0 GROUP BY type ORDER BY count(*) DESC, type"
_TOTALS = """
SELECT count(*), coalesce(sum(mentions), 0), coalesce(sum(observations), 0) FROM document"""


def entities(index: Index, iris: Iterable[str]) -> dict[str, Entity]:
    """The entities among these IRIs, those with the most facts first."""
    found = map(_entity, index.rows(_NAMED, {"iris": dumps(list(iris))}))
    return {entity.iri: entity for entity in found}


def entity(index: Index, iri: str) -> Entity | None:
    """The entity of that IRI."""
    return entities(index, [iri]).get(iri)


def other_names(index: Index, iri: str) -> list[str]:
    """The names of an entity other than its label."""
    return [name for (name,) in index.rows(_OTHER_NAMES, {"iri": iri})]


def list_entities(
    index: Index,
    type: EntityType | None = None,  # noqa: A002
    region: str | None = None,
    limit: int = LARGEST,
    offset: int = 0,
) -> tuple[int, list[Entity]]:
    """How many entities there are, and a part of them, those with the most facts first.

    ``region`` asks for what lies in the region of that IRI.
    """
    bound = {
        "type": type,
        "region": region,
        "limit": min(limit, LARGEST),
        "offset": min(offset, LARGEST),
    }
    ((total,),) = index.rows(_COUNTED, bound)
    return total, [_entity(row) for row in index.rows(_LISTED, bound)]


def documents(index: Index, iris: Iterable[str]) -> dict[str, Document]:
    """The documents among these IRIs, the latest period first."""
    found = map(_document, index.rows(_THESE_DOCUMENTS, {"iris": dumps(list(iris))}))
    return {document.iri: document for document in found}


def list_documents(
    index: Index,
    region: str | None = None,
    period: str | None = None,
    limit: int = LARGEST,
    offset: int = 0,
) -> tuple[int, list[Document]]:
    """How many documents there are, and a part of them, the latest period first.

    ``region`` asks for those about the region of that IRI and the regions in it.
    """
    bound = {
        "region": region,
        "period": period,
        "limit": min(limit, LARGEST),
        "offset": min(offset, LARGEST),
    }
    ((total,),) = index.rows(_COUNTED_DOCUMENTS, bound)
    return total, [_document(row) for row in index.rows(_LISTED_DOCUMENTS, bound)]


def types(index: Index) -> dict[EntityType, int]:
    """How many entities of each type have facts, the most frequent first."""
    return dict(index.rows(_TYPES))


def totals(index: Index) -> tuple[int, int, int]:
    """How many documents there are, and how many mentions and observations in them."""
    ((count, mentions, observations),) = index.rows(_TOTALS)
    return count, mentions, observations


def classes(index: Index) -> dict[str, int]:
    """How many things each class has, by its IRI, in the union of all graphs."""
    return dict(index.rows("SELECT iri, things FROM class ORDER BY iri"))


def properties(index: Index) -> dict[str, int]:
    """How many triples each property has, by its IRI, in the union of all graphs."""
    return dict(index.rows("SELECT iri, triples FROM property ORDER BY iri"))


def _entity(row: Any) -> Entity:
    iri, type_, label, home, home_label, observations, relations, mentions = row
    return Entity(iri, type_, label, _place(home, home_label), observations, relations, mentions)


def _document(row: Any) -> Document:
    iri, title, name, period, published, region, region_label, issuer, issuer_label, *counts = row
    places = _place(region, region_label), _place(issuer, issuer_label)
    return Document(iri, title, name, period, published, *places, *counts)


def _place(iri: str | None, label: str | None) -> Place | None:
    return Place(iri, label or "") if iri else None
