"""Search over names and sentences."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from app.answers import SearchPage
from app.http.dependencies import BLANK, Configured, Current, Wanted, iri_of
from app.http.entities import RegionFilter
from app.http.problems import documented
from app.queries import search as searching
from app.queries.search import SearchType
from graph.search.text import LONGEST

router = APIRouter(prefix="/api/v1", tags=["search"], responses=documented(404, 422, 503, 504))

SearchText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST),
    Query(
        description="a name or a part of one, pinyin or its initials, a code, or words of a sentence",
        examples=["家庭医生", "ysq", "340504"],
    ),
]
TypeFilter = Annotated[
    SearchType | None, BLANK, Query(description="only entities of this type, or only sentences")
]


@router.get("/search", summary="Entities by name, and sentences by their words")
def search(
    snapshot: Current,
    settings: Configured,
    wanted: Wanted,
    q: SearchText,
    type: TypeFilter = None,  # noqa: A002
    region: RegionFilter = "",
) -> SearchPage:
    """Entities first: exact names, then names that start with `q`, then those whose pinyin does, then those
    with all its words inside, or, where there are none of these, names of four characters and more that
    differ by one; among equals, most facts first. Then sentences with all its words, latest reports first.
    """
    return searching.search(
        snapshot.generation,
        q,
        type=type,
        region=iri_of(snapshot, region, "region") if region else None,
        limit=wanted.limit,
        offset=wanted.offset,
        seconds=settings.deadline,
    )
