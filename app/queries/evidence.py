"""Where it is written: the sentences behind a fact, a relation or an entity, with the mentions in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from app.answers import Evidence, Mark, Page
from app.errors import NotFound
from app.queries import documents
from app.queries.documents import Mention
from app.queries.generation import Generation, Row, number, offsets
from graph.index import catalogue
from graph.statements import RelationName

_OF_FACT = """
SELECT DISTINCT ?fact ?document ?start ?end ?score ?linkScore WHERE {
  ?fact prov:wasDerivedFrom ?place .
  ?place nif:referenceContext ?document ; nif:beginIndex ?start ; nif:endIndex ?end .
  OPTIONAL { ?fact wt:score ?score }
  OPTIONAL { ?fact wt:linkScore ?linkScore }
}"""
_OF_RELATION = """
SELECT DISTINCT ?subject ?predicate ?object ?document ?start ?end ?score WHERE {
  ?fact a wt:Assertion ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    prov:wasDerivedFrom ?place .
  ?place nif:referenceContext ?document ; nif:beginIndex ?start ; nif:endIndex ?end .
  OPTIONAL { ?fact wt:score ?score }
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
_SENTENCE_ENDS = "。！？；\n"


class Span(NamedTuple):
    """A part of a document's text, by the document's IRI and offsets."""

    document: str
    start: int
    end: int


Scores = dict[Span, tuple[float | None, float | None]]
"""The score and the link score of what a place states."""


def of_fact(generation: Generation, fact: str, *, limit: int, offset: int) -> Page[Evidence]:
    """Where an observation or an assertion is written, by its id."""
    rows = generation.rows(_OF_FACT, fact=generation.iri(fact, "fact"))
    places = _spans(generation, rows)
    if not places:
        raise NotFound("fact", fact)
    return _page(_Texts(generation, _scores(rows)), places, limit, offset)


def of_relation(
    generation: Generation,
    subject: str,
    relation: RelationName,
    object: str,  # noqa: A002
    *,
    limit: int,
    offset: int,
) -> Page[Evidence]:
    """Where a relation between two entities, by their ids, is written, in all documents.

    Nowhere is an answer, too: no report states that one region is part of another.
    """
    rows = generation.rows(
        _OF_RELATION,
        subject=generation.iri(subject, "entity"),
        predicate=generation.iris.term(relation),
        object=generation.iri(object, "entity"),
    )
    return _page(_Texts(generation, _scores(rows)), _spans(generation, rows), limit, offset)


def of_entity(generation: Generation, id: str, *, limit: int, offset: int) -> Page[Evidence]:  # noqa: A002
    """The places that state a fact about an entity, and the sentences that just mention it."""
    entity, texts = generation.entity(id).iri, _Texts(generation)
    stated = _spans(generation, generation.rows(_OF_ENTITY, entity=entity))
    mentioned = _spans(generation, generation.rows(_MENTIONS_OF_ENTITY, entity=entity))
    places: dict[str, list[Span]] = defaultdict(list)
    for place in stated:
        places[place.document].append(place)
    rest = [m for m in mentioned if not any(_holds(place, m) for place in places[m.document])]
    return _page(texts, sorted({*stated, *map(texts.sentence, rest)}), limit, offset)


class _Texts:
    """The texts of documents and the mentions in them, each read once; ``scores`` are those of the places
    that are asked for."""

    def __init__(self, generation: Generation, scores: Scores | None = None) -> None:
        self._generation = generation
        self._scores = scores or {}
        self._texts: dict[str, str] = {}
        self._mentions: dict[str, list[Mention]] = {}

    def evidence(self, spans: Iterable[Span]) -> list[Evidence]:
        """Places with their texts and the mentions in them."""
        spans = list(spans)
        found = catalogue.documents(self._generation.index, {span.document for span in spans})
        refs = {iri: documents.reference(self._generation, document) for iri, document in found.items()}
        return [
            Evidence(
                document=refs[span.document],
                sentence=self._text(span.document)[span.start : span.end],
                start=span.start,
                end=span.end,
                paragraph=self._text(span.document).count("\n", 0, span.start) + 1,
                marks=[self._mark(span, mention) for mention in self._mentions_in(span)],
                score=score,
                link_score=link_score,
            )
            for span in spans
            for score, link_score in [self._scores.get(span, (None, None))]
        ]

    def sentence(self, mention: Span) -> Span:
        """The sentence around a mention: what lies between two ends of sentences, the later one included."""
        text = self._text(mention.document)
        start = max(text.rfind(mark, 0, mention.start) for mark in _SENTENCE_ENDS) + 1
        ends = (text.find(mark, mention.end) for mark in _SENTENCE_ENDS)
        end = min((end for end in ends if end >= 0), default=len(text))
        end += text[end : end + 1] not in ("", "\n")
        start += len(text[start : mention.start]) - len(text[start : mention.start].lstrip())
        return Span(mention.document, start, end)

    def _mark(self, span: Span, mention: Mention) -> Mark:
        return Mark(
            start=mention.start - span.start,
            end=mention.end - span.start,
            type=mention.type,
            text=self._text(span.document)[mention.start : mention.end],
            entity=self._generation.iris.local(mention.entity) if mention.entity else None,
            score=mention.score,
            link_score=mention.link_score,
        )

    def _mentions_in(self, span: Span) -> list[Mention]:
        if span.document not in self._mentions:
            self._mentions[span.document] = documents.mentioned(self._generation, span.document)
        found = self._mentions[span.document]
        return [mention for mention in found if span.start <= mention.start and mention.end <= span.end]

    def _text(self, document: str) -> str:
        if document not in self._texts:
            self._texts[document] = documents.text(self._generation, document)
        return self._texts[document]


def _page(texts: _Texts, places: list[Span], limit: int, offset: int) -> Page[Evidence]:
    return Page(items=texts.evidence(places[offset : offset + limit]), total=len(places))


def _spans(generation: Generation, rows: Iterable[Row]) -> list[Span]:
    """The places in documents that rows tell of, each once, in their order."""
    found = {Span(row["document"], *span) for row in rows if "document" in row and (span := offsets(row))}
    known = catalogue.documents(generation.index, {span.document for span in found})
    return sorted(span for span in found if span.document in known)


def _scores(rows: Iterable[Row]) -> Scores:
    """The scores in rows by their places; where several facts have the same place, the highest."""
    found: Scores = {}
    for row in rows:
        if "document" in row and (span := offsets(row)):
            place = Span(row["document"], *span)
            scores = number(row.get("score")), number(row.get("linkScore"))
            found[place] = max(
                found.get(place, scores), scores, key=lambda pair: [each or 0 for each in pair]
            )
    return found


def _holds(place: Span, mention: Span) -> bool:
    return place.start <= mention.start and mention.end <= place.end
