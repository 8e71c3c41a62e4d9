"""What the vocabulary says of an indicator: its definition, and the national targets for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError

from app.answers import Definition, Named, NationalTarget
from app.queries.generation import Generation, Row, number

_TEXTS = """
SELECT DISTINCT ?indicator ?text (LANG(?text) AS ?language) WHERE {
  ?indicator skos:definition ?text FILTER(ISLITERAL(?text))
}"""
_MEASURED = """
SELECT DISTINCT ?indicator ?unit ?better WHERE {
  ?indicator a wt:Indicator
  OPTIONAL { ?indicator wt:unit ?unit } OPTIONAL { ?indicator wt:betterWhen ?better }
}"""
_TARGETS = """
SELECT DISTINCT ?indicator ?period ?comparator ?value ?unit ?source WHERE {
  ?target a wt:NationalTarget ; wt:targetOf ?indicator ; sdmx-dimension:refPeriod ?period ;
    wt:comparator ?comparator ; sdmx-measure:obsValue ?value
  OPTIONAL { ?target sdmx-attribute:unitMeasure ?unit } OPTIONAL { ?target dcterms:source ?source }
}"""


def definition(generation: Generation, indicator: str) -> Definition | None:
    """What an indicator by its IRI is; ``None`` for one that only reports speak of."""
    texts = {row["language"]: row["text"] for row in generation.rows(_TEXTS, indicator=indicator)}
    if not texts:
        return None
    measured = generation.rows(_MEASURED, indicator=indicator)
    first = measured[0] if measured else {}
    better = first.get("better", "").removeprefix(generation.iris.ontology)
    rows = generation.rows(_TARGETS, indicator=indicator)
    sources = generation.names(row["source"] for row in rows if "source" in row)
    targets = [target for row in rows if (target := _target(generation, row, sources))]
    return Definition(
        text=texts,
        unit=generation.units.get(first.get("unit", "")),
        better=cast(Any, better) if better in {"higher", "lower"} else None,
        targets=sorted(targets, key=lambda target: (target.period, target.value)),
    )


def _target(generation: Generation, row: Row, sources: Mapping[str, Named]) -> NationalTarget | None:
    """A national target; ``None`` where other tools wrote one that is none."""
    try:
        return NationalTarget(
            period=row["period"],
            comparator=cast(Any, row["comparator"]),
            value=cast(Any, number(row["value"])),
            unit=generation.units.get(row.get("unit", "")),
            source=sources.get(row.get("source", "")),
        )
    except ValidationError:
        return None
