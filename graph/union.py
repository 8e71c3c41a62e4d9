"""The default graph of a store: the union of its named graphs, each triple once.

Oxigraph can take the union for the default graph of a query, but then a triple that two documents state
counts twice. So the union is written out, and kept up with every change; what was written without a graph
lies in a named graph of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import pyoxigraph as ox

Graph: TypeAlias = ox.NamedNode | ox.DefaultGraph

_MANY = 2_000  # triples

UNION = ox.DefaultGraph()
"""Where to look for what is said anywhere: at the quads of this graph."""


def named_quads(database: ox.Store) -> Iterator[ox.Quad]:
    """The quads of all named graphs, graph by graph."""
    for name in database.named_graphs():
        yield from database.quads_for_pattern(None, None, None, name)


def put(database: ox.Store, graph: ox.NamedNode, written: set[ox.Triple], *, add: bool = False) -> None:
    """Put triples in place of a named graph, or with ``add`` into it; a graph may be empty."""
    before = _triples(database, graph)
    gone = set() if add else before - written
    if gone:
        database.remove_graph(graph)
        before = set()
    database.add_graph(graph)
    new = written - before
    # a bulk load writes files of its own, which pays for many only
    store = database.extend if len(new) < _MANY else database.bulk_extend
    store(ox.Quad(t.subject, t.predicate, t.object, each) for t in new for each in (graph, UNION))
    _forget(database, gone)


def drop(database: ox.Store, graph: ox.NamedNode) -> None:
    """Drop a named graph."""
    gone = _triples(database, graph)
    database.remove_graph(graph)
    _forget(database, gone)


@contextmanager
def set_aside(database: ox.Store, unnamed: ox.NamedNode) -> Iterator[None]:
    """For the length of an update, have in the default graph what was written without a graph, as ``unnamed``
    has it at other times. The union is made anew afterwards: nothing tells what an update has changed."""
    database.clear_graph(UNION)
    _move(database, unnamed, UNION)
    try:
        yield
    finally:
        _move(database, UNION, unnamed)
        database.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in named_quads(database))


def _move(database: ox.Store, source: Graph, target: Graph) -> None:
    triples = _triples(database, source)
    database.clear_graph(source)
    database.extend(ox.Quad(t.subject, t.predicate, t.object, target) for t in triples)


def _triples(database: ox.Store, graph: Graph) -> set[ox.Triple]:
    return {quad.triple for quad in database.quads_for_pattern(None, None, None, graph)}


def _forget(database: ox.Store, triples: Iterable[ox.Triple]) -> None:
    """Take triples out of the union that no named graph states any more."""
    for triple in triples:
        stated = database.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        if all(quad.graph_name == UNION for quad in stated):
            database.remove(ox.Quad(triple.subject, triple.predicate, triple.object))
