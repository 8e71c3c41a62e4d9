"""Search over names and sentences."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import StringConstraints

from app.answers import SearchPage
from app.http.dependencies import Asking, Blank, RegionFilter, Wanted
from app.http.problems import documented
from app.queries.search import SearchType, search
from graph.index.text import LONGEST, SEARCHABLE

router = APIRouter(prefix="/api/v1", tags=["search"], responses=documented(404, 422, 504))

SearchText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST),
    Query(
        description="a name, a short form or part of it, pinyin or its initials, a code, words of a sentence",
        examples=["家庭医生", "ysq", "340504"],
        json_schema_extra={"pattern": SEARCHABLE},
    ),
]
SearchFilter = Annotated[
    SearchType | Blank, Query(description="only entities of this type, or only sentences")
]


@router.get("/search", response_model=SearchPage, summary="Entities by name, and sentences by their words")
async def find(
    ask: Asking,
    wanted: Wanted,
    q: SearchText,
    type: SearchFilter = "",  # noqa: A002
    region: RegionFilter = "",
) -> Response:
    """Entities first: exact names, then names that start with `q`, then those whose pinyin does, then those
    with all its words inside, or, where there are none of these, names of four characters and more that
    differ by one; among equals, most facts first. Then sentences with all its words, latest reports first.
    """
    return await ask(search, q, type=type or None, region=region, **wanted._asdict())
