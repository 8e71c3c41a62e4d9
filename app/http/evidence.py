"""Where a fact or a relation is written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from app.answers import Evidence, Page
from app.errors import BadRequest, NotFound
from app.http.dependencies import BLANK, Current, Wanted, iri_of
from app.http.problems import documented
from app.queries.evidence import Evidences, Span
from app.queries.snapshot import Snapshot
from graph.views import RelationName

router = APIRouter(prefix="/api/v1", tags=["evidence"])


@router.get("/evidence", responses=documented(400, 404, 422, 503), summary="Where a fact is written")
def evidence(
    snapshot: Current,
    wanted: Wanted,
    fact: Annotated[str, Query(description="id of an observation or an assertion")] = "",
    subject: Annotated[str, Query(description="id of the entity that a relation starts from")] = "",
    type: Annotated[RelationName | None, BLANK, Query(description="name of the relation")] = None,  # noqa: A002
    object: Annotated[str, Query(description="id of the entity that it leads to")] = "",  # noqa: A002
) -> Page[Evidence]:
    """Ask for a `fact`, or for a relation by its `subject`, `type` and `object`."""
    evidences = snapshot.evidence()
    if fact and not (subject or type or object):
        places = _of_fact(snapshot, evidences, fact)
    elif subject and type and object and not fact:
        places = _of_relation(snapshot, evidences, subject, type, object)
    else:
        raise BadRequest("name either a fact, or the subject, type and object of a relation")
    return Page(items=[evidences.read(place) for place in wanted.of(places)], total=len(places))


def _of_fact(snapshot: Snapshot, evidences: Evidences, fact: str) -> list[Span]:
    places = evidences.of_fact(iri_of(snapshot, fact, "fact"))
    if not places:
        raise NotFound("fact", fact)
    return places


def _of_relation(
    snapshot: Snapshot, evidences: Evidences, subject: str, type_: str, object_: str
) -> list[Span]:
    """None is an answer, too: no report states that one region is part of another."""
    return evidences.of_relation(
        iri_of(snapshot, subject, "entity"),
        snapshot.generation.iris.term(type_),
        iri_of(snapshot, object_, "entity"),
    )
