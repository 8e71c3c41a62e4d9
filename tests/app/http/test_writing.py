"""Who may write, by updates and by whole graphs, and what becomes of what cannot be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.store import writing
from tests.app.running import raw, weitu
from tests.app.writable import TOKEN, WITH_TOKEN, writable

INSERT = "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }"
UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle"}
WRITES = [("POST", "/sparql", INSERT, UPDATE), ("PUT", "/graphs?graph=urn:g", "<urn:s> <urn:p> 1 .", TURTLE)]
WRITES += [("POST", address, content, kind) for _, address, content, kind in WRITES[1:]]
WRITES += [("DELETE", "/graphs?graph=urn:g", "", {}), ("POST", "/graphs", "", TURTLE)]
WAYS = pytest.mark.parametrize(("method", "address", "content", "kind"), WRITES)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("writing") / "data"


@pytest.fixture(scope="module")
def server(path: Path) -> Iterator[httpx.Client]:
    with writable(path, WEITU_GRAPH_LIMIT="100000") as client:
        yield client


@pytest.fixture(scope="module")
def stranger(server: httpx.Client) -> Iterator[httpx.Client]:
    """A client that has no token."""
    with httpx.Client(base_url=server.base_url, timeout=60) as client:
        yield client


def generation(client: httpx.Client) -> int:
    return int(client.get("/readyz").json()["generation"])


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json", response.text
    assert TOKEN not in response.text
    return response.status_code, str(response.json()["type"]).removeprefix("/problems/")


def update(client: httpx.Client, text: str | bytes, **parameters: str) -> httpx.Response:
    return client.post("/sparql", content=text, headers=UPDATE, params=parameters)


def holds(client: httpx.Client, pattern: str) -> bool:
    answer = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    return bool(answer.json()["boolean"])


# --- token and origin ------------------------------------------------------------------------------


@WAYS
def test_nobody_writes_where_no_token_is_set(
    client: httpx.Client, method: str, address: str, content: str, kind: dict[str, str]
):
    response = client.request(method, address, content=content, headers={**kind, **WITH_TOKEN})
    assert problem(response) == (403, "update-forbidden")


@WAYS
@pytest.mark.parametrize(
    "shown",
    [
        None,
        "",
        TOKEN,
        "Bearer",
        f"Bearer {TOKEN.lower()}",
        f"Bearer {TOKEN.upper()}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN} {TOKEN}",
        f"Basic {TOKEN}",
        f"Bearer{TOKEN}",
        "Bearer 令牌".encode(),
    ],
)
def test_a_token_that_is_not_the_one(
    stranger: httpx.Client, method: str, address: str, content: str, kind: dict[str, str], shown: str | None
):
    headers = {**kind, **({} if shown is None else {"Authorization": shown})}
    response = stranger.request(method, address, content=content, headers=headers)
    assert problem(response) == (401, "unauthorized")
    assert response.headers["www-authenticate"].startswith("Bearer ")


def test_two_tokens_are_none(stranger: httpx.Client):
    headers = [*UPDATE.items(), *WITH_TOKEN.items(), *WITH_TOKEN.items()]
    assert problem(stranger.post("/sparql", content=INSERT, headers=headers)) == (401, "unauthorized")


def test_the_name_of_the_scheme_has_no_case(stranger: httpx.Client):
    response = stranger.post(
        "/sparql", content=INSERT, headers={**UPDATE, "Authorization": f"bEARER {TOKEN}"}
    )
    assert response.status_code == 204


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://127.0.0.1.evil.example",
        "file://127.0.0.1",
        "http://[",
        "{own}.evil.example",
        "{own}, http://evil.example",
        "http://evil.example#{own}",
    ],
)
@WAYS
def test_pages_of_other_sites_do_not_write(
    server: httpx.Client, method: str, address: str, content: str, kind: dict[str, str], origin: str
):
    own = str(server.base_url).rstrip("/")
    headers = {**kind, "Origin": origin.replace("{own}", own)}
    assert problem(server.request(method, address, content=content, headers=headers)) == (
        403,
        "foreign-origin",
    )


def test_our_own_page_writes(server: httpx.Client):
    origin = str(server.base_url).rstrip("/")
    assert server.post("/sparql", content=INSERT, headers={**UPDATE, "Origin": origin}).status_code == 204


def test_other_sites_read_as_before(server: httpx.Client):
    headers = {"Origin": "http://evil.example"}
    assert server.get("/sparql", params={"query": "ASK {}"}, headers=headers).status_code == 200
    assert server.post("/sparql", data={"query": "ASK {}"}, headers=headers).status_code == 200


def test_the_token_is_in_no_help_and_no_message():
    for arguments in (["--help"], ["serve", "--help"], ["info", "--store", "nowhere"]):
        done = weitu(*arguments, WEITU_WRITE_TOKEN=TOKEN)
        assert TOKEN.encode() not in done.stdout + done.stderr
    short = weitu("--help", WEITU_WRITE_TOKEN="abc-is-short")
    assert short.returncode == 1
    assert b"WEITU_WRITE_TOKEN" in short.stderr
    assert b"abc-is" not in short.stderr


# --- updates ---------------------------------------------------------------------------------------


def test_what_is_written_is_there_for_the_next_request(server: httpx.Client):
    for number in range(3):
        before = generation(server)
        text = f"DELETE WHERE {{ <urn:count> ?p ?o }} ; INSERT DATA {{ <urn:count> <urn:is> {number} }}"
        assert update(server, text).status_code == 204
        assert generation(server) == before + 1
        assert holds(server, f"<urn:count> <urn:is> {number}")
        assert not holds(server, f"<urn:count> <urn:is> {number - 1}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CLEAR XYZ", (400, "query-syntax")),
        ("INSERT DATA { <urn:never> <urn:p> 1 } ; DROP GRAPH <urn:not-there>", (400, "update-failed")),
        ("INSERT DATA { <urn:never> <urn:p> 1 } ; LOAD <http://127.0.0.1:9/>", (403, "query-forbidden")),
        (
            "INSERT DATA { <urn:never> <urn:p> 1 } ; LOAD SILENT <file:///etc/passwd>",
            (403, "query-forbidden"),
        ),
        ("CLEAR ALL ; PREFIX a: <http://127.0.0.1:9/> LOAD a:b INTO GRAPH a:c", (403, "query-forbidden")),
        (
            "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            (403, "query-forbidden"),
        ),
        ("SELECT * { ?s ?p ?o }", (400, "query-syntax")),
        (b"INSERT DATA { <urn:never> <urn:p> '\xff' }", (400, "bad-request")),
        (b"INSERT DATA { <urn:never> <urn:p> '\xed\xa0\x80' }", (400, "bad-request")),
        ("CLEAR ALL\0", (400, "query-syntax")),
        ("INSERT DATA { <urn:never\r\nX: y> <urn:p> 1 }", (400, "query-syntax")),
        ("#" * 100_001, (413, "too-large")),
    ],
)
def test_an_update_that_fails_leaves_all_as_it_was(
    server: httpx.Client, text: str | bytes, expected: tuple[int, str]
):
    before = generation(server)
    assert problem(update(server, text)) == expected
    assert generation(server) == before
    assert not holds(server, "<urn:never> ?p ?o")


def test_a_syntax_error_has_a_place(server: httpx.Client):
    found = update(server, "CLEAR ALL ;\nPREFIX a: <urn:a>\nINSERT DATA { a:b a:c ] }").json()
    assert (found["line"], found["column"]) == (3, 23)


@pytest.mark.parametrize("depth", [1_000, 45_000])
def test_deep_nesting_leaves_the_server_well(server: httpx.Client, depth: int):
    response = update(server, "INSERT { <urn:a> <urn:b> 1 } WHERE " + "{" * depth + "}" * depth)
    assert response.status_code in (204, 400, 503)
    assert holds(server, "")


def test_a_data_set_of_the_request_and_one_of_the_update(server: httpx.Client):
    text = "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert problem(update(server, text, **{"using-graph-uri": "urn:h"})) == (400, "data-set-conflict")
    assert problem(update(server, text, **{"using-graph-uri": "no iri"})) == (400, "unwritable-iri")
    injected = {"using-named-graph-uri": "urn:h> { } ; CLEAR ALL #"}
    assert problem(update(server, "DELETE WHERE { ?s ?p 9 }", **injected)) == (400, "unwritable-iri")


def test_while_somebody_else_writes(server: httpx.Client, path: Path):
    with writing(path):
        for method, address, content, kind in WRITES:
            response = server.request(method, address, content=content, headers=kind)
            assert problem(response) == (503, "store-busy")
            assert int(response.headers["retry-after"]) > 0
        assert holds(server, "?s ?p ?o"), "queries go on"
    assert update(server, INSERT).status_code == 204


def test_what_seeds_put_there_comes_back_with_the_next_write(server: httpx.Client):
    region = "?region rdfs:label '梨树县'@zh"
    assert holds(server, region)
    assert update(server, "DROP ALL").status_code == 204
    assert not holds(server, "?s ?p ?o")
    assert server.get("/api/v1/stats").json()["documents"] == 0
    assert update(server, INSERT).status_code == 204
    assert holds(server, region)


def test_an_endless_update_is_given_up(tmp_path: Path):
    with writable(tmp_path / "data", WEITU_WRITE_DEADLINE="10") as client:
        before = generation(client)
        endless = "INSERT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        response = update(client, endless, **{"using-graph-uri": "https://w3id.org/weitu/graph/regions"})
        assert response.status_code in (503, 504)
        assert generation(client) == before
        assert update(client, INSERT).status_code == 204
        assert holds(client, "GRAPH <urn:g> { ?s ?p ?o }")


# --- bytes on the wire -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "statuses"),
    [
        (b"/graphs/../../etc/passwd", {b"400", b"404"}),
        (b"/graphs/%2e%2e/%2e%2e/etc/passwd", {b"400"}),
        (b"/graphs/..%2f..%2fetc%2fpasswd", {b"400"}),
        (b"/graphs//etc/passwd", {b"400"}),
        (b"/graphs/a/./b", {b"400"}),
        (b"/graphs/a%00b", {b"400"}),
        (b"/graphs/a%0d%0aX-Injected:%20b", {b"400"}),
        (b"/graphs/%ff", {b"400"}),
        (b"/graphs?graph=file:///etc/passwd", {b"404"}),
        (b"/graphs?graph=urn:a%0d%0aX-Injected:%20b", {b"400"}),
        (b"/graphs?graph=%ff", {b"400"}),
        (b"/graphs?graph=http://127.0.0.1/graphs/../x", {b"404", b"400"}),
    ],
)
@pytest.mark.parametrize("method", [b"GET", b"PUT"])
def test_no_address_leads_out(server: httpx.Client, target: bytes, statuses: set[bytes], method: bytes):
    head = b"Host: localhost\r\nConnection: close\r\nContent-Type: text/turtle\r\nContent-Length: 0\r\n"
    head += f"Authorization: Bearer {TOKEN}\r\n\r\n".encode() if method == b"PUT" else b"\r\n"
    answer = raw(server, method + b" " + target + b" HTTP/1.1\r\n" + head)
    status = answer.split(b" ", 2)[1]
    assert status in statuses or (method == b"PUT" and b"404" in statuses and status == b"201"), answer[:300]
    assert b"\r\nx-injected" not in answer.lower()
    assert b"root:" not in answer


def test_a_body_that_never_ends(server: httpx.Client):
    for address, kind, limit in (("/sparql", UPDATE, 100_000), ("/graphs?graph=urn:g", TURTLE, 100_000)):
        response = server.post(address, content=(b"#" * 65_536 for _ in range(64)), headers=kind)
        assert problem(response) == (413, "too-large")
        assert response.json()["limit"] == limit


def test_an_address_that_is_too_long(tmp_path: Path):
    with writable(tmp_path / "data", WEITU_REQUEST_LIMIT="1000") as client:
        for address in ("/graphs?graph=urn:" + "a" * 1_000, "/graphs/" + "a" * 1_000):
            assert problem(client.get(address)) == (414, "address-too-long")
            assert problem(client.put(address, content="", headers=TURTLE)) == (414, "address-too-long")
