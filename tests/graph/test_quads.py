"""What a document says, as RDF: every fact with its place, nothing invented, equal input, equal quads."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, serialize

from graph.documents import Document
from graph.errors import UnwritableIri
from graph.extraction import Entity, Extraction
from graph.iris import Iris
from graph.namespaces import prefixes
from graph.quads import quads
from graph.seeding import seed_quads

BASE = "https://w3id.org/weitu/"


@pytest.fixture(scope="module")
def store(document: Document, extraction: Extraction) -> Store:
    store = Store()
    store.extend([*seed_quads(), *quads(document, extraction)])
    return store


def rows(store: Store, where: str, base: str = BASE) -> set[tuple[str, ...]]:
    """The solutions of a pattern as tuples of lexical values, in the order of the variables named in it."""
    names = list(dict.fromkeys(word.strip(".;,()[]") for word in where.split() if word.startswith("?")))
    query = f"SELECT {' '.join(names)} WHERE {{ {where} }}"
    solutions = store.query(query, prefixes=prefixes(base), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    return {tuple(getattr(term, "value", "") for term in solution) for solution in solutions}


def test_all_quads_are_in_the_graph_named_by_the_document(document: Document, extraction: Extraction) -> None:
    graph = NamedNode(Iris().document(document.sha256))
    assert {quad.graph_name for quad in quads(document, extraction)} == {graph}


def test_a_report_says_who_where_and_when(store: Store) -> None:
    pattern = """?d a wt:Report ; dcterms:title ?title ; wt:period ?period ; dcterms:issued ?day ;
        dcterms:identifier ?file ; dcterms:publisher/rdfs:label ?issuer ;
        dcterms:spatial/rdfs:label ?region"""
    (row,) = rows(store, pattern)
    expected = ("2021", "2022-01-20", "yunxi-2021.txt", "云溪县卫生健康局", "云溪县")
    assert row[1:] == ("云溪县卫生健康局2021年工作总结", *expected)


def test_every_span_cuts_its_own_words_from_the_text(store: Store) -> None:
    (row,) = rows(store, "?d nif:isString ?text")
    spans = rows(store, "?m nif:anchorOf ?words ; nif:beginIndex ?start ; nif:endIndex ?end")
    assert len(spans) > 10
    for iri, words, start, end in spans:
        assert row[1][int(start) : int(end)] == words
        assert iri.endswith(f"#char={start},{end}")


def test_a_county_can_be_walked_to_programme_indicator_value_and_sentence(store: Store) -> None:
    walk = """?county rdfs:label "云溪县"@zh ; wt:implements ?program . ?program wt:measuredBy ?indicator .
        ?o wt:program ?program ; wt:indicator ?indicator ; sdmx-dimension:refArea ?county ;
        sdmx-measure:obsValue ?value ; sdmx-attribute:unitMeasure/rdfs:label ?unit ; wt:status wt:actual ;
        prov:wasDerivedFrom/nif:anchorOf ?sentence ; wt:name ?name"""
    found = {(row[7], row[4], row[5]) for row in rows(store, walk)}
    assert found == {
        ("孕产妇系统管理率", "97.52", "%"),
        ("“两癌”筛查人数", "1089", "人"),
        ("活产数", "12", "个"),
    }


def test_a_range_has_bounds_instead_of_a_value(store: Store) -> None:
    (row,) = rows(store, '?o wt:comparator "range" ; wt:low ?low ; wt:high ?high ; wt:quantity ?quantity')
    assert row[1:] == ("500", "600", "500-600元")
    assert not rows(store, '?o wt:comparator "range" ; sdmx-measure:obsValue ?value')


def test_a_target_stands_beside_the_result(store: Store) -> None:
    pattern = "?o wt:status wt:target ; sdmx-dimension:refPeriod ?year ; wt:comparator ?comparator"
    assert {row[1:] for row in rows(store, pattern)} == {("2022", ">=")}


def test_a_relation_is_a_triple_and_an_assertion_with_its_sentence(store: Store) -> None:
    pattern = """?s ?p ?o . ?a a wt:Assertion ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
        prov:wasDerivedFrom ?e . ?e a wt:Evidence ; nif:anchorOf ?sentence ; wt:paragraph ?number"""
    found = rows(store, pattern)
    terms = sorted(row[1].rpartition("#")[2] for row in found)
    assert terms.count("implements") == 2  # one for each programme, though three figures name 妇幼健康
    assert {"delivers", "follows", "responsibleFor", "measuredBy"} < set(terms)
    (follows,) = (row for row in found if row[1].endswith("#follows"))
    assert follows[5].startswith("根据《云溪县妇幼健康办法》") and follows[6] == "4"


def test_what_the_issuing_authority_delivers_its_region_implements(
    document: Document, extraction: Extraction
) -> None:
    store = Store()
    store.extend(quads(document, replace(extraction, observations=[])))
    (row,) = rows(store, "?region wt:implements ?program")
    assert row == (extraction.region_id, Iris().local_concept("program", "妇幼健康"))


def test_a_task_is_a_paragraph_with_the_programmes_it_concerns(store: Store) -> None:
    pattern = """?who wt:responsibleFor ?task . ?task a wt:Task ; rdfs:label ?label ; wt:concerns ?p ;
        wt:paragraph ?n"""
    (row,) = rows(store, pattern)
    assert row[1].endswith("#line=2,3") and row[4] == "3"
    assert row[2] == "全县孕产妇系统管理率97.52%，云溪县妇幼保健院开展“两癌”筛查1089人。…"
    assert row[3] == Iris().local_concept("program", "“两癌”筛查")


def test_offices_institutions_and_concepts_keep_their_ties(store: Store) -> None:
    tied = rows(store, "?office org:unitOf ?bureau ; wt:partOf ?bureau ; wt:locatedIn ?region")
    assert len([row for row in tied if "999901" in row[0]]) == 1
    assert len(rows(store, '?program skos:prefLabel "“两癌”筛查"@zh ; skos:broader/rdfs:label ?wider')) == 1
    assert len(rows(store, "?policy a wt:Policy, skos:Concept ; dcterms:spatial ?region")) == 1


def test_no_link_no_triple(store: Store) -> None:
    assert not rows(store, '?s ?p ?o FILTER(CONTAINS(STR(?o), "某办法"))')
    assert rows(store, "?m itsrdf:taClassRef wt:Date ; nif:anchorOf ?words") == {
        (row[0], "2021年") for row in rows(store, "?m itsrdf:taClassRef wt:Date")
    }


def lines(found: Iterator[Quad]) -> bytes:
    return b"\n".join(sorted(serialize(found, format=RdfFormat.N_QUADS).splitlines()))


def test_equal_input_gives_equal_quads_in_whatever_order_it_is_listed(
    document: Document, extraction: Extraction
) -> None:
    shuffled = {}
    for name in ("mentions", "observations", "relations", "entities"):
        shuffled[name] = random.Random(0).sample(getattr(extraction, name), len(getattr(extraction, name)))
    assert lines(quads(document, replace(extraction, **shuffled))) == lines(quads(document, extraction))
    doubled = {name: items * 2 for name, items in shuffled.items() if name != "observations"}
    assert lines(quads(document, replace(extraction, **doubled))) == lines(quads(document, extraction))


def test_quads_come_once_each(document: Document, extraction: Extraction) -> None:
    found = list(quads(document, extraction))
    assert len(found) == len(set(found))


def test_another_base_is_written_throughout(document: Document, extraction: Extraction) -> None:
    other = "http://localhost:8000/"
    moved = Extraction.from_dict(json.loads(extraction.to_json().replace(BASE, other)))
    found = lines(quads(document, moved, other)).decode()
    assert BASE not in found and other in found


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (97.52, "97.52"),
        (60104700.0, "60104700"),
        (1e16, "10000000000000000"),
        (1e-7, "0.0000001"),
        (0.0, "0"),
        (5, "5"),
    ],
)
def test_numbers_are_written_as_plain_decimals(
    document: Document, extraction: Extraction, value: float, written: str
) -> None:
    one = replace(extraction, observations=[replace(extraction.observations[0], value=value)])
    values = {q.object for q in quads(document, one) if q.predicate.value.endswith("obsValue")}
    assert values == {Literal(written, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))}


def test_an_entity_that_is_no_iri_is_refused(document: Document, extraction: Extraction) -> None:
    with pytest.raises(UnwritableIri):
        list(quads(document, replace(extraction, entities=[Entity("not an iri", "program", "某项目")])))
