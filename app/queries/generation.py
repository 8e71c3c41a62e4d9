"""One published generation of the store, asked with values bound as terms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from app.answers import Named
from app.errors import NotFound
from graph import sparql
from graph.errors import UnwritableIri
from graph.extraction import EntityType
from graph.index import catalogue
from graph.index.catalogue import Entity
from graph.index.database import Place
from graph.index.patterns import Words
from graph.iris import Iris
from graph.quads import ENTITY_CLASSES
from graph.statements import RELATIONS, RelationName
from graph.store import Store

if TYPE_CHECKING:
    from graph.reader import Reader

Row = dict[str, str]

CLASSES: dict[str, EntityType] = {class_: type_ for type_, class_ in ENTITY_CLASSES.items()}
"""The type of entities that a class of the vocabulary stands for."""

_TERMS = """
SELECT DISTINCT ?term ?label (LANG(?label) AS ?language) WHERE {
  VALUES ?kind { owl:ObjectProperty owl:Class }
  ?term a ?kind ; rdfs:label ?label FILTER(ISLITERAL(?label))
}"""
_UNITS = """
SELECT DISTINCT ?unit ?label (LANG(?label) AS ?language) WHERE {
  ?unit a wt:Unit ; rdfs:label|skos:prefLabel ?label FILTER(ISLITERAL(?label))
}"""


def number(text: str | None) -> float | None:
    """A number by its lexical form; ``None`` for none, and for what other tools wrote that is none."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def offsets(row: Row) -> tuple[int, int] | None:
    """The offsets in a row where a part of a text starts and ends; ``None`` where these are none."""
    try:
        start, end = int(row["start"]), int(row["end"])
    except (KeyError, ValueError):
        return None
    return (start, end) if 0 <= start <= end else None


class Generation:
    """An open store, the IRIs of its base, and its names."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.index = store.index
        self.iris = Iris(store.base)

    def rows(self, query: str, **iris: str) -> list[Row]:
        """The solutions of a ``SELECT``: variable to IRI or lexical form, without what is unbound.

        A variable named in ``iris`` is bound to that IRI beforehand; it has to stand in the projection.
        """
        bindings = {name: sparql.iri(iri) for name, iri in iris.items()}
        return [
            {name: term.value for name, term in row.items() if isinstance(term, NamedNode | Literal)}
            for row in sparql.rows(self.store, query, **bindings)
        ]

    # --- names of things -----------------------------------------------------------------------------

    def id(self, iri: str) -> str:
        """The id of a thing, the path of its IRI below ``id/``; the IRI itself where it has another base."""
        return self.iris.local(iri) or iri

    def iri(self, id: str, kind: str) -> str:  # noqa: A002
        """The IRI of the thing with that id; :class:`NotFound` where no thing can have it."""
        try:
            return self.iris.from_local(id)
        except UnwritableIri:
            raise NotFound(kind, id) from None

    def entity(self, id: str) -> Entity:  # noqa: A002
        """The entity with that id; :class:`NotFound` where there is none."""
        entity = catalogue.entity(self.index, self.iri(id, "entity"))
        if entity is None:
            raise NotFound("entity", id)
        return entity

    def region(self, id: str) -> str | None:  # noqa: A002
        """The IRI of the region with that id or code, :class:`NotFound` where there is none; ``None`` for an
        empty one, which asks for no region."""
        if not id:
            return None
        entity = catalogue.entity(self.index, self.iri(f"region/{id}" if id.isdecimal() else id, "region"))
        if entity is None or entity.type != "region":
            raise NotFound("region", id)
        return entity.iri

    def named(self, thing: Entity | Place | None) -> Named | None:
        """A thing by its id and label."""
        return Named(id=self.id(thing.iri), label=thing.label) if thing else None

    def names(self, iris: Iterable[str]) -> dict[str, Named]:
        """The entities among these IRIs, by id and label."""
        found = catalogue.entities(self.index, set(iris))
        return {iri: Named(id=self.id(iri), label=entity.label) for iri, entity in found.items()}

    # --- the vocabulary ------------------------------------------------------------------------------

    @cached_property
    def relation_labels(self) -> dict[RelationName, str]:
        """The Chinese label of each relation."""
        return {name: self._terms.get(name, {}).get("zh", name) for name in RELATIONS}

    @cached_property
    def type_labels(self) -> dict[EntityType, str]:
        """The Chinese label of each type of entity."""
        return {type_: self._terms.get(class_, {}).get("zh", type_) for class_, type_ in CLASSES.items()}

    @cached_property
    def words(self) -> Words:
        """The names and labels of types and relations, as path patterns use them."""
        types = {name: type_ for class_, type_ in CLASSES.items() for name in (type_, *self._labels(class_))}
        relations = {label: name for name in RELATIONS for label in (name, *self._labels(name))}
        return Words(types, relations)

    @cached_property
    def units(self) -> dict[str, str]:
        """The label of each unit by its IRI, the Chinese one where there are several."""
        rows = sorted(self.rows(_UNITS), key=lambda row: (row["language"] == "zh", row["label"]))
        return {row["unit"]: row["label"] for row in rows}

    @cached_property
    def reader(self) -> Reader:
        """What reads texts, loaded when it is first needed."""
        from graph.reader import Reader

        return Reader(self.store.base)

    @cached_property
    def _terms(self) -> dict[str, dict[str, str]]:
        """The labels of classes and properties by name and language."""
        found: dict[str, dict[str, str]] = {}
        for row in sorted(self.rows(_TERMS), key=lambda row: row["label"], reverse=True):
            found.setdefault(row["term"].removeprefix(self.iris.ontology), {})[row["language"]] = row["label"]
        return found

    def _labels(self, term: str) -> list[str]:
        return [self._terms[term][each] for each in ("zh", "en") if each in self._terms.get(term, {})]
