"""One published generation of the store, asked with values bound as terms."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from graph import sparql
from graph.iris import Iris
from graph.store import Store

Row = dict[str, str]


class Generation:
    """An open store and the IRIs of its base."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.iris = Iris(store.base)

    def rows(self, query: str, **iris: str) -> list[Row]:
        """The solutions of a ``SELECT``: variable to IRI or lexical form, without what is unbound.

        A variable named in ``iris`` is bound to that IRI beforehand; it has to stand in the projection.
        """
        bindings = {name: sparql.iri(iri) for name, iri in iris.items()}
        return [
            {name: term.value for name, term in row.items() if isinstance(term, NamedNode | Literal)}
            for row in sparql.rows(self.store, query, **bindings)
        ]
