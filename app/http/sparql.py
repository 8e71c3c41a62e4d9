"""The SPARQL endpoint: SPARQL 1.1 Protocol.

The default graph of a query is the union of all graphs, that of an update the unnamed graph of the store,
unless the request or its text names a data set.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.errors import NotAcceptable
from app.http.bodies import body_of
from app.http.dependencies import Configured, Queries, accepted, own_address
from app.http.negotiation import GRAPHS, RESULTS, best, with_charset
from app.http.problems import documented
from app.http.protocol import FORM, QUERY, UPDATE, SparqlRequest, SparqlUpdate, parse
from app.http.service_description import described
from app.http.streaming import answered
from app.http.writing import SHOWN, allow, write
from app.settings import Settings
from app.workers.pool import Pool
from app.workers.tasks import Query
from app.workers.writes import Update
from graph.query_text import is_volatile

router = APIRouter(tags=["sparql"])

_PROBLEMS = documented(403, 406, 504)
_PROBLEMS_OF_BODIES = documented(401, 413, 415)
_HTML = "text/html"
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Rows or a truth value (SELECT, ASK), or a graph (CONSTRUCT, DESCRIBE); without query "
        "the description of this service",
        "content": {media_type: {} for media_type in (*RESULTS, *GRAPHS)},
    }
}
_DATA_SET = [
    {
        "name": name,
        "in": "query",
        "description": f"a graph of the data set's {part}",
        "schema": {"type": "array", "items": {"type": "string", "format": "uri"}},
    }
    for name, part in (("default-graph-uri", "default graph"), ("named-graph-uri", "named graphs"))
]
_DATA_SET_OF_UPDATES = [
    {**parameter, "name": name}
    for parameter, name in zip(_DATA_SET, ("using-graph-uri", "using-named-graph-uri"), strict=True)
]
_LED: dict[int | str, dict[str, Any]] = {
    303: {"description": "The manual, for who wants HTML and asks nothing"}
}
_DONE: dict[int | str, dict[str, Any]] = {204: {"description": "The update is done"}}
_QUERY = {
    "name": "query",
    "in": "query",
    "required": False,
    "description": "the query",
    "schema": {"type": "string"},
    "example": "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 10",
}
_BODY = {
    "required": True,
    "content": {
        QUERY: {"schema": {"type": "string"}},
        FORM: {
            "schema": {
                "type": "object",
                "properties": {"query": {"type": "string"}, "update": {"type": "string"}},
            }
        },
        UPDATE: {"schema": {"type": "string"}},
    },
}


@router.get(
    "/sparql",
    response_class=Response,
    responses={**_ANSWERS, **_LED, **_PROBLEMS},
    openapi_extra={"parameters": [_QUERY, *_DATA_SET]},
    summary="Answer a query in the address",
)
@router.head("/sparql", include_in_schema=False)
async def query_by_get(request: Request, settings: Configured, pool: Queries) -> Response:
    if not request.scope["query_string"] and (described := _described(request, settings)):
        return described
    asked = _parse(request, b"")
    assert isinstance(asked, SparqlRequest)
    return await _answer(request, pool, asked)


@router.post(
    "/sparql",
    response_class=Response,
    responses={**_ANSWERS, **_DONE, **_PROBLEMS, **_PROBLEMS_OF_BODIES},
    openapi_extra={
        "parameters": [*_DATA_SET, *_DATA_SET_OF_UPDATES],
        "requestBody": _BODY,
        "security": [{}, {SHOWN.scheme_name: []}],
    },
    summary="Answer a query, or do an update, in the body or in a form",
)
async def query_by_post(request: Request, settings: Configured, pool: Queries) -> Response:
    """An update needs the write token. It is done whole, and seen by all requests once it is answered, or not
    at all. `LOAD` and `SERVICE` are refused."""
    asked = _parse(request, await body_of(request, settings.request_limit))
    if isinstance(asked, SparqlRequest):
        return await _answer(request, pool, asked)
    allow(request, settings.write_token)
    await write(request, Update(asked.update, asked.using, asked.using_named))
    return Response(status_code=204)


def _described(request: Request, settings: Settings) -> Response | None:
    """The description of the service for those who can read it; people are led to the manual."""
    try:
        media_type = best(accepted(request), (*GRAPHS, _HTML))
    except NotAcceptable:
        return None
    if media_type == _HTML:
        return RedirectResponse("/docs", 303, {"Vary": "Accept"})
    writable = settings.write_token is not None
    content = described(f"{own_address(request)}/sparql", media_type, writable=writable)
    return Response(content, headers={"Content-Type": with_charset(media_type), "Vary": "Accept"})


def _parse(request: Request, body: bytes) -> SparqlRequest | SparqlUpdate:
    return parse(request.method, request.scope["query_string"], request.headers.get("content-type"), body)


async def _answer(request: Request, pool: Pool, asked: SparqlRequest) -> Response:
    query = Query(asked.query, asked.default_graphs, asked.named_graphs, accepted(request))
    response = await answered(request, pool, query)
    if is_volatile(asked.query):
        response.headers["Cache-Control"] = "no-store"
    return response
