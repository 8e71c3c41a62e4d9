"""The SPARQL endpoint through a real server."""

from __future__ import annotations

import csv
import io
import json
import socket

import httpx
import pyoxigraph
import pytest

from app.http.negotiation import GRAPHS, RESULTS
from graph.iris import Iris

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?fact a qb:Observation }"
REGION = "https://w3id.org/weitu/id/region/999901"
LABEL = f"SELECT ?label WHERE {{ <{REGION}> rdfs:label ?label }}"
PROGRAMMES = f"CONSTRUCT WHERE {{ <{REGION}> wt:implements ?program }}"


def get(client: httpx.Client, query: str, accept: str | None = None, **parameters: object) -> httpx.Response:
    headers = {} if accept is None else {"Accept": accept}
    return client.get("/sparql", params={"query": query, **parameters}, headers=headers)


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    bindings = response.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


# --- ways to ask -----------------------------------------------------------------------------------


def test_get_form_and_direct_post_answer_alike(client: httpx.Client):
    form = client.post("/sparql", data={"query": LABEL})
    direct = client.post(
        "/sparql", content=LABEL.encode(), headers={"Content-Type": "application/sparql-query"}
    )
    assert rows(get(client, LABEL)) == rows(form) == rows(direct)
    assert {"label": "云溪县"} in rows(form)


def test_head_answers_without_a_body(client: httpx.Client):
    response = client.head("/sparql", params={"query": LABEL})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.content == b""


def test_chinese_survives_in_every_form(client: httpx.Client):
    query = "SELECT ?county WHERE { ?county rdfs:label '云溪县'@zh }"
    assert {"county": REGION} in rows(get(client, query))
    assert {"county": REGION} in rows(client.post("/sparql", data={"query": query}))


def test_what_looks_percent_encoded_is_decoded_once(client: httpx.Client):
    query = "SELECT ('%E5%8E%BF+' AS ?text) WHERE {}"
    assert rows(get(client, query)) == [{"text": "%E5%8E%BF+"}]
    assert rows(client.post("/sparql", data={"query": query})) == [{"text": "%E5%8E%BF+"}]


# --- data sets -------------------------------------------------------------------------------------


def test_the_default_graph_is_the_union_of_all(client: httpx.Client):
    inside = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?fact a qb:Observation } }"
    assert rows(get(client, COUNT)) == rows(get(client, inside)) == [{"n": "10"}]


def test_the_protocol_names_a_data_set(client: httpx.Client, document):
    report = Iris().document(document.sha256)
    other = "https://w3id.org/weitu/graph/regions"
    assert rows(get(client, COUNT, **{"default-graph-uri": report})) == [{"n": "5"}]
    assert rows(get(client, COUNT, **{"default-graph-uri": other})) == [{"n": "0"}]
    assert rows(get(client, COUNT, **{"default-graph-uri": [report, other]})) == [{"n": "5"}]
    graphs = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"
    assert rows(get(client, graphs, **{"named-graph-uri": report})) == [{"graph": report}]


def test_a_data_set_that_is_no_iri(client: httpx.Client):
    response = get(client, COUNT, **{"default-graph-uri": "not an iri"})
    assert response.status_code == 400
    assert response.json()["type"] == "/problems/unwritable-iri"


# --- forms of answers ------------------------------------------------------------------------------


@pytest.mark.parametrize("media_type", RESULTS)
@pytest.mark.parametrize("query", [LABEL, "ASK { ?s ?p ?o }"])
def test_rows_and_truth_values_in_every_format(client: httpx.Client, media_type: str, query: str):
    response = get(client, query, accept=media_type)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in response.headers["vary"].split(", ")
    assert "云溪县" in response.text or "true" in response.text


def test_csv_reads_as_csv(client: httpx.Client):
    response = get(client, LABEL, accept="text/csv")
    assert ["云溪县"] in list(csv.reader(io.StringIO(response.text)))
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("media_type", GRAPHS)
def test_graphs_in_every_format(client: httpx.Client, media_type: str):
    response = get(client, PROGRAMMES, accept=media_type)
    assert response.headers["content-type"].partition(";")[0] == media_type
    format_ = pyoxigraph.RdfFormat.from_media_type(media_type)
    quads = list(pyoxigraph.parse(response.content, format_))
    assert len(quads) == 2
    assert {quad.subject.value for quad in quads} == {REGION}


def test_turtle_uses_prefixes(client: httpx.Client):
    assert "wt:implements" in get(client, PROGRAMMES).text


def test_describe(client: httpx.Client):
    assert "云溪县" in get(client, f"DESCRIBE <{REGION}>").text


@pytest.mark.parametrize(
    ("query", "accept"), [(LABEL, "text/turtle"), (PROGRAMMES, "text/csv"), (LABEL, "a/b")]
)
def test_an_answer_that_cannot_be_accepted(client: httpx.Client, query: str, accept: str):
    response = get(client, query, accept=accept)
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["available"]


# --- refusals --------------------------------------------------------------------------------------


def test_a_syntax_error_has_a_place(client: httpx.Client):
    response = get(client, "SELECT ?s\nWHERE { ?县 a wt:Region . ?s ] }")
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"] == "/problems/query-syntax"
    assert (problem["line"], problem["column"]) == (2, 29)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent ?where { ?s ?p ?o } }",
    ],
)
def test_federation_is_refused(client: httpx.Client, query: str):
    response = get(client, query)
    assert response.status_code == 403
    assert response.json()["type"] == "/problems/query-forbidden"


@pytest.mark.parametrize(
    "update", ["CLEAR ALL", "INSERT DATA { <a:b> <a:c> 1 }", "LOAD <http://127.0.0.1:9/>"]
)
def test_updates_are_refused(client: httpx.Client, update: str):
    as_form = client.post("/sparql", data={"update": update})
    direct = client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"})
    assert as_form.status_code == direct.status_code == 403
    assert as_form.json()["type"] == "/problems/update-forbidden"
    assert get(client, update).status_code == 400, "an update is no query"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sparql?x=", 400),
        ("/sparql?query=", 400),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("/sparql?query=%FF", 400),
        ("/sparql?query=SELECT%20%ED%A0%80", 400),
        ("/sparql?query=ASK%7B%7D%00", 400),
    ],
)
def test_hostile_addresses(client: httpx.Client, address: str, status: int):
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "multipart/form-data", ""])
def test_a_body_of_another_type(client: httpx.Client, content_type: str):
    response = client.post("/sparql", content=b"ASK {}", headers={"Content-Type": content_type})
    assert response.status_code == 415
    assert "application/sparql-query" in response.json()["supported"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE " + "{" * 45_000 + "}" * 45_000,
        "SELECT * WHERE " + "{" * 95_000,
        "ASK { BIND(" + "STR(" * 18_000 + "1" + ")" * 18_000 + " AS ?x) }",
        "ASK { FILTER(" + "!" * 95_000 + "1) }",
    ],
    ids=["closed", "open", "calls", "signs"],
)
def test_deep_nesting_leaves_the_server_well(client: httpx.Client, query: str):
    response = client.post(
        "/sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"}
    )
    assert response.status_code in (200, 400)
    assert client.get("/healthz").status_code == 200


def test_a_body_that_is_too_long(client: httpx.Client):
    response = client.post(
        "/sparql",
        content=(b"#" * 65_536 for _ in range(32)),
        headers={"Content-Type": "application/sparql-query"},
    )
    assert response.status_code == 413
    assert response.json()["limit"] == 100_000


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(client: httpx.Client, method: str):
    response = client.request(method, "/sparql")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"


def test_bytes_that_are_no_http_leave_the_server_well(client: httpx.Client):
    with socket.create_connection((client.base_url.host, client.base_url.port)) as connection:
        connection.sendall(b"\x16\x03\x01 not http\r\n\r\n")
        assert b"400" in connection.recv(1000)
    assert json.loads(get(client, "ASK {}").text)["boolean"] is True
