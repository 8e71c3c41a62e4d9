"""Whole graphs: the SPARQL 1.1 Graph Store HTTP Protocol.

A graph is named by ``?graph=`` and its IRI, or directly: every graph whose IRI is below the base of the store
answers at ``/graphs/`` and the rest of its IRI, which is decoded once. Such an address names the same graph
after ``?graph=``. ``?default`` is the unnamed graph of the store, not the union that queries take for it.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote_to_bytes
from uuid import uuid4

from fastapi import APIRouter, Depends, Request, Response

from app.errors import BadRequest, UnsupportedMediaType
from app.http import rdf_bodies
from app.http.bodies import body_of
from app.http.dependencies import Configured, Queries, StoreIris, accepted, own_address
from app.http.negotiation import GRAPHS, best
from app.http.paths import rest
from app.http.problems import documented
from app.http.protocol import parameters_of
from app.http.streaming import answered
from app.http.writing import WRITING, write
from app.workers.writes import DropGraph, PutGraph, ReadGraph
from graph import sparql
from graph.iris import Iris

router = APIRouter(tags=["graphs"])

_HERE = "/graphs"
_BELOW = f"{_HERE}/{rest('path')}"
_NAMES: list[dict[str, Any]] = [
    {
        "name": "graph",
        "in": "query",
        "description": "the IRI of a graph",
        "schema": {"type": "string", "format": "uri"},
    },
    {
        "name": "default",
        "in": "query",
        "description": "the unnamed default graph",
        "allowEmptyValue": True,
        "schema": {"type": "string", "maxLength": 0},
    },
]
_PATH: list[dict[str, Any]] = [
    {
        "name": "path",
        "in": "path",
        "required": True,
        "description": "what follows the base in the IRI of a graph",
        "schema": {"type": "string"},
        "example": "graph/regions",
    }
]
_BODY = {
    "required": True,
    "content": {media_type: {"schema": {"type": "string"}} for media_type in rdf_bodies.SUPPORTED},
}
_GRAPH: dict[int | str, dict[str, Any]] = {
    200: {"description": "The graph", "content": {media_type: {} for media_type in GRAPHS}}
}
_NEW: dict[int | str, dict[str, Any]] = {201: {"description": "There is a new graph"}}
_DONE: dict[int | str, dict[str, Any]] = {204: {"description": "Done"}}
_READING = documented(404, 406, 504)
_STORED = {**_NEW, **_DONE, **documented(401, 403, 413, 415, 504)}
_DROPPED = {**_DONE, **documented(401, 403, 404, 504)}
_PUT = "Put a graph in place of what was there"
_POST = "Add to a graph"


def _name(request: Request, iris: StoreIris) -> str | None:
    """The graph that the address names, ``None`` for the default graph."""
    parameters = parameters_of(request.scope["query_string"])
    named = [value for name, value in parameters if name == "graph"]
    defaults = [value for name, value in parameters if name == "default"]
    path = _path(request)
    if path:
        if named or defaults:
            raise BadRequest("the path names a graph and a parameter another; leave one out")
        return sparql.iri(iris.below(path)).value
    if len(named) + len(defaults) != 1:
        raise BadRequest("name one graph, by the parameter 'graph' and its IRI or by 'default'")
    if any(defaults):
        raise BadRequest("the parameter 'default' takes no value")
    return _indirect(request, iris, named[0]) if named else None


def _path(request: Request) -> str:
    """What follows ``/graphs/`` in the address, decoded once."""
    try:
        return unquote_to_bytes(request.scope["raw_path"]).decode().removeprefix(_HERE).removeprefix("/")
    except UnicodeDecodeError:
        raise BadRequest("the path is not in UTF-8") from None


def _indirect(request: Request, iris: Iris, name: str) -> str:
    """A graph by its IRI, or by the address that it has here, as a new graph is told to have."""
    here = f"{own_address(request)}{_HERE}/"
    if not name.startswith(here):
        return sparql.iri(name).value
    try:
        path = unquote_to_bytes(name.removeprefix(here)).decode()
    except UnicodeDecodeError:
        raise BadRequest("the address after 'graph' is not in UTF-8") from None
    return sparql.iri(iris.below(path)).value


Named = Annotated[str | None, Depends(_name)]


def _about(
    summary: str, responses: dict[int | str, dict[str, Any]], name: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """What a route says of itself."""
    return {
        "summary": summary,
        "responses": responses,
        "response_class": Response,
        "openapi_extra": {"parameters": name, **more},
    }


@router.get(_HERE, **_about("A graph", {**_GRAPH, **_READING}, _NAMES))
@router.get(_BELOW, **_about("A graph below the base", {**_GRAPH, **_READING}, _PATH))
@router.head(_HERE, include_in_schema=False)
@router.head(_BELOW, include_in_schema=False)
async def read(request: Request, name: Named, pool: Queries) -> Response:
    media_type = best(accepted(request), tuple(GRAPHS))
    return await answered(request, pool, ReadGraph(name, media_type))


@router.put(
    _HERE, status_code=204, dependencies=[WRITING], **_about(_PUT, _STORED, _NAMES, requestBody=_BODY)
)
@router.put(
    _BELOW, status_code=204, dependencies=[WRITING], **_about(_PUT, _STORED, _PATH, requestBody=_BODY)
)
async def put(request: Request, name: Named, settings: Configured) -> Response:
    return await _store(request, name, settings.graph_limit, add=False)


@router.post(
    _HERE, status_code=204, dependencies=[WRITING], **_about(_POST, _STORED, _NAMES, requestBody=_BODY)
)
@router.post(
    _BELOW, status_code=204, dependencies=[WRITING], **_about(_POST, _STORED, _PATH, requestBody=_BODY)
)
async def post(request: Request, iris: StoreIris, settings: Configured) -> Response:
    """Where the address names no graph, a new one is made; `Location` tells where."""
    if _path(request) or request.scope["query_string"]:
        return await _store(request, _name(request, iris), settings.graph_limit, add=True)
    path = f"graph/{uuid4().hex}"
    response = await _store(request, iris.below(path), settings.graph_limit, add=True)
    response.headers["Location"] = f"{own_address(request)}{_HERE}/{path}"
    return response


@router.delete(_HERE, status_code=204, dependencies=[WRITING], **_about("Drop a graph", _DROPPED, _NAMES))
@router.delete(_BELOW, status_code=204, dependencies=[WRITING], **_about("Drop a graph", _DROPPED, _PATH))
async def delete(request: Request, name: Named) -> Response:
    """The default graph is always there: it is emptied."""
    await write(request, DropGraph(name))
    return Response(status_code=204)


async def _store(request: Request, name: str | None, limit: int, *, add: bool) -> Response:
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise UnsupportedMediaType(f"content coding {encoding}", rdf_bodies.SUPPORTED)
    parts = rdf_bodies.parts(request.headers.get("content-type"), await body_of(request, limit))
    new = await write(request, PutGraph(name, parts, add))
    return Response(status_code=201 if new else 204)
