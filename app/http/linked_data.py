"""Things at the addresses that their IRIs end in, and what the whole of them is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.errors import NotAcceptable
from app.http.dependencies import Questions, accepted, own_address
from app.http.negotiation import GRAPHS, best
from app.http.problems import documented
from app.http.streaming import answered
from app.queries import descriptions
from app.workers.tasks import Call, Describe

router = APIRouter(tags=["linked data"])

_BELOW = "/id/"
_HTML = "text/html"
_FOUND: dict[int | str, dict[str, Any]] = {
    200: {"description": "What is said of it", "content": {media_type: {} for media_type in GRAPHS}},
    303: {"description": "Where the page shows it, for who wants HTML"},
}
_DATA_SET: dict[int | str, dict[str, Any]] = {
    200: {"description": "The data set", "content": {media_type: {} for media_type in GRAPHS}},
}
_PATH = {
    "name": "path",
    "in": "path",
    "required": True,
    "description": "what follows id/ in the IRI of a thing",
    "schema": {"type": "string"},
    "example": "region/340504",
}


@router.get(
    "/id/{path:path}",
    response_class=Response,
    responses={**_FOUND, **documented(400, 404, 406, 503, 504)},
    openapi_extra={"parameters": [_PATH]},
    summary="A thing by its IRI",
)
@router.head("/id/{path:path}", include_in_schema=False)
async def thing(request: Request, pool: Questions) -> Response:
    """What is said of it, the relations that lead to it, and labels; of a document all that it says. Browsers
    are led to the page."""
    path = request.scope["raw_path"].decode("ascii").removeprefix(_BELOW)
    media_type = best(accepted(request), (*GRAPHS, _HTML))
    if media_type != _HTML:
        return await answered(request, pool, Describe(descriptions.thing, path, media_type))
    fragment = await pool.call(Call(descriptions.page, path))
    if fragment is None:
        raise NotAcceptable(_HTML, tuple(GRAPHS))
    return RedirectResponse(f"/#{fragment}", 303, {"Vary": "Accept"})


@router.get(
    "/.well-known/void",
    response_class=Response,
    responses={**_DATA_SET, **documented(400, 406, 503, 504)},
    summary="The data set (VoID, DCAT)",
)
@router.head("/.well-known/void", include_in_schema=False)
async def data_set(request: Request, pool: Questions) -> Response:
    """How large it is, what it is made of, and where it is to be had."""
    media_type = best(accepted(request), tuple(GRAPHS))
    task = Describe(descriptions.data_set, own_address(request), media_type)
    return await answered(request, pool, task)
