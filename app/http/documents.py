"""The documents of the graph, and the graph in numbers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from app.answers import DocumentDetail, DocumentItem, Page, Stats
from app.errors import NotFound
from app.http.dependencies import Current, Wanted, iri_of
from app.http.problems import documented
from app.queries.documents import text

router = APIRouter(prefix="/api/v1", tags=["documents"])


@router.get("/documents", responses=documented(422, 503), summary="All documents")
def list_documents(snapshot: Current, wanted: Wanted) -> Page[DocumentItem]:
    """The latest period first."""
    found = list(snapshot.documents)
    return Page(items=list(wanted.of(found)), total=len(found))


@router.get("/documents/{hex}", responses=documented(404, 422, 503), summary="A document with its text")
def document(
    snapshot: Current,
    hex: Annotated[  # noqa: A002
        str, Path(description="the first 16 digits of its SHA-256", examples=["0123456789abcdef"])
    ],
) -> DocumentDetail:
    iri = iri_of(snapshot, f"document/{hex}", "document")
    found = snapshot.documents.get(iri)
    if found is None:
        raise NotFound("document", f"document/{hex}")
    return DocumentDetail(**found.model_dump(), text=text(snapshot.generation, iri))


@router.get("/stats", responses=documented(503), summary="The graph in numbers")
def stats(snapshot: Current) -> Stats:
    return snapshot.stats()
