"""The web application. :func:`create_app` only wires; the routers know their resources."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi

from app.http import (
    conditional,
    documents,
    entities,
    evidence,
    export,
    extraction,
    graphs,
    health,
    linked_data,
    network,
    observations,
    observed,
    ontology,
    page,
    problems,
    reconciliation,
    search,
    sparql,
    vocabulary,
)
from app.http.bounds import Bounded
from app.http.cross_origin import CrossOrigin
from app.http.dependencies import known_parameters
from app.http.guard import Guard, served_hosts
from app.http.kept import KeptAnswers
from app.http.limits import RateLimit
from app.http.observed import Metrics, Observed
from app.settings import Settings
from app.workers.pool import Bounds, Pool
from app.workers.process import Template
from graph.generations import published
from graph.store import Store

DESCRIPTION = """
A knowledge graph of Chinese county health reports: regions, institutions, programmes, policies, indicators
and their values, each fact with the sentence that states it.

Things are named by their `id`, the path of their IRI below `id/`, such as `region/340504`. Offsets count
Unicode code points. Problems are RFC 9457 problem details.
"""


def create_app(settings: Settings) -> FastAPI:
    """The application that serves the store that ``settings`` name."""
    app = FastAPI(
        title="Weitu 卫图",
        version=version("weitu"),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=problems.documented(*problems.ANYWHERE),
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.metrics = Metrics()
    _surround(app, settings)
    for module in (sparql, graphs, ontology, linked_data, reconciliation, health, observed, problems):
        app.include_router(module.router)
    for module in (
        search,
        entities,
        network,
        observations,
        documents,
        evidence,
        export,
        extraction,
        vocabulary,
    ):
        app.include_router(module.router, dependencies=[Depends(known_parameters)])
    problems.install(app)
    page.install(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _surround(app: FastAPI, settings: Settings) -> None:
    """What every request passes before its route, from the inside outwards."""
    app.add_middleware(problems.Unforeseen)
    app.add_middleware(
        conditional.Conditional,
        published=lambda: published(settings.store),
        kept=KeptAnswers(settings.cache_limit << 20),
    )
    app.add_middleware(Bounded, address=settings.request_limit, seconds=settings.patience)
    app.add_middleware(CrossOrigin)
    if settings.rate_limit:
        app.add_middleware(RateLimit, each_minute=settings.rate_limit)
    app.add_middleware(Guard, hosts=served_hosts(settings.host, settings.hosts))
    app.add_middleware(Observed, metrics=app.state.metrics)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the store before the first request, so that a missing one ends the start and not a request."""
    settings: Settings = app.state.settings
    Store.open(settings.store).close()
    memory, answer = settings.memory_limit << 20, settings.answer_limit << 20
    async with Template(settings.store) as template, AsyncExitStack() as stack:

        async def pool(size: int, seconds: float, *, keeping: bool = False) -> Pool:
            bounds = Bounds(seconds, memory, answer)
            new = Pool(template, size=size, waiting=settings.waiting, bounds=bounds, keeping=keeping)
            return await stack.enter_async_context(new)

        app.state.queries = await pool(settings.workers, settings.deadline)
        app.state.questions = await pool(settings.workers, settings.deadline, keeping=True)
        app.state.reader = await pool(1, settings.deadline, keeping=True)
        if settings.write_token is not None:
            app.state.writer = await pool(1, settings.write_deadline, keeping=True)
        yield


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The description of the API, with the schema of problems, to which the routes refer, and with what the
    middleware adds to them."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=DESCRIPTION.strip(), routes=app.routes
        )
        schema["components"]["schemas"]["Problem"] = problems.Problem.model_json_schema()
        conditional.describe(schema["paths"])
        app.openapi_schema = schema
    return app.openapi_schema
