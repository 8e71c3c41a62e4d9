"""Things at the addresses that their IRIs end in, and the description of the data set."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from app.http.negotiation import GRAPHS
from graph.iris import DEFAULT_BASE, Iris
from graph.namespaces import DCTERMS, NIF, RDF, RDFS, Namespace

IRIS = Iris()
WT = Namespace(IRIS.ontology)
VOID = Namespace("http://rdfs.org/ns/void#")
COUNTY = IRIS.region("999901")
CLINIC = IRIS.institution("999901", "云溪县妇幼保健院")
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def at(iri: str) -> str:
    """Where a server has the thing of that IRI: the IRI as an address."""
    return quote(iri.removeprefix(DEFAULT_BASE.removesuffix("/")), safe="/%!$&'()*+,;=:@~")


def read(response: httpx.Response) -> set[ox.Triple]:
    assert response.status_code == 200, response.text
    form = ox.RdfFormat.from_media_type(response.headers["content-type"])
    assert form is not None
    return {quad.triple for quad in ox.parse(response.content, form)}


def first(client: httpx.Client, class_: str) -> str:
    """A thing of a class."""
    query = f"SELECT ?thing {{ ?thing a {class_} }} ORDER BY ?thing LIMIT 1"
    (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    return str(row["thing"]["value"])


@pytest.mark.parametrize("media_type", GRAPHS)
def test_a_thing_is_described_at_its_address(client: httpx.Client, media_type: str):
    response = client.get(at(CLINIC), headers={"Accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in response.headers["vary"]
    found = read(response)
    clinic, county = ox.NamedNode(CLINIC), ox.NamedNode(COUNTY)
    assert ox.Triple(clinic, RDF["type"], WT["Institution"]) in found
    assert ox.Triple(clinic, WT["locatedIn"], county) in found
    assert ox.Triple(county, RDFS["label"], ox.Literal("云溪县", language="zh")) in found, "with labels"


def test_relations_that_lead_to_a_thing_are_told_with_it(client: httpx.Client):
    located = ox.Triple(ox.NamedNode(CLINIC), WT["locatedIn"], ox.NamedNode(COUNTY))
    assert located in read(client.get(at(COUNTY)))


def test_a_document_is_all_that_it_says(client: httpx.Client):
    document = first(client, "wt:Report")
    found = read(client.get(at(document)))
    graph = read(client.get("/graphs", params={"graph": document}))
    assert found == graph
    mentions = {triple.subject for triple in found if triple.predicate == NIF["beginIndex"]}
    assert mentions, "what has a fragment of its IRI is described there"


def test_browsers_are_led_to_the_page(client: httpx.Client):
    response = client.get(at(CLINIC), headers=HTML)
    assert response.status_code == 303
    assert response.headers["location"] == "/#entity=" + quote(CLINIC.removeprefix(IRIS.ids), safe="")


def test_the_page_shows_facts_with_what_they_are_about(client: httpx.Client):
    observation = client.get(at(first(client, "qb:Observation")), headers=HTML).headers["location"]
    assert observation.startswith("/#entity=region%2F") and "&observation=observation%2F" in observation
    assertion = client.get(at(first(client, "wt:Assertion")), headers=HTML).headers["location"]
    assert all(f"&{name}=" in assertion for name in ("relation", "subject", "object"))
    report = client.get(at(first(client, "wt:Report")), headers=HTML)
    assert report.headers["location"] == "/#entity=" + quote(COUNTY.removeprefix(IRIS.ids), safe="")


def test_what_no_page_shows_is_not_acceptable_as_html(client: httpx.Client):
    response = client.get(at(first(client, "wt:Unit")), headers={"Accept": "text/html"})
    assert response.status_code == 406
    assert response.json()["available"] == list(GRAPHS)


@pytest.mark.parametrize(
    "path", ["/id/region/999999", "/id/", "/id/region/%2e%2e/999901", "/id/region/%00", "/id/%ff", "/id//"]
)
@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_what_is_not_there(client: httpx.Client, path: str, accept: str):
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", [at(CLINIC), "/.well-known/void"])
def test_what_is_not_acceptable(client: httpx.Client, path: str):
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_an_iri_that_holds_encoded_characters_has_an_address():
    institution = IRIS.institution("999901", "云溪/县 100%")
    assert "%2F" in institution
    assert IRIS.from_address(at(institution).removeprefix("/id/")) == institution


def test_heads_and_conditions(client: httpx.Client):
    for path in (at(CLINIC), "/.well-known/void"):
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert client.get(path, headers={"If-None-Match": head.headers["etag"]}).status_code == 304


def test_the_data_set_tells_where_and_how_much_it_is(client: httpx.Client):
    found = read(client.get("/.well-known/void"))
    base = str(client.base_url).rstrip("/")
    this = ox.NamedNode(f"{base}/.well-known/void")

    def values(property_: ox.NamedNode) -> set[str]:
        return {
            str(getattr(triple.object, "value", ""))
            for triple in found
            if triple.subject == this and triple.predicate == property_
        }

    assert values(VOID["sparqlEndpoint"]) == {f"{base}/sparql"}
    assert values(VOID["uriSpace"]) == {IRIS.ids}
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert values(VOID["triples"]) == {row["n"]["value"]}
    assert IRIS.ontology in values(VOID["vocabulary"])
    assert len(values(DCTERMS["title"])) == 2
    for address in values(VOID["dataDump"]):
        assert client.get(address).status_code == 200
    for address in values(VOID["exampleResource"]):
        assert client.get(at(address)).status_code == 200


def test_classes_of_the_data_set_are_counted(client: httpx.Client):
    found = read(client.get("/.well-known/void"))
    parts = {t.subject: t.object for t in found if t.predicate == VOID["class"]}
    counts = {t.subject: t.object for t in found if t.predicate == VOID["entities"]}
    observations = next(node for node, class_ in parts.items() if str(class_).endswith("#Observation>"))
    query = "SELECT (COUNT(*) AS ?n) { ?s a qb:Observation }"
    (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert counts[observations] == ox.Literal(int(row["n"]["value"]))
