"""Whole graphs through a real server, beyond what the tests of the W3C ask."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from app.http.negotiation import GRAPHS
from graph.documents import Document
from graph.iris import Iris
from tests.app.writable import is_graph, writable

TURTLE = {"Content-Type": "text/turtle"}
REGIONS = "https://w3id.org/weitu/graph/regions"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with writable(tmp_path_factory.mktemp("graphs") / "data") as client:
        yield client


@pytest.mark.parametrize("media_type", GRAPHS)
def test_a_graph_in_every_format(client: httpx.Client, media_type: str, document: Document):
    iri = Iris().document(document.sha256)
    response = client.get("/graphs", params={"graph": iri}, headers={"Accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in response.headers["vary"]
    quads = list(ox.parse(response.content, ox.RdfFormat.from_media_type(media_type)))
    assert ox.NamedNode(iri) in {quad.subject for quad in quads}
    assert {quad.graph_name for quad in quads} == {ox.DefaultGraph()}


def test_a_document_answers_at_its_own_address(client: httpx.Client, document: Document):
    iri = Iris().document(document.sha256)
    accept = {"Accept": "application/n-triples"}
    direct = client.get(f"/graphs/{iri.removeprefix('https://w3id.org/weitu/')}", headers=accept)
    indirect = client.get("/graphs", params={"graph": iri}, headers=accept)
    assert direct.status_code == 200
    assert sorted(direct.text.splitlines()) == sorted(indirect.text.splitlines())


def test_the_default_graph_is_not_the_union(client: httpx.Client):
    response = client.get("/graphs?default", headers={"Accept": "application/n-triples"})
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/graphs", 400),
        ("/graphs/", 400),
        ("/graphs?graph=", 400),
        ("/graphs?graph=relative", 400),
        ("/graphs?graph=urn:a&graph=urn:b", 400),
        ("/graphs?default&graph=urn:a", 400),
        ("/graphs?default&default", 400),
        ("/graphs?default=yes", 400),
        ("/graphs/graph/regions?default", 400),
        ("/graphs/graph/regions?graph=urn:a", 400),
        ("/graphs?graph=urn:a", 404),
        ("/graphs/nothing/there", 404),
    ],
)
def test_addresses_that_name_no_graph(client: httpx.Client, address: str, status: int):
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_a_graph_that_cannot_be_accepted(client: httpx.Client):
    response = client.get("/graphs", params={"graph": REGIONS}, headers={"Accept": "text/csv"})
    assert response.status_code == 406
    assert set(response.json()["available"]) == set(GRAPHS)


@pytest.mark.parametrize("address", ["/graphs", "/graphs/x"])
def test_other_methods(client: httpx.Client, address: str):
    response = client.patch(address, params={"graph": "urn:a"})
    assert response.status_code == 405
    assert response.headers["allow"] == "DELETE, GET, HEAD, POST, PUT"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/turtle", "<> <urn:p> '县' ."),
        ("application/n-triples", '<urn:s> <urn:p> "县" .'),
        ("application/ld+json", '{"@id": "urn:s", "urn:p": "县"}'),
        (
            "application/rdf+xml",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="urn:s">'
            '<p xmlns="urn:">县</p></r:Description></r:RDF>',
        ),
    ],
)
def test_a_graph_is_taken_in_each_type(server: httpx.Client, kind: str, body: str):
    address = f"/graphs/{quote('县')}/{kind.replace('/', '-')}"
    response = server.put(address, content=body.encode(), headers={"Content-Type": kind})
    assert response.status_code == 201
    subject = f"https://w3id.org/weitu/县/{kind.replace('/', '-')}" if kind == "text/turtle" else "urn:s"
    assert is_graph(server.get(address), f"<{subject}> <urn:p> '县' .")


def test_a_body_that_cannot_be_read_changes_nothing(server: httpx.Client):
    address = "/graphs?graph=urn:kept"
    assert server.put(address, content="<urn:s> <urn:p> 1 .", headers=TURTLE).status_code == 201
    response = server.put(address, content="<urn:s> <urn:p> 2 .\n<urn:s> ] .", headers=TURTLE)
    assert response.status_code == 400
    assert (response.json()["type"], response.json()["line"]) == ("/problems/unreadable-graph", 2)
    assert is_graph(server.get(address), "<urn:s> <urn:p> 1 .")


@pytest.mark.parametrize(
    "headers", [{}, {"Content-Type": "text/plain"}, {**TURTLE, "Content-Encoding": "gzip"}]
)
def test_a_body_of_another_type(server: httpx.Client, headers: dict[str, str]):
    response = server.put("/graphs?graph=urn:x", content=b"", headers=headers)
    assert response.status_code == 415
    assert "text/turtle" in response.json()["supported"]


def test_a_graph_may_be_empty(server: httpx.Client):
    address = "/graphs?graph=urn:empty"
    assert server.get(address).status_code == 404
    assert server.put(address, content=b"", headers=TURTLE).status_code == 201
    assert is_graph(server.get(address), "")
    assert server.delete(address).status_code == 204
    assert server.get(address).status_code == 404


def test_what_is_added_has_blank_nodes_of_its_own(server: httpx.Client):
    address = "/graphs?graph=urn:blank"
    for _ in range(2):
        assert server.post(address, content="_:a <urn:p> 1 .", headers=TURTLE).is_success
    assert is_graph(server.get(address), "[] <urn:p> 1 . [] <urn:p> 1 .")


def test_the_default_graph_is_always_there(server: httpx.Client):
    server.put("/graphs?default", content="<urn:s> <urn:p> 1 .", headers=TURTLE)
    assert server.put("/graphs?default", content="<urn:s> <urn:p> 2 .", headers=TURTLE).status_code == 204
    assert server.post("/graphs?default", content="<urn:s> <urn:p> 3 .", headers=TURTLE).status_code == 204
    assert is_graph(server.get("/graphs?default"), "<urn:s> <urn:p> 2, 3 .")
    for _ in range(2):
        assert server.delete("/graphs?default").status_code == 204
    assert is_graph(server.get("/graphs?default"), "")


def test_a_graph_in_a_path_is_decoded_once(server: httpx.Client):
    assert server.put("/graphs/a%2531", content="<urn:s> <urn:p> 1 .", headers=TURTLE).status_code == 201
    assert server.get("/graphs/a1").status_code == server.get("/graphs/a%31").status_code == 404
    assert server.get("/graphs", params={"graph": "https://w3id.org/weitu/a%31"}).status_code == 200


def test_a_write_is_seen_by_queries_and_by_the_graph_store(server: httpx.Client):
    query = "ASK { GRAPH <urn:seen> { <urn:s> <urn:p> 1 } }"
    server.put("/graphs?graph=urn:seen", content="<urn:s> <urn:p> 1 .", headers=TURTLE)
    assert server.get("/sparql", params={"query": query}).json()["boolean"] is True
    server.post("/sparql", data={"update": "DROP GRAPH <urn:seen>"})
    assert server.get("/graphs?graph=urn:seen").status_code == 404
