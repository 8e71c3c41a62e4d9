"""What handlers are given: the settings, the workers, what a request says of itself, shared parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, cast, get_origin

from fastapi import Depends, Query, Request, Response
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel

from app.errors import RepeatedParameter, UnknownParameter
from app.http.streaming import answered
from app.settings import Settings
from app.workers.pool import Pool
from app.workers.tasks import Question
from graph.extraction import EntityType
from graph.generations import Marker, published
from graph.iris import Iris
from graph.statements import RelationName

Blank: TypeAlias = Literal[""]
"""An empty parameter, as forms send it: one that is not there."""


def accepted(request: Request) -> str | None:
    """All lines of the header ``Accept`` as one."""
    return ",".join(request.headers.getlist("accept")) or None


def own_address(request: Request) -> str:
    """This server as its client addresses it, without a slash at the end."""
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


async def _settings(request: Request) -> Settings:
    settings = request.app.state.settings
    assert isinstance(settings, Settings)
    return settings


Configured = Annotated[Settings, Depends(_settings)]


def _published(settings: Configured) -> Marker:
    return published(settings.store)


Published = Annotated[Marker, Depends(_published)]


async def _iris(published: Published) -> Iris:
    return Iris(published.base)


StoreIris = Annotated[Iris, Depends(_iris)]


async def _queries(request: Request) -> Pool:
    return cast(Pool, request.app.state.queries)


async def _questions(request: Request) -> Pool:
    return cast(Pool, request.app.state.questions)


Queries = Annotated[Pool, Depends(_queries)]
"""The workers for whatever people make up: queries, patterns, exports."""
Questions = Annotated[Pool, Depends(_questions)]
"""The workers for what is quickly answered, which do not wait for the others."""

Ask = Callable[..., Awaitable[Response]]
"""Puts a question of :mod:`app.queries` to a worker: ``await ask(question, *arguments)``."""


def _asking(request: Request, pool: Pool) -> Ask:
    async def ask(question: Callable[..., BaseModel], *arguments: Any, **named: Any) -> Response:
        return await answered(request, pool, Question(question, *arguments, **named))

    return ask


async def _ask(request: Request, pool: Questions) -> Ask:
    return _asking(request, pool)


async def _ask_at_length(request: Request, pool: Queries) -> Ask:
    return _asking(request, pool)


async def _ask_reader(request: Request) -> Ask:
    return _asking(request, request.app.state.reader)


Asking = Annotated[Ask, Depends(_ask)]
AskingAtLength = Annotated[Ask, Depends(_ask_at_length)]
AskingReader = Annotated[Ask, Depends(_ask_reader)]
"""The same of the one worker that has loaded what reads texts."""


def known_parameters(request: Request) -> None:
    """Refuse a parameter that the route does not have: a filter with a slip in its name would filter nothing;
    and one that stands there several times where only the last would count.

    Raises :class:`UnknownParameter` or :class:`RepeatedParameter`."""
    taken = dict(_query_parameters(request.scope["route"].dependant))
    for name in request.query_params:
        if name not in taken:
            raise UnknownParameter(name, sorted(taken))
        if not taken[name] and len(request.query_params.getlist(name)) > 1:
            raise RepeatedParameter(name)


def _query_parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """The names of parameters, and whether they take several values."""
    for field in dependant.query_params:
        yield field.alias, get_origin(field.field_info.annotation) is list
    for each in dependant.dependencies:
        yield from _query_parameters(each)


class Slice(NamedTuple):
    """Which part of a list is wanted."""

    limit: int
    offset: int


def _slice(
    settings: Configured,
    limit: Annotated[
        int, Query(ge=1, description="most items wanted; the server has a bound of its own")
    ] = 50,
    offset: Annotated[int, Query(ge=0, description="items to leave out at the start")] = 0,
) -> Slice:
    return Slice(min(limit, settings.page_limit), offset)


Wanted = Annotated[Slice, Depends(_slice)]

TypeFilter = Annotated[EntityType | Blank, Query(description="only entities of this type")]
RegionFilter = Annotated[str, Query(description="only what lies in the region with this id or code")]
TypesFilter = Annotated[
    list[EntityType], Query(alias="type", description="only by way of entities of these types")
]
RelationsFilter = Annotated[
    list[RelationName], Query(alias="relation", description="only by way of these relations")
]
