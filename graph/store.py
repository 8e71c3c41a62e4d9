"""The store: documents as named graphs in an embedded Oxigraph database, a published generation at a time.

A generation is a folder: the database in ``graph/``, its index (:mod:`graph.search`) in ``search.sqlite``.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyoxigraph as ox

from graph import sparql, update_text
from graph.errors import StoreError, UpdateFailed
from graph.generations import Draft, Held, drafting, hold
from graph.iris import Iris
from graph.namespaces import QB, prefixes
from graph.search import writing as search_writing
from graph.search.index import Index
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
_INDEX = "search.sqlite"
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
        self.index = index  # for full-text search
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
        """All quads, or those of one graph."""
        name = None if graph is None else ox.NamedNode(graph)
        return self.database.quads_for_pattern(None, None, None, name)

    def graph(self, iri: str | None) -> Iterator[ox.Triple] | None:
        """The triples of a named graph, or of the default graph; ``None`` where there is no such graph."""
        name = _graph_name(iri)
        if isinstance(name, ox.NamedNode) and not self.database.contains_named_graph(name):
            return None
        return (quad.triple for quad in self.database.quads_for_pattern(None, None, None, name))

    def documents(self) -> list[StoredDocument]:
        """The documents in the store, by title."""
        return [StoredDocument(**_values(row)) for row in sparql.rows(self, _DOCUMENTS)]

    def counts(self) -> dict[str, int]:
        """How many quads there are in all, and how many things of each class the documents speak of.

        Keys are ``quads`` and names of classes: ``Report``, ``Mention``, ``Observation``, ``Region`` …
        """
        counts = {"quads": len(self.database)}
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
        with self._storing():
            self._database.remove_graph(graph)
            self._database.extend(written)
        self.changed = True

    def remove_document(self, iri: str) -> bool:
        """Drop a document's graph; whether there was one."""
        graph = ox.NamedNode(iri)
        found = self._database.contains_named_graph(graph)
        if found:
            with self._storing():
                self._database.remove_graph(graph)
            self.changed = True
        return found

    def update(self, update: str, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> None:
        """Do a SPARQL update, all of it or, with an error, none that is ever published.

        ``using`` and ``using_named`` are graphs of the data set of each of its operations, as if they stood
        there. Without any, operations look into the unnamed default graph, where they also write.
        Raises :class:`QuerySyntaxError`, :class:`QueryForbidden`, :class:`DataSetConflict`,
        :class:`UpdateFailed`, or :class:`UnwritableIri` for a graph's name.
        """
        known = prefixes(self.base)
        graphs = [[sparql.iri(name).value for name in names] for names in (using, using_named)]
        parts = update_text.prepared(update, known, *graphs)
        self.changed = True
        for part in parts:
            try:
                self._database.update(part, prefixes=known, base_iri=self.base)
            except RuntimeError as error:
                raise UpdateFailed(str(error)) from None
            except OSError as error:
                raise StoreError(self.path, f"cannot be written ({error})") from None

    def put_graph(self, iri: str | None, triples: Iterable[ox.Triple], *, add: bool = False) -> bool:
        """Put triples in place of a graph, or with ``add`` into it; whether the graph is new.

        ``None`` is the default graph, which is new as long as it is empty.
        """
        name = _graph_name(iri)
        new = self._is_new(name)
        with self._storing():
            if isinstance(name, ox.NamedNode):
                self._database.add_graph(name)
            if not add:
                self._database.clear_graph(name)
            self._database.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)
        self.changed = True
        return new

    def drop_graph(self, iri: str | None) -> bool:
        """Drop a graph, or empty the default graph; whether there was one."""
        name = _graph_name(iri)
        if isinstance(name, ox.NamedNode) and not self._database.contains_named_graph(name):
            return False
        with self._storing():
            self._database.remove_graph(name)
        self.changed = True
        return True

    def _is_new(self, name: ox.NamedNode | ox.DefaultGraph) -> bool:
        if isinstance(name, ox.NamedNode):
            return not self._database.contains_named_graph(name)
        return next(self._database.quads_for_pattern(None, None, None, name), None) is None

    def seeded(self) -> bool:
        """Whether the graphs of the seeds are there, which updates can drop."""
        names = (ox.NamedNode(Iris(self.base).graph(name)) for name in SEED_GRAPHS)
        return all(map(self._database.contains_named_graph, names))

    def seed(self) -> None:
        """Put the present vocabulary and regions in place of the ones in the store."""
        with self._storing():
            for name in SEED_GRAPHS:
                self._database.remove_graph(ox.NamedNode(Iris(self.base).graph(name)))
            self._database.bulk_extend(seed_quads(self.base))
        self.changed = True

    def copy_to(self, folder: Path) -> None:
        """Write a generation: a complete copy of the draft, which no database holds open, and its index."""
        with self._storing():
            folder.mkdir()
            self._database.flush()
            self._database.backup(str(folder / _GRAPH))
            search_writing.write(self, folder / _INDEX)

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


def _graph_name(iri: str | None) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if iri is None else sparql.iri(iri)


def _values(row: sparql.Row) -> dict[str, str]:
    """The lexical values of a row."""
    return {name: term.value for name, term in row.items() if not isinstance(term, ox.Triple)}
