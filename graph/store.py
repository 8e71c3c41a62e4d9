"""The store: documents as named graphs in an embedded Oxigraph database, a published generation at a time.

A generation is a folder: the database in ``graph/``, its index (:mod:`graph.index`) in ``index.sqlite``.
The default graph of the database is the union of its named graphs (:mod:`graph.union`).
"""

from __future__ import annotations

import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyoxigraph as ox

from graph import sparql, union, update_text
from graph.errors import StoreError, UpdateFailed
from graph.generations import Draft, Held, drafting, hold
from graph.index import writing as index_writing
from graph.index.database import Index
from graph.iris import Iris
from graph.namespaces import QB, prefixes
from graph.seeding import SEED_GRAPHS, seed_digest, seed_quads

_DOCUMENTS = """
SELECT * WHERE {
    GRAPH ?iri { ?iri a wt:Report ; dcterms:identifier ?name ; wt:sha256 ?sha256 ; dcterms:title ?title
        OPTIONAL { ?iri dcterms:publisher ?issuer }
        OPTIONAL { ?iri dcterms:spatial ?region }
        OPTIONAL { ?iri wt:period ?period }
        OPTIONAL { ?iri dcterms:issued ?published } }
} ORDER BY ?title ?iri
"""
# A thing is typed in the graph of the document that speaks of it, or in a seed graph if it is curated.
_COUNTS = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE {
    { SELECT DISTINCT ?thing ?class { GRAPH ?document { ?document a wt:Report . ?thing a ?class } } }
    UNION
    { { SELECT DISTINCT ?thing {
          GRAPH ?document { ?s itsrdf:taIdentRef|sdmx-dimension:refArea|wt:indicator|wt:program ?thing } } }
      ?thing a ?class }
} GROUP BY ?class ORDER BY ?class
"""
DEFAULT_PATH = Path("data")
# What lies in the folder of a generation.
_GRAPH = "graph"
_INDEX = "index.sqlite"
_UNNAMED = "default"  # the graph of what is written without a graph
# Oxigraph raises the second for damaged files.
_DATABASE_ERRORS = (OSError, RuntimeError, sqlite3.Error)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the store lists it. ``iri`` also names its graph; ``issuer`` and ``region`` are IRIs."""

    iri: str
    name: str
    sha256: str
    title: str
    issuer: str | None = None
    region: str | None = None
    period: str | None = None
    published: str | None = None


class Store:
    """A published generation, open for reading. It stays as it is while writers publish newer ones."""

    def __init__(self, path: Path, held: Held, database: ox.Store, index: Index) -> None:
        self.path = path
        self.base = held.marker.base
        self.generation = held.marker.generation
        self._database: ox.Store | None = database
        self.index = index
        self._release = weakref.finalize(self, held.release)  # also when nobody calls close()

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open the published generation of a store.

        Raises :class:`StoreMissing`, :class:`NotAStore` or :class:`StoreVersion`; :class:`StoreError` if the
        store is damaged.
        """
        path = Path(path)
        held = hold(path)
        try:
            database = ox.Store.read_only(str(held.folder / _GRAPH))
            return cls(path, held, database, Index(path, held.folder / _INDEX))
        except _DATABASE_ERRORS as error:
            held.release()
            raise StoreError(path, f"cannot be read ({error}); build it again") from None
        except StoreError:
            held.release()
            raise

    @property
    def database(self) -> ox.Store:
        """The Oxigraph database, read-only."""
        if self._database is None:
            raise StoreError(self.path, "is closed")
        return self._database

    def query(self, query: str, **options: Any) -> sparql.Result:
        """Run a SPARQL query: :func:`graph.sparql.run` on this store."""
        return sparql.run(self, query, **options)

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """All quads of named graphs, or those of one graph."""
        if graph is None:
            return union.named_quads(self.database)
        return self.database.quads_for_pattern(None, None, None, ox.NamedNode(graph))

    def graph(self, iri: str | None) -> Iterator[ox.Triple] | None:
        """The triples of a named graph, or with ``None`` what was written without one; ``None`` where there
        is no such graph."""
        name = _graph_name(iri, self.base)
        if iri is not None and not self.database.contains_named_graph(name):
            return None
        return (quad.triple for quad in self.database.quads_for_pattern(None, None, None, name))

    def documents(self) -> list[StoredDocument]:
        """The documents in the store, by title."""
        return [StoredDocument(**_values(row)) for row in sparql.rows(self, _DOCUMENTS)]

    def counts(self) -> dict[str, int]:
        """How many quads there are in all, and how many things of each class the documents speak of.

        Keys are ``quads`` and names of classes: ``Report``, ``Mention``, ``Observation``, ``Region`` …
        """
        counts = {"quads": sum(1 for _ in self.quads())}
        for row in map(_values, sparql.rows(self, _COUNTS)):
            namespace, _, name = row["class"].rpartition("#")
            if f"{namespace}#" in {Iris(self.base).ontology, QB.iri}:
                counts[name] = int(row["n"])
        return counts

    def close(self) -> None:
        """Let go of the generation, so that the next writer can remove it once a newer one is published."""
        self._database = None
        self.index.close()
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Writer:
    """Changes a draft of the next generation. Nothing is visible to readers before the draft is published."""

    def __init__(self, draft: Draft) -> None:
        self.path = draft.store
        self.base = draft.marker.base
        self.changed = False
        with self._storing():
            if draft.published is not None:
                # a copy that shares its files with the original
                ox.Store.read_only(str(draft.published / _GRAPH)).backup(str(draft.folder))
            self._database = ox.Store(str(draft.folder))

    @property
    def database(self) -> ox.Store:
        """The Oxigraph database of the draft."""
        return self._database

    def replace_document(self, iri: str, quads: Iterable[ox.Quad]) -> None:
        """Put a document's graph in place of what the store knew of it, if anything."""
        graph = ox.NamedNode(iri)
        written = list(quads)
        if any(quad.graph_name != graph for quad in written):
            raise ValueError(f"a quad is not in the graph {iri}")
        self.put_graph(iri, (quad.triple for quad in written))

    def update(self, update: str, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> None:
        """Do a SPARQL update, all of it or, with an error, none that is ever published.

        ``using`` and ``using_named`` are graphs of the data set of each of its operations, as if they stood
        there. Without any, operations look into the unnamed graph, where they also write. Takes time in
        proportion to the store.

        Raises :class:`QuerySyntaxError`, :class:`QueryForbidden`, :class:`DataSetConflict`,
        :class:`UpdateFailed`, or :class:`UnwritableIri` for a graph's name.
        """
        known = prefixes(self.base)
        graphs = [[sparql.iri(name).value for name in names] for names in (using, using_named)]
        parts = update_text.prepared(update, known, *graphs)
        unnamed = _graph_name(None, self.base)
        self.changed = True
        with self._storing(), union.set_aside(self._database, unnamed):
            for part in parts:
                self._do(part, known)

    def _do(self, part: str, known: dict[str, str]) -> None:
        try:
            self._database.update(part, prefixes=known, base_iri=self.base)
        except RuntimeError as error:
            raise UpdateFailed(str(error)) from None

    def put_graph(self, iri: str | None, triples: Iterable[ox.Triple], *, add: bool = False) -> bool:
        """Put triples in place of a graph, or with ``add`` into it; whether the graph is new.

        ``None`` is that of what is written without a graph, which is new as long as it is empty.
        """
        name = _graph_name(iri, self.base)
        new = self._is_new(iri, name)
        written = set(triples)  # what fails while they come in holds no database open
        with self._storing():
            union.put(self._database, name, written, add=add)
        self.changed = True
        return new

    def drop_graph(self, iri: str | None) -> bool:
        """Drop a graph; whether there was one. That of what was written without one is always there."""
        name = _graph_name(iri, self.base)
        if iri is not None and not self._database.contains_named_graph(name):
            return False
        with self._storing():
            union.drop(self._database, name)
        self.changed = True
        return True

    def _is_new(self, iri: str | None, name: ox.NamedNode) -> bool:
        if iri is not None:
            return not self._database.contains_named_graph(name)
        return next(self._database.quads_for_pattern(None, None, None, name), None) is None

    def seeded(self) -> bool:
        """Whether the graphs of the seeds are there, which updates can drop."""
        names = (ox.NamedNode(Iris(self.base).graph(name)) for name in SEED_GRAPHS)
        return all(map(self._database.contains_named_graph, names))

    def seed(self) -> None:
        """Put the present vocabulary and regions in place of the ones in the store."""
        seeds: dict[str, list[ox.Triple]] = defaultdict(list)
        for quad in seed_quads(self.base):
            assert isinstance(quad.graph_name, ox.NamedNode)
            seeds[quad.graph_name.value].append(quad.triple)
        for iri, triples in seeds.items():
            self.put_graph(iri, triples)

    def copy_to(self, folder: Path) -> None:
        """Write a generation: a complete copy of the draft, which no database holds open, and its index."""
        with self._storing():
            folder.mkdir()
            # what was written a document at a time lies in many layers, and a look-up looks into each
            self._database.optimize()
            self._database.flush()
            self._database.backup(str(folder / _GRAPH))
            index_writing.write(self, folder / _INDEX)

    def close(self) -> None:
        """Let go of the draft's files."""
        del self._database

    @contextmanager
    def _storing(self) -> Iterator[None]:
        try:
            yield
        except _DATABASE_ERRORS as error:
            raise StoreError(self.path, f"cannot be written ({error})") from None


@contextmanager
def writing(path: str | Path, base: str | None = None) -> Iterator[Writer]:
    """Write to a store; all changes are published together when the block ends without an error.

    A store that is not there is made on ``base``; each new generation holds the present seeds. Raises
    :class:`StoreBusy`, :class:`NotAStore`, :class:`StoreVersion`, or :class:`StoreError` if the store is on
    another base or cannot be written.
    """
    with drafting(Path(path), base) as draft:
        writer = Writer(draft)
        try:
            seeds = seed_digest(writer.base)
            if seeds != draft.marker.seeds:
                writer.seed()
            yield writer
            if not writer.seeded():
                seeds = ""  # the next writer puts them back
            if writer.changed:
                writer.copy_to(draft.next)
        finally:
            writer.close()
        if writer.changed:
            draft.publish(seeds)


def _graph_name(iri: str | None, base: str) -> ox.NamedNode:
    return sparql.iri(Iris(base).graph(_UNNAMED) if iri is None else iri)


def _values(row: sparql.Row) -> dict[str, str]:
    """The lexical values of a row."""
    return {name: term.value for name, term in row.items() if not isinstance(term, ox.Triple)}
