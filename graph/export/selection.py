"""What of a store goes into a file: all of it, some documents, or what lies around an entity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from graph import sparql
from graph.errors import UnknownIri, UnwritableIri
from graph.iris import Iris
from graph.namespaces import DCTERMS, PROV, RDF, SDMX_DIMENSION, Namespace
from graph.seeding import SEED_GRAPHS
from graph.store import Store
from graph.union import UNION
from graph.views import to_networkx


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a store. ``documents`` are the IRIs of the documents whose graphs belong to it whole,
    ``None`` for all graphs; with ``subjects`` only what is said of these belongs to it, whoever says it."""

    store: Store
    documents: frozenset[str] | None = None
    subjects: frozenset[str] | None = None

    def graphs(self) -> Iterator[tuple[NamedNode, Iterator[Quad]]]:
        """The named graphs by IRI, each with its quads; what the seeds know is told of what is named only."""
        every = (graph for graph in self.store.database.named_graphs() if isinstance(graph, NamedNode))
        for graph in sorted(every, key=lambda graph: graph.value):
            quads = self._quads(graph)
            if (first := next(quads, None)) is not None:
                yield graph, _with_first(first, quads)

    def quads(self) -> Iterator[Quad]:
        """All quads, graph by graph."""
        return (quad for _, quads in self.graphs() for quad in quads)

    def _quads(self, graph: NamedNode) -> Iterator[Quad]:
        database = self.store.database
        if self.subjects is not None:
            for subject in sorted(self.subjects):
                yield from database.quads_for_pattern(NamedNode(subject), None, None, graph)
        elif self.documents is None or graph.value in self.documents:
            yield from database.quads_for_pattern(None, None, None, graph)
        elif graph.value in _seeds(self.store):
            for name in sorted(self._named()):
                yield from database.quads_for_pattern(NamedNode(name), None, None, graph)

    def _named(self) -> set[str]:
        """What the documents name."""
        terms = (
            quad.object
            for document in self.documents or ()
            for quad in self.store.quads(document)
            if isinstance(quad.object, NamedNode)
        )
        return {term.value for term in terms}


def select(
    store: Store,
    region: str | None = None,
    document: str | None = None,
    around: str | None = None,
    depth: int = 1,
) -> Selection:
    """The selection that is asked for, of which no more than one may be; all of the store if none is.

    ``region`` is a code, ``document`` an id, ``around`` a path below ``id/``, or each an IRI. Raises
    :class:`UnknownIri`.
    """
    iris = Iris(store.base)

    def full(name: str, kind: str) -> str:
        text = name if ":" in name else f"{iris.ids}{name if name.startswith(kind) else kind + name}"
        try:
            return sparql.iri(text).value
        except UnwritableIri:
            raise UnknownIri(text, "no IRI, so no thing of the store") from None

    if region is not None:
        return of_region(store, full(region, "region/"))
    if document is not None:
        return of_document(store, full(document, "document/"))
    if around is not None:
        return neighbourhood(store, full(around, ""), depth)
    return everything(store)


def everything(store: Store) -> Selection:
    """All that a store holds."""
    return Selection(store)


def of_document(store: Store, iri: str) -> Selection:
    """What one document says. Raises :class:`UnknownIri`."""
    if not store.database.contains_named_graph(NamedNode(iri)):
        raise UnknownIri(iri, "no document of the store")
    return Selection(store, frozenset({iri}))


def of_region(store: Store, iri: str) -> Selection:
    """What the documents about a region and the regions inside it say. Raises :class:`UnknownIri`."""
    part_of = Namespace(Iris(store.base).ontology)["partOf"]
    inside, waiting = {iri}, [iri]
    while waiting:
        for quad in store.database.quads_for_pattern(None, part_of, NamedNode(waiting.pop()), UNION):
            if isinstance(quad.subject, NamedNode) and quad.subject.value not in inside:
                inside.add(quad.subject.value)
                waiting.append(quad.subject.value)
    if not any(True for _ in store.database.quads_for_pattern(NamedNode(iri), RDF["type"], None, UNION)):
        raise UnknownIri(iri, "no region of the store")
    about = store.database.quads_for_pattern(None, DCTERMS["spatial"], None, None)
    documents = {
        _iri(quad.subject)
        for quad in about
        if quad.subject == quad.graph_name and _iri(quad.object) in inside
    }
    return Selection(store, frozenset(documents))


def neighbourhood(store: Store, iri: str, depth: int = 1) -> Selection:
    """An entity and those that so many relations lead to, with the facts among them and where these are
    written. Raises :class:`UnknownIri`."""
    import networkx

    iris, wt = Iris(store.base), Namespace(Iris(store.base).ontology)
    graph = to_networkx(store)
    name = iris.local(iri) or iri
    if name not in graph:
        raise UnknownIri(iri, "no entity of the store")
    near = networkx.ego_graph(graph.to_undirected(as_view=True), name, radius=depth)
    nodes = {str(data["iri"]) for _, data in near.nodes(data=True)}
    facts = {
        _iri(quad.subject)
        for first, others in (
            (RDF["subject"], (RDF["object"],)),
            (SDMX_DIMENSION["refArea"], (wt["indicator"], wt["program"])),
        )
        for node in nodes
        for quad in store.database.quads_for_pattern(None, first, NamedNode(node), UNION)
        if _points_into(store, quad, others, nodes)
    }
    evidence = {
        _iri(quad.object)
        for fact in facts - {""}
        for quad in store.database.quads_for_pattern(NamedNode(fact), PROV["wasDerivedFrom"], None, UNION)
    }
    return Selection(store, subjects=frozenset((nodes | facts | evidence) - {""}))


def _points_into(store: Store, quad: Quad, properties: tuple[NamedNode, ...], nodes: set[str]) -> bool:
    return any(
        _iri(other.object) in nodes
        for property_ in properties
        for other in store.database.quads_for_pattern(quad.subject, property_, None, UNION)
    )


def _iri(term: object) -> str:
    """The IRI of a term, "" for any other one."""
    return term.value if isinstance(term, NamedNode) else ""


def _seeds(store: Store) -> set[str]:
    return {Iris(store.base).graph(name) for name in SEED_GRAPHS}


def _with_first(first: Quad, others: Iterator[Quad]) -> Iterator[Quad]:
    yield first
    yield from others
