"""The SPARQL endpoint: SPARQL 1.1 Protocol, queries only. The default graph is the union of all graphs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from app.errors import BodyTooLarge
from app.http.dependencies import Configured, Workers, accepted
from app.http.negotiation import GRAPHS, RESULTS
from app.http.problems import documented
from app.http.protocol import FORM, QUERY, SparqlRequest, parse
from app.http.streaming import streamed
from app.workers.pool import Pool
from app.workers.tasks import Query

router = APIRouter(tags=["sparql"])

_PROBLEMS = documented(400, 403, 406, 413, 415, 503, 504)
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Rows or a truth value (SELECT, ASK), or a graph (CONSTRUCT, DESCRIBE)",
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
_QUERY = {
    "name": "query",
    "in": "query",
    "required": True,
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
                "required": ["query"],
                "properties": {"query": {"type": "string"}},
            }
        },
    },
}


@router.get(
    "/sparql",
    response_class=Response,
    responses={**_ANSWERS, **_PROBLEMS},
    openapi_extra={"parameters": [_QUERY, *_DATA_SET]},
    summary="Answer a query in the address",
)
@router.head("/sparql", include_in_schema=False)
async def query_by_get(request: Request, settings: Configured, pool: Workers) -> Response:
    asked = _parse(request, b"", settings.request_limit)
    return await _answer(request, pool, asked)


@router.post(
    "/sparql",
    response_class=Response,
    responses={**_ANSWERS, **_PROBLEMS},
    openapi_extra={"parameters": _DATA_SET, "requestBody": _BODY},
    summary="Answer a query in the body or in a form",
)
async def query_by_post(request: Request, settings: Configured, pool: Workers) -> Response:
    asked = _parse(request, await _body(request, settings.request_limit), settings.request_limit)
    return await _answer(request, pool, asked)


def _parse(request: Request, body: bytes, limit: int) -> SparqlRequest:
    query_string = request.scope["query_string"]
    if len(query_string) > limit:
        raise BodyTooLarge(limit)
    return parse(request.method, query_string, request.headers.get("content-type"), body)


async def _answer(request: Request, pool: Pool, asked: SparqlRequest) -> Response:
    query = Query(asked.query, asked.default_graphs, asked.named_graphs, accepted(request))
    return await streamed(await pool.run(query, request.is_disconnected))


async def _body(request: Request, limit: int) -> bytes:
    """The body of a request, read no further than to ``limit`` bytes."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise BodyTooLarge(limit)
        chunks.append(chunk)
    return b"".join(chunks)
