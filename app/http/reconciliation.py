"""The reconciliation service, by which OpenRefine and other tools find the entities that names in a table
mean: Reconciliation Service API 0.2."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import StringConstraints

from app.errors import BadRequest, UnsupportedMediaType
from app.http.bodies import body_of, from_json
from app.http.dependencies import AskingAtLength, Configured, own_address
from app.http.negotiation import media_type
from app.http.problems import documented
from app.http.protocol import FORM, parameters_of
from app.queries.reconciliation import (
    MOST,
    SUGGESTED,
    Manifest,
    NameQuery,
    Reconciled,
    Suggestions,
    manifest,
    reconcile,
    suggest,
)
from graph.index.text import LONGEST

router = APIRouter(prefix="/reconcile", tags=["reconciliation"], responses=documented(503, 504))

_EXAMPLE = '{"q0": {"query": "雨山区", "type": "region"}}'
_FORM = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "properties": {"queries": {"type": "string", "example": _EXAMPLE}},
                "required": ["queries"],
            }
        }
    },
}


@router.get(
    "",
    response_model=Manifest | Reconciled,
    responses=documented(400, 422),
    summary="What this service is, or the entities that names mean",
)
async def answer(
    request: Request,
    ask: AskingAtLength,
    queries: Annotated[str | None, Query(description="as in the form", examples=[_EXAMPLE])] = None,
) -> Response:
    if queries is not None:
        return await ask(reconcile, _parsed(queries))
    return await ask(manifest, own_address(request))


@router.post(
    "",
    response_model=Reconciled,
    responses=documented(400, 413, 415),
    openapi_extra={"requestBody": _FORM},
    summary="The entities that names mean",
)
async def find(request: Request, ask: AskingAtLength, settings: Configured) -> Response:
    """`queries` is a JSON object of names by keys of your own. A name is `query`, and may have a `type`, a
    `limit`, and as `properties` the `region` it lies in, by id, code or name."""
    kind = media_type(request.headers.get("content-type"))
    if kind != FORM:
        raise UnsupportedMediaType(kind, (FORM,))
    sent = dict(parameters_of(await body_of(request, settings.request_limit), "the form"))
    if "queries" not in sent:
        raise BadRequest(f"there is no field 'queries'; send JSON such as {_EXAMPLE}")
    return await ask(reconcile, _parsed(sent["queries"]))


@router.get(
    "/suggest/entity",
    response_model=Suggestions,
    responses=documented(422),
    summary="Entities by what has been typed of their names",
)
async def suggest_entity(
    ask: AskingAtLength,
    prefix: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST),
        Query(json_schema_extra={"pattern": r"\S"}),  # blanks alone are none
    ],
) -> Response:
    return await ask(suggest, prefix, SUGGESTED)


def _parsed(queries: str) -> dict[str, NameQuery]:
    found = from_json(dict[str, NameQuery], queries, "queries", f"; send JSON such as {_EXAMPLE}")
    if len(found) > MOST:
        raise BadRequest(f"there are {len(found)} names in the request; send {MOST} at a time")
    return found
