"""The observations as a tidy table: one a row, with the labels of what it refers to and its evidence."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from csv import DictWriter
from functools import lru_cache
from itertools import islice
from typing import IO, Any, TypeAlias

from pyoxigraph import Literal, NamedNode

from graph.export.selection import Selection
from graph.iris import Iris
from graph.namespaces import (
    DCTERMS,
    NIF,
    PROV,
    QB,
    RDF,
    RDFS,
    SDMX_ATTRIBUTE,
    SDMX_DIMENSION,
    SDMX_MEASURE,
    Namespace,
)
from graph.store import Store
from graph.union import UNION

COLUMNS = (
    "observation",
    "document",
    "title",
    "region",
    "region_label",
    "indicator",
    "indicator_label",
    "name",
    "period",
    "status",
    "comparator",
    "value",
    "low",
    "high",
    "unit",
    "quantity",
    "program",
    "program_label",
    "institution",
    "institution_label",
    "score",
    "link_score",
    "evidence",
)
"""Ids are paths below ``id/``. ``value`` is in ``unit``; ``low`` and ``high`` are the bounds of a range,
whose ``value`` is empty. ``score`` says how sure it is that the report states this, ``link_score`` how sure
that it is of this indicator. ``evidence`` is the sentence that states the observation, ``quantity`` its words
for it."""
_NUMBERS = frozenset(("value", "low", "high", "score", "link_score"))
_ROWS = 10_000  # written at a time


Row: TypeAlias = dict[str, Any]


def rows(store: Store, observations: Iterable[str]) -> Iterator[Row]:
    """Observations by their IRIs, each with all :data:`COLUMNS`; those that other tools wrote and left a part
    out of are left out."""
    return filter(None, map(_Reader(store).row, observations))


def selected(selection: Selection) -> Iterator[Row]:
    """The observations of a selection by document and place."""
    return rows(selection.store, _observations(selection))


def _observations(selection: Selection) -> Iterator[str]:
    iris = Iris(selection.store.base)
    for graph, _ in selection.graphs():
        typed = selection.store.database.quads_for_pattern(None, RDF["type"], QB["Observation"], graph)
        found = [quad.subject.value for quad in typed if isinstance(quad.subject, NamedNode)]
        for iri in sorted(found, key=iris.place):
            if selection.subjects is None or iri in selection.subjects:
                yield iri


def csv(rows: Iterable[Row], stream: IO[bytes]) -> None:
    """Write CSV as RFC 4180 has it, with a byte order mark, without which Excel shows no Chinese."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = DictWriter(text, COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    finally:
        text.detach()  # the stream stays open: it is the caller's


def parquet(rows: Iterable[Row], stream: IO[bytes]) -> None:
    """Write Parquet."""
    import pyarrow
    import pyarrow.parquet

    kinds = [(name, pyarrow.float64() if name in _NUMBERS else pyarrow.string()) for name in COLUMNS]
    schema = pyarrow.schema(kinds)
    remaining = iter(rows)
    with pyarrow.parquet.ParquetWriter(stream, schema) as writer:
        while batch := list(islice(remaining, _ROWS)):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))


class _Reader:
    def __init__(self, store: Store) -> None:
        self._database = store.database
        self._iris = Iris(store.base)
        self._wt = Namespace(self._iris.ontology)
        self._label = lru_cache(maxsize=100_000)(self._read_label)

    def row(self, iri: str) -> Row | None:
        """One observation."""
        said: dict[NamedNode, NamedNode | Literal] = {}
        for quad in self._database.quads_for_pattern(NamedNode(iri), None, None, UNION):
            if isinstance(quad.object, NamedNode | Literal):
                said[quad.predicate] = quad.object

        def named(predicate: NamedNode) -> str | None:
            term = said.get(predicate)
            return term.value if isinstance(term, NamedNode) else None

        wt, document = self._wt, named(DCTERMS["source"])
        evidence, unit = named(PROV["wasDerivedFrom"]), named(SDMX_ATTRIBUTE["unitMeasure"])
        required = {
            "period": SDMX_DIMENSION["refPeriod"],
            "status": wt["status"],
            "name": wt["name"],
            "quantity": wt["quantity"],
            "comparator": wt["comparator"],
        }
        entities = {
            "region": SDMX_DIMENSION["refArea"],
            "indicator": wt["indicator"],
            "program": wt["program"],
            "institution": wt["institution"],
        }
        numbers = {
            "value": SDMX_MEASURE["obsValue"],
            "low": wt["low"],
            "high": wt["high"],
            "score": wt["score"],
            "link_score": wt["linkScore"],
        }
        if document is None or not said.keys() >= set(required.values()):
            return None
        row: Row = {
            "observation": self._iris.local(iri) or iri,
            "document": self._iris.local(document) or document,
            "title": self._value(document, DCTERMS["title"]),
            "evidence": self._value(evidence, NIF["anchorOf"]) if evidence else None,
            "unit": self._label(unit) if unit else None,
        }
        row |= {name: said[predicate].value for name, predicate in required.items()}
        row["status"] = row["status"].removeprefix(self._iris.ontology)
        for name, predicate in entities.items():
            entity = named(predicate)
            row[name] = (self._iris.local(entity) or entity) if entity else None
            row[f"{name}_label"] = self._label(entity) if entity else None
        for name, predicate in numbers.items():
            row[name] = _number(said.get(predicate))
        return {column: row[column] for column in COLUMNS}

    def _read_label(self, iri: str) -> str | None:
        return self._value(iri, RDFS["label"])

    def _value(self, iri: str, predicate: NamedNode) -> str | None:
        quads = self._database.quads_for_pattern(NamedNode(iri), predicate, None, UNION)
        return min((quad.object.value for quad in quads if isinstance(quad.object, Literal)), default=None)


def _number(term: NamedNode | Literal | None) -> float | None:
    try:
        return float(term.value) if term else None
    except ValueError:
        return None
