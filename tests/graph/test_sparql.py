"""Queries: values bound, data sets as the protocol has them, errors at their place, SERVICE refused."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph import sparql
from graph.errors import QueryError, QueryForbidden, QuerySyntaxError, UnwritableIri
from graph.iris import DEFAULT_BASE
from graph.namespaces import prefixes
from graph.store import Store, writing

ONE, TWO = (
    ox.NamedNode("https://w3id.org/weitu/id/document/1"),
    ox.NamedNode("https://w3id.org/weitu/id/document/2"),
)
HAS = ox.NamedNode("urn:has")
HOSPITAL = ox.NamedNode("https://w3id.org/weitu/id/institution/220322/县医院")
NO_STORE = cast(Store, SimpleNamespace(base=DEFAULT_BASE, database=ox.Store()))
ANYWHERE = "SELECT ?value { ?place <urn:has> ?value }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("sparql") / "store"
    with writing(path) as writer:
        writer.replace_document(ONE.value, [ox.Quad(HOSPITAL, HAS, ox.Literal("1"), ONE)])
        writer.replace_document(TWO.value, [ox.Quad(HOSPITAL, HAS, ox.Literal("2"), TWO)])
    with Store.open(path) as opened:
        yield opened


def found(result: sparql.Result, name: str = "value") -> set[str]:
    assert isinstance(result, ox.QuerySolutions)
    return {row[name].value for row in result}


def test_the_default_graph_is_the_union(store: Store) -> None:
    assert found(sparql.run(store, ANYWHERE)) == {"1", "2"}
    # the word alone is no data set
    assert found(sparql.run(store, ANYWHERE + " # from")) == {"1", "2"}
    assert found(sparql.run(store, ANYWHERE.replace("?place", "?from"))) == {"1", "2"}


def test_a_data_set_in_the_query_holds(store: Store) -> None:
    query = "SELECT ?value FROM <%s> { ?place <urn:has> ?value }"
    assert found(sparql.run(store, query % ONE.value)) == {"1"}
    assert found(sparql.run(store, query.replace("FROM", "from") % TWO.value)) == {"2"}
    named = "SELECT ?value FROM NAMED <%s> { GRAPH ?g { ?place <urn:has> ?value } }"
    assert found(sparql.run(store, named % TWO.value)) == {"2"}
    assert found(sparql.run(store, named.replace("GRAPH ?g", "") % TWO.value)) == set()


def test_a_data_set_beside_the_query_wins(store: Store) -> None:
    query = f"SELECT ?value FROM <{ONE.value}> {{ ?place <urn:has> ?value }}"
    assert found(sparql.run(store, query, default_graphs=[TWO.value])) == {"2"}
    in_graphs = "SELECT ?value { GRAPH ?g { ?place <urn:has> ?value } }"
    assert found(sparql.run(store, in_graphs, named_graphs=[ONE.value])) == {"1"}
    assert found(sparql.run(store, in_graphs, default_graphs=[ONE.value])) == set()
    assert found(sparql.run(store, ANYWHERE, named_graphs=[ONE.value])) == set()


@pytest.mark.parametrize("name", ["no iri", "", "urn:a b", "urn:\ud800", "urn:x> <urn:y"])
def test_a_graph_name_that_is_no_iri_is_refused(store: Store, name: str) -> None:
    with pytest.raises(UnwritableIri):
        sparql.run(store, ANYWHERE, default_graphs=[name])


def test_all_forms_of_query_are_answered(store: Store) -> None:
    assert bool(sparql.run(store, "ASK { ?s <urn:has> '1' }"))
    triples = sparql.run(store, "CONSTRUCT { ?s <urn:had> ?o } WHERE { ?s <urn:has> ?o }")
    assert isinstance(triples, ox.QueryTriples) and len(list(triples)) == 2
    described = sparql.run(store, "DESCRIBE ?place", bindings={"place": HOSPITAL})
    assert isinstance(described, ox.QueryTriples)


def test_prefixes_are_known_and_can_be_redefined(store: Store) -> None:
    assert found(sparql.run(store, "SELECT ?value { <" + HOSPITAL.value + "> ?p ?value }")) == {"1", "2"}
    assert not bool(sparql.run(store, "ASK { ?s skos:nonsense ?o }"))
    assert bool(sparql.run(store, "PREFIX wt: <urn:> ASK { ?s wt:has ?o }"))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_values_arrive_as_they_are(text: str) -> None:
    literal = ox.Literal(text)

    query = f"SELECT ?value {{ {sparql.values('value', [literal, HOSPITAL])} }}"
    rows = sparql.rows(NO_STORE, query)
    assert [row["value"] for row in rows] == [literal, HOSPITAL]


def test_bindings_restrict_what_is_selected(store: Store) -> None:
    query = "SELECT ?place ?value { ?place <urn:has> ?value }"
    assert len(sparql.rows(store, query, value=ox.Literal("1"))) == 1
    assert sparql.rows(store, query, value=ox.Literal('1" }')) == []


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("", 1, 1, "too early"),
        ("SELECT * {", 1, 11, "too early"),
        ("SELEC * {}", 1, 1, "'SELEC'"),
        ("INSERT DATA {}", 1, 1, "'INSERT'"),
        ("SELECT * WHERE {\n?s ?p '医保基金'@zh . 县 }", 2, 19, "'县'"),
        ("SELECT * WHERE {\r\n ?s ?p '😀😀' . 县\r\n}", 2, 15, "'县'"),
        ("# 注释\nSELECT * WHERE { ?s ?p '县医院'@zh ?o2 }", 2, 33, "'?o2'"),
        ("SELECT * { ?s ?p ?o . OPTIONL { ?s ?p ?x } }", 1, 23, "'OPTIONL'"),
        ("SELECT ?s WHERE { ?s a }", 1, 24, "'}'"),
        ("SELECT * { ?s foo:bar ?o }", 1, 15, "Prefix not found"),
        ("SELECT * { ?s ?p <a b> }", 1, 18, "IRI"),
        ("PREFIX x <urn:x> SELECT * {}", 1, 10, "'<urn:x>'"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", 1, 33, "unbound"),
        ("SELECT * { ?s ?p ?o } LIMIT 5 ORDER BY ?s", 1, 31, "'ORDER'"),
        ("SELECT * {\n?s ?p 'service' .\n ?x }", 3, 5, "'}'"),
        ("SELECT * { ?s ?p '\ud800' }", 1, 19, "surrogate"),
    ],
)
def test_a_syntax_error_names_its_place(store: Store, query: str, line: int, column: int, says: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        sparql.run(store, query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert says in caught.value.problem and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <http://example.invalid/> { ?s ?p ?o }",
        "service silent ?s {}",
        "SERVICE<http://example.invalid/>{}",
        "SERVICEx:y{}",
        "SERVICE:y{}",
        "SERVICESILENT<http://example.invalid/>{}",
        "SERVICE # why not\n <http://example.invalid/> # here\n {}",
        "?s ?p trueSERVICE<http://example.invalid/>{}",
        "?s ?p x:a\\'b . SERVICE <http://example.invalid/> {} ?s ?p x:c\\'d",
        "FILTER(?a<'x>') SERVICE <http://example.invalid/> {} FILTER('a'='b')",
        "?s ?p '''it's''' . SERVICE <http://example.invalid/> {}",
        "?s ?p <urn:#> SERVICE <http://example.invalid/> {}",
        "{ SELECT * { SERVICE <http://example.invalid/> {} } }",
        "FILTER EXISTS { SERVICE <http://example.invalid/> {} }",
    ],
)
@pytest.mark.parametrize("form", ["SELECT *", "ASK", "CONSTRUCT { ?s ?p ?o } WHERE"])
def test_service_is_refused_however_it_is_written(store: Store, form: str, clause: str) -> None:
    query = f"PREFIX x: <http://example.invalid/> PREFIX : <http://example.invalid/> {form} {{ {clause} }}"
    with pytest.raises(QueryForbidden):
        sparql.run(store, query)


@pytest.mark.parametrize(
    "harmless",
    [
        "?s ?p 'SERVICE <http://example.invalid/> {}'",
        "?s ?p '''\nSERVICE <http://example.invalid/> {}\n'''",
        "?s ?p ?o # SERVICE <http://example.invalid/> {}\n",
        "?service ?p ?Service",
        "?s x:service ?o",
        "?s service:x ?o",
        "?s <http://example.invalid/service> ?o",
        "?s ?p _:service",
        "?s ?p 'x'@service",
        "?s x:service ?o { ?s ?p ?o }",
        "GRAPH x:service { ?s ?p ?o }",
    ],
)
def test_the_word_service_elsewhere_is_harmless(store: Store, harmless: str) -> None:
    declared = "PREFIX x: <http://example.invalid/> PREFIX service: <http://example.invalid/>"
    result = sparql.run(store, f"{declared} SELECT * {{ {harmless} }}")
    assert isinstance(result, ox.QuerySolutions)
    list(result)  # calls no server


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "SERVICE",
            "service",
            "SERVICE SILENT",
            "<urn:a>",
            "<urn:'>",
            "<urn:#>",
            "x:",
            "x:y",
            "x:a\\'b",
            "?s",
        ]
        + [
            "$service",
            "_:b",
            "a",
            "true",
            "5",
            "'",
            '"',
            "'''",
            "\\",
            "\\'",
            "@en",
            "^^",
            "#",
            "\n",
            " ",
            ".",
        ]
        + ["{", "}", "(", ")", "[", "]", "<", ">", "=", ";", ",", "?", "*", "FILTER", "OPTIONAL", "GRAPH"]
        + ["MINUS", "UNION", "BIND", "AS", "EXISTS", "VALUES"]
    ),
    max_size=14,
)
CLAUSE = "SERVICE <urn:elsewhere> {}"


@settings(max_examples=500)
@given(FRAGMENTS, FRAGMENTS)
@example(["?s", "?s", "x:a\\'b", "."], ["?s", "?s", "x:a\\'b"])
@example(["FILTER", "(", "?s", "<", "'", "x", ">", "'", ")"], ["FILTER", "(", "'", "'", ")"])
@example(["#"], ["\n"])
def test_nothing_around_it_smuggles_service_in(before: list[str], after: list[str]) -> None:
    query = f"PREFIX x: <urn:> SELECT * {{ {''.join(before)} {CLAUSE} {''.join(after)}\n }}"
    try:
        result = sparql.run(NO_STORE, query)
    except QueryError:
        return
    assert isinstance(result, ox.QuerySolutions)
    list(result)  # calls no server
    # what runs reads the clause as part of a string or a comment, where control characters may stand as well
    ox.Store().query(query.replace(CLAUSE, "\x01" * len(CLAUSE)), prefixes=prefixes(NO_STORE.base))


def test_relative_iris_are_below_the_base(store: Store) -> None:
    query = "SELECT ?value { <id/institution/220322/县医院> <urn:has> ?value }"
    assert found(sparql.run(store, query)) == {"1", "2"}
