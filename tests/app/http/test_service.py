"""The server around the graph: health, hosts, headers, the page, the manual, and new generations."""

from __future__ import annotations

import asyncio
import re
import socket
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.http import page
from app.http.guard import host_name, served_hosts
from graph.documents import Document
from tests.app.conftest import publish
from tests.app.running import serving

built = pytest.mark.skipif(not (page.DIST / "index.html").is_file(), reason="the page has not been built")
EVERYWHERE = ["/", "/healthz", "/docs", "/openapi.json", "/api/v1/stats", "/nothing", "/sparql"]


def test_the_server_is_ready_once_it_has_started(client: httpx.Client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = {"status": "ready", "generation": 1, "writable": False, "document_limit": 20_000_000}
    assert client.get("/readyz").json() == ready


def test_statistics_count_what_the_documents_say(client: httpx.Client):
    found = client.get("/api/v1/stats").json()
    assert (found["documents"], found["observations"], found["mentions"]) == (2, 10, 20)
    assert found["entities"]["institution"] == 3
    assert found["relations"]["implements"] == 2


def test_a_new_generation_is_served_without_a_restart(tmp_path: Path, document: Document, revised: Document):
    path = tmp_path / "data"
    publish(path, document)
    with serving(path) as client:
        assert client.get("/readyz").json()["generation"] == 1
        publish(path, revised)
        assert client.get("/readyz").json()["generation"] == 2
        assert client.get("/api/v1/documents").json()["total"] == 2
        count = "SELECT (COUNT(*) AS ?n) WHERE { ?d a wt:Report }"
        answer = client.get("/sparql", params={"query": count}).json()
        assert answer["results"]["bindings"][0]["n"]["value"] == "2"


def test_a_store_that_goes_away_is_the_servers_problem(tmp_path: Path, document: Document):
    path = tmp_path / "data"
    publish(path, document)
    with serving(path) as client:
        path.rename(tmp_path / "elsewhere")
        for address in ("/readyz", "/api/v1/stats"):
            response = client.get(address)
            assert response.status_code == 503
            assert response.json()["type"] == "/problems/store-missing"
            assert str(tmp_path) not in response.text, "problems name no file of the server"
        assert client.get("/healthz").status_code == 200


# --- hosts and headers -----------------------------------------------------------------------------


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_response_keeps_the_page_in(client: httpx.Client, address: str):
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "[::2]"])
def test_another_host_is_refused(client: httpx.Client, host: str):
    response = client.get("/api/v1/stats", headers={"Host": host})
    assert response.status_code == 421
    assert response.json()["type"] == "/problems/unknown-host"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:8000"])
def test_this_machine_is_served(client: httpx.Client, host: str):
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("a.example", "a.example"),
        ("A.example:80", "a.example"),
        ("[::1]:80", "[::1]"),
        ("[::1", "[::1]"),
        ("", ""),
    ],
)
def test_host_names(header: str, name: str):
    assert host_name(header) == name


def test_configured_hosts_are_served():
    assert {"graph.example", "10.0.0.5", "localhost"} <= served_hosts("10.0.0.5", ["graph.example"])
    assert "[fd00::1]" in served_hosts("fd00::1", [])


# --- problems --------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/nothing", "/api/v1/nothing", "/api/v2/search", "/assets/nothing.js"])
def test_nothing_there(client: httpx.Client, address: str):
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "about:blank"


def test_problem_types_can_be_looked_up(client: httpx.Client):
    problem = client.get("/api/v1/entities/region/0").json()
    found = client.get(problem["type"]).json()
    assert (found["type"], found["status"]) == (problem["type"], 404)
    assert found["description"]
    assert client.get("/problems/none").status_code == 404


# --- the page and the manual -----------------------------------------------------------------------


@built
def test_the_page(client: httpx.Client):
    response = client.get("/")
    assert response.headers["content-type"].startswith("text/html")
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', response.text):
        assert client.get(address).status_code == 200


@built
def test_hashed_files_may_be_kept_and_the_page_may_not(client: httpx.Client):
    assert client.get("/").headers["cache-control"] == "no-cache"
    (address,) = re.findall(r'src="(/assets/[^"]+\.js)"', client.get("/").text)[:1]
    assert "immutable" in client.get(address).headers["cache-control"]


@built
@pytest.mark.parametrize("path", ["/", "/docs/swagger-ui-bundle.js"])
def test_files_of_the_page_are_sent_compressed_to_who_takes_it(client: httpx.Client, path: str):
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    for accepted in ("gzip, deflate, br", "br;q=1, gzip;q=0.5"):
        short = client.get(path, headers={"Accept-Encoding": accepted})
        assert short.headers["content-encoding"] == "gzip"
        assert short.headers["content-type"] == plain.headers["content-type"]
        assert "Accept-Encoding" in short.headers["vary"]
        assert int(short.headers["content-length"]) < len(plain.content)
        assert short.content == plain.content
    for accepted in ("br", "gzip;q=0", "gzip; q=0.0, br", "x-gzip-not"):
        assert "content-encoding" not in client.get(path, headers={"Accept-Encoding": accepted}).headers


@built
def test_the_manual_needs_nobody_else(client: httpx.Client):
    manual = client.get("/docs").text
    addresses = re.findall(r'(?:src|href)="([^"]+)"', manual)
    assert len(addresses) == 4
    for address in addresses:
        assert address == "data:," or client.get(address).status_code == 200
    assert not re.search(r"<script[^>]*>[^<]", manual), "inline scripts do not run under the policy"


@pytest.mark.parametrize(
    "target",
    [
        "/../pyproject.toml",
        "/assets/../../package.json",
        "/%2e%2e/%2e%2e/pyproject.toml",
        "/assets/..%2f..%2fpackage.json",
        "/..%5cpackage.json",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/assets/%00",
        "/docs/../index.html%00.js",
        "/.env",
    ],
)
def test_no_path_leads_out_of_the_page(client: httpx.Client, target: str):
    """Sent as it is: a client library would tidy the path first."""
    with socket.create_connection((client.base_url.host, client.base_url.port)) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    status = answer.split(b" ", 2)[1]
    assert status in (b"404", b"400"), answer[:300]
    assert b"root:" not in answer
    assert b"[project]" not in answer


def test_a_page_that_was_not_built_says_what_to_run(tmp_path: Path):
    app = FastAPI(docs_url=None)
    page.install(app, dist=tmp_path)

    async def ask(address: str) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(address)

    for address in ("/", "/docs"):
        response = asyncio.run(ask(address))
        assert response.status_code == 503
        assert "make setup" in response.text
