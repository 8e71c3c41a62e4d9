"""The views for people who program: networkx and rdflib."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx
import pytest
import rdflib

from graph.documents import Document
from graph.extraction import Extraction
from graph.iris import Iris
from graph.quads import quads
from graph.statements import RELATIONS
from graph.store import Store, writing
from graph.views import to_networkx, to_rdflib

RDFLIB_ITSELF = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")


@pytest.fixture(scope="module")
def path(
    tmp_path_factory: pytest.TempPathFactory, document: Document, extraction: Extraction
) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("views") / "store"
    with writing(path) as writer:
        writer.replace_document(Iris().document(document.sha256), quads(document, extraction))
    yield path


def test_networkx_has_entities_and_typed_relations(path: Path) -> None:
    graph = to_networkx(path)
    assert isinstance(graph, networkx.MultiDiGraph)
    assert graph.nodes["region/999901"] == {
        "type": "region",
        "label": "云溪县",
        "iri": Iris().region("999901"),
    }
    assert graph.has_edge("region/999901", "program/妇幼健康", key="implements")
    assert graph.edges["region/999901", "program/妇幼健康", "implements"]["documents"] == 1
    assert {key for _, _, key in graph.edges(keys=True)} <= set(RELATIONS)
    assert {kind for _, kind in graph.nodes(data="type")} == {
        "region",
        "institution",
        "program",
        "policy",
        "indicator",
        "task",
    }


def test_networkx_walks_from_county_to_indicator(path: Path) -> None:
    graph = to_networkx(path)
    implemented = [
        target for _, target, key in graph.out_edges("region/999901", keys=True) if key == "implements"
    ]
    measured = {
        graph.nodes[target]["label"]
        for program in implemented
        for _, target, key in graph.out_edges(program, keys=True)
        if key == "measuredBy"
    }
    assert measured == {"孕产妇系统管理率", "“两癌”筛查人数", "物资", "活产数"}


def test_networkx_leaves_out_what_no_document_speaks_of(path: Path, tmp_path: Path) -> None:
    assert "region/220322" not in to_networkx(path)
    with writing(tmp_path / "empty"):
        pass
    assert len(to_networkx(tmp_path / "empty")) == 0


def test_a_region_brings_the_regions_it_lies_in(
    document: Document, extraction: Extraction, tmp_path: Path
) -> None:
    nothing: dict[str, list[Any]] = {"mentions": [], "observations": [], "relations": [], "entities": []}
    moved = replace(extraction, region_id=Iris().region("220322"), **nothing)
    with writing(tmp_path / "store") as writer:
        writer.replace_document(Iris().document(document.sha256), quads(document, moved))
    graph = to_networkx(tmp_path / "store")
    labels = [label for _, label in graph.nodes(data="label")]
    assert {"梨树县", "四平市", "吉林省"} <= set(labels)
    assert networkx.has_path(graph, "region/220322", "region/220000")
    assert graph.edges["region/220322", "region/220300", "partOf"]["documents"] == 0


@RDFLIB_ITSELF
def test_rdflib_holds_the_same_quads(path: Path, document: Document) -> None:
    with Store.open(path) as store:
        dataset = to_rdflib(store)
        lines = "\n".join(f"{quad} ." for quad in store.quads(Iris().document(document.sha256)))
        assert len(dataset) == len(list(store.quads()))
    parsed = rdflib.Dataset()
    parsed.parse(data=lines, format="nquads")
    assert dict(dataset.namespaces())["region"] == rdflib.URIRef(Iris().ids + "region/")
    name = rdflib.URIRef(Iris().document(document.sha256))
    assert set(dataset.graph(name)) == set(parsed.graph(name))


@RDFLIB_ITSELF
def test_rdflib_answers_sparql_over_the_union(path: Path, document: Document) -> None:
    dataset = to_rdflib(path)
    value = rdflib.URIRef("http://purl.org/linked-data/sdmx/2009/measure#obsValue")
    graph = dataset.graph(rdflib.URIRef(Iris().document(document.sha256)))
    assert rdflib.Literal("97.52", datatype=rdflib.XSD.decimal) in set(graph.objects(None, value))
    rows = dataset.query("SELECT ?v { ?o ?value ?v FILTER(?v > 1000) }", initBindings={"value": value})
    assert [str(row[0]) for row in rows] == ["1089"]
