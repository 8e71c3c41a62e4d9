"""Entities: lists, the card of one, its neighbourhood, observations and evidence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from app.answers import (
    EntityCard,
    EntityCounts,
    EntityItem,
    Evidence,
    Neighbourhood,
    ObservationItem,
    Page,
)
from app.http.dependencies import BLANK, Configured, Current, Wanted, entity_of, iri_of
from app.http.problems import documented
from app.queries import documents, observations
from graph.extraction import EntityType

router = APIRouter(prefix="/api/v1", tags=["entities"], responses=documented(404, 422, 503))

# An id may hold slashes, and the last segment of a path says what is asked of it: the bare id comes last.
EntityId = Annotated[str, Path(description="path of the entity's IRI below id/", examples=["region/340504"])]
TypeFilter = Annotated[EntityType | None, BLANK, Query(description="only entities of this type")]
RegionFilter = Annotated[str, Query(description="only entities in the region with this id")]


@router.get("/entities", summary="All entities")
def list_entities(
    snapshot: Current,
    wanted: Wanted,
    type: TypeFilter = None,  # noqa: A002
    region: RegionFilter = "",
) -> Page[EntityItem]:
    """Those with most facts first."""
    home = iri_of(snapshot, region, "region") if region else None
    found = snapshot.entities.select(type, home)
    return Page(items=[snapshot.entities.item(entity) for entity in wanted.of(found)], total=len(found))


@router.get("/entities/{id:path}/neighbourhood", summary="The entities around one")
def neighbourhood(
    snapshot: Current,
    settings: Configured,
    id: EntityId,  # noqa: A002
    depth: Annotated[int, Query(ge=1, le=3, description="how many relations away")] = 1,
    limit: Annotated[
        int, Query(ge=1, description="most nodes wanted; the server has a bound of its own")
    ] = 60,
) -> Neighbourhood:
    """A subgraph: the nodes nearest first, and every relation among them."""
    entity = entity_of(snapshot, id)
    limit = min(limit, settings.neighbourhood_limit)
    return snapshot.neighbourhood(entity, depth, limit)


@router.get("/entities/{id:path}/observations", summary="The observations about an entity")
def entity_observations(
    snapshot: Current,
    wanted: Wanted,
    id: EntityId,  # noqa: A002
) -> Page[ObservationItem]:
    """The latest period first."""
    facts = observations.of_entity(snapshot.generation, entity_of(snapshot, id).iri)
    return Page(items=[snapshot.observation(fact) for fact in wanted.of(facts)], total=len(facts))


@router.get("/entities/{id:path}/evidence", summary="The sentences about an entity")
def entity_evidence(
    snapshot: Current,
    wanted: Wanted,
    id: EntityId,  # noqa: A002
) -> Page[Evidence]:
    """Sentences that state a fact about it or mention it, in the order of each text."""
    evidence = snapshot.evidence()
    places = evidence.of_entity(entity_of(snapshot, id).iri)
    return Page(items=[evidence.read(place) for place in wanted.of(places)], total=len(places))


@router.get("/entities/{id:path}", summary="An entity")
def card(snapshot: Current, id: EntityId) -> EntityCard:  # noqa: A002
    found = entity_of(snapshot, id)
    item = snapshot.entities.item(found)
    speaking = documents.speaking_of(snapshot.generation, found.iri)
    return EntityCard(
        **item.model_dump(),
        alt_labels=list(found.alt_labels),
        counts=EntityCounts(
            relations=found.relations,
            observations=found.observations,
            mentions=snapshot.evidence().mentions_of(found.iri),
        ),
        documents=snapshot.documents.refs(speaking),
    )
