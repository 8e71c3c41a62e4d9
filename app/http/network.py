"""Ways through the entity graph: between two entities, and along a pattern."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import StringConstraints

from app.answers import Paths, WalkPage
from app.http.dependencies import Asking, AskingAtLength, RelationsFilter, TypesFilter, Wanted
from app.http.problems import documented
from app.queries import network

router = APIRouter(prefix="/api/v1", tags=["network"])

End = Annotated[str, Query(description="id of an entity", examples=["region/340504"])]
Pattern = Annotated[
    str,
    StringConstraints(max_length=1_000),
    Query(
        description="types of entities with arrows between them; in brackets the relation, after = an entity",
        examples=["region=340504 -[implements]-> program -> indicator", "地区=雨山区 → 项目 → 指标"],
    ),
]


@router.get(
    "/paths",
    response_model=Paths,
    responses=documented(404, 422, 504),
    summary="The shortest ways between two entities",
)
async def paths(
    ask: Asking,
    start: Annotated[End, Query(alias="from")],
    end: Annotated[End, Query(alias="to")],
    longest: Annotated[int, Query(ge=1, le=8, description="how many relations they may be apart")] = 4,
    limit: Annotated[int, Query(ge=1, le=100, description="most ways wanted")] = 10,
    types: TypesFilter = [],  # noqa: B006
    relations: RelationsFilter = [],  # noqa: B006
) -> Response:
    """Relations are followed in both directions. Among ways of equal length those by way of entities with
    most facts come first."""
    return await ask(
        network.paths, start, end, longest=longest, limit=limit, types=types, relations=relations
    )


@router.get(
    "/patterns",
    response_model=WalkPage,
    responses=documented(422, 504),
    summary="What fits a path pattern",
)
async def patterns(ask: AskingAtLength, wanted: Wanted, pattern: Pattern) -> Response:
    """A pattern has two to six stations: the name of a type, or `*` for any, with `=` and an id, a name or a
    code where a certain entity is meant. Between them stand arrows, `->`, `<-` or, for either direction,
    `--`; `-[implements|delivers]->` names the relations that it may be. Types and relations go by their names
    in the vocabulary or by their labels."""
    return await ask(network.walks, pattern, **wanted._asdict())
