"""What handlers are given: the settings, the current snapshot, and parameters that several of them take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BaseModel, BeforeValidator

from app.errors import NotFound
from app.queries.entities import Entity
from app.queries.snapshot import Snapshot, Snapshots
from app.settings import Settings
from app.workers.pool import Pool
from graph.errors import UnwritableIri

T = TypeVar("T")

#: An empty parameter, as forms send it, is one that is not there.
BLANK = BeforeValidator(lambda text: text or None)


def accepted(request: Request) -> str | None:
    """All lines of the header ``Accept`` as one."""
    return ",".join(request.headers.getlist("accept")) or None


async def _settings(request: Request) -> Settings:
    settings = request.app.state.settings
    assert isinstance(settings, Settings)
    return settings


def _snapshot(request: Request) -> Snapshot:
    snapshots = request.app.state.snapshots
    assert isinstance(snapshots, Snapshots)
    return snapshots.current()


async def _pool(request: Request) -> Pool:
    pool = request.app.state.pool
    assert isinstance(pool, Pool)
    return pool


Configured = Annotated[Settings, Depends(_settings)]
Current = Annotated[Snapshot, Depends(_snapshot)]
Workers = Annotated[Pool, Depends(_pool)]


class Slice(BaseModel):
    """Which part of a list is wanted."""

    offset: int
    limit: int

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """That part of ``items``."""
        return items[self.offset : self.offset + self.limit]


def _slice(
    settings: Configured,
    limit: Annotated[
        int, Query(ge=1, description="most items wanted; the server has a bound of its own")
    ] = 50,
    offset: Annotated[int, Query(ge=0, description="items to leave out at the start")] = 0,
) -> Slice:
    return Slice(offset=offset, limit=min(limit, settings.page_limit))


Wanted = Annotated[Slice, Depends(_slice)]


def iri_of(snapshot: Snapshot, id: str, kind: str) -> str:  # noqa: A002
    """The IRI of the thing with that id; :class:`NotFound` where no thing can have it."""
    try:
        return snapshot.generation.iris.from_local(id)
    except UnwritableIri:
        raise NotFound(kind, id) from None


def entity_of(snapshot: Snapshot, id: str) -> Entity:  # noqa: A002
    """The entity with that id; :class:`NotFound` where there is none."""
    entity = snapshot.entities.get(iri_of(snapshot, id, "entity"))
    if entity is None:
        raise NotFound("entity", id)
    return entity
