"""Search over the names of entities and the sentences of reports."""

from __future__ import annotations

from typing import Literal, TypeAlias

from app.answers import DocumentRef, EntityHit, Highlight, SearchPage, SentenceHit
from app.queries.generation import Generation
from graph.extraction import EntityType
from graph.index.search import EntityMatch, SentenceMatch
from graph.index.search import search as search_index

SearchType: TypeAlias = EntityType | Literal["sentence"]


def search(
    generation: Generation,
    text: str,
    *,
    type: SearchType | None,  # noqa: A002
    region: str,
    limit: int,
    offset: int,
) -> SearchPage:
    """What a text finds: :func:`graph.index.search.search`. ``region`` is an id."""
    found = search_index(
        generation.index, text, type=type, region=generation.region(region), limit=limit, offset=offset
    )
    return SearchPage(
        items=[_hit(generation, match) for match in found.matches],
        total=found.entities + found.sentences,
        entities=found.entities,
        sentences=found.sentences,
    )


def _hit(generation: Generation, match: EntityMatch | SentenceMatch) -> EntityHit | SentenceHit:
    highlights = [Highlight(start=start, end=end) for start, end in match.marks]
    region = generation.named(match.region)
    if isinstance(match, EntityMatch):
        return EntityHit(
            kind=match.kind,
            id=generation.id(match.iri),
            label=match.label,
            iri=match.iri,
            type=match.type,
            region=region,
            count=match.facts,
            name=match.name,
            highlights=highlights,
        )
    document = DocumentRef(id=generation.id(match.document), title=match.title, period=match.period)
    return SentenceHit(
        kind="sentence",
        document=document,
        region=region,
        snippet=match.snippet,
        start=match.start,
        end=match.end,
        highlights=highlights,
    )
