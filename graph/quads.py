"""Extraction to RDF: all that one document says, as quads of the graph that is named by the document.

The quads are a function of the document, the extraction and the base alone. No blank nodes are written, so
equal input gives equal quads, and a document can be replaced by replacing its graph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from decimal import Decimal
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from graph import vocabulary
from graph.documents import Document
from graph.errors import UnwritableIri
from graph.extraction import Entity, EntityType, Extraction, Mention, MentionType, Number, Observation
from graph.iris import DEFAULT_BASE, Iris
from graph.namespaces import (
    DCTERMS,
    ITSRDF,
    NIF,
    ORG,
    PROV,
    QB,
    RDF,
    RDFS,
    SDMX_ATTRIBUTE,
    SDMX_DIMENSION,
    SDMX_MEASURE,
    SKOS,
    XSD,
    Namespace,
)
from graph.statements import Statement, statements, tasks

MENTION_CLASSES: dict[MentionType, str] = {
    "REGION": "Region",
    "INSTITUTION": "Institution",
    "ORG_CLASS": "OrganizationClass",
    "PROGRAM": "Program",
    "POLICY": "Policy",
    "INDICATOR": "Indicator",
    "QUANTITY": "Quantity",
    "DATE": "Date",
    "PERSON": "Person",
}
ENTITY_CLASSES: dict[EntityType, str] = {
    "region": "Region",
    "institution": "Institution",
    "institution_type": "OrganizationClass",
    "program": "Program",
    "policy": "Policy",
    "indicator": "Indicator",
    "person": "Person",
    "task": "Task",
}
_CONCEPTS = {"institution_type", "program", "policy", "indicator"}
_NO_UNIT = "无单位"  # the unit of bare ratios
_TASK_LABEL = 40  # code points of a paragraph that name the task in it


def quads(document: Document, extraction: Extraction, base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """All quads of a document, each once, in the order of :mod:`graph.extraction`."""
    writer = _Writer(document, extraction, Iris(base))
    writer.write()
    graph = NamedNode(writer.iri)
    return (Quad(subject, predicate, value, graph) for subject, predicate, value in writer.triples)


class _Writer:
    def __init__(self, document: Document, extraction: Extraction, iris: Iris) -> None:
        self.document = document
        self.extraction = extraction
        self.iris = iris
        self.wt = Namespace(iris.ontology)
        self.iri = iris.document(extraction.sha256)
        self.node = NamedNode(self.iri)
        self.paragraphs = {paragraph.number: paragraph for paragraph in document.paragraphs}
        self.numbers = list(self.paragraphs)
        self.starts = [paragraph.start for paragraph in document.paragraphs]
        # a dict, as a set that keeps its order
        self.triples: dict[tuple[NamedNode, NamedNode, NamedNode | Literal], None] = {}

    def write(self) -> None:
        self._report()
        for mention in self.extraction.mentions:
            self._mention(mention)
        for observation, n in _numbered(sorted(self.extraction.observations, key=_place_in_text)):
            self._observation(
                self.iris.observation(self.extraction.sha256, observation.start, n), observation
            )
        for entity in self.extraction.entities:
            self._entity(entity)
        for statement, n in _numbered(statements(self.extraction, self.iris)):
            self._assertion(self.iris.assertion(self.extraction.sha256, statement.start, n), statement)
        for number, task in tasks(self.extraction, self.iris).items():
            self._task(task, number)

    # --- writing one thing ---------------------------------------------------------------------------

    def _report(self) -> None:
        says = self.extraction
        self._add(self.node, RDF["type"], self.wt["Report"])
        self._add(self.node, RDF["type"], NIF["Context"])
        self._add(self.node, DCTERMS["title"], _chinese(says.title))
        self._add(self.node, DCTERMS["identifier"], Literal(says.doc))
        self._add(self.node, DCTERMS["spatial"], _node(says.region_id))
        self._add(self.node, DCTERMS["publisher"], _node(says.issuer_id))
        self._add(self.node, DCTERMS["issued"], _date(says.published))
        self._add(self.node, self.wt["period"], _plain(says.period))
        self._add(self.node, self.wt["sha256"], Literal(says.sha256))
        self._add(self.node, NIF["isString"], Literal(self.document.text))

    def _mention(self, mention: Mention) -> None:
        node = self._span(mention.start, mention.end)
        self._add(node, RDF["type"], self.wt["Mention"])
        self._add(node, RDF["type"], NIF["Phrase"])
        self._add(node, ITSRDF["taClassRef"], self.wt[MENTION_CLASSES[mention.type]])
        self._add(node, ITSRDF["taIdentRef"], _node(mention.entity))
        self._add(node, ITSRDF["taConfidence"], _decimal(mention.score))
        self._add(node, self.wt["linkScore"], _decimal(mention.entity_score))
        for candidate in mention.candidates:
            self._add(node, self.wt["candidate"], _node(candidate))

    def _observation(self, iri: str, observation: Observation) -> None:
        node = NamedNode(iri)
        self._add(node, RDF["type"], QB["Observation"])
        self._add(node, DCTERMS["source"], self.node)
        self._add(node, self.wt["name"], _chinese(observation.indicator))
        self._add(node, self.wt["indicator"], _node(observation.indicator_id))
        self._add(node, self.wt["linkScore"], _decimal(observation.indicator_score))
        self._add(node, SDMX_DIMENSION["refArea"], _node(observation.region_id))
        self._add(node, SDMX_DIMENSION["refPeriod"], Literal(observation.period))
        self._add(node, self.wt["status"], self.wt[observation.status])
        self._add(node, self.wt["program"], _node(observation.program_id))
        self._add(node, self.wt["institution"], _node(observation.institution_id))
        self._add(node, self.wt["quantity"], Literal(observation.quantity))
        self._add(node, self.wt["quantityStart"], _integer(observation.quantity_start))
        self._add(node, self.wt["comparator"], Literal(observation.comparator))
        self._value(node, observation.value)
        self._unit(node, observation.unit or _NO_UNIT)
        self._add(node, PROV["wasDerivedFrom"], self._evidence(observation.start, observation.end))
        self._add(node, self.wt["score"], _decimal(observation.score))

    def _value(self, node: NamedNode, value: Number | list[Number]) -> None:
        if isinstance(value, list):
            low, high = value
            self._add(node, self.wt["low"], _decimal(low))
            self._add(node, self.wt["high"], _decimal(high))
        else:
            self._add(node, SDMX_MEASURE["obsValue"], _decimal(value))

    def _unit(self, node: NamedNode, unit: str) -> None:
        curated = vocabulary.by_label("unit").get(unit)
        if curated:
            unit_node = NamedNode(self.iris.concept("unit", curated.slug))
        else:
            unit_node = NamedNode(self.iris.local_concept("unit", unit))
            self._add(unit_node, RDF["type"], self.wt["Unit"])
            self._add(unit_node, RDFS["label"], _chinese(unit))
        self._add(node, SDMX_ATTRIBUTE["unitMeasure"], unit_node)

    def _entity(self, entity: Entity) -> None:
        node = _named(entity.id)
        self._add(node, RDF["type"], self.wt[ENTITY_CLASSES[entity.type]])
        self._add(node, RDFS["label"], _chinese(entity.label))
        if entity.type in _CONCEPTS:
            self._add(node, RDF["type"], SKOS["Concept"])
            self._add(node, SKOS["prefLabel"], _chinese(entity.label))
        homes = {"institution": self.wt["locatedIn"], "region": self.wt["partOf"]}
        self._add(node, homes.get(entity.type, DCTERMS["spatial"]), _node(entity.region))
        self._add(node, self.wt["partOf"], _node(entity.part_of))
        if entity.type == "institution":
            self._add(node, ORG["unitOf"], _node(entity.part_of))
        self._add(node, ORG["classification"], _node(entity.kind))
        self._add(node, SKOS["broader"], _node(entity.broader))

    def _task(self, iri: str, number: int) -> None:
        paragraph = self.paragraphs[number]
        node = _named(iri)
        self._add(node, RDF["type"], self.wt["Task"])
        if not any(entity.id == iri for entity in self.extraction.entities):
            self._add(node, RDFS["label"], _chinese(_shortened(self.document.line(paragraph).strip())))
        self._place(node, paragraph.start, paragraph.end)
        self._add(node, self.wt["paragraph"], _integer(number))
        for mention in self.extraction.mentions:
            if mention.type == "PROGRAM" and paragraph.start <= mention.start < paragraph.end:
                self._add(node, self.wt["concerns"], _node(mention.entity))

    def _assertion(self, iri: str, statement: Statement) -> None:
        subject, value = _named(statement.subject), _named(statement.object)
        predicate = self.wt[statement.term]
        self._add(subject, predicate, value)
        node = NamedNode(iri)
        self._add(node, RDF["type"], self.wt["Assertion"])
        self._add(node, RDF["subject"], subject)
        self._add(node, RDF["predicate"], predicate)
        self._add(node, RDF["object"], value)
        self._add(node, PROV["wasDerivedFrom"], self._evidence(statement.start, statement.end))
        self._add(node, self.wt["score"], _decimal(statement.score))

    # --- places --------------------------------------------------------------------------------------

    def _span(self, start: int, end: int) -> NamedNode:
        """The node of a span; a mention and a sentence of the same extent share it."""
        node = NamedNode(self.iris.span(self.iri, start, end))
        self._place(node, start, end)
        self._add(node, NIF["anchorOf"], Literal(self.document.text[start:end]))
        return node

    def _place(self, node: NamedNode, start: int, end: int) -> None:
        self._add(node, NIF["referenceContext"], self.node)
        self._add(node, NIF["beginIndex"], _integer(start))
        self._add(node, NIF["endIndex"], _integer(end))

    def _evidence(self, start: int, end: int) -> NamedNode:
        node = self._span(start, end)
        self._add(node, RDF["type"], self.wt["Evidence"])
        self._add(node, RDF["type"], NIF["Sentence"])
        self._add(node, self.wt["paragraph"], _integer(self._paragraph_at(start)))
        return node

    def _paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that an offset lies in."""
        return self.numbers[bisect_right(self.starts, offset) - 1]

    def _add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal | None) -> None:
        if value is not None:
            self.triples[subject, predicate, value] = None


Placed = TypeVar("Placed", Observation, Statement)


def _numbered(things: Iterable[Placed]) -> Iterator[tuple[Placed, int]]:
    """Each thing with its number, from 1, among those that start at the same place."""
    counts: Counter[int] = Counter()
    for thing in things:
        counts[thing.start] += 1
        yield thing, counts[thing.start]


def _place_in_text(observation: Observation) -> tuple[int, int, str]:
    """Sorts observations so that the numbers they get do not depend on the order of the list."""
    return observation.start, observation.quantity_start, repr(astuple(observation))


def _shortened(text: str) -> str:
    return text if len(text) <= _TASK_LABEL else text[: _TASK_LABEL - 1] + "…"


def _named(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UnwritableIri(iri, str(error)) from None


def _node(iri: str | None) -> NamedNode | None:
    return None if iri is None else _named(iri)


def _chinese(text: str) -> Literal:
    return Literal(text, language="zh")


def _plain(text: str | None) -> Literal | None:
    return None if text is None else Literal(text)


def _date(text: str | None) -> Literal | None:
    return None if text is None else Literal(text, datatype=XSD["date"])


def _integer(number: int) -> Literal:
    # not xsd:nonNegativeInteger, which Oxigraph gives back as xsd:integer
    return Literal(str(number), datatype=XSD["integer"])


def _decimal(number: float | None) -> Literal | None:
    """The shortest decimal that reads back as ``number``, never in exponent form: 97.52, 60104700."""
    if number is None:
        return None
    digits = f"{Decimal(repr(number)):f}"
    return Literal(digits.removesuffix(".0"), datatype=XSD["decimal"])
