"""Exports say what the store holds, no more and no less, and the same every time."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import networkx
import pytest
import rdflib
from pyarrow import parquet
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.documents import Document
from graph.errors import UnknownIri
from graph.export import Format, Selection, everything, export, neighbourhood, of_document, of_region
from graph.export.jsonld import context
from graph.export.sorting import sorted_lines
from graph.extraction import Extraction
from graph.iris import Iris
from graph.namespaces import RDF, RDFS
from graph.quads import quads
from graph.seeding import seed_quads
from graph.store import Store, writing
from graph.views import to_networkx

FORMATS: tuple[Format, ...] = get_args(Format)
DATA_SETS: dict[Format, RdfFormat] = {
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}
GRAPHS: dict[Format, RdfFormat] = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES}
HOSTILE = 'a"b\\c\n\r\t\x01\x7f<>&\'"""\u2028😀"@zh'


@pytest.fixture(scope="module")
def path(
    tmp_path_factory: pytest.TempPathFactory, document: Document, extraction: Extraction
) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("export") / "store"
    iri = Iris().document(document.sha256)
    odd = Iris().local_concept("program", "<odd>/50%")
    facts = [
        (RDF["type"], NamedNode(Iris().term("Program"))),
        (RDFS["label"], Literal(HOSTILE, language="zh")),
        (NamedNode("urn:plain"), Literal(HOSTILE)),
        (NamedNode("urn:in-english"), Literal("x", language="en-GB")),
        (NamedNode("urn:typed"), Literal("x", datatype=NamedNode("urn:type"))),
    ]
    hostile = [Quad(NamedNode(odd), predicate, value, NamedNode(iri)) for predicate, value in facts]
    with writing(path) as writer:
        writer.replace_document(iri, [*quads(document, extraction), *hostile])
    yield path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as store:
        yield store


def exported(store: Store, format: Format) -> bytes:  # noqa: A002
    stream = io.BytesIO()
    export(everything(store), format, stream)
    return stream.getvalue()


@pytest.mark.parametrize("format", DATA_SETS)
def test_formats_of_data_sets_hold_all_quads(store: Store, format: Format) -> None:  # noqa: A002
    assert set(parse(exported(store, format), DATA_SETS[format])) == set(store.quads())


@pytest.mark.parametrize("format", GRAPHS)
def test_formats_of_graphs_hold_the_union(store: Store, format: Format) -> None:  # noqa: A002
    triples = {quad.triple for quad in parse(exported(store, format), GRAPHS[format])}
    assert triples == {quad.triple for quad in store.quads()}


def test_rdf_xml_holds_the_union_save_what_xml_cannot(store: Store) -> None:
    def plain(triples: Iterator[Triple]) -> set[tuple[str, ...]]:
        """Line ends and what XML cannot hold left out."""
        return {tuple(re.sub(r"[\x00-\x1f\ufffd]", "", term.value) for term in triple) for triple in triples}

    found = plain(quad.triple for quad in parse(exported(store, "rdf"), RdfFormat.RDF_XML))
    assert found == plain(quad.triple for quad in store.quads())
    assert len(rdflib.Graph().parse(exported(store, "rdf"), format="xml")) == len(found)


@pytest.mark.raptor
@pytest.mark.parametrize(("format", "name"), [("ttl", "turtle"), ("trig", "trig"), ("rdf", "rdfxml")])
def test_a_parser_that_shares_no_code_reads_as_many_triples(
    store: Store,
    tmp_path: Path,
    format: Format,  # noqa: A002
    name: str,
) -> None:
    rapper = shutil.which("rapper")
    if rapper is None:
        pytest.skip("rapper is not installed (Debian: raptor2-utils)")
    file = tmp_path / f"graph.{format}"
    file.write_bytes(exported(store, format))
    command = [rapper, "--quiet", "--input", name, "--output", "ntriples", str(file)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    expected = {quad.triple for quad in store.quads()}
    assert len(set(done.stdout.splitlines())) == len(expected)


def test_lines_come_sorted_and_once_however_few_are_held() -> None:
    lines = [f"{n * 7919 % 1000}\n".encode() for n in range(3000)]
    assert list(sorted_lines(lines, run=64)) == sorted(set(lines))


def table(store: Store, selection: Selection | None = None) -> list[dict[str, str]]:
    stream = io.BytesIO()
    export(selection or everything(store), "csv", stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))


def test_the_table_has_a_row_for_each_observation(store: Store, extraction: Extraction) -> None:
    rows = table(store)
    assert [row["quantity"] for row in rows] == [o.quantity for o in extraction.observations]
    first = rows[0]
    assert (first["name"], first["value"], first["unit"], first["period"], first["status"]) == (
        "孕产妇系统管理率",
        "97.52",
        "%",
        "2021",
        "actual",
    )
    assert first["region_label"] == "云溪县" and first["region"] == "region/999901"
    assert "97.52%" in first["evidence"]
    ranged = next(row for row in rows if row["comparator"] == "range")
    assert (ranged["value"], ranged["low"], ranged["high"]) == ("", "500.0", "600.0")


def test_parquet_holds_the_rows_of_the_table(store: Store) -> None:
    read = parquet.read_table(io.BytesIO(exported(store, "parquet"))).to_pylist()
    written = [{name: "" if value is None else str(value) for name, value in row.items()} for row in read]
    assert written == table(store)


def test_a_document_comes_with_what_the_seeds_know_of_its_names(store: Store, document: Document) -> None:
    iri = Iris().document(document.sha256)
    selected = list(of_document(store, iri).quads())
    graphs = {quad.graph_name.value for quad in selected}
    assert iri in graphs and len(selected) < len(list(store.quads()))
    assert set(store.quads(iri)) <= set(selected)


def test_a_region_brings_the_documents_about_it(store: Store, document: Document) -> None:
    with pytest.raises(UnknownIri):
        of_region(store, Iris().region("999902"))
    assert of_region(store, Iris().region("999901")).documents == {Iris().document(document.sha256)}


def test_a_neighbourhood_has_the_facts_between_its_entities_and_their_evidence(store: Store) -> None:
    region = Iris().region("999901")
    near = neighbourhood(store, region)
    said = {quad.subject.value for quad in near.quads()}
    assert (
        region in said
        and any("/observation/" in iri for iri in said)
        and any("#char=" in iri for iri in said)
    )
    with pytest.raises(UnknownIri):
        neighbourhood(store, Iris().region("110000"))
    assert 0 < len(table(store, near)) <= len(table(store))


@pytest.mark.parametrize(("format", "name"), [("ttl", "turtle"), ("trig", "trig"), ("jsonld", "json-ld")])
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_another_reader_reads_as_much(store: Store, format: Format, name: str) -> None:  # noqa: A002
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=exported(store, format), format=name)
    assert len(set(dataset.triples((None, None, None)))) == len({quad.triple for quad in store.quads()})


@pytest.fixture(scope="module")
def made_otherwise(path: Path, document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds what :func:`path` does, written in another order and in two steps."""
    other = tmp_path_factory.mktemp("otherwise") / "store"
    iri = Iris().document(document.sha256)
    with Store.open(path) as store:
        held = sorted(store.quads(iri), key=str, reverse=True)
    for part in (held[:7], held):
        with writing(other) as writer:
            writer.replace_document(iri, part)
    return other


@pytest.mark.parametrize("format", FORMATS)
def test_equal_stores_give_equal_files(store: Store, made_otherwise: Path, format: Format) -> None:  # noqa: A002
    with Store.open(made_otherwise) as other:
        assert exported(other, format) == exported(store, format)


def test_lines_are_sorted(store: Store) -> None:
    for line_format in ("nt", "nq"):
        lines = exported(store, line_format).splitlines()
        assert lines == sorted(lines) and len(lines) == len(set(lines))


def test_turtle_is_grouped_by_subject_with_the_type_first(store: Store) -> None:
    text = exported(store, "ttl").decode()
    subjects = [block.split("\n")[0] for block in text.split("\n\n")[1:]]
    assert len(subjects) == len(set(subjects))
    assert 'region:220322\n    a wt:Region ;\n    dcterms:identifier "220322" ;\n' in text
    assert "\nindicator:孕产妇系统管理率\n    a " in text
    assert '    sdmx-measure:obsValue "97.52"^^xsd:decimal ;\n' in text


def test_json_ld_uses_plain_words(store: Store, extraction: Extraction) -> None:
    data = json.loads(exported(store, "jsonld"))
    document = next(graph for graph in data["@graph"] if "id:document/" in graph["@id"])
    value = next(node for node in document["@graph"] if node.get("quantity") == "97.52%")
    assert (
        value["value"] == "97.52"
        and value["name"] == "孕产妇系统管理率"
        and value["period" if 0 else "status"]
    )
    assert value["refArea"] == "id:region/999901" and value["@type"] == "qb:Observation"


def test_the_context_has_a_word_for_all_that_documents_say(
    document: Document, extraction: Extraction
) -> None:
    words = context()
    known = {
        words[entry["@id"].partition(":")[0]] + entry["@id"].partition(":")[2]
        for entry in words.values()
        if isinstance(entry, dict)
    }
    used = {quad.predicate.value for quad in quads(document, extraction)} - {RDF["type"].value}
    assert used <= known
    assert {q.subject.value for q in seed_quads() if "Property" in str(q.object)} <= known


def test_the_context_follows_the_base() -> None:
    assert context("http://localhost:8000/")["wt"] == "http://localhost:8000/ontology#"


@pytest.mark.parametrize(
    ("format", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)]
)
def test_graph_tools_read_the_entities(
    store: Store,
    format: Format,  # noqa: A002
    read: object,
) -> None:
    assert callable(read)
    found = read(io.BytesIO(exported(store, format)))
    expected = to_networkx(store)
    assert set(found.nodes) == set(expected.nodes) and found.number_of_edges() == expected.number_of_edges()
    relations = {(s, t, data["relation"]) for s, t, data in found.edges(data=True)}
    assert relations == {(s, t, key) for s, t, key in expected.edges(keys=True)}
    assert found.nodes["region/999901"]["label"] == "云溪县"
    ids = [data["id"] for _, _, data in found.edges(data=True)]
    assert len(set(ids)) == len(ids)
