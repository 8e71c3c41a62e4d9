"""Search over the names of entities and the sentences of reports, as the generation's index finds them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from app.answers import DocumentRef, EntityHit, Highlight, Named, SearchPage, SentenceHit
from app.errors import OutOfTime
from app.queries.generation import Generation
from graph.extraction import EntityType
from graph.search.index import EntityMatch, Place, SentenceMatch

SearchType: TypeAlias = EntityType | Literal["sentence"]


def search(
    generation: Generation,
    text: str,
    *,
    type: SearchType | None = None,  # noqa: A002
    region: str | None = None,
    limit: int,
    offset: int,
    seconds: float,
) -> SearchPage:
    """What a text finds: :meth:`graph.search.index.Index.search`. ``region`` is an IRI."""
    try:
        found = generation.store.index.search(
            text, type=type, region=region, limit=limit, offset=offset, seconds=seconds
        )
    except TimeoutError:
        raise OutOfTime(seconds) from None
    return SearchPage(
        items=[_hit(generation, match) for match in found.matches],
        total=found.entities + found.sentences,
        entities=found.entities,
        sentences=found.sentences,
    )


def _hit(generation: Generation, match: EntityMatch | SentenceMatch) -> EntityHit | SentenceHit:
    highlights = [Highlight(start=start, end=end) for start, end in match.marks]
    region = _named(generation, match.region)
    if isinstance(match, EntityMatch):
        return EntityHit(
            kind=match.kind,
            id=_id(generation, match.iri),
            label=match.label,
            iri=match.iri,
            type=match.type,
            region=region,
            count=match.facts,
            name=match.name,
            highlights=highlights,
        )
    document = DocumentRef(id=_id(generation, match.document), title=match.title, period=match.period)
    return SentenceHit(
        kind="sentence",
        document=document,
        region=region,
        snippet=match.snippet,
        start=match.start,
        end=match.end,
        highlights=highlights,
    )


def _named(generation: Generation, place: Place | None) -> Named | None:
    return Named(id=_id(generation, place.iri), label=place.label) if place else None


def _id(generation: Generation, iri: str) -> str:
    return generation.iris.local(iri) or iri
