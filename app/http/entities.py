"""Entities: lists, the card of one, its neighbourhood, observations and evidence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.answers import EntityCard, Evidence, ListedEntity, Neighbourhood, ObservationItem, Page
from app.http.dependencies import (
    Asking,
    Configured,
    RegionFilter,
    RelationsFilter,
    TypeFilter,
    TypesFilter,
    Wanted,
)
from app.http.paths import rest
from app.http.problems import documented
from app.queries import entities, evidence, network, observations

router = APIRouter(prefix="/api/v1", tags=["entities"], responses=documented(404, 422, 504))

# An id may hold slashes, and the last segment of a path says what is asked of it: the bare id comes last.
_ENTITY = f"/entities/{rest('id')}"
EntityId = Annotated[str, Path(description="path of the entity's IRI below id/", examples=["region/340504"])]


@router.get("/entities", response_model=Page[ListedEntity], summary="All entities")
async def list_entities(
    ask: Asking,
    wanted: Wanted,
    type: TypeFilter = "",  # noqa: A002
    region: RegionFilter = "",
) -> Response:
    """Those with most facts first."""
    return await ask(entities.entities, type=type or None, region=region, **wanted._asdict())


@router.get(f"{_ENTITY}/neighbourhood", response_model=Neighbourhood, summary="The entities around one")
async def neighbourhood(
    ask: Asking,
    settings: Configured,
    id: EntityId,  # noqa: A002
    depth: Annotated[int, Query(ge=1, le=3, description="how many relations away")] = 1,
    limit: Annotated[
        int, Query(ge=1, description="most nodes wanted; the server has a bound of its own")
    ] = 60,
    each: Annotated[int | None, Query(ge=1, description="most nodes that one node leads to")] = None,
    types: TypesFilter = [],  # noqa: B006
    relations: RelationsFilter = [],  # noqa: B006
) -> Response:
    """A subgraph: the nodes nearest first, and every relation among them. Where there are too many, each kind
    of relation gets its turn, and within a kind those with most facts come first."""
    return await ask(
        network.neighbourhood,
        id,
        depth=depth,
        limit=min(limit, settings.neighbourhood_limit),
        each=each,
        types=types,
        relations=relations,
    )


@router.get(
    f"{_ENTITY}/observations",
    response_model=Page[ObservationItem],
    summary="The observations about an entity",
)
async def entity_observations(ask: Asking, wanted: Wanted, id: EntityId) -> Response:  # noqa: A002
    """The latest period first."""
    asked = observations.Asked(about=id)
    return await ask(observations.observations, asked, order="period", **wanted._asdict())


@router.get(f"{_ENTITY}/evidence", response_model=Page[Evidence], summary="The sentences about an entity")
async def entity_evidence(ask: Asking, wanted: Wanted, id: EntityId) -> Response:  # noqa: A002
    """Sentences that state a fact about it or mention it, in the order of each text."""
    return await ask(evidence.of_entity, id, **wanted._asdict())


@router.get(_ENTITY, response_model=EntityCard, summary="An entity")
async def card(ask: Asking, id: EntityId) -> Response:  # noqa: A002
    return await ask(entities.card, id)
