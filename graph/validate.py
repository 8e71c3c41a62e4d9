"""Whether a store holds what ``ontology/shapes.ttl`` says it holds: SHACL, one document at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from graph.iris import DEFAULT_BASE, Iris
from graph.namespaces import RDF, RDFS
from graph.seeding import SEED_GRAPHS
from graph.store import Store
from graph.views import rdflib_term

if TYPE_CHECKING:
    import rdflib

_LONGEST_VALUE = 80  # code points of a value that a message repeats


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What is wrong with one thing: the document that it stands in, the shape that it breaks, and how.

    ``document`` and ``focus`` are IRIs, ``shape`` is the name of a shape, ``message`` one line.
    """

    document: str
    shape: str
    focus: str
    message: str


def validate(store: Store) -> list[Violation]:
    """All violations in all documents, sorted; an empty list if the store is as it should be."""
    checker = Checker(store.base)
    found: list[Violation] = []
    for document in store.documents():
        quads = list(store.quads(document.iri))
        found += checker.check(document.iri, [*quads, *_known(store, quads)])
    return sorted(found)


def _known(store: Store, quads: Iterable[Quad]) -> Iterator[Quad]:
    """What the seeds say of the things that quads name: their types and labels."""
    named = {term for quad in quads for term in quad.triple if isinstance(term, NamedNode)}
    for name in SEED_GRAPHS:
        graph = NamedNode(Iris(store.base).graph(name))
        for term in named:
            for predicate in (RDF["type"], RDFS["label"]):
                yield from store.database.quads_for_pattern(term, predicate, None, graph)


class Checker:
    """The shapes of a base, ready to be held against the quads of documents."""

    def __init__(self, base: str) -> None:
        import rdflib

        text = files("ontology").joinpath("shapes.ttl").read_text(encoding="utf-8")
        self._shapes = rdflib.Graph().parse(data=text.replace(DEFAULT_BASE, base), format="turtle")

    def check(self, document: str, quads: Iterable[Quad]) -> Iterator[Violation]:
        """The violations among quads, which are those of a document with what they refer to."""
        import pyshacl
        import rdflib
        from rdflib.namespace import RDF, SH

        data = rdflib.Graph()
        for quad in quads:
            data.add((rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object)))
        _, report, _ = pyshacl.validate(data, shacl_graph=self._shapes, inplace=True)
        for result in report.subjects(RDF.type, SH.ValidationResult):
            shape, focus = report.value(result, SH.sourceShape), report.value(result, SH.focusNode)
            yield Violation(document, self._name(shape), str(focus), self._message(report, result))

    def _name(self, shape: rdflib.term.Node | None) -> str:
        """The name of a shape, or of the one that a nameless shape belongs to."""
        from rdflib import BNode
        from rdflib.namespace import SH

        while isinstance(shape, BNode):
            shape = self._shapes.value(predicate=SH.property, object=shape)
        return str(shape)

    def _message(self, report: rdflib.Graph, result: rdflib.term.Node) -> str:
        """The property, the rule that is broken and the value that breaks it, in one line."""
        from rdflib import Literal, URIRef
        from rdflib.namespace import SH

        message = " ".join(str(report.value(result, SH.resultMessage)).split())
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        if isinstance(path, URIRef):
            message = f"{path.n3(self._shapes.namespace_manager)}: {message}"
        if isinstance(value, Literal):
            message = f"{message}, found {value[:_LONGEST_VALUE]!r}"
        return message
