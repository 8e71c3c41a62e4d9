"""The SPARQL 1.1 Protocol tests of the W3C, each as a case of our own, under its name there."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from app.http.negotiation import GRAPHS, RESULTS
from tests.app.writable import writable

ONE, TWO, THREE = (f"http://example.org/data/{name}" for name in ("one", "two", "three"))
TARGET = "http://example.org/target"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
FORM = "application/x-www-form-urlencoded"

THERE = f"<{ONE}> a ?type . <{TWO}> a ?type ."
NAMED = f"GRAPH ?g {{ <{ONE}> a ?type }} GRAPH ?h {{ <{TWO}> a ?type }}"
DATA = "".join(f"GRAPH <{graph}> {{ <{graph}> a <urn:Document> }} " for graph in (ONE, TWO, THREE))
FRESH = f"DROP ALL ; INSERT DATA {{ {DATA} }} ;"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server with three graphs, each of which tells that there is a document of its own name."""
    with writable(tmp_path_factory.mktemp("loaded") / "data") as client:
        post(client, f"INSERT DATA {{ {DATA} }}", UPDATE)
        yield client


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server whose graphs come and go."""
    with writable(tmp_path_factory.mktemp("written") / "data") as client:
        yield client


def post(client: httpx.Client, body: str | bytes, kind: str | None, **data_set: object) -> httpx.Response:
    headers = {} if kind is None else {"Content-Type": kind}
    parameters = {name.replace("_", "-"): value for name, value in data_set.items()}
    return client.post("/sparql", content=body, headers=headers, params=parameters)


def truth(response: httpx.Response) -> bool:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/sparql-results+json"
    return bool(response.json()["boolean"])


def refused(response: httpx.Response) -> bool:
    assert response.headers["content-type"] == "application/problem+json"
    return 400 <= response.status_code < 500


# --- queries ---------------------------------------------------------------------------------------


def test_query_post_form(loaded: httpx.Client):
    assert truth(post(loaded, "query=ASK%20%7B%7D", FORM, default_graph_uri=ONE))


def test_query_dataset_default_graphs_get(loaded: httpx.Client):
    parameters = {"query": f"ASK {{ {THERE} }}", "default-graph-uri": [ONE, TWO]}
    assert truth(loaded.get("/sparql", params=parameters))
    assert not truth(loaded.get("/sparql", params={**parameters, "default-graph-uri": [ONE, THREE]}))


def test_query_dataset_default_graphs_post(loaded: httpx.Client):
    assert truth(post(loaded, f"ASK {{ {THERE} }}", QUERY, default_graph_uri=[ONE, TWO]))
    assert not truth(post(loaded, f"ASK {{ {THERE} }}", QUERY, default_graph_uri=[TWO]))


def test_query_dataset_named_graphs_post(loaded: httpx.Client):
    assert truth(post(loaded, f"ASK {{ {NAMED} }}", QUERY, named_graph_uri=[ONE, TWO]))
    assert not truth(post(loaded, f"ASK {{ {NAMED} }}", QUERY, named_graph_uri=[ONE, THREE]))


def test_query_dataset_named_graphs_get(loaded: httpx.Client):
    parameters = {"query": f"ASK {{ {NAMED} }}", "named-graph-uri": [ONE, TWO]}
    assert truth(loaded.get("/sparql", params=parameters))
    assert not truth(loaded.get("/sparql", params={**parameters, "named-graph-uri": [ONE]}))


def test_query_dataset_full(loaded: httpx.Client):
    query = f"ASK {{ <{THREE}> a ?type {NAMED} }}"
    data_set = {"default_graph_uri": THREE, "named_graph_uri": [ONE, TWO]}
    assert truth(post(loaded, query, QUERY, **data_set))
    assert not truth(post(loaded, query, QUERY, **{**data_set, "default_graph_uri": ONE}))


def test_query_multiple_dataset(loaded: httpx.Client):
    """The data set of the request is taken, that of the query is not."""
    query = f"ASK FROM <{THREE}> {{ {NAMED} }}"
    assert truth(post(loaded, query, QUERY, named_graph_uri=[ONE, TWO]))


def test_query_get(loaded: httpx.Client):
    parameters = {"query": "ASK {}", "default-graph-uri": "http://example.org/nothing-there"}
    assert truth(loaded.get("/sparql", params=parameters))


@pytest.mark.parametrize(
    ("query", "media_types"),
    [
        pytest.param("SELECT (1 AS ?n) {}", RESULTS, id="query_content_type_select"),
        pytest.param("ASK {}", list(RESULTS)[:2], id="query_content_type_ask"),
        pytest.param(f"DESCRIBE <{ONE}>", list(GRAPHS)[:4], id="query_content_type_describe"),
        # relative IRIs, which the service has a base for
        pytest.param("CONSTRUCT { <s> <p> 1 } {}", list(GRAPHS)[:4], id="query_content_type_construct"),
    ],
)
def test_query_content_type(loaded: httpx.Client, query: str, media_types: list[str]):
    response = post(loaded, query, QUERY, default_graph_uri=ONE)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] in media_types
    assert response.content


def test_query_post_direct(loaded: httpx.Client):
    assert truth(post(loaded, "ASK {}", QUERY))


# --- updates ---------------------------------------------------------------------------------------


def update(
    client: httpx.Client, where: str, template: str = "?s a <urn:Resource>", **data_set: object
) -> None:
    """Fill the target graph from what is found in a data set."""
    operation = f"INSERT {{ GRAPH <{TARGET}> {{ {template} }} }} WHERE {{ {where} }}"
    assert post(client, FRESH + operation, UPDATE, **data_set).status_code == 204


def in_target(client: httpx.Client) -> set[str]:
    query = f"SELECT * {{ GRAPH <{TARGET}> {{ ?s ?p ?o }} }}"
    bindings = post(client, query, QUERY).json()["results"]["bindings"]
    return {binding["s"]["value"] for binding in bindings}


def test_update_dataset_default_graph(server: httpx.Client):
    update(server, "?s a <urn:Document>", using_graph_uri=ONE)
    assert in_target(server) == {ONE}


def test_update_dataset_default_graphs(server: httpx.Client):
    update(server, "?s a <urn:Document>", using_graph_uri=[ONE, TWO])
    assert in_target(server) == {ONE, TWO}


def test_update_dataset_named_graphs(server: httpx.Client):
    update(server, "GRAPH ?g { ?s a <urn:Document> }", using_named_graph_uri=[ONE, TWO])
    assert in_target(server) == {ONE, TWO}


def test_update_dataset_full(server: httpx.Client):
    where = "{ GRAPH ?in { ?s a <urn:Document> } } UNION { ?s a <urn:Document> BIND('default' AS ?in) }"
    update(server, where, "?s <urn:in> ?in", using_graph_uri=ONE, using_named_graph_uri=TWO)
    assert in_target(server) == {ONE, TWO}
    found = f"GRAPH <{TARGET}> {{ <{ONE}> <urn:in> 'default' . <{TWO}> <urn:in> <{TWO}> }}"
    assert truth(post(server, f"ASK {{ {found} }}", QUERY))
    assert truth(post(server, f"ASK {{ GRAPH <{TARGET}> {{ ?s ?p ?o }} FILTER (?s = <{ONE}>) }}", QUERY))


def test_update_post_form(server: httpx.Client):
    update(server, "?s a <urn:Document>", using_graph_uri=ONE)
    assert post(server, "update=CLEAR+ALL", FORM).status_code == 204
    assert not truth(post(server, "ASK { ?s ?p ?o }", QUERY))


def test_update_post_direct(server: httpx.Client):
    update(server, "?s a <urn:Document>", using_graph_uri=ONE)
    assert post(server, "CLEAR ALL", UPDATE).status_code == 204
    assert not truth(post(server, "ASK { ?s ?p ?o }", QUERY))


def test_update_base_uri(server: httpx.Client):
    text = f"CLEAR SILENT GRAPH <{TARGET}> ; INSERT DATA {{ GRAPH <{TARGET}> {{ <urn:s> <urn:p> <test> }} }}"
    assert post(server, text, UPDATE).status_code == 204
    query = f"ASK {{ GRAPH <{TARGET}> {{ <urn:s> <urn:p> ?o FILTER (isIRI(?o) && STR(?o) != 'test') }} }}"
    assert truth(post(server, query, QUERY))


# --- what is against the protocol ------------------------------------------------------------------


def test_bad_query_method(server: httpx.Client):
    response = server.put("/sparql", params={"query": "ASK {}"}, headers={"Content-Type": FORM})
    assert refused(response)
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_bad_update_get(server: httpx.Client):
    assert refused(server.get("/sparql", params={"update": "CLEAR ALL"}))


@pytest.mark.parametrize(
    ("body", "content_type", "data_set"),
    [
        pytest.param("query=ASK%7B%7D&query=SELECT+*%7B%7D", FORM, {}, id="bad_multiple_queries"),
        pytest.param("ASK {}", "text/plain", {}, id="bad_query_wrong_media_type"),
        pytest.param("query=ASK%20%7B%7D", None, {}, id="bad_query_missing_form_type"),
        pytest.param("ASK {}", None, {}, id="bad_query_missing_direct_type"),
        pytest.param("ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16", {}, id="bad_query_non_utf8"),
        pytest.param("ASK {", QUERY, {}, id="bad_query_syntax"),
        pytest.param("update=CLEAR+NAMED&update=CLEAR+DEFAULT", FORM, {}, id="bad_multiple_updates"),
        pytest.param("CLEAR NAMED", "text/plain", {}, id="bad_update_wrong_media_type"),
        pytest.param("update=CLEAR%20NAMED", None, {}, id="bad_update_missing_form_type"),
        pytest.param(
            "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16", {}, id="bad_update_non_utf8"
        ),
        pytest.param("update=CLEAR%20XYZ", FORM, {}, id="bad_update_syntax"),
        pytest.param(
            f"WITH <{ONE}> DELETE {{ ?s a 1 }} INSERT {{ ?s a 2 }} WHERE {{ ?s a 1 }}",
            UPDATE,
            {"using_named_graph_uri": TWO},
            id="bad_update_dataset_conflict",
        ),
    ],
)
def test_bad_posts(
    server: httpx.Client, body: str | bytes, content_type: str | None, data_set: dict[str, str]
):
    before = server.get("/readyz").json()
    assert refused(post(server, body, content_type, **data_set))
    assert server.get("/readyz").json() == before, "nothing was written"


def test_bad_multiple_queries_by_get(server: httpx.Client):
    assert refused(server.get("/sparql", params={"query": ["ASK {}", "SELECT * {}"]}))


def test_there_are_34():
    """One each for what :func:`test_query_content_type` and :func:`test_bad_posts` are run with."""
    tables = (test_query_content_type, test_bad_posts)
    cases = {case.id for test in tables for case in test.pytestmark[0].args[1]}
    names = ("test_query_", "test_update_", "test_bad_")
    plain = {name for name in globals() if name.startswith(names)} - {test.__name__ for test in tables}
    assert len(cases | plain) - len({"test_bad_multiple_queries_by_get"}) == 34
