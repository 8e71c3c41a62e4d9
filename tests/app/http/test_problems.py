"""Every error has a problem type; walked, so that a new error cannot be forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

import app.errors  # noqa: F401 - its classes join the tree
from app.http.guard import HEADERS, Guard
from app.http.observed import Metrics, Observed
from app.http.problems import TABLE, Kind, Unforeseen, install, kind_of
from graph.errors import WeituError


def tree(root: type[WeituError]) -> Iterator[type[WeituError]]:
    for child in root.__subclasses__():
        yield child
        yield from tree(child)


ERRORS = sorted(set(tree(WeituError)), key=lambda error: error.__name__)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_has_a_problem_type(error: type[WeituError]):
    kind = kind_of(error)
    assert kind.slug != "internal", f"add {error.__name__} or its parent to the table"
    assert kind.slug == kind.slug.lower()
    assert 400 <= kind.status < 600


def test_problem_types_are_told_apart():
    slugs = [kind.slug for kind in TABLE.values()]
    assert len(slugs) == len(set(slugs))


def test_an_error_of_no_kind_is_the_servers_own():
    assert kind_of(RuntimeError).status == 500


def test_a_kind_without_a_slug_means_its_status():
    kind = next(iter(TABLE.values()))
    assert Kind("", kind.status, kind.title).type == "about:blank"


def test_what_nobody_thought_of_is_answered_and_counted_like_the_rest():
    failing, metrics = FastAPI(), Metrics()
    install(failing)
    failing.add_middleware(Unforeseen)
    failing.add_middleware(Guard, hosts=frozenset({"localhost"}))
    failing.add_middleware(Observed, metrics=metrics)

    @failing.get("/")
    def fail() -> None:
        raise RuntimeError("secret")

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(failing), base_url="http://localhost"
        ) as client:
            return await client.get("/")

    response = asyncio.run(ask())
    assert (response.status_code, response.json()["type"]) == (500, "/problems/internal")
    assert "secret" not in response.text
    assert all(response.headers[name] == value for name, value in HEADERS.items())
    labels = {"method": "GET", "route": "/", "status": "500"}
    assert metrics.registry.get_sample_value("weitu_requests_total", labels) == 1


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/api/v1/observations?regoin=region/999901", "did you mean region?"),
        ("/api/v1/observations?region=999901&since=2021", "there are document, format, from"),
        ("/api/v1/stats?limit=1", "there are none"),
        ("/api/v1/entities/region/999901?depth=1", "there are none"),
    ],
)
def test_a_parameter_that_is_not_there(client: httpx.Client, address: str, told: str):
    response = client.get(address)
    assert response.status_code == 422
    assert response.json()["type"] == "/problems/unknown-parameter"
    assert told in response.json()["detail"]


def test_a_parameter_of_one_value_stands_there_once(client: httpx.Client):
    response = client.get("/api/v1/entities?type=region&offset=1&offset=2")
    assert response.status_code == 422
    assert response.json()["type"] == "/problems/repeated-parameter"
    assert response.json()["name"] == "offset"
    several = client.get("/api/v1/observations?status=actual&status=target&limit=1")
    assert several.status_code == 200
