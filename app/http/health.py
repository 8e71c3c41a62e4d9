"""Whether the server is alive, and whether it can answer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from app.http.dependencies import Configured, Published

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """The server runs."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """The server has a graph to answer from. ``writable`` says whether one can write to it with a token,
    ``document_limit`` how many bytes a report may have that is sent to it."""

    status: Literal["ready"] = "ready"
    generation: int
    writable: bool
    document_limit: int


@router.get("/healthz", summary="The server runs")
async def healthz() -> Health:
    return Health()


@router.get("/readyz", summary="The server has a graph to answer from")
def readyz(published: Published, settings: Configured) -> Readiness:
    return Readiness(
        generation=published.generation,
        writable=settings.write_token is not None,
        document_limit=settings.document_limit,
    )
