"""The words that queries are made of."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.answers import Vocabulary
from app.http.dependencies import Asking
from app.http.problems import documented
from app.queries import vocabulary

router = APIRouter(prefix="/api/v1", tags=["ontology"], responses=documented(504))


@router.get("/vocabulary", response_model=Vocabulary, summary="Prefixes, classes and properties")
async def words(ask: Asking) -> Response:
    """For editors that complete queries."""
    return await ask(vocabulary.vocabulary)
