"""Updates and whole graphs written to a store, beside documents (``test_store.py``)."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pyoxigraph as ox
import pytest

from graph.errors import DataSetConflict, QueryError, QueryForbidden, UnwritableIri, UpdateFailed
from graph.iris import Iris
from graph.seeding import SEED_GRAPHS
from graph.store import Store, writing

S, P = ox.NamedNode("urn:s"), ox.NamedNode("urn:p")
ONE, TWO = (ox.Triple(S, P, ox.Literal(word)) for word in ("一", "二"))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("original") / "store"
    with writing(path) as writer:
        writer.put_graph("urn:g", [ONE])
    return path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    """A store with one small graph beside the seeds."""
    return copytree(original, tmp_path / "store")


def triples(path: Path, graph: str | None) -> set[ox.Triple] | None:
    with Store.open(path) as store:
        found = store.graph(graph)
        return None if found is None else set(found)


def update(path: Path, text: str, *using: str, named: tuple[str, ...] = ()) -> None:
    with writing(path) as writer:
        writer.update(text, using, named)


def published(path: Path) -> int:
    with Store.open(path) as store:
        return store.generation


def test_a_graph_is_put_added_to_and_dropped(path: Path) -> None:
    with writing(path) as writer:
        assert not writer.put_graph("urn:g", [TWO], add=True)
    assert triples(path, "urn:g") == {ONE, TWO}
    with writing(path) as writer:
        assert not writer.put_graph("urn:g", [TWO])
        assert writer.put_graph("urn:h", [])
    assert (triples(path, "urn:g"), triples(path, "urn:h")) == ({TWO}, set())
    with writing(path) as writer:
        assert writer.drop_graph("urn:g")
        assert not writer.drop_graph("urn:g")
    assert (triples(path, "urn:g"), triples(path, "urn:h")) == (None, set())


def test_the_default_graph_is_new_while_it_is_empty(path: Path) -> None:
    assert triples(path, None) == set()
    with writing(path) as writer:
        assert writer.put_graph(None, [ONE])
        assert not writer.put_graph(None, [TWO], add=True)
    assert triples(path, None) == {ONE, TWO}
    with writing(path) as writer:
        assert writer.drop_graph(None)
    assert (triples(path, None), triples(path, "urn:g")) == (set(), {ONE})


def test_a_graph_that_ends_in_an_error_is_not_published(path: Path) -> None:
    def broken():
        yield TWO
        raise RuntimeError("in the middle")

    with pytest.raises(Exception, match="in the middle"), writing(path) as writer:
        writer.put_graph("urn:g", broken())
    assert (triples(path, "urn:g"), published(path)) == ({ONE}, 1)


def test_an_update_is_published_whole(path: Path) -> None:
    update(path, "INSERT DATA { GRAPH <urn:h> { <urn:s> <urn:p> '二' } } ; PREFIX a: <urn:> DROP GRAPH a:g")
    assert (triples(path, "urn:g"), triples(path, "urn:h"), published(path)) == (None, {TWO}, 2)


def test_prefixes_and_relative_iris_are_those_of_queries(path: Path) -> None:
    update(path, "INSERT DATA { GRAPH <graph/mine> { region:1 a wt:Region } }")
    assert len(triples(path, Iris().base + "graph/mine") or ()) == 1


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("INSERT DATA { <urn:s> <urn:p> 1 } ; DROP GRAPH <urn:nothing>", UpdateFailed),
        ("INSERT DATA { <urn:s> <urn:p> 1 } ; PREFIX a: <urn:> CREATE GRAPH a:g", UpdateFailed),
        ("INSERT DATA { <urn:s> <urn:p> 1 } ; LOAD <http://127.0.0.1:9/>", QueryForbidden),
        ("INSERT DATA { <urn:s> <urn:p> 1 } ; CLEAR", QueryError),
    ],
)
def test_an_update_that_fails_is_not_published(path: Path, text: str, error: type[QueryError]) -> None:
    with pytest.raises(error):
        update(path, text)
    assert (triples(path, None), triples(path, "urn:g"), published(path)) == (set(), {ONE}, 1)


def test_the_data_set_of_an_update(path: Path) -> None:
    with writing(path) as writer:
        writer.put_graph("urn:h", [TWO])
    copy = "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    update(path, copy)
    assert triples(path, "urn:copy") in (None, set()), "without a data set, the unnamed graph is looked into"
    update(path, copy, "urn:h")
    assert triples(path, "urn:copy") == {TWO}
    named = "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    update(path, named, named=("urn:g",))
    assert triples(path, "urn:copy") == {ONE, TWO}
    update(path, "DELETE WHERE { ?s ?p '二' }", "urn:h")
    assert triples(path, "urn:h") == {TWO}, "only where it looks changes, not where it writes"
    with pytest.raises(DataSetConflict):
        update(path, "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "urn:h")


@pytest.mark.parametrize("name", ["", "relative", "urn:a b", "urn:a>", "urn:a\nb", "urn:\ud800"])
def test_a_name_that_is_no_iri(path: Path, name: str) -> None:
    with pytest.raises(UnwritableIri), writing(path) as writer:
        writer.put_graph(name, [])
    with pytest.raises(UnwritableIri):
        update(path, "CLEAR DEFAULT", name)
    assert published(path) == 1


def test_seeds_that_an_update_dropped_come_back(path: Path) -> None:
    update(path, "DROP ALL")
    with Store.open(path) as store:
        assert not list(store.quads())
    with writing(path) as writer:
        writer.put_graph("urn:g", [ONE])
    for name in SEED_GRAPHS:
        assert triples(path, Iris().graph(name))
    update(path, "CLEAR DEFAULT")
    assert published(path) == 4


def test_paths_below_the_base() -> None:
    assert Iris().below("graph/县?x#y") == "https://w3id.org/weitu/graph/县?x#y"
    for path in ("", "/a", "a/", "a//b", "../a", "a/..", "a/./b", ".."):
        with pytest.raises(UnwritableIri):
            Iris().below(path)
