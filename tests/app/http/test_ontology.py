"""The vocabulary at its own address: the page, the forms of RDF, and who gets which."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest
import rdflib
from lxml import html
from pyoxigraph import RdfFormat, Triple, parse

from app.http import ontology
from app.http.application import create_app
from app.http.negotiation import GRAPHS
from app.settings import Settings
from graph.iris import DEFAULT_BASE
from graph.store import writing
from scripts import ontology_page
from tests.app.running import serving

built = pytest.mark.skipif(not ontology.PAGE.is_file(), reason="the page has not been built: make setup")

CORE = {quad.triple for quad in parse(ontology_page.SOURCE.read_bytes(), RdfFormat.TURTLE)}
WT = f"{DEFAULT_BASE}ontology#"
OWL = "http://www.w3.org/2002/07/owl#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def texts(triples: set[Triple], predicate: str) -> dict[str, dict[str, str]]:
    """Name of a term → language → the text that a property gives."""
    found: dict[str, dict[str, str]] = {}
    for triple in triples:
        if triple.predicate.value == predicate and triple.subject.value.startswith(WT):
            by_language = found.setdefault(triple.subject.value.removeprefix(WT), {})
            by_language[triple.object.language] = triple.object.value
    return found


LABELS, DEFINITIONS = texts(CORE, LABEL), texts(CORE, DEFINITION)


def ask(client: httpx.Client, accept: str, method: str = "GET") -> httpx.Response:
    return client.request(method, "/ontology", headers={"Accept": accept})


def triples(response: httpx.Response, extension: str) -> set[Triple]:
    form = RdfFormat.from_extension(extension)
    return {quad.triple for quad in parse(response.content, form)}


# --- who gets what ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        pytest.param(BROWSER, "text/html", marks=built),
        pytest.param("text/html", "text/html", marks=built),
        pytest.param("text/html, text/turtle;q=0.9", "text/html", marks=built),
        pytest.param("text/turtle;q=0.1, text/html;q=0.2, */*;q=0.01", "text/html", marks=built),
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
        ("text/*", "text/turtle"),
        ("text/html;q=0.9, text/turtle", "text/turtle"),
        ("text/html;q=0, */*", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples, text/turtle;q=0.5", "application/n-triples"),
        ("application/rdf+xml, application/xml;q=0.7, text/plain;q=0.1, */*;q=0.09", "application/rdf+xml"),
    ],
)
def test_the_header_decides(client: httpx.Client, accept: str, media_type: str):
    response = ask(client, accept)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in response.headers["vary"].split(", ")


def test_several_lines_of_the_header_are_one(client: httpx.Client):
    lines = [("Accept", "text/turtle;q=0.2"), ("Accept", "application/ld+json;q=0.3")]
    assert client.get("/ontology", headers=lines).headers["content-type"] == "application/ld+json"


@pytest.mark.parametrize("accept", ["image/png", "application/json", "text/html;q=0", "*/*;q=0"])
def test_nothing_acceptable(client: httpx.Client, accept: str):
    response = ask(client, accept)
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == "/problems/not-acceptable"
    assert {"text/html", "text/turtle", "application/ld+json"} <= set(problem["available"])


def test_a_header_that_cannot_be_read(client: httpx.Client):
    assert ask(client, "turtle").json()["type"] == "/problems/bad-request"


@pytest.mark.parametrize("accept", [*GRAPHS, pytest.param("text/html", marks=built)])
def test_the_head_without_the_body(client: httpx.Client, accept: str):
    head, whole = ask(client, accept, "HEAD"), ask(client, accept)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "vary", "content-security-policy"):
        assert head.headers[name] == whole.headers[name]


def test_there_is_nothing_to_write_to(client: httpx.Client):
    assert client.post("/ontology").status_code == 405


# --- RDF -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("media_type", "extension"), GRAPHS.items())
def test_every_form_holds_the_vocabulary(client: httpx.Client, media_type: str, extension: str):
    assert triples(ask(client, media_type), extension) == CORE


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser
def test_other_tools_read_the_same(client: httpx.Client, media_type: str, form: str):
    expected = rdflib.Graph().parse(ontology_page.SOURCE)
    assert set(rdflib.Graph().parse(data=ask(client, media_type).content, format=form)) == set(expected)


def test_concepts_are_no_part_of_it(client: httpx.Client):
    assert f"{DEFAULT_BASE}id/" not in ask(client, "application/n-triples").text


# --- the page --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(client: httpx.Client) -> html.HtmlElement:
    return html.document_fromstring(ask(client, BROWSER).text)


@built
def test_it_was_made_of_the_present_vocabulary(tmp_path: Path):
    ontology_page.write(tmp_path / "page.html")
    made = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert made == ontology.PAGE.read_text(encoding="utf-8"), "make setup"


def test_every_class_and_property_has_labels_to_show():
    kinds = {f"{OWL}{kind}" for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
    terms = {triple.subject.value for triple in CORE if triple.object.value in kinds}
    assert len(terms) > 50
    assert terms <= {WT + name for name in LABELS}
    assert all(set(labels) == {"zh", "en"} for labels in LABELS.values())


@built
@pytest.mark.parametrize("name", sorted(LABELS))
def test_it_shows_every_term_in_both_languages(page: html.HtmlElement, name: str):
    term = page.get_element_by_id(name)
    (heading,) = term.xpath("h3")
    assert heading.xpath("string(a)") == f"wt:{name}"
    assert {span.get("lang"): span.text for span in heading.xpath("span")} == LABELS[name]
    assert {line.get("lang"): line.text for line in term.xpath("p")} == DEFINITIONS[name]
    assert term.xpath("string(dl/dd/code)") == WT + name


@built
def test_its_own_links_lead_somewhere(page: html.HtmlElement):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    inner = {address for address in page.xpath("//a/@href") if not address.startswith("http")}
    assert inner == {f"#{id_}" for id_ in ids}


@built
def test_it_loads_nothing_from_another_host(client: httpx.Client, page: html.HtmlElement):
    loaded = page.xpath("//link/@href | //@src | //@srcset | //@data | //@poster | //@background")
    assert sorted(loaded) == ["/ontology/style.css", "data:,"]
    assert not page.xpath("//script | //iframe | //object | //embed | //base | //form | //meta[@http-equiv]")
    style = client.get("/ontology/style.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert not re.search(r"url\(|@import|//", style.text)
    assert client.head("/ontology/style.css").status_code == 200


@built
def test_it_keeps_to_the_policy(client: httpx.Client, page: html.HtmlElement):
    policy = ask(client, BROWSER).headers["content-security-policy"]
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert not page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]")
    assert not page.xpath("//@href[starts-with(., 'javascript:')]")


# --- other circumstances ---------------------------------------------------------------------------


@built
def test_all_is_on_the_base_of_the_store(tmp_path: Path):
    base = "https://kg.example.org/a&b/"
    with writing(tmp_path / "data", base):
        pass
    with serving(tmp_path / "data") as client:
        found = triples(ask(client, "text/turtle"), "ttl")
        assert len(found) == len(CORE)
        assert texts(found, LABEL) == {}, "no term is on the default base"
        document = html.document_fromstring(ask(client, "text/html").text)
        assert document.xpath("string(//article[@id='Region']/dl/dd/code)") == f"{base}ontology#Region"
        for accept in ("text/html", *GRAPHS):
            assert DEFAULT_BASE not in ask(client, accept).text


def test_a_page_that_was_not_built_says_what_to_run(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ontology, "PAGE", tmp_path / "ontology.html")
    app = create_app(Settings(store=store))

    async def get(accept: str) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/ontology", headers={"Accept": accept})

    response = asyncio.run(get("text/html"))
    assert response.status_code == 503
    assert "make setup" in response.text
    assert asyncio.run(get("text/turtle")).status_code == 200


# --- the words of queries --------------------------------------------------------------------------


def test_every_word_of_the_vocabulary_can_stand_in_a_query(client: httpx.Client):
    words = client.get("/api/v1/vocabulary").json()
    terms = {term["name"]: term for term in words["terms"]}
    assert len(terms) == len(words["terms"])
    assert terms["wt:implements"] == {
        "name": "wt:implements",
        "kind": "property",
        "label": "开展",
        "definition": terms["wt:implements"]["definition"],
    }
    assert terms["wt:Region"]["kind"] == "class"
    assert terms["sdmx-measure:obsValue"]["label"] == "value"
    assert {name.partition(":")[0] for name in terms} <= set(words["prefixes"])
    query = f"SELECT * WHERE {{ VALUES ?term {{ {' '.join(terms)} }} }}"
    assert len(client.get("/sparql", params={"query": query}).json()["results"]["bindings"]) == len(terms)
