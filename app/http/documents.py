"""The documents of the graph, and the graph in numbers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import StringConstraints

from app.answers import (
    DocumentDetail,
    DocumentItem,
    DocumentMention,
    DocumentRelation,
    Page,
    Stats,
    StoredDocument,
)
from app.http.dependencies import Asking, RegionFilter, Wanted
from app.http.problems import documented
from app.http.report_bodies import BODY, Sent
from app.http.writing import WRITING, write
from app.queries import documents
from app.queries.extraction import said
from app.workers.tasks import Call
from app.workers.writes import PutGraph

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


@router.post(
    "/documents",
    response_model=StoredDocument,
    status_code=201,
    dependencies=[WRITING],
    responses={
        201: {
            "description": "The report is new",
            "headers": {"Location": {"required": True, "schema": {"type": "string"}}},
        },
        200: {"description": "It was there, and has been read again", "model": StoredDocument},
        **documented(401, 403, 413, 422),
    },
    openapi_extra={"requestBody": BODY},
    summary="Read and store a report",
)
async def store(request: Request, ask: Asking, report: Sent) -> Response:
    """Send it as to `/extract`. What it says is in the graph when the answer comes, and in place of what the
    same file said before."""
    read = Call(said, report.data, report.name, persons=report.persons)
    found = await request.app.state.reader.call(read)
    new = await write(request, PutGraph(found.iri, [("application/n-triples", found.triples)]))
    response = await ask(documents.stored, found.iri, found.warnings)
    if new:
        response.status_code = 201
        response.headers["Location"] = f"/api/v1/documents/{found.iri.rpartition('/')[2]}"
    return response


@router.get(
    "/documents/{hex}",
    response_model=DocumentDetail,
    responses=documented(404, 422),
    summary="A document with its text and its headings",
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


@router.get(
    "/documents/{hex}/relations",
    response_model=Page[DocumentRelation],
    responses=documented(404, 422),
    summary="The relations that a document states",
)
async def relations(ask: Asking, wanted: Wanted, hex: Hex) -> Response:  # noqa: A002
    """In the order of its text."""
    return await ask(documents.relations, hex, **wanted._asdict())


@router.get("/stats", response_model=Stats, summary="The graph in numbers")
async def stats(ask: Asking) -> Response:
    return await ask(documents.stats)
