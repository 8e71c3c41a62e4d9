"""Parts of the entity graph: ways between two entities, ways along a pattern, the relations among some."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.answers import Paths, Subgraph, WalkPage
from app.errors import UnsupportedMediaType
from app.http.bodies import body_of, from_json
from app.http.dependencies import (
    Asking,
    AskingAtLength,
    Configured,
    RelationsFilter,
    TypesFilter,
    Wanted,
)
from app.http.negotiation import media_type
from app.http.problems import documented
from app.queries import network

router = APIRouter(prefix="/api/v1", tags=["network"])

_JSON = "application/json"

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


class Chosen(BaseModel):
    """Entities by their ids."""

    model_config = ConfigDict(extra="forbid")

    ids: list[str] = Field(
        max_length=500, description="ids of entities", examples=[["region/340504", "program/妇幼健康"]]
    )


@router.post(
    "/subgraph",
    response_model=Subgraph,
    responses=documented(400, 413, 415, 504),
    openapi_extra={
        "requestBody": {"required": True, "content": {_JSON: {"schema": Chosen.model_json_schema()}}}
    },
    summary="The relations among some entities",
)
async def subgraph(request: Request, ask: Asking, settings: Configured) -> Response:
    """Up to 500 entities, those with most facts first, and every relation among them. An id that no entity
    has is left out. Nothing is stored."""
    kind = media_type(request.headers.get("content-type"))
    if kind != _JSON:
        raise UnsupportedMediaType(kind, (_JSON,))
    chosen = from_json(Chosen, await body_of(request, settings.request_limit))
    return await ask(network.subgraph, chosen.ids)
