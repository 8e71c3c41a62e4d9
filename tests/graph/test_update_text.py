"""Updates before they are done: parsed and not begun, refused where they reach out, given a data set."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph import update_text
from graph.errors import DataSetConflict, QueryForbidden, QuerySyntaxError, UpdateFailed
from graph.iris import DEFAULT_BASE
from graph.namespaces import prefixes

KNOWN = prefixes(DEFAULT_BASE)
CLAUSE = "USING <urn:g> USING <urn:h> USING NAMED <urn:i> "


def prepared(update: str, *, on: bool = False) -> list[str]:
    """With ``on``, on the data set of :data:`CLAUSE`."""
    using, named = (("urn:g", "urn:h"), ("urn:i",)) if on else ((), ())
    return update_text.prepared(update, KNOWN, using, named)


@pytest.mark.parametrize(
    "update",
    [
        "",
        "# nothing",
        "CLEAR ALL",
        "CLEAR ALL ;",
        "BASE <http://example.org/> PREFIX a: <x#> # load\n INSERT DATA { a:b <c> 'LOAD <x> SERVICE ?s {' }",
        "INSERT DATA { <load> <using> wt:with }",
        "INSERT { ?with ?load ?service } WHERE { ?with ?load ?service }",
        "INSERT DATA { <s> <p> '''; PREFIX a: <b>''' } # ; base <x>",
    ],
)
def test_what_may_be_done_is_left_as_it_is(update: str) -> None:
    assert prepared(update) == [update]


def test_parsing_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    store = ox.Store()
    monkeypatch.setattr(update_text.ox, "Store", lambda: store)
    update_text.parse("PREFIX a: <urn:a> INSERT DATA { a:b a:c 1 } ; CREATE GRAPH <urn:g>", {})
    assert len(store) == 0
    assert not list(store.named_graphs())


@pytest.mark.parametrize(
    ("update", "line", "column"),
    [
        ("CLEAR XYZ", 1, 7),
        ("PREFIX a: <urn:a>\nCLEAR ALL ;\nINSERT DATA { a:b a:c ] }", 3, 23),
        ("PREFIX a: <urn:a> INSERT DATA { a:b a:c ] }", 1, 41),
        ("CLEAR ALL ;\nPREFIX a: <urn:a>\nCLEAR ALL ;\nPREFIX b: <urn:b>\nCLEAR ]", 5, 7),
        ("SELECT * { ?s ?p ?o }", 1, 1),
        ("CLEAR ALL \ud800", 1, 11),
    ],
)
def test_a_syntax_error_has_a_place(update: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        prepared(update)
    assert (caught.value.line, caught.value.column) == (line, column), str(caught.value)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:9/>",
        "load silent <http://127.0.0.1:9/> into graph <urn:g>",
        "CLEAR ALL ; INSERT DATA { <s> <p> 1 } ;\n# then\nLOAD#\n<http://127.0.0.1:9/>",
        "CLEAR ALL ; PREFIX a: <urn:a> LOAD a:b",
        "PREFIX load: <http://127.0.0.1:9/> LOAD load:load",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "CLEAR ALL ; DELETE { ?s ?p ?o } WHERE { ?s ?p ?o { service silent ?s { ?s ?p ?o } } }",
        "CLEAR ALL ; PREFIX x: <urn:x> INSERT { ?s ?p ?o } WHERE { SERVICE x:y { ?s ?p ?o } }",
    ],
)
@pytest.mark.parametrize("on", [False, True])
def test_what_reaches_out_is_refused(update: str, on: bool) -> None:
    with pytest.raises(QueryForbidden):
        prepared(update, on=on)


def test_prologues_may_stand_between_operations() -> None:
    """As the grammar has it; the parser of the database takes the first one only."""
    parts = prepared(
        "PREFIX a: <urn:a#>\nINSERT DATA { a:s a:p '; PREFIX' } ; # ; BASE\nPREFIX b: <urn:b#>\n"
        "INSERT DATA { a:s b:p 2 } ; PREFIX a: <urn:c#> INSERT DATA { a:s b:p 3 }"
    )
    store = ox.Store()
    for part in parts:
        store.update(part)
    assert {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in store} == {
        ("urn:a#s", "urn:a#p", "; PREFIX"),
        ("urn:a#s", "urn:b#p", "2"),
        ("urn:c#s", "urn:b#p", "3"),
    }


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", f"INSERT {{ ?s ?p 1 }} {CLAUSE}WHERE {{ ?s ?p ?o }}"),
        (
            "DELETE { ?where ?p 'WHERE' } # where\n"
            "where { ?where ?p 'WHERE' { SELECT * WHERE { ?s <where> 1 } } }",
            f"DELETE {{ ?where ?p 'WHERE' }} # where\n{CLAUSE}"
            "where { ?where ?p 'WHERE' { SELECT * WHERE { ?s <where> 1 } } }",
        ),
        (
            "DELETE # }\nWHERE { ?s ?p '}' GRAPH ?g { ?s ?p 2 } # }\n} ; CLEAR ALL",
            "DELETE # }\n{ ?s ?p '}' GRAPH ?g { ?s ?p 2 } # }\n}\n"
            f"{CLAUSE}WHERE {{ ?s ?p '}}' GRAPH ?g {{ ?s ?p 2 }} # }}\n}} ; CLEAR ALL",
        ),
        ("INSERT DATA { <s> <p> 'DELETE WHERE {' }", "INSERT DATA { <s> <p> 'DELETE WHERE {' }"),
        ("CLEAR ALL", "CLEAR ALL"),
    ],
)
def test_a_data_set_goes_where_something_is_looked_for(update: str, expected: str) -> None:
    assert prepared(update, on=True) == [expected]


def test_a_data_set_goes_into_every_operation() -> None:
    update = "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o } ; DELETE WHERE { ?s ?p 2 } ; "
    parts = prepared(f"{update}BASE <urn:a> {update}", on=True)
    assert [part.count(CLAUSE) for part in parts] == [2, 2]


@pytest.mark.parametrize(
    "update",
    [
        "WITH <urn:x> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p ?o } USING <urn:x> WHERE { ?s ?p ?o }",
        "CLEAR ALL ; insert { ?s ?p ?o } using named <urn:x> where { ?s ?p ?o }",
        "CLEAR ALL ; PREFIX a: <urn:a> WITH a:b DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_two_data_sets_are_refused(update: str) -> None:
    assert prepared(update)
    with pytest.raises(DataSetConflict):
        prepared(update, on=True)


def test_words_alone_are_no_data_set() -> None:
    assert prepared("INSERT { ?using ?with 'USING' } WHERE { ?using ?with 'WITH' } # using", on=True)


def test_an_update_in_pieces_without_end_is_refused() -> None:
    with pytest.raises(UpdateFailed):
        prepared("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o } ; " * 1000, on=True)
    with pytest.raises(UpdateFailed):
        prepared("CLEAR ALL" + "; PREFIX a: <urn:a> CLEAR ALL" * 1000)
