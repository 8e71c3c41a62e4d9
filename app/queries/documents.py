"""The documents of a generation: what they are, how much each says, and where."""

from __future__ import annotations

from typing import NamedTuple, cast

from app.answers import (
    DocumentCounts,
    DocumentDetail,
    DocumentHeading,
    DocumentItem,
    DocumentMention,
    DocumentRef,
    DocumentRelation,
    MarkType,
    Named,
    Page,
    Stats,
    StoredDocument,
)
from app.errors import NotFound
from app.queries.generation import CLASSES, Generation, Row, number, offsets
from graph.documents import Caveat, outline
from graph.index import catalogue, network
from graph.index.catalogue import Document
from graph.statements import RELATIONS

MARKS: dict[str, MarkType] = {
    class_: cast(MarkType, type_) for class_, type_ in CLASSES.items() if type_ != "task"
}
"""The type of mark that mentions of a class have."""
MARKS |= {"Quantity": "quantity", "Date": "date"}


class Mention(NamedTuple):
    """A mention in a document, with the IRI of its entity."""

    start: int
    end: int
    type: MarkType
    entity: str | None
    score: float | None
    link_score: float | None


_TEXT = "SELECT DISTINCT ?document ?text WHERE { ?document nif:isString ?text }"
_MENTIONS = """
SELECT DISTINCT ?document ?start ?end ?class ?entity ?score ?linkScore WHERE {
  ?place a wt:Mention ; nif:referenceContext ?document ; itsrdf:taClassRef ?class ;
    nif:beginIndex ?start ; nif:endIndex ?end .
  OPTIONAL { ?place itsrdf:taIdentRef ?entity }
  OPTIONAL { ?place itsrdf:taConfidence ?score }
  OPTIONAL { ?place wt:linkScore ?linkScore }
}"""
_RELATIONS = """
SELECT DISTINCT ?document ?fact ?subject ?predicate ?object ?score ?start ?end WHERE {
  ?place nif:referenceContext ?document ; nif:beginIndex ?start ; nif:endIndex ?end .
  ?fact prov:wasDerivedFrom ?place ; a wt:Assertion ;
    rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  OPTIONAL { ?fact wt:score ?score }
}"""


def documents(
    generation: Generation, *, region: str, period: str | None, limit: int, offset: int
) -> Page[DocumentItem]:
    """A part of the documents, the latest period first."""
    total, found = catalogue.list_documents(
        generation.index, generation.region(region), period, limit, offset
    )
    return Page(items=[item(generation, document) for document in found], total=total)


def document(generation: Generation, hex: str) -> DocumentDetail:  # noqa: A002
    """One document with its text and the headings in it."""
    found = _found(generation, hex)
    content = text(generation, found.iri)
    headings = [
        DocumentHeading(level=heading.level, title=heading.title, start=heading.start)
        for heading in outline(content, found.title)
    ]
    return DocumentDetail(**item(generation, found).model_dump(), text=content, outline=headings)


def stored(generation: Generation, iri: str, warnings: tuple[Caveat, ...]) -> StoredDocument:
    """A document that has just been stored; ``warnings`` are those of who read it."""
    found = _found(generation, generation.id(iri).removeprefix("document/"))
    return StoredDocument(**item(generation, found).model_dump(), warnings=warnings)


def mentions(
    generation: Generation,
    hex: str,  # noqa: A002
    *,
    limit: int,
    offset: int,  # noqa: A002
) -> Page[DocumentMention]:
    """A part of the mentions in a document, in the order of its text."""
    iri = _found(generation, hex).iri
    content, found = text(generation, iri), mentioned(generation, iri)
    part = found[offset : offset + limit]
    names = generation.names(mention.entity for mention in part if mention.entity)
    items = [
        DocumentMention(
            start=mention.start,
            end=mention.end,
            type=mention.type,
            text=content[mention.start : mention.end],
            entity=names.get(mention.entity or ""),
            score=mention.score,
            link_score=mention.link_score,
        )
        for mention in part
    ]
    return Page(items=items, total=len(found))


def relations(
    generation: Generation,
    hex: str,  # noqa: A002
    *,
    limit: int,
    offset: int,
) -> Page[DocumentRelation]:
    """A part of the relations that a document states, in the order of its text."""
    rows = generation.rows(_RELATIONS, document=_found(generation, hex).iri)
    names = generation.names(row[end] for row in rows for end in ("subject", "object") if end in row)
    found = [each for row in rows if (each := _relation(generation, row, names))]
    found.sort(key=lambda each: (each.start, each.end, each.id))
    return Page(items=found[offset : offset + limit], total=len(found))


def _relation(generation: Generation, row: Row, names: dict[str, Named]) -> DocumentRelation | None:
    """The relation that a row tells of; ``None`` where other tools wrote something else."""
    type_ = row.get("predicate", "").removeprefix(generation.iris.ontology)
    subject, object_ = names.get(row.get("subject", "")), names.get(row.get("object", ""))
    span = offsets(row)
    if type_ not in RELATIONS or "fact" not in row or not (subject and object_ and span):
        return None
    return DocumentRelation(
        id=generation.id(row["fact"]),
        subject=subject,
        type=type_,
        label=generation.relation_labels[type_],
        object=object_,
        score=number(row.get("score")),
        start=span[0],
        end=span[1],
    )


def stats(generation: Generation) -> Stats:
    """The graph in numbers."""
    count, mentioned, observed = catalogue.totals(generation.index)
    return Stats(
        generation=generation.store.generation,
        documents=count,
        entities=catalogue.types(generation.index),
        observations=observed,
        relations=network.totals(generation.index),
        mentions=mentioned,
    )


def text(generation: Generation, iri: str) -> str:
    """The text of a document; empty where the store holds none."""
    return next((row["text"] for row in generation.rows(_TEXT, document=iri)), "")


def mentioned(generation: Generation, iri: str) -> list[Mention]:
    """The mentions in a document, in the order of its text."""
    found = []
    for row in generation.rows(_MENTIONS, document=iri):
        span, type_ = offsets(row), MARKS.get(row.get("class", "").removeprefix(generation.iris.ontology))
        if span and type_:  # as with other tools it need not be
            scores = number(row.get("score")), number(row.get("linkScore"))
            found.append(Mention(*span, type_, row.get("entity"), *scores))
    return sorted(found, key=lambda mention: (*mention[:3], mention.entity or ""))


def item(generation: Generation, document: Document) -> DocumentItem:
    """A document as lists show it."""
    return DocumentItem(
        id=generation.id(document.iri),
        title=document.title,
        name=document.name or "",
        issuer=generation.named(document.issuer),
        region=generation.named(document.region),
        period=document.period,
        published=document.published,
        counts=DocumentCounts(
            mentions=document.mentions, observations=document.observations, relations=document.relations
        ),
    )


def reference(generation: Generation, document: Document) -> DocumentRef:
    """A document by its id, title and period, as facts refer to it."""
    return DocumentRef(id=generation.id(document.iri), title=document.title, period=document.period)


def _found(generation: Generation, hex: str) -> Document:  # noqa: A002
    id_ = f"document/{hex}"
    iri = generation.iri(id_, "document")
    found = catalogue.documents(generation.index, [iri])
    if iri not in found:
        raise NotFound("document", id_)
    return found[iri]
