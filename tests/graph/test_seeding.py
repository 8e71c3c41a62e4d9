"""The seeds: a vocabulary in two languages without holes, and regions that hang together."""

from __future__ import annotations

from collections import defaultdict

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph.documents import Document
from graph.extraction import Extraction
from graph.iris import Iris
from graph.namespaces import DCTERMS, RDF, RDFS, SKOS
from graph.quads import quads
from graph.seeding import digest, seed_quads

IRIS = Iris()


@pytest.fixture(scope="module")
def seeds() -> list[Quad]:
    return list(seed_quads())


def of_graph(seeds: list[Quad], name: str) -> list[Quad]:
    return [quad for quad in seeds if quad.graph_name == NamedNode(IRIS.graph(name))]


def terms(found: list[Quad]) -> set[str]:
    """The terms of the vocabulary that quads use."""
    values = {term.value for quad in found for term in quad.triple if isinstance(term, NamedNode)}
    return {value for value in values if value.startswith(IRIS.ontology)}


def test_each_kind_of_seed_has_a_graph_without_blank_nodes(seeds: list[Quad]) -> None:
    graphs = {NamedNode(IRIS.graph(name)) for name in ("ontology", "regions", "institutions")}
    assert {quad.graph_name for quad in seeds} == graphs
    assert not any(isinstance(term, BlankNode) for quad in seeds for term in quad.triple)


def test_each_term_has_label_and_definition_in_both_languages(seeds: list[Quad]) -> None:
    ontology = of_graph(seeds, "ontology")
    written: dict[tuple[str, NamedNode], set[str | None]] = defaultdict(set)
    for quad in ontology:
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            written[quad.subject.value, quad.predicate].add(quad.object.language)
    declared = terms(ontology)
    assert len(declared) > 30
    for term in declared:
        assert written[term, RDFS["label"]] == {"zh", "en"}, term
        assert written[term, SKOS["definition"]] == {"zh", "en"}, term


def test_what_documents_regions_and_schemes_use_is_declared(
    seeds: list[Quad], document: Document, extraction: Extraction
) -> None:
    declared = {q.subject.value for q in of_graph(seeds, "ontology") if q.predicate == RDF["type"]}
    assert terms([*quads(document, extraction), *seeds]) <= declared


def test_each_curated_concept_has_one_chinese_label(seeds: list[Quad]) -> None:
    concepts = {q.subject for q in seeds if q.predicate == RDF["type"] and q.object == SKOS["Concept"]}
    labels = [q for q in seeds if q.subject in concepts and q.predicate == RDFS["label"]]
    assert len(labels) == len(concepts) and {label.object.language for label in labels} == {"zh"}


def test_a_county_lies_in_its_prefecture_and_province(seeds: list[Quad]) -> None:
    part_of = NamedNode(IRIS.term("partOf"))
    parents = {q.subject: q.object for q in of_graph(seeds, "regions") if q.predicate == part_of}
    names = {q.subject: q.object for q in of_graph(seeds, "regions") if q.predicate == RDFS["label"]}
    county = NamedNode(IRIS.region("220322"))
    city = parents[county]
    assert [names[region].value for region in (county, city, parents[city])] == ["梨树县", "四平市", "吉林省"]
    assert set(parents.values()) <= set(names)


def test_a_region_has_the_names_and_codes_of_its_past(seeds: list[Quad]) -> None:
    def of(code: str, predicate: NamedNode) -> list[str]:
        region = NamedNode(IRIS.region(code))
        return [q.object.value for q in seeds if q.subject == region and q.predicate == predicate]

    former_code, last_year = (NamedNode(IRIS.term(name)) for name in ("formerCode", "lastYear"))
    assert of("110118", SKOS["altLabel"]) == ["密云", "密云县"] and of("110118", former_code) == ["110228"]
    assert of("371324", SKOS["altLabel"]) == ["兰陵", "苍山县"] and of("371324", former_code) == []
    assert of("110103", RDFS["label"]) == ["崇文区"] and of("110103", last_year) == ["2009"]
    assert of("110118", last_year) == [] and of("110228", RDFS["label"]) == []


def test_another_base_has_everything_on_it() -> None:
    moved = list(seed_quads("http://localhost:8000/"))
    assert not any(IRIS.base in str(quad) for quad in moved)
    assert digest(moved) != digest(seed_quads())


def test_the_digest_is_of_the_set_of_quads(seeds: list[Quad]) -> None:
    assert digest(reversed(seeds)) == digest(seed_quads())
    assert digest(seeds[1:]) != digest(seeds)


def test_an_institution_has_a_home_and_hangs_on_one_that_is_there(seeds: list[Quad]) -> None:
    table = of_graph(seeds, "institutions")
    named = {q.subject for q in table if q.predicate == RDFS["label"]}
    assert len(named) > 1000
    assert {q.subject for q in table if q.predicate == NamedNode(IRIS.term("locatedIn"))} == named
    assert {q.object for q in table if q.predicate == NamedNode(IRIS.term("partOf"))} <= named


def test_a_policy_is_issued_by_institutions_of_the_seeds(seeds: list[Quad]) -> None:
    named = {q.subject for q in of_graph(seeds, "institutions")}
    issuers = {q.object for q in of_graph(seeds, "ontology") if q.predicate == DCTERMS["publisher"]}
    assert len(issuers) > 20 and issuers <= named
