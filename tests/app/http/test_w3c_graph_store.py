"""The Graph Store Protocol tests of the W3C, each as a case of our own, under its name there: the graph named
in the path (direct) and by parameter (indirect)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from tests.app.writable import is_graph, writable

TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
WANTED = {"Accept": "text/turtle"}
AGREED = "text/turtle; charset=utf-8"
PERSON = "http://example.org/person/1"
JOHN = f"<{PERSON}> a <urn:Person> ; <urn:card> [ a <urn:Card> ; <urn:name> 'John Doe' ] ."
JANE = JOHN.replace("John", "Jane")
NOBODY = "[] a <urn:Person> ; <urn:card> [ a <urn:Card> ; <urn:name> '张三' ] ."

BOUNDARY = "a-line-that-no-graph-holds"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
FAMILY, GIVEN = f"<{PERSON}> <urn:family> 'Doe' .", f"<{PERSON}> <urn:given> 'Jane' ."
FILES = "".join(
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.ttl"\r\n'
    f"Content-Type: text/turtle; charset=utf-8\r\n\r\n{turtle}\r\n\r\n"
    for name, turtle in (("family", FAMILY), ("given", GIVEN))
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with writable(tmp_path_factory.mktemp("graphs") / "data") as client:
        yield client


@pytest.fixture(params=["direct", "indirect"])
def graph(request: pytest.FixtureRequest) -> str:
    """The address of a graph that is not there, of this test alone."""
    name = f"{request.node.originalname}.ttl"
    if request.param == "direct":
        return f"/graphs/person/{name}"
    return f"/graphs?graph={quote(f'http://example.org/person/{name}', safe='')}"


def get(server: httpx.Client, graph: str) -> httpx.Response:
    response = server.get(graph, headers=WANTED)
    assert response.headers["content-type"] == AGREED or response.status_code != 200
    return response


def test_put_get_repeat(server: httpx.Client, graph: str):
    assert server.put(graph, content=JOHN, headers=TURTLE).status_code == 201
    assert is_graph(get(server, graph), JOHN)
    assert server.put(graph, content=JANE, headers=TURTLE).status_code == 204
    assert is_graph(get(server, graph), JANE)


def test_put_delete_get_delete(server: httpx.Client, graph: str):
    assert server.put(graph, content=NOBODY, headers=TURTLE).status_code == 201
    assert server.delete(graph).status_code == 204
    assert get(server, graph).status_code == 404
    assert server.delete(graph).status_code == 404


def test_post_get_post_get(server: httpx.Client, graph: str):
    """The second time with a form of two files."""
    assert server.post(graph, content=JANE, headers=TURTLE).status_code == 201
    assert is_graph(get(server, graph), JANE)
    assert server.post(graph, content=f"{FILES}--{BOUNDARY}--\r\n", headers=FORM).status_code == 204
    assert is_graph(get(server, graph), JANE + FAMILY + GIVEN)


def test_head_existing(server: httpx.Client, graph: str):
    assert server.put(graph, content=JOHN, headers=TURTLE).status_code == 201
    response = server.head(graph, headers={"Accept": AGREED})
    assert (response.status_code, response.headers["content-type"]) == (200, AGREED)
    assert int(response.headers["content-length"]) == len(get(server, graph).content)
    assert response.content == b""


def test_head_non_existing(server: httpx.Client, graph: str):
    assert server.head(graph, headers={"Accept": AGREED}).status_code == 404


def test_put_get_default(server: httpx.Client):
    assert server.put("/graphs?default", content=NOBODY, headers=TURTLE).status_code == 201
    assert is_graph(get(server, "/graphs?default"), NOBODY)


def test_post_get_new_graph(server: httpx.Client):
    """The address that is told is good for both ways to name the graph."""
    response = server.post("/graphs", content=NOBODY, headers=TURTLE)
    assert response.status_code == 201
    location = response.headers["location"]
    assert is_graph(get(server, f"/graphs?graph={location}"), NOBODY)
    assert is_graph(get(server, location), NOBODY)


def test_put_get_uri_pct_encoded_indirect(server: httpx.Client):
    """An address escaped or not is one address."""
    iri = "http://example.org/escaped/1.ttl"
    assert server.put(f"/graphs?graph={quote(iri, safe='')}", content=JOHN, headers=TURTLE).status_code == 201
    assert is_graph(get(server, f"/graphs?graph={iri}"), JOHN)


def test_put_get_uri_pct_encoded_twice(server: httpx.Client):
    """Escapes are taken off once: what is left of them is part of the name."""
    once, twice = (f"/graphs?graph=http://example.org/decoded/{one}.ttl" for one in ("%31", "%2531"))
    assert server.put(once, content=JOHN, headers=TURTLE).status_code == 201
    assert server.put(twice, content=JANE, headers=TURTLE).status_code == 201
    assert is_graph(get(server, once), JOHN)
    assert is_graph(get(server, twice), JANE)
    assert is_graph(get(server, "/graphs?graph=http://example.org/decoded/1.ttl"), JOHN)
