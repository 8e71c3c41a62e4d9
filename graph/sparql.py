"""The one module that turns values into SPARQL and decides which queries run.

Values reach a query as bindings of its variables, or as a :func:`values` block of terms, never by gluing
text. A query that would call another server is refused; nothing else in SPARQL queries reaches out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import pyoxigraph as ox

from graph import query_text
from graph.errors import UnwritableIri
from graph.namespaces import prefixes

Result: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Value: TypeAlias = ox.NamedNode | ox.Literal
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = dict[str, Term]

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Source(Protocol):
    """What can be asked: a :class:`graph.store.Store`, or a graph that is still being written."""

    base: str

    @property
    def database(self) -> ox.Store:
        """The graph itself."""


def run(
    store: Source,
    query: str,
    *,
    bindings: Mapping[str, Value] | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Result:
    """Run a query of any form on a store; the prefixes of :mod:`graph.namespaces` need no declaration.

    ``bindings`` gives variables that the query selects, named without question mark, a value beforehand.
    Without a data set, in the query or by ``default_graphs`` and ``named_graphs`` (which win, as the SPARQL
    protocol has it), the default graph is that of the store, the union of all graphs. Relative IRIs are below
    the store's base. Rows are computed as they are taken.

    Raises :class:`QuerySyntaxError`, :class:`QueryForbidden`, or :class:`UnwritableIri` for a graph's name.
    """
    known = prefixes(store.base)
    query_text.refuse_surrogates(query)
    query_text.refuse_service(query, known)
    options: dict[str, Any] = {
        "substitutions": {ox.Variable(k): value for k, value in (bindings or {}).items()}
    }
    if default_graphs or named_graphs:
        options["default_graph"] = [iri(graph) for graph in default_graphs]
        options["named_graphs"] = [iri(graph) for graph in named_graphs]
    try:
        return store.database.query(query, prefixes=known, base_iri=store.base, **options)
    except SyntaxError:
        raise query_text.located(query, known) from None


def rows(store: Source, query: str, **bindings: Value) -> list[Row]:
    """The solutions of a SELECT query, each as variable to term without the unbound ones."""
    solutions = run(store, query, bindings=bindings)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("not a SELECT query")
    names = [variable.value for variable in solutions.variables]
    return [
        {name: term for name, term in zip(names, row, strict=True) if term is not None} for row in solutions
    ]


def iri(text: str) -> ox.NamedNode:
    """An IRI as a term; :class:`UnwritableIri` if it is none."""
    try:
        return ox.NamedNode(text)
    except (ValueError, UnicodeEncodeError) as error:
        raise UnwritableIri(text, str(error)) from None


def values(variable: str, terms: Iterable[Value]) -> str:
    """A VALUES block that lets a variable take each of several terms."""
    if not _VARIABLE.fullmatch(variable):
        raise ValueError(f"{variable!r} is not the name of a variable")
    return f"VALUES ?{variable} {{ {' '.join(map(str, terms))} }}"
