"""The documents of the graph, and the graph in numbers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import StringConstraints

from app.answers import DocumentDetail, DocumentItem, DocumentMention, Page, Stats
from app.http.dependencies import Asking, RegionFilter, Wanted
from app.http.problems import documented
from app.queries import documents

router = APIRouter(prefix="/api/v1", tags=["documents"], responses=documented(504))

Hex = Annotated[str, Path(description="the first 16 digits of its SHA-256", examples=["0123456789abcdef"])]
Year = Annotated[
    str,
    StringConstraints(pattern="^([0-9]{4})?$"),
    Query(description="only those about this year", examples=["2021"]),
]


@router.get(
    "/documents", response_model=Page[DocumentItem], responses=documented(404, 422), summary="All documents"
)
async def list_documents(
    ask: Asking, wanted: Wanted, region: RegionFilter = "", period: Year = ""
) -> Response:
    """The latest period first."""
    return await ask(documents.documents, region=region, period=period or None, **wanted._asdict())


@router.get(
    "/documents/{hex}",
    response_model=DocumentDetail,
    responses=documented(404, 422),
    summary="A document with its text",
)
async def document(ask: Asking, hex: Hex) -> Response:  # noqa: A002
    return await ask(documents.document, hex)


@router.get(
    "/documents/{hex}/mentions",
    response_model=Page[DocumentMention],
    responses=documented(404, 422),
    summary="The mentions in a document",
)
async def mentions(ask: Asking, wanted: Wanted, hex: Hex) -> Response:  # noqa: A002
    """In the order of its text."""
    return await ask(documents.mentions, hex, **wanted._asdict())


@router.get("/stats", response_model=Stats, summary="The graph in numbers")
async def stats(ask: Asking) -> Response:
    return await ask(documents.stats)
