"""Whether the server is alive, and whether it can answer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from app.http.dependencies import Published

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """The server runs."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """The server has a graph to answer from."""

    status: Literal["ready"] = "ready"
    generation: int


@router.get("/healthz", summary="The server runs")
async def healthz() -> Health:
    return Health()


@router.get("/readyz", summary="The server has a graph to answer from")
def readyz(published: Published) -> Readiness:
    return Readiness(generation=published.generation)
