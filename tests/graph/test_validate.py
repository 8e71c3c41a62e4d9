"""Shapes: what the build writes passes, and each shape has an example that fails it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.documents import Document
from graph.extraction import Extraction
from graph.iris import DEFAULT_BASE, Iris
from graph.namespaces import prefixes
from graph.quads import quads
from graph.seeding import seed_quads
from graph.store import Store, writing
from graph.validate import Checker, Violation, validate

IRIS = Iris()
REGION = IRIS.region("999901")


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(DEFAULT_BASE)


@pytest.fixture(scope="module")
def sound(document: Document, extraction: Extraction) -> list[ox.Quad]:
    """The quads of a document, with the units that the seeds describe."""
    graph = ox.NamedNode(IRIS.document(document.sha256))
    units = [quad for quad in seed_quads() if "id/unit/" in quad.subject.value]
    described = [ox.Quad(*quad.triple, graph) for quad in units if not quad.predicate.value.endswith("Match")]
    return [*quads(document, extraction), *described]


def violations(checker: Checker, quads: Iterable[ox.Quad]) -> list[Violation]:
    return list(checker.check("urn:document", quads))


def edited(sound: list[ox.Quad], update: str) -> list[ox.Quad]:
    """The quads after a SPARQL update of the graph."""
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in sound)
    store.update(update, prefixes=prefixes(DEFAULT_BASE))
    return list(store)


def test_what_is_written_passes(checker: Checker, sound: list[ox.Quad]) -> None:
    assert violations(checker, sound) == []


def test_regions_with_a_past_pass(checker: Checker) -> None:
    codes = ("100000", "110000", "110103", "110118")
    past = {IRIS.region(code) for code in codes}
    assert violations(checker, (quad for quad in seed_quads() if quad.subject.value in past)) == []


FAILING = {
    "ReportShape": [
        "DELETE { ?x dcterms:title ?y } WHERE { ?x a wt:Report ; dcterms:title ?y }",
        "DELETE { ?x dcterms:spatial ?y } WHERE { ?x dcterms:spatial ?y ; a wt:Report }",
        "INSERT { ?x dcterms:issued 'gestern'^^xsd:date } WHERE { ?x a wt:Report }",
        "INSERT { ?x wt:period '二〇二一' } WHERE { ?x a wt:Report }",
    ],
    "MentionShape": [
        "DELETE { ?x itsrdf:taClassRef ?y } WHERE { ?x itsrdf:taClassRef ?y }",
        "INSERT { ?x itsrdf:taClassRef wt:Report } WHERE { ?x a wt:Mention }",
        "INSERT { ?x itsrdf:taIdentRef '县医院' } WHERE { ?x a wt:Mention }",
        "INSERT { ?x itsrdf:taConfidence 1.5 } WHERE { ?x a wt:Mention }",
    ],
    "EvidenceShape": ["INSERT DATA { <urn:elsewhere> a wt:Evidence, nif:Sentence }"],
    "ContextShape": ["DELETE { ?x nif:referenceContext ?y } WHERE { ?x nif:referenceContext ?y }"],
    "BeginShape": ["DELETE { ?x nif:endIndex ?y } INSERT { ?x nif:endIndex 0 } WHERE { ?x nif:endIndex ?y }"],
    "EndShape": ["INSERT { ?x nif:endIndex '9' } WHERE { ?x a wt:Evidence }"],
    "WordsShape": ["DELETE { ?x nif:anchorOf ?y } WHERE { ?x nif:anchorOf ?y }"],
    "ParagraphShape": ["INSERT { ?x wt:paragraph 0 } WHERE { ?x a wt:Evidence }"],
    "TaskShape": [f"INSERT {{ ?x wt:concerns <{REGION}> }} WHERE {{ ?x a wt:Task }}"],
    "ObservationShape": [
        "DELETE { ?x sdmx-measure:obsValue ?y } WHERE { ?x sdmx-measure:obsValue ?y }",
        "INSERT { ?x wt:low 1.0 } WHERE { ?x sdmx-measure:obsValue ?y }",
        "INSERT { ?x sdmx-measure:obsValue 1.0 } WHERE { ?x wt:low ?y }",
        "DELETE { ?x wt:low ?y } INSERT { ?x wt:low 700.0 } WHERE { ?x wt:low ?y }",
        "INSERT { ?x wt:status wt:higher } WHERE { ?x wt:status ?y }",
        "DELETE { ?x sdmx-dimension:refArea ?y } WHERE { ?x sdmx-dimension:refArea ?y }",
        "INSERT { ?x wt:indicator ?p } WHERE { ?x wt:program ?p }",
        "INSERT { ?x sdmx-dimension:refPeriod '去年' } WHERE { ?x a qb:Observation }",
        "DELETE { ?x wt:comparator '=' } INSERT { ?x wt:comparator '≈' } WHERE { ?x wt:comparator '=' }",
        "INSERT { ?x sdmx-attribute:unitMeasure wt:Unit } WHERE { ?x a qb:Observation }",
    ],
    "DerivedShape": ["DELETE { ?x prov:wasDerivedFrom ?y } WHERE { ?x prov:wasDerivedFrom ?y }"],
    "LinkScoreShape": ["INSERT { ?x wt:linkScore 1.5 } WHERE { ?x a wt:Mention }"],
    "ScoreShape": ["INSERT { ?x wt:score -0.1 } WHERE { ?x a wt:Assertion }"],
    "AssertionShape": [
        "DELETE { ?x rdf:object ?y } WHERE { ?x rdf:object ?y }",
        "INSERT { ?x rdf:predicate rdfs:label } WHERE { ?x a wt:Assertion }",
    ],
    "LabelShape": [
        "DELETE { ?x rdfs:label ?y } WHERE { ?x rdfs:label ?y ; a wt:Region }",
        "INSERT { ?x rdfs:label 'Yunxi'@en } WHERE { ?x a wt:Region }",
        "INSERT { ?x rdfs:label '另一个名字'@zh } WHERE { ?x a wt:Institution }",
    ],
    "RegionShape": [
        "INSERT { ?x wt:partOf ?y } WHERE { ?x a wt:Region . ?y a wt:Institution }",
        "INSERT { ?x wt:formerCode '1102' } WHERE { ?x a wt:Region }",
        "INSERT { ?x wt:lastYear '2009' } WHERE { ?x a wt:Region }",
    ],
    "InstitutionShape": [
        "DELETE { ?x org:unitOf ?y } WHERE { ?x org:unitOf ?y }",
        "INSERT { ?x wt:locatedIn ?x } WHERE { ?x a wt:Institution }",
    ],
    "ConceptShape": ["DELETE { ?x a skos:Concept } WHERE { ?x a wt:Program }"],
    "PersonShape": ["INSERT DATA { <urn:x> a wt:Person }"],
    "UnitShape": ["INSERT DATA { <urn:x> a wt:Unit }"],
    "ImplementsShape": [f"INSERT DATA {{ <{REGION}> wt:implements <{REGION}> }}"],
    "MeasuredByShape": [f"INSERT DATA {{ <{REGION}> wt:measuredBy <{REGION}> }}"],
    "DeliversShape": [f"INSERT {{ ?x wt:delivers <{REGION}> }} WHERE {{ ?x a wt:Institution }}"],
    "FollowsShape": ["INSERT { ?x wt:follows ?x } WHERE { ?x a wt:Policy }"],
    "IssuesShape": [f"INSERT DATA {{ <{REGION}> wt:issues <{REGION}> }}"],
    "PartnersWithShape": ["INSERT { ?x wt:partnersWith ?x } WHERE { ?x a wt:Program }"],
    "ResponsibleForShape": ["INSERT { ?x wt:responsibleFor ?x } WHERE { ?x a wt:Institution }"],
}
# Shapes whose only rule is another's.
TOLD_BY = {"PersonShape": "LabelShape", "UnitShape": "LabelShape"}


@pytest.mark.parametrize(
    ("shape", "update"), [(shape, update) for shape, updates in FAILING.items() for update in updates]
)
def test_each_shape_fails_its_bad_examples(
    checker: Checker, sound: list[ox.Quad], shape: str, update: str
) -> None:
    found = violations(checker, edited(sound, update))
    assert IRIS.term(TOLD_BY.get(shape, shape)) in {each.shape for each in found}
    assert all("\n" not in each.message and each.focus for each in found)


def test_no_shape_is_without_an_example() -> None:
    text = files("ontology").joinpath("shapes.ttl").read_text(encoding="utf-8")
    named = set(re.findall(r"^wt:(\w+) a sh:", text, flags=re.MULTILINE))
    assert named == set(FAILING)


def test_a_violation_names_document_thing_and_rule(
    tmp_path: Path, document: Document, extraction: Extraction
) -> None:
    iri = IRIS.document(document.sha256)
    written = list(quads(document, extraction))
    put(tmp_path / "store", iri, written)
    with Store.open(tmp_path / "store") as store:
        assert validate(store) == []
    quantity = next(quad for quad in written if quad.predicate.value == IRIS.term("quantity"))
    put(tmp_path / "store", iri, [quad for quad in written if quad != quantity])
    with Store.open(tmp_path / "store") as store:
        (found,) = validate(store)
    assert (found.document, found.focus) == (iri, quantity.subject.value)
    assert found.shape == IRIS.term("ObservationShape") and found.message.startswith("wt:quantity: ")


def put(path: Path, iri: str, written: Iterable[ox.Quad], base: str | None = None) -> None:
    with writing(path, base) as writer:
        writer.replace_document(iri, written)


def test_another_base_has_its_own_shapes(tmp_path: Path, document: Document, extraction: Extraction) -> None:
    base = "http://localhost:8000/"
    moved = Extraction.from_dict(json.loads(extraction.to_json().replace(DEFAULT_BASE, base)))
    iri = Iris(base).document(document.sha256)
    written = list(quads(document, moved, base))
    put(tmp_path / "store", iri, written, base)
    with Store.open(tmp_path / "store") as store:
        assert validate(store) == []
    put(tmp_path / "store", iri, [quad for quad in written if not quad.predicate.value.endswith("#quantity")])
    with Store.open(tmp_path / "store") as store:
        assert {found.shape for found in validate(store)} == {Iris(base).term("ObservationShape")}
