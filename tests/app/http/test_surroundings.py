"""What every request meets before its route: who may read, how often, what is told of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

from graph.documents import Document
from tests.app.conftest import publish
from tests.app.running import running, serving

READ = ["/api/v1/stats", "/sparql?query=ASK%7B%7D", "/api/v1/documents"]


@pytest.mark.parametrize("path", READ)
def test_pages_of_others_may_read(client: httpx.Client, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://notebook.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


def test_pages_of_others_may_not_send_a_token(client: httpx.Client) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    response = client.options("/sparql", headers=asked)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == "/problems/foreign-request"
    assert "Content-Type" in problem["headers"]
    assert "authorization" not in response.headers.get("access-control-allow-headers", "").lower()


@pytest.mark.parametrize("path", READ)
def test_what_is_known_already_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "Accept" in again.headers["vary"]


def test_each_media_type_has_a_tag_of_its_own(client: httpx.Client) -> None:
    path = "/sparql?query=SELECT%20*%7B%3Fs%20%3Fp%20%3Fo%7DLIMIT%201"
    rows = client.get(path, headers={"Accept": "text/csv"})
    other = client.get(path, headers={"Accept": "application/json", "If-None-Match": rows.headers["etag"]})
    assert other.status_code == 200
    assert other.headers["etag"] != rows.headers["etag"]


def test_a_new_generation_has_another_tag(tmp_path: Path, document: Document, revised: Document) -> None:
    path = tmp_path / "data"
    publish(path, document)
    with serving(path) as client:
        first = client.get("/api/v1/stats")
        publish(path, revised)
        for _ in range(100):
            again = client.get("/api/v1/stats", headers={"If-None-Match": first.headers["etag"]})
            if again.status_code == 200 and "etag" in again.headers:
                break
        assert again.json() != first.json()
        assert again.headers["etag"] != first.headers["etag"]


ROWS = "/sparql?query=SELECT%20*%7B%3Fs%20%3Fp%20%3Fo%7DLIMIT%203"


def from_cache(response: httpx.Response) -> bool:
    return "hit" in response.headers.get("cache-status", "")


@pytest.mark.parametrize("path", [*READ, ROWS, "/.well-known/void"])
def test_what_is_asked_again_is_answered_from_the_cache(store: Path, path: str) -> None:
    with serving(store) as client:
        first, again = client.get(path), client.get(path)
        assert (from_cache(first), from_cache(again)) == (False, True)
        assert (again.status_code, again.content) == (200, first.content)
        own = {"date", "cache-status"}
        assert [kv for kv in again.headers.multi_items() if kv[0] not in own] == [
            kv for kv in first.headers.multi_items() if kv[0] not in own
        ]
        text = client.get("/metrics").text
        assert f'route="{path.partition("?")[0]}",status="200"}} 2.0' in text


def test_the_cache_tells_apart_what_is_accepted_and_which_host_is_asked(store: Path) -> None:
    with serving(store, WEITU_HOSTS="weitu.example") as client:
        asked = [{"Accept": "text/csv"}, {"Accept": "application/json"}, {"Accept": "text/turtle"}]
        for headers in asked[:2]:
            response = client.get(ROWS, headers=headers)
            assert not from_cache(response)
            assert response.headers["content-type"].startswith(headers["Accept"])
        described = {**asked[2], "Host": "weitu.example"}
        assert "weitu.example" not in client.get("/sparql", headers=asked[2]).text
        assert "weitu.example/sparql" in client.get("/sparql", headers=described).text
        assert "content-length" in client.head(ROWS).headers
        assert client.head(ROWS).content == b""


def test_the_cache_is_of_one_generation(tmp_path: Path, document: Document, revised: Document) -> None:
    path = tmp_path / "data"
    publish(path, document)
    with serving(path) as client:
        first = client.get("/api/v1/stats")
        assert from_cache(client.get("/api/v1/stats"))
        publish(path, revised)
        newer = client.get("/api/v1/stats")
        assert not from_cache(newer)
        assert newer.json() != first.json()


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?n) {}", "select (now() as ?n) {}"])
def test_chance_and_time_are_not_kept(client: httpx.Client, query: str) -> None:
    answers = [client.get("/sparql", params={"query": query}) for _ in range(2)]
    for response in answers:
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
        assert "etag" not in response.headers
    assert answers[0].content != answers[1].content


def test_a_problem_is_not_kept(client: httpx.Client) -> None:
    for _ in range(2):
        response = client.get("/api/v1/entities/region/000000")
        assert response.status_code == 404
        assert not from_cache(response)


def test_the_cache_can_be_turned_off(store: Path) -> None:
    with serving(store, WEITU_CACHE_LIMIT="0") as client:
        assert not any(from_cache(client.get(ROWS)) for _ in range(3))


def test_a_problem_has_no_tag(client: httpx.Client) -> None:
    assert "etag" not in client.get("/api/v1/entities/region/000000").headers


def test_a_client_that_asks_too_often_is_told_when_to_ask_again(store: Path) -> None:
    with serving(store, WEITU_RATE_LIMIT="5") as client:
        answers = [client.get("/api/v1/stats") for _ in range(8)]
        assert [response.status_code for response in answers] == [200] * 5 + [429] * 3
        assert answers[-1].headers["content-type"] == "application/problem+json"
        assert int(answers[-1].headers["retry-after"]) > 0
        assert client.get("/healthz").status_code == 200
        assert client.get("/metrics").status_code == 200


def test_requests_are_counted_by_route(store: Path) -> None:
    with serving(store) as client:
        client.get("/api/v1/stats")
        client.get("/api/v1/stats")
        client.get("/nowhere/at/all")
        text = client.get("/metrics").text
    assert 'weitu_requests_total{method="GET",route="/api/v1/stats",status="200"} 2.0' in text
    assert 'weitu_requests_total{method="GET",route="other",status="404"} 1.0' in text
    assert re.search(r'weitu_request_seconds_count\{route="/api/v1/stats"\} 2\.0', text)


def test_a_request_is_a_line_without_what_is_nobodys_business(store: Path) -> None:
    with running(store) as server:
        headers = {"Authorization": "Bearer top-secret"}
        server.client.post("/sparql?secret=parameter", content=b"ASK {} # body", headers=headers)
        server.client.get("/api/v1/search?q=secret%0Aforged")
        server.end()
        talk = server.said()
    lines = [json.loads(line) for line in talk.splitlines() if line.startswith("{")]
    assert [(line["method"], line["route"]) for line in lines] == [
        ("POST", "/sparql"),
        ("GET", "/api/v1/search"),
    ]
    assert all(line["status"] >= 200 and line["ms"] >= 0 for line in lines)
    assert not re.search("secret|forged|body", talk)


def test_lines_can_be_turned_off(store: Path) -> None:
    with running(store, WEITU_REQUEST_LOG="0") as server:
        server.client.get("/healthz")
        server.end()
        assert "{" not in server.said()
