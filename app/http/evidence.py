"""Where a fact or a relation is written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.answers import Evidence, Page
from app.errors import BadRequest
from app.http.dependencies import Asking, Blank, Wanted
from app.http.problems import documented
from app.queries import evidence
from graph.statements import RelationName

router = APIRouter(prefix="/api/v1", tags=["evidence"])


@router.get(
    "/evidence",
    response_model=Page[Evidence],
    responses=documented(404, 422, 504),
    summary="Where a fact is written",
)
async def find(
    ask: Asking,
    wanted: Wanted,
    fact: Annotated[str, Query(description="id of an observation or an assertion")] = "",
    subject: Annotated[str, Query(description="id of the entity that a relation starts from")] = "",
    type: Annotated[RelationName | Blank, Query(description="name of the relation")] = "",  # noqa: A002
    object: Annotated[str, Query(description="id of the entity that it leads to")] = "",  # noqa: A002
) -> Response:
    """Ask for a `fact`, or for a relation by its `subject`, `type` and `object`."""
    if fact and not (subject or type or object):
        return await ask(evidence.of_fact, fact, **wanted._asdict())
    if subject and type and object and not fact:
        return await ask(evidence.of_relation, subject, type, object, **wanted._asdict())
    raise BadRequest("name either a fact, or the subject, type and object of a relation")
