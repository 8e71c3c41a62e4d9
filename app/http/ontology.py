"""The vocabulary at the address that its terms begin with: a page for people, RDF for programs."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from app.http import page
from app.http.dependencies import Published, accepted
from app.http.negotiation import GRAPHS, best, with_charset
from app.http.problems import documented
from graph.export.core import core
from graph.iris import DEFAULT_BASE

_STATIC = Path(__file__).resolve().parent / "static"
#: Made by scripts/ontology_page.py, on the default base.
PAGE = _STATIC / "ontology.html"

_HTML = "text/html"
#: RDF comes first: who asks for nothing in particular is a program.
AVAILABLE = (*GRAPHS, _HTML)
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The vocabulary as a graph, or as a page",
        "content": {media_type: {} for media_type in AVAILABLE},
    }
}

router = APIRouter(tags=["ontology"])


@router.get(
    "/ontology",
    response_class=Response,
    responses={**_ANSWERS, **documented(406)},
    summary="The vocabulary: classes and properties",
)
@router.head("/ontology", include_in_schema=False)
def ontology(request: Request, published: Published) -> Response:
    """Without the concept schemes, which are part of the graph."""
    media_type = best(accepted(request), AVAILABLE)
    if media_type != _HTML:
        content = core(published.base, GRAPHS[media_type])
    elif PAGE.is_file():
        content = PAGE.read_text(encoding="utf-8").replace(DEFAULT_BASE, escape(published.base)).encode()
    else:
        return page.missing(request)
    return Response(content, headers={"Content-Type": with_charset(media_type), "Vary": "Accept"})


@router.get("/ontology/style.css", include_in_schema=False)
@router.head("/ontology/style.css", include_in_schema=False)
def style() -> Response:
    """The style of the page; a file, for inline styles do not apply here."""
    return FileResponse(_STATIC / "ontology.css")
