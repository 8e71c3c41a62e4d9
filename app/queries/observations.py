"""Observations out of filters: a page of them, or all as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import ValidationError

from app.answers import Named, ObservationItem, Page
from app.queries.documents import reference
from app.queries.generation import Generation, number, offsets
from graph.extraction import Status
from graph.index import catalogue
from graph.index import observations as index
from graph.index.catalogue import Document
from graph.index.observations import Filters, Order
from graph.namespaces import DCTERMS, PROV, SDMX_ATTRIBUTE, SDMX_DIMENSION, SDMX_MEASURE

_PROPERTIES = "SELECT DISTINCT ?fact ?property ?value WHERE { ?fact ?property ?value }"
_PLACE = """
SELECT DISTINCT ?place ?start ?end WHERE { ?place nif:beginIndex ?start ; nif:endIndex ?end }"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What observations are wanted: all that fit everything that is given, by ids. Empty is not given."""

    about: str = ""
    regions: Sequence[str] = ()
    inner: bool = True
    indicators: Sequence[str] = ()
    programs: Sequence[str] = ()
    institution: str = ""
    document: str = ""
    statuses: Sequence[Status] = ()
    since: str | None = None
    until: str | None = None


def filters(generation: Generation, asked: Asked) -> Filters:
    """What is asked for, by IRIs; :class:`NotFound` for an id that nothing can have, or for what an
    observation should be ``about`` and is not there."""

    def iri(id: str, kind: str) -> str | None:  # noqa: A002
        return generation.iri(id, kind) if id else None

    return Filters(
        about=generation.entity(asked.about).iri if asked.about else None,
        regions=tuple(place for id_ in asked.regions if (place := generation.region(id_))),
        inner=asked.inner,
        indicators=tuple(generation.iri(id_, "indicator") for id_ in asked.indicators),
        programs=tuple(generation.iri(id_, "programme") for id_ in asked.programs),
        institution=iri(asked.institution, "institution"),
        document=iri(asked.document, "document"),
        statuses=tuple(asked.statuses),
        since=asked.since,
        until=asked.until,
    )


def observations(
    generation: Generation, asked: Asked, *, order: Order, limit: int, offset: int
) -> Page[ObservationItem]:
    """A part of the observations that are asked for."""
    total, found = index.find(
        generation.index, filters(generation, asked), order=order, limit=limit, offset=offset
    )
    return Page(items=read(generation, found), total=total)


def read(generation: Generation, facts: Iterable[str]) -> list[ObservationItem]:
    """Observations by their IRIs, with the labels of what they refer to, without any that other tools wrote
    and left a part out of."""
    found = {fact: _properties(generation, fact) for fact in facts}
    values = {value for properties in found.values() for value in properties.values()}
    names = generation.names(values)
    documents = catalogue.documents(generation.index, values)
    items = (_item(generation, fact, of, names, documents) for fact, of in found.items())
    return [item for item in items if item]


def _item(
    generation: Generation,
    fact: str,
    of: Mapping[str, str],
    names: Mapping[str, Named],
    documents: Mapping[str, Document],
) -> ObservationItem | None:
    wt = generation.iris.ontology
    start, end = _place(generation, of.get(PROV["wasDerivedFrom"].value)) or (None, None)
    try:
        return ObservationItem(
            id=generation.id(fact),
            indicator=names.get(of.get(wt + "indicator", "")),
            name=of[wt + "name"],
            value=number(of.get(SDMX_MEASURE["obsValue"].value)),
            low=number(of.get(wt + "low")),
            high=number(of.get(wt + "high")),
            unit=generation.units.get(of.get(SDMX_ATTRIBUTE["unitMeasure"].value, "")),
            quantity=of[wt + "quantity"],
            comparator=cast(Any, of[wt + "comparator"]),
            period=of[SDMX_DIMENSION["refPeriod"].value],
            status=cast(Any, of[wt + "status"].removeprefix(wt)),
            region=names.get(of.get(SDMX_DIMENSION["refArea"].value, "")),
            program=names.get(of.get(wt + "program", "")),
            institution=names.get(of.get(wt + "institution", "")),
            score=number(of.get(wt + "score")),
            link_score=number(of.get(wt + "linkScore")),
            document=reference(generation, documents[of[DCTERMS["source"].value]]),
            start=start,
            end=end,
        )
    except (KeyError, ValidationError):
        return None


def _properties(generation: Generation, fact: str) -> dict[str, str]:
    return {row["property"]: row["value"] for row in generation.rows(_PROPERTIES, fact=fact)}


def _place(generation: Generation, place: str | None) -> tuple[int, int] | None:
    """Where a place in a document starts and ends, by its IRI."""
    rows = generation.rows(_PLACE, place=place) if place else []
    return next((span for row in rows if (span := offsets(row))), None)
