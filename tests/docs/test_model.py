"""The page on the data model holds: its queries find what they ask for in the sample graph, its terms and
links are those of the graph, and it leaves no property out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.documents import parse
from graph.extraction import Entity, Extraction, Mention, Relation
from graph.iris import DEFAULT_BASE, Iris
from graph.namespaces import QB, RDF, prefixes
from graph.quads import quads
from graph.store import Store
from tests.graph.conftest import REPORT, read_by_hand

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
PREFIXES = prefixes(DEFAULT_BASE)
WT = PREFIXES["wt"]
SECTIONS = (section.partition("\n") for section in re.split(r"^###? ", PAGE, flags=re.MULTILINE))
QUERIES = {
    title: query for title, _, text in SECTIONS for query in re.findall(r"```sparql\n(.*?)```", text, re.S)
}
PICTURES = re.findall(r"```mermaid\n(.*?)```", PAGE, re.S)
ANY = "entities"  # in a picture, the group of all that reports speak of
NOT_MEASURED = {"score"}  # no observation has one yet


def expand(name: str) -> str:
    """The IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def names() -> set[str]:
    """The prefixed names on the page."""
    found = re.findall(r"(?<![\w/:-])([a-z][a-z-]*):([A-Za-z0-9][\w-]*)", PAGE)
    return {f"{prefix}:{local}" for prefix, local in found if prefix in PREFIXES}


def links(picture: str) -> Iterator[tuple[str, str, str]]:
    """The links of a picture: class, property and class, or :data:`ANY`."""
    classes = dict(re.findall(r'(\w+)\["([a-z]+:\w+)"\]', picture))
    for subject, label, value in re.findall(
        r'^ *(\w+)(?:\[.*?\])? -- "(.*?)" --> (\w+)', picture, re.MULTILINE
    ):
        for name in label.split("<br>"):
            yield classes[subject], name, ANY if value == ANY else classes[value]


LINKS = [link for picture in PICTURES for link in links(picture)]


def with_a_person_and_a_riddle(extraction: Extraction) -> Extraction:
    """An extraction that names somebody responsible, and a place that could be one of two."""
    iris = Iris()
    person = iris.person("999901", "钱一")
    duty = next(relation for relation in extraction.relations if relation.type == "responsible_for")
    riddle = Mention(0, 2, "REGION", "云溪", candidates=(iris.region("430603"), iris.region("220322")))
    return replace(
        extraction,
        mentions=[*extraction.mentions, riddle],
        relations=[
            *extraction.relations,
            Relation("responsible_for", "钱一", duty.object, duty.start, duty.end, person, duty.object_id),
        ],
        entities=[*extraction.entities, Entity(person, "person", "钱一")],
    )


@pytest.fixture(scope="module")
def sample(sample_store: Path) -> Iterator[Store]:
    """The sample graph."""
    with Store.open(sample_store) as store:
        yield store


@pytest.fixture(scope="module")
def everything(sample: Store) -> ox.Store:
    """The sample graph and a report made by hand, which has what the samples lack."""
    document = parse(REPORT.encode(), "yunxi-2021.txt")
    store = ox.Store()
    store.extend(sample.quads())
    store.extend(quads(document, with_a_person_and_a_riddle(read_by_hand(document))))
    return store


@pytest.fixture(scope="module")
def known(everything: ox.Store) -> set[str]:
    """The IRIs that the graph uses or the JSON-LD context maps a key to."""
    terms = {term.value for quad in everything for term in quad.triple if isinstance(term, ox.NamedNode)}
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    mapped = (entry["@id"] for entry in context.values() if isinstance(entry, dict))
    return terms | {expand(name) for name in mapped}


def select(store: ox.Store, pattern: str) -> set[str]:
    """The IRIs that ``?x`` takes in a pattern."""
    rows = store.query(
        f"SELECT DISTINCT ?x {{ {pattern} }}", prefixes=PREFIXES, use_default_graph_as_union=True
    )
    assert isinstance(rows, ox.QuerySolutions)
    return {row["x"].value for row in rows}


def test_every_query_of_the_page_is_tried() -> None:
    assert len(QUERIES) == PAGE.count("```sparql") > 0


@pytest.mark.parametrize("title", QUERIES)
def test_a_query_fills_each_of_its_columns_and_repeats_no_row(sample: Store, title: str) -> None:
    found = sample.query(QUERIES[title])
    assert isinstance(found, ox.QuerySolutions)
    rows = [tuple(row) for row in found]
    assert rows
    assert len(set(rows)) == len(rows)
    columns = zip(found.variables, zip(*rows, strict=True), strict=True)
    assert {variable.value for variable, values in columns if set(values) == {None}} <= NOT_MEASURED


def test_own_terms_are_defined() -> None:
    core = ox.parse((ROOT / "ontology" / "core.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    defined = {quad.subject.value for quad in core if quad.predicate == RDF["type"]}
    assert {name for name in names() if name.startswith("wt:") and expand(name) not in defined} == set()


def test_every_name_is_one_that_the_graph_uses(known: set[str]) -> None:
    assert {name for name in names() if expand(name) not in known} == set()


def test_every_line_of_the_pictures_is_read() -> None:
    assert sum(picture.count("-->") for picture in PICTURES) == len({(a, b) for a, _, b in LINKS}) > 0


@pytest.mark.parametrize(("subject", "name", "value"), LINKS, ids=map(" ".join, LINKS))
def test_every_link_of_the_pictures_is_in_the_graph(
    everything: ox.Store, subject: str, name: str, value: str
) -> None:
    end = "rdfs:label ?label" if value == ANY else f"a {value}"
    assert select(everything, f"?x a {subject} ; {name} ?b . ?b {end}")


def test_every_class_of_a_report_is_in_a_picture(everything: ox.Store) -> None:
    pictured = {expand(name) for subject, _, value in LINKS for name in (subject, value) if name != ANY}
    found = select(everything, "GRAPH ?g { ?g a wt:Report . ?thing a ?x }")
    assert {name for name in found if name.startswith((WT, QB.iri))} <= pictured


@pytest.mark.parametrize("name", sorted({end for a, _, b in LINKS for end in (a, b)} - {ANY}))
def test_every_property_of_a_class_is_on_the_page(everything: ox.Store, name: str) -> None:
    found = select(everything, f"?thing a {name} ; ?x ?value")
    assert found - {expand(name) for name in names()} == {RDF["type"].value}
