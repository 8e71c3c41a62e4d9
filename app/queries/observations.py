"""The observations that an entity takes part in, as region, indicator, programme or institution."""

from __future__ import annotations

import re
from typing import Any, cast

from app.answers import ObservationItem
from app.queries.documents import Documents
from app.queries.entities import Entities
from app.queries.generation import Generation
from graph.namespaces import DCTERMS, SDMX_ATTRIBUTE, SDMX_DIMENSION, SDMX_MEASURE

_OF_ENTITY = """
SELECT DISTINCT ?entity ?fact ?period WHERE {
  ?fact a qb:Observation ; sdmx-dimension:refPeriod ?period ;
    sdmx-dimension:refArea|wt:indicator|wt:program|wt:institution ?entity .
}"""
_PROPERTIES = "SELECT DISTINCT ?fact ?property ?value WHERE { ?fact ?property ?value }"
_UNITS = """
SELECT DISTINCT ?unit ?label (LANG(?label) AS ?language) WHERE {
  ?unit a wt:Unit ; rdfs:label|skos:prefLabel ?label .
}"""


def of_entity(generation: Generation, entity: str) -> list[str]:
    """The IRIs of all observations about an entity: the latest period first, then by document and place."""
    rows = generation.rows(_OF_ENTITY, entity=entity)
    found = [(row["period"], row["fact"]) for row in rows]
    found.sort(key=lambda pair: _place(pair[1]))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return list(dict.fromkeys(fact for _, fact in found))


def units(generation: Generation) -> dict[str, str]:
    """The label of each unit by its IRI, the Chinese one where there are several."""
    rows = sorted(generation.rows(_UNITS), key=lambda row: (row["language"] == "zh", row["label"]))
    return {row["unit"]: row["label"] for row in rows}


def read(
    generation: Generation, entities: Entities, documents: Documents, units: dict[str, str], fact: str
) -> ObservationItem:
    """One observation with the labels of what it refers to."""
    found = _properties(generation, fact)
    wt = generation.iris.ontology
    return ObservationItem(
        id=generation.iris.local(fact) or fact,
        indicator=entities.named(found.get(wt + "indicator")),
        name=found[wt + "name"],
        value=_number(found.get(SDMX_MEASURE["obsValue"].value)),
        low=_number(found.get(wt + "low")),
        high=_number(found.get(wt + "high")),
        unit=units.get(found.get(SDMX_ATTRIBUTE["unitMeasure"].value, "")),
        quantity=found[wt + "quantity"],
        comparator=cast(Any, found[wt + "comparator"]),
        period=found[SDMX_DIMENSION["refPeriod"].value],
        status=cast(Any, found[wt + "status"].removeprefix(wt)),
        region=entities.named(found.get(SDMX_DIMENSION["refArea"].value)),
        program=entities.named(found.get(wt + "program")),
        institution=entities.named(found.get(wt + "institution")),
        score=_number(found.get(wt + "score")),
        document=documents.ref(found[DCTERMS["source"].value]),
    )


def _properties(generation: Generation, fact: str) -> dict[str, str]:
    rows = generation.rows(_PROPERTIES, fact=fact)
    return {row["property"]: row["value"] for row in rows}


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def _place(fact: str) -> tuple[str, int, int]:
    """Document, offset and number in an observation's IRI, so that the order is that of the text."""
    match = re.search(r"([^/]*)/(\d+)-(\d+)$", fact)
    return (match[1], int(match[2]), int(match[3])) if match else (fact, 0, 0)
