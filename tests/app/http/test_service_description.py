"""What the SPARQL endpoint says of itself where nothing is asked."""

from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest

from app.http.negotiation import GRAPHS
from app.http.service_description import SD, described
from graph.namespaces import RDF


def graph(content: bytes, media_type: str) -> ox.Dataset:
    return ox.Dataset(ox.parse(content, ox.RdfFormat.from_media_type(media_type)))


def values(found: ox.Dataset, name: str) -> set[str]:
    return {quad.object.value for quad in found.quads_for_predicate(SD[name])}


@pytest.mark.parametrize("media_type", GRAPHS)
def test_a_service_with_its_endpoint_its_languages_and_its_data_set(client: httpx.Client, media_type: str):
    response = client.get("/sparql", headers={"Accept": media_type})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in response.headers["vary"]
    found = graph(response.content, media_type)
    (service,) = found.quads_for_object(SD["Service"])
    assert service.predicate == RDF["type"]
    assert values(found, "endpoint") == {str(client.base_url.join("/sparql"))}
    assert values(found, "supportedLanguage") == {SD["SPARQL11Query"].value}
    assert SD["UnionDefaultGraph"].value in values(found, "feature")
    assert len(values(found, "resultFormat")) == 10
    (data_set,) = found.quads_for_predicate(SD["defaultDataset"])
    assert data_set.subject == service.subject
    assert {quad.subject for quad in found.quads_for_object(SD["Dataset"])} == {data_set.object}
    (default,) = found.quads_for_predicate(SD["defaultGraph"])
    assert default.subject == data_set.object


def test_updates_are_told_of_where_they_are_taken():
    found = graph(described("http://localhost/sparql", "text/turtle", writable=True), "text/turtle")
    assert SD["SPARQL11Update"].value in values(found, "supportedLanguage")


def test_a_program_that_wants_nothing_in_particular_gets_turtle(client: httpx.Client):
    assert client.get("/sparql").headers["content-type"] == "text/turtle; charset=utf-8"
    head = client.head("/sparql")
    assert (head.status_code, head.content) == (200, b"")


def test_people_are_led_to_the_manual(client: httpx.Client):
    response = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (response.status_code, response.headers["location"]) == (303, "/docs")


def test_who_wants_rows_is_told_that_there_is_no_query(client: httpx.Client):
    response = client.get("/sparql", headers={"Accept": "application/sparql-results+json"})
    assert response.status_code == 400
    assert "no query" in response.json()["detail"]
