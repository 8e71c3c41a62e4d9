"""The graph as the libraries that people program against have it: networkx and rdflib.

Both are copies in memory of a published generation, free to be changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph.iris import Iris
from graph.namespaces import DCTERMS, ITSRDF, RDF, RDFS, SDMX_DIMENSION, XSD, Namespace, prefixes
from graph.quads import ENTITY_CLASSES
from graph.seeding import SEED_GRAPHS
from graph.statements import RELATIONS
from graph.store import DEFAULT_PATH, Store
from graph.union import UNION

if TYPE_CHECKING:
    import networkx
    import rdflib

Edges: TypeAlias = dict[tuple[str, str, str], set[str]]


def to_networkx(
    store: str | Path | Store = DEFAULT_PATH, documents: Collection[str] | None = None
) -> networkx.MultiDiGraph[str]:
    """The entities that documents speak of and the typed relations between them. Only those of some
    ``documents``, by IRI, where these are given.

    Nodes are named by their path below ``id/``, such as ``region/220322``, and have ``type`` (as in
    :data:`graph.extraction.EntityType`), ``label`` and ``iri``. The key of an edge is its type, one of
    :data:`RELATIONS`; ``documents`` is how many documents state it, 0 for what was known before.
    """
    import networkx

    with _opened(store) as opened:
        entities = _Entities(opened, documents)
        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for iri in sorted(entities.mentioned):
            graph.add_node(entities.name(iri), **entities.describe(iri))
        for (source, relation, target), documents in sorted(entities.edges.items()):
            names = entities.name(source), entities.name(target)
            graph.add_edge(*names, key=relation, type=relation, documents=len(documents))
        return graph


def to_rdflib(store: str | Path | Store = DEFAULT_PATH) -> rdflib.Dataset:
    """All named graphs as an rdflib Dataset, whose default graph is their union."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    with _opened(store) as opened:
        for prefix, namespace in prefixes(opened.base).items():
            dataset.bind(prefix, namespace)
        dataset.addN(_rdflib_quads(opened.quads(), dataset))
    return dataset


@contextmanager
def _opened(store: str | Path | Store) -> Iterator[Store]:
    """A store that is open, or one opened for as long as needed."""
    if isinstance(store, Store):
        yield store
    else:
        with Store.open(store) as opened:
            yield opened


class _Entities:
    """The entities of a store by IRI, and the edges between them with the documents that state each."""

    def __init__(self, store: Store, documents: Collection[str] | None) -> None:
        self._documents = documents
        self._iris = Iris(store.base)
        self._wt = Namespace(self._iris.ontology)
        self._database = store.database
        self._types = {self._iris.term(name): kind for kind, name in ENTITY_CLASSES.items()}
        self._seeds = {self._iris.graph(name) for name in SEED_GRAPHS}
        self.edges = self._stated_edges()
        self.mentioned = {iri for source, _, target in self.edges for iri in (source, target)}
        self.mentioned |= self._referenced()
        self._add_wider_regions()

    def name(self, iri: str) -> str:
        return self._iris.local(iri) or iri

    def describe(self, iri: str) -> dict[str, str]:
        """The attributes of a node."""
        kinds = (self._types[kind] for kind in self._values(iri, RDF["type"]) if kind in self._types)
        label = min(self._values(iri, RDFS["label"], Literal), default=self.name(iri))
        return {"type": min(kinds, default="other"), "label": label, "iri": iri}

    def _stated_edges(self) -> Edges:
        edges: Edges = defaultdict(set)
        for relation in RELATIONS:
            for source, target, document in self._in_documents(self._wt[relation]):
                edges[source, relation, target].add(document)
        return edges

    def _referenced(self) -> set[str]:
        """What mentions are linked to, what observations are about, and what documents describe."""
        wt = self._wt
        links = [ITSRDF["taIdentRef"], SDMX_DIMENSION["refArea"], DCTERMS["spatial"]]
        links += [wt["indicator"], wt["program"], wt["institution"]]
        found = {iri for link in links for _, iri, _ in self._in_documents(link)}
        return found | {iri for iri, kind, _ in self._in_documents(RDF["type"]) if kind in self._types}

    def _add_wider_regions(self) -> None:
        """The regions that a region lies in, up to the province."""
        pending = [iri for iri in self.mentioned if self._iris.is_region(iri)]
        while pending:
            region = pending.pop()
            for wider in self._values(region, self._wt["partOf"]):
                self.edges.setdefault((region, "partOf", wider), set())
                if wider not in self.mentioned:
                    self.mentioned.add(wider)
                    pending.append(wider)

    def _values(
        self, iri: str, predicate: NamedNode, kind: type[NamedNode | Literal] = NamedNode
    ) -> Iterator[str]:
        for quad in self._database.quads_for_pattern(NamedNode(iri), predicate, None, UNION):
            if isinstance(quad.object, kind):
                yield quad.object.value

    def _in_documents(self, predicate: NamedNode) -> Iterator[tuple[str, str, str]]:
        """Subject, object and document of each link with that predicate in a document's graph."""
        for quad in self._database.quads_for_pattern(None, predicate, None, None):
            subject, value, graph = quad.subject, quad.object, quad.graph_name
            if not (isinstance(subject, NamedNode) and isinstance(value, NamedNode)):
                continue
            if not isinstance(graph, NamedNode) or graph.value in self._seeds:
                continue
            if self._documents is None or graph.value in self._documents:
                yield subject.value, value.value, graph.value


def _rdflib_quads(
    quads: Iterator[Quad], dataset: rdflib.Dataset
) -> Iterator[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node, rdflib.Graph]]:
    graphs: dict[str, rdflib.Graph] = {}
    for quad in quads:
        name = cast(NamedNode, quad.graph_name).value  # nothing in a store is outside named graphs
        if name not in graphs:
            graphs[name] = dataset.graph(name)
        yield (
            rdflib_term(quad.subject),
            rdflib_term(quad.predicate),
            rdflib_term(quad.object),
            graphs[name],
        )


def rdflib_term(term: object) -> rdflib.term.Node:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, Literal):
        raise TypeError(f"{term} has no counterpart in rdflib")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD["string"]:
        return rdflib.Literal(
            term.value
        )  # which rdflib takes for another literal than one that names its type
    # as written: 0.50 stays 0.50
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
