"""Bytes that no client library would send, and clients that are slow or never done."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest

from graph.documents import Document
from tests.app.conftest import publish
from tests.app.running import Server, eventually, raw, rest, running, serving
from tests.app.writable import TOKEN, writable

HOST = b"Host: localhost\r\n"
QUERY = b"Content-Type: application/sparql-query\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CLOSE = b"Connection: close\r\n"
ROUTES = [b"/sparql?query=", b"/api/v1/search?q=", b"/api/v1/entities/", b"/graphs/", b"/assets/", b"/?"]
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def get(target: bytes, headers: bytes = CLOSE) -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + HOST + headers + b"\r\n"


def post(address: bytes, headers: bytes, body: bytes) -> bytes:
    length = b"" if headers.endswith(CHUNKED) else b"Content-Length: %d\r\n" % len(body)
    return b"POST " + address + b" HTTP/1.1\r\n" + HOST + length + headers + b"\r\n" + body


def problem(answer: bytes) -> tuple[int, str]:
    """Status and type of a problem, which has the headers of every response."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode("ascii").lower().split("\r\n")
    assert "content-type: application/problem+json" in lines, answer[:300]
    assert any(line.startswith("content-security-policy: default-src 'self'") for line in lines)
    found: dict[str, Any] = json.loads(body)
    status = int(lines[0].split()[1])
    assert status == found["status"]
    return status, str(found["type"]).removeprefix("/problems/")


# --- what is too long ------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [100_001, 1_000_000, 10_000_000])
@pytest.mark.parametrize("route", ROUTES)
def test_an_address_that_is_too_long(client: httpx.Client, route: bytes, length: int) -> None:
    assert problem(raw(client, get(route + b"a" * length))) == (414, "address-too-long")


def test_an_address_that_never_ends(client: httpx.Client) -> None:
    assert problem(raw(client, b"GET /sparql?query=" + b"a" * 10_000_000)) == (414, "address-too-long")


@pytest.mark.parametrize(
    "headers",
    [b"X: " + b"a" * 40_000 + b"\r\n", b"X: " + b"a" * 10_000_000 + b"\r\n", b"A: b\r\n" * 100_000],
    ids=["long", "longer", "many"],
)
def test_headers_that_are_too_large(client: httpx.Client, headers: bytes) -> None:
    assert problem(raw(client, get(b"/healthz", headers + CLOSE))) == (431, "headers-too-large")


def test_headers_that_never_end(client: httpx.Client) -> None:
    answer = raw(client, get(b"/healthz", b"A: b\r\n" * 1_000_000).removesuffix(b"\r\n"))
    assert problem(answer) == (431, "headers-too-large")


TOO_MUCH = [(QUERY, b"#" * 5_000_000), (QUERY + CHUNKED, (b"10000\r\n" + b"#" * 65_536 + b"\r\n") * 80)]


@pytest.mark.parametrize(("headers", "body"), TOO_MUCH, ids=["known length", "chunks"])
def test_who_sends_too_much_can_read_that_it_was(client: httpx.Client, headers: bytes, body: bytes) -> None:
    assert problem(raw(client, post(b"/sparql", CLOSE + headers, body))) == (413, "too-large")


def test_a_connection_is_kept_once_the_rest_has_come(client: httpx.Client) -> None:
    answers = raw(client, post(b"/sparql", QUERY, b"#" * 5_000_000) + get(b"/healthz"))
    assert re.findall(rb"HTTP/1\.1 (\d+)", answers) == [b"413", b"200"]


def test_who_asks_before_sending_is_told_to_go_on(client: httpx.Client) -> None:
    expecting = b"Expect: 100-continue\r\n" + CLOSE + QUERY
    statuses = re.findall(rb"HTTP/1\.1 (\d+)", raw(client, post(b"/sparql", expecting, b"ASK {}")))
    assert statuses == [b"100", b"200"]


# --- what is too deep ------------------------------------------------------------------------------

NESTED = {
    "application/ld+json": [
        b'{"urn:p":' * 110_000,
        b'{"urn:p":' * 110_000 + b"1" + b"}" * 110_000,
        b"[" * 1_000_000,
        b"[" * 500_000 + b"]" * 500_000,
    ],
    "text/turtle": [b"<urn:s> <urn:p> " + b"(" * 1_000_000, b"<urn:s> <urn:p> " + b"[<urn:p> " * 110_000],
}


def test_a_megabyte_of_braces(client: httpx.Client) -> None:
    answer = raw(client, post(b"/sparql", CLOSE + QUERY, b"{" * 1_000_000))
    assert problem(answer) == (413, "too-large")
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize(
    "query", ["ASK " + "{" * 999_996, "ASK " + "{" * 499_998 + "}" * 499_998], ids=["open", "closed"]
)
def test_a_megabyte_of_braces_where_that_much_is_allowed(store: Path, query: str) -> None:
    with serving(store, WEITU_REQUEST_LIMIT="1000000", WEITU_WORKERS="1") as client:
        headers = {"Content-Type": "application/sparql-query"}
        response = client.post("/sparql", content=query, headers=headers)
        assert response.status_code in (200, 400, 503, 504), response.text
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_a_megabyte_of_nested_data(tmp_path: Path) -> None:
    with writable(tmp_path / "data") as client:
        for kind, bodies in NESTED.items():
            for body in bodies:
                headers = {"Content-Type": kind}
                response = client.put("/graphs?graph=urn:g", content=body, headers=headers)
                assert response.status_code in (204, 400, 503, 504), response.text
                assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


# --- what is not what it should be -----------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("wrong", [b"%FF", b"%ED%A0%80", b"%E5%8E", b"%c0%ae"])
def test_an_address_that_is_not_in_utf_8(client: httpx.Client, route: bytes, wrong: bytes) -> None:
    status, _ = problem(raw(client, get(route + wrong)))
    assert status == 400 or (status == 404 and b"?" not in route)


def test_an_address_as_people_type_it(client: httpx.Client) -> None:
    typed = raw(client, get("/api/v1/search?q=云溪县&limit=1".encode()))
    encoded = raw(client, get(b"/api/v1/search?q=" + quote("云溪县").encode() + b"&limit=1"))
    assert typed.startswith(b"HTTP/1.1 200")
    assert typed.partition(b"\r\n\r\n")[2] == encoded.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    "host",
    [
        b"localhost:80/elsewhere",
        b"127.0.0.1:80@evil.example",
        b"localhost@evil.example",
        b"[::1]evil.example",
        b"localhost:65536",
        b"localhost:http",
        b"localhost#",
        b"localhost\t.evil.example",
        b"localhost, evil.example",
    ],
)
def test_a_host_that_is_more_than_a_host(client: httpx.Client, host: bytes) -> None:
    answer = raw(client, b"GET /sparql HTTP/1.1\r\nHost: " + host + b"\r\n" + CLOSE + b"\r\n")
    assert problem(answer) == (421, "unknown-host")


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
        b"GET / HTTP/9\r\n" + HOST + b"\r\n",
        b"GET /\r\n\r\n",
        b"GET / a HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X: a\rX-Injected: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X : b\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"no colon\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip\r\n\r\n",
        post(b"/sparql", QUERY + CHUNKED, b"5\r\nASK {\r\nno number\r\n"),
    ],
)
def test_what_is_no_http_is_told_so(client: httpx.Client, request_: bytes) -> None:
    status, kind = problem(raw(client, request_))
    assert (status, kind) in [(400, "bad-request"), (501, "about:blank")]


@pytest.mark.parametrize("target", [b"*", b"localhost:80", b"http://evil.example/", b"//evil.example/%2e%2e"])
@pytest.mark.parametrize("method", [b"GET", b"OPTIONS", b"CONNECT", b"TRACE", b"MADEUP"])
def test_targets_that_are_no_path(client: httpx.Client, target: bytes, method: bytes) -> None:
    answer = raw(client, method + b" " + target + b" HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n")
    assert answer.split(b" ", 2)[1] in (b"307", b"400", b"404", b"405"), answer[:300]
    assert not re.search(rb"\r\nlocation: (?!http://localhost/)", answer.lower())


INJECTED = "a\r\nX-Injected: b\r\n\r\n<script>"


def addresses(description: Any) -> Iterator[str]:
    """For each parameter of each address that can be read, one in which it is :data:`INJECTED`."""
    for path, operations in description["paths"].items():
        found = [p for p in operations.get("get", {}).get("parameters", []) if p["in"] == "query"]
        needed = {parameter["name"]: "csv" for parameter in found if parameter.get("required")}
        for name in ("", *(parameter["name"] for parameter in found)):
            query = urlencode({**needed, name: INJECTED})
            yield f"{re.sub('{[^}]*}', quote(INJECTED, safe=''), path)}?{query}"


def test_nothing_that_is_asked_becomes_a_header(client: httpx.Client) -> None:
    asked = list(addresses(client.get("/openapi.json").json()))
    assert len(asked) > 20
    for address in asked:
        head, _, _ = raw(client, get(address.encode())).partition(b"\r\n\r\n")
        assert head.split()[1] in (b"200", b"400", b"404", b"405", b"422"), address
        assert b"\nx-injected" not in head.lower(), address


@pytest.mark.parametrize(
    "target",
    [
        b"/assets/../../../../etc/passwd",
        b"/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        b"/assets/..%2f..%2f..%2fetc%2fpasswd",
        b"/assets/..%5c..%5cetc%5cpasswd",
        b"/assets/%252e%252e/etc/passwd",
        b"/docs/..%2f..%2fetc/passwd",
        b"/api/v1/entities/../../../etc/passwd",
        b"/api/v1/entities/..%2f..%2f..%2fetc%2fpasswd",
        b"/api/v1/entities/region/%2e%2e/%2e%2e/etc/passwd",
        b"/api/v1/documents/..%2f..%2fetc%2fpasswd",
        b"/api/v1/export?format=ttl&document=../../etc/passwd",
        b"/api/v1/export?format=../../etc/passwd",
        b"/problems/..%2f..%2fetc%2fpasswd",
        b"/id/../../etc/passwd",
    ],
)
def test_no_path_leads_to_a_file(client: httpx.Client, target: bytes) -> None:
    answer = raw(client, get(target))
    assert answer.split(b" ", 2)[1] in (b"400", b"404", b"422"), answer[:300]
    assert b"root:" not in answer


# --- what is slow ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hasty(store: Path) -> Iterator[Server]:
    """A server that waits for its clients a second."""
    with running(store, WEITU_PATIENCE="1", WEITU_DEADLINE="2", WEITU_WORKERS="1") as server:
        yield server


def drop_by_drop(connection: socket.socket, drop: bytes) -> threading.Event:
    """Have bytes sent for ever, one drop every tenth of a second. Returns what ends it."""
    done = threading.Event()

    def send() -> None:
        with suppress(OSError):
            while not done.wait(0.1):
                connection.sendall(drop)

    threading.Thread(target=send).start()
    return done


def test_a_connection_that_says_nothing_is_closed(hasty: Server) -> None:
    with hasty.connect() as connection:
        assert rest(connection) == b""


@pytest.mark.parametrize("begin", [b"GET / HT", b"GET / HTTP/1.1\r\n" + HOST, b"GET /" + b"a" * 50_000])
def test_a_head_that_does_not_end(hasty: Server, begin: bytes) -> None:
    with hasty.connect() as connection:
        connection.sendall(begin)
        assert problem(rest(connection)) == (408, "too-slow")


@pytest.mark.parametrize(
    ("begin", "drop"),
    [
        (b"GET / HTTP/1.1\r\n" + HOST, b"A: b\r\n"),
        (get(b"/healthz", b"") + b"GET / HTTP/1.1\r\n" + HOST, b"A: b\r\n"),
        (post(b"/sparql", QUERY, b"").replace(b"Length: 0", b"Length: 90000"), b"#"),
        (post(b"/sparql", QUERY + CHUNKED, b""), b"1\r\n#\r\n"),
        (post(b"/sparql", QUERY + CHUNKED, b"3\r\nASK\r\n"), b""),
    ],
    ids=["head", "second head", "body", "chunks", "half"],
)
def test_a_request_that_comes_drop_by_drop(hasty: Server, begin: bytes, drop: bytes) -> None:
    with hasty.connect() as connection:
        connection.sendall(begin)
        done = drop_by_drop(connection, drop)
        answers = rest(connection)
        done.set()
    assert problem(answers[answers.rindex(b"HTTP/1.1 ") :]) == (408, "too-slow")
    assert b"\r\nconnection: close\r\n" in answers.lower()


@pytest.mark.parametrize("address", [b"/nothing", b"/healthz", b"/graphs"])
@pytest.mark.parametrize("headers", [b"", CLOSE], ids=["kept", "closing"])
def test_a_body_that_goes_on_after_the_answer(hasty: Server, address: bytes, headers: bytes) -> None:
    with hasty.connect() as connection:
        connection.sendall(post(address, headers + CHUNKED, b""))
        done = drop_by_drop(connection, b"1\r\n#\r\n")
        with suppress(ConnectionResetError):  # the answer has been there for a second by then
            answer = connection.recv(65_536)
            rest(connection)
        done.set()
    assert answer.split(b" ", 2)[1] in (b"403", b"404", b"405")


def test_a_client_that_goes_away_in_the_middle_of_its_body_is_no_failure(hasty: Server) -> None:
    for headers in (QUERY + CHUNKED, b"Content-Type: application/x-www-form-urlencoded\r\n" + CHUNKED):
        with hasty.connect() as connection:
            connection.sendall(post(b"/sparql", headers, b"3\r\nASK\r\n"))
    assert eventually(lambda: "weitu_requests_running 1.0" in hasty.client.get("/metrics").text)
    assert "Traceback" not in hasty.said()


@pytest.mark.parametrize(("patience", "deadline"), [("3600", "2"), ("1", "3600")])
def test_a_client_that_does_not_read_keeps_no_worker(store: Path, patience: str, deadline: str) -> None:
    bounds = {"WEITU_PATIENCE": patience, "WEITU_DEADLINE": deadline, "WEITU_WORKERS": "1"}
    with running(store, **bounds) as server, server.connect() as connection:
        connection.sendall(get(b"/sparql?query=" + quote(LONG).encode()))
        assert connection.recv(12) == b"HTTP/1.1 200"
        asked = {"query": "ASK {}"}
        assert eventually(lambda: server.client.get("/sparql", params=asked).status_code == 200)


# --- what is too much ------------------------------------------------------------------------------


def test_more_connections_than_may_be(tmp_path: Path, document: Document) -> None:
    publish(tmp_path / "data", document)
    with running(tmp_path / "data", WEITU_CONNECTIONS="20") as server:
        with ExitStack() as stack:
            for _ in range(20):
                stack.enter_context(server.connect())
            for _ in range(200):
                with server.connect() as connection:
                    connection.sendall(get(b"/healthz", b""))
                    answer = rest(connection)
                assert problem(answer) == (503, "too-many-connections")
                assert b"\r\nretry-after: 5\r\n" in answer.lower()
        assert eventually(lambda: server.client.get("/healthz").status_code == 200)


def test_what_is_refused_is_counted_and_logged_without_what_was_sent(store: Path) -> None:
    with running(store, WEITU_PATIENCE="1") as server:
        raw(server.client, b"GET /secret?" + b"a" * 10_000_000)
        raw(server.client, b"secret\r\n\r\n")
        raw(server.client, b"GET /secret HTTP/1.1\r\n")
        raw(server.client, b"SECRET / HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n")
        counts = server.client.get("/metrics").text
        server.end()
        said = server.said()
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [line["status"] for line in lines] == [414, 400, 408, 405, 200]
    for status in (414, 400, 408, 405):
        assert f'weitu_requests_total{{method="other",route="other",status="{status}"}} 1.0' in counts
    assert "secret" not in (said + counts).lower()


def test_a_write_that_comes_too_slowly(tmp_path: Path) -> None:
    with writable(tmp_path / "data", WEITU_PATIENCE="1") as client:
        head = f"PUT /graphs?graph=urn:g HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\n".encode()
        answer = raw(client, head + HOST + b"Content-Type: text/turtle\r\nContent-Length: 9\r\n\r\n<urn:s>")
        assert problem(answer) == (408, "too-slow")
        assert TOKEN.encode() not in answer
        assert client.get("/readyz").json()["generation"] == 1
