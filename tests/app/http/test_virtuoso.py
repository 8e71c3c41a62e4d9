"""What we export loads into Virtuoso, and there the same queries have the same solutions as here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.build import build
from graph.namespaces import XSD, prefixes
from graph.store import Store
from scripts.servers import Connection, NoServer, Virtuoso, need_virtuoso
from scripts.servers import virtuoso as running
from scripts.synthetic import with_prefixes
from tests.app.running import serving, weitu

pytestmark = pytest.mark.virtuoso

CORPUS = Path(__file__).resolve().parents[3] / "seeds" / "corpus"
UNION = "urn:weitu:union"
NUMBERS = {XSD[name].value for name in ("decimal", "integer", "double", "int")}
BUFFERS = 20_000  # of 8 KB

QUERIES = {
    "regions": "SELECT ?region ?name WHERE { ?region a wt:Region ; rdfs:label ?name ; wt:partOf+ ?province . "
    '?province rdfs:label "吉林省"@zh }',
    "programmes": 'SELECT ?program ?name WHERE { ?region rdfs:label "梨树县"@zh ; wt:implements ?program . '
    '?program skos:prefLabel ?name FILTER(LANG(?name) = "zh") }',
    "programmes and their indicators": "SELECT ?program (COUNT(DISTINCT ?indicator) AS ?n) WHERE { "
    "?region wt:implements ?program . ?program wt:measuredBy ?indicator } GROUP BY ?program",
    "values": "SELECT ?o ?indicator ?value ?period ?unit WHERE { ?o a qb:Observation ; "
    "wt:indicator ?indicator ; sdmx-measure:obsValue ?value ; sdmx-dimension:refPeriod ?period "
    "OPTIONAL { ?o sdmx-attribute:unitMeasure/rdfs:label ?unit FILTER(LANG(?unit) = 'zh') } }",
    "values above": "SELECT ?o ?value WHERE { ?o sdmx-measure:obsValue ?value FILTER(?value > 97.5) }",
    "the highest": "SELECT (MAX(?value) AS ?most) (SUM(?value) AS ?sum) (COUNT(?value) AS ?n) WHERE { "
    "?o sdmx-measure:obsValue ?value }",
    "sentences": "SELECT ?o ?text WHERE { ?o sdmx-dimension:refArea ?region ; "
    "prov:wasDerivedFrom/nif:anchorOf ?text . ?region rdfs:label '雨山区'@zh }",
    "sentences with a word": "SELECT ?span ?text WHERE { ?span nif:anchorOf ?text "
    'FILTER(CONTAINS(?text, "家庭医生")) }',
    "whole texts": "SELECT ?report ?text WHERE { ?report a wt:Report ; nif:isString ?text }",
    "labels": 'SELECT ?i ?name WHERE { ?i skos:prefLabel|skos:altLabel ?name FILTER(LANG(?name) = "zh") }',
}
IN_GRAPHS = """SELECT ?report ?title ?region WHERE { GRAPH ?report { ?report a wt:Report ;
    dcterms:title ?title . ?o a qb:Observation ; sdmx-dimension:refArea ?region } }"""


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """Without Virtuoso there is nothing to compare with."""
    try:
        need_virtuoso()
    except NoServer as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the sample reports."""
    path = tmp_path_factory.mktemp("sample") / "data"
    build([CORPUS], path)
    return path


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Iterator[Virtuoso]:
    """A Virtuoso that has loaded the sample graph: its union as one graph, and its named graphs."""
    folder = tmp_path_factory.mktemp("virtuoso")
    with running(folder, buffers=BUFFERS) as server:
        for name in ("union.nt", "graphs.nq"):
            done = weitu("export", "--store", sample, "--format", name[-2:], "--output", folder / name)
            assert done.returncode == 0, done.stderr
            server.load(name, UNION)
        yield server


@pytest.fixture(scope="module")
def ours(sample: Path) -> Iterator[httpx.Client]:
    """Our server on the sample graph."""
    with serving(sample) as client:
        yield client


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_the_union_answers_alike(ours: httpx.Client, virtuoso: Virtuoso, sample: Path, query: str) -> None:
    declared = _declared(sample, query)
    expected = _here(ours, declared)
    assert expected
    assert _there(virtuoso, declared, default_graph_uri=UNION) == expected


def test_the_named_graphs_answer_alike(ours: httpx.Client, virtuoso: Virtuoso, sample: Path) -> None:
    declared = _declared(sample, IN_GRAPHS)
    expected = _here(ours, declared)
    assert len({dict(row)["report"] for row in expected}) == len(list(CORPUS.glob("*.txt")))
    assert _there(virtuoso, declared) == expected


def _declared(store: Path, query: str) -> str:
    with Store.open(store) as opened:
        return with_prefixes(query, prefixes(opened.base))


def _here(client: httpx.Client, query: str) -> Counter[Any]:
    return _solutions(client.get("/sparql", params={"query": query}).json())


def _there(server: Virtuoso, query: str, **parameters: str) -> Counter[Any]:
    with closing(Connection(server)) as connection:
        return _solutions(json.loads(connection.get(server.path(query, **parameters))))


def _solutions(answer: Any) -> Counter[Any]:
    """The solutions of an answer, each with how often it is there."""
    bindings = answer["results"]["bindings"]
    return Counter(frozenset((name, _term(term)) for name, term in row.items()) for row in bindings)


def _term(term: dict[str, str]) -> tuple[object, str]:
    """Numbers by their value, all else by its characters and language."""
    value = Decimal(term["value"]) if term.get("datatype") in NUMBERS else term["value"]
    return value, term.get("xml:lang", "")
