"""Where it is written: the sentences behind a fact, a relation or an entity, with the mentions in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from app.answers import Evidence, Mark, MarkType
from app.queries.documents import Documents, text
from app.queries.entities import CLASSES
from app.queries.generation import Generation, Row

MARKS: dict[str, MarkType] = {class_: type_ for class_, type_ in CLASSES.items() if type_ != "task"}
MARKS |= {"Quantity": "quantity", "Date": "date"}

_OF_FACT = """
SELECT DISTINCT ?fact ?document ?start ?end WHERE {
  ?fact prov:wasDerivedFrom ?place .
  ?place nif:referenceContext ?document ; nif:beginIndex ?start ; nif:endIndex ?end .
}"""
_OF_RELATION = """
SELECT DISTINCT ?subject ?predicate ?object ?document ?start ?end WHERE {
  ?fact a wt:Assertion ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    prov:wasDerivedFrom ?place .
  ?place nif:referenceContext ?document ; nif:beginIndex ?start ; nif:endIndex ?end .
}"""
_OF_ENTITY = """
SELECT DISTINCT ?entity ?document ?start ?end WHERE {
  ?fact rdf:subject|rdf:object|sdmx-dimension:refArea|wt:indicator|wt:program|wt:institution ?entity ;
    prov:wasDerivedFrom ?place .
  ?place nif:referenceContext ?document ; nif:beginIndex ?start ; nif:endIndex ?end .
}"""
_MENTIONS_OF_ENTITY = """
SELECT DISTINCT ?entity ?document ?start ?end WHERE {
  ?place itsrdf:taIdentRef ?entity ;
    nif:referenceContext ?document ; nif:beginIndex ?start ; nif:endIndex ?end .
}"""
_MENTIONS = """
SELECT DISTINCT ?document ?start ?end ?class ?entity WHERE {
  ?place a wt:Mention ; nif:referenceContext ?document ; itsrdf:taClassRef ?class ;
    nif:beginIndex ?start ; nif:endIndex ?end .
  OPTIONAL { ?place itsrdf:taIdentRef ?entity }
}"""

_SENTENCE_ENDS = "。！？；\n"


class Span(NamedTuple):
    """A part of a document's text, by the document's IRI and offsets."""

    document: str
    start: int
    end: int


class Mention(NamedTuple):
    """A mention in a document, with the id of its entity."""

    start: int
    end: int
    type: MarkType
    entity: str | None


class Evidences:
    """Answers where something is written. Reads each document's text and mentions once."""

    def __init__(self, generation: Generation, documents: Documents) -> None:
        self._generation = generation
        self._documents = documents
        self._texts: dict[str, str] = {}
        self._mentions: dict[str, list[Mention]] = {}

    def of_fact(self, fact: str) -> list[Span]:
        """The places that state an observation or an assertion."""
        return _spans(self._generation.rows(_OF_FACT, fact=fact))

    def of_relation(self, subject: str, predicate: str, object: str) -> list[Span]:  # noqa: A002
        """The places that state a relation, in all documents."""
        rows = self._generation.rows(_OF_RELATION, subject=subject, predicate=predicate, object=object)
        return _spans(rows)

    def of_entity(self, entity: str) -> list[Span]:
        """The places that state a fact about an entity, and the sentences that just mention it."""
        stated = _spans(self._generation.rows(_OF_ENTITY, entity=entity))
        mentioned = _spans(self._generation.rows(_MENTIONS_OF_ENTITY, entity=entity))
        places: dict[str, list[Span]] = defaultdict(list)
        for place in stated:
            places[place.document].append(place)
        rest = [m for m in mentioned if not any(_holds(place, m) for place in places[m.document])]
        return sorted({*stated, *map(self._sentence, rest)})

    def mentions_of(self, entity: str) -> int:
        """How many places mention an entity."""
        return len(self._generation.rows(_MENTIONS_OF_ENTITY, entity=entity))

    def read(self, span: Span) -> Evidence:
        """A place with its text and the mentions in it."""
        text = self._text(span.document)
        return Evidence(
            document=self._documents.ref(span.document),
            sentence=text[span.start : span.end],
            start=span.start,
            end=span.end,
            paragraph=text.count("\n", 0, span.start) + 1,
            marks=[
                Mark(
                    start=mention.start - span.start,
                    end=mention.end - span.start,
                    type=mention.type,
                    text=text[mention.start : mention.end],
                    entity=mention.entity,
                )
                for mention in self._mentions_of(span.document)
                if span.start <= mention.start and mention.end <= span.end
            ],
        )

    def _sentence(self, mention: Span) -> Span:
        """The sentence around a mention: what lies between two ends of sentences, the later one included."""
        text = self._text(mention.document)
        start = max(text.rfind(mark, 0, mention.start) for mark in _SENTENCE_ENDS) + 1
        ends = (text.find(mark, mention.end) for mark in _SENTENCE_ENDS)
        end = min((end for end in ends if end >= 0), default=len(text))
        end += text[end : end + 1] not in ("", "\n")
        start += len(text[start : mention.start]) - len(text[start : mention.start].lstrip())
        return Span(mention.document, start, end)

    def _text(self, document: str) -> str:
        if document not in self._texts:
            self._texts[document] = text(self._generation, document)
        return self._texts[document]

    def _mentions_of(self, document: str) -> list[Mention]:
        if document not in self._mentions:
            rows = self._generation.rows(_MENTIONS, document=document)
            self._mentions[document] = sorted(
                map(self._mention, rows), key=lambda mention: (*mention[:3], mention.entity or "")
            )
        return self._mentions[document]

    def _mention(self, row: Row) -> Mention:
        iris = self._generation.iris
        return Mention(
            start=int(row["start"]),
            end=int(row["end"]),
            type=MARKS[row["class"].removeprefix(iris.ontology)],
            entity=iris.local(row["entity"]) if "entity" in row else None,
        )


def _spans(rows: Iterable[Row]) -> list[Span]:
    return sorted({Span(row["document"], int(row["start"]), int(row["end"])) for row in rows})


def _holds(place: Span, mention: Span) -> bool:
    return place.start <= mention.start and mention.end <= place.end
