"""What every store holds before it has read anything: vocabulary and regions, in graphs of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from graph import vocabulary
from graph.errors import VocabularyError
from graph.iris import DEFAULT_BASE, Iris
from graph.namespaces import DCTERMS, ORG, RDF, RDFS, SKOS, XSD, Namespace

SEED_GRAPHS = ("ontology", "regions", "institutions")
_SHAPES = "shapes.ttl"  # rules about the data, no part of it


def seed_quads(base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """The quads of the seed graphs, ``<base>graph/ontology`` and so on."""
    iris = Iris(base)
    yield from _ontology(iris)
    yield from _regions(iris)
    yield from _institutions(iris)


@cache
def seed_digest(base: str = DEFAULT_BASE) -> str:
    """The :func:`digest` of the seeds, worked out once: their files do not change under a running process."""
    return digest(seed_quads(base))


def digest(quads: Iterable[Quad]) -> str:
    """A hash that is equal for equal sets of quads."""
    lines = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return hashlib.sha256(b"\n".join(sorted(lines.splitlines()))).hexdigest()


def _ontology(iris: Iris) -> Iterator[Quad]:
    """All vocabulary files. A concept has its Chinese label also as ``rdfs:label``, like any entity."""
    graph = NamedNode(iris.graph("ontology"))
    sources = (file for file in files("ontology").iterdir() if file.name.endswith(".ttl"))
    for source in sorted(sources, key=lambda file: file.name):
        if source.name == _SHAPES:
            continue
        try:
            for quad in parse(source.read_bytes(), RdfFormat.TURTLE):
                subject, predicate, value = (_rebased(term, iris.base) for term in quad.triple)
                yield Quad(subject, predicate, value, graph)
                if predicate == SKOS["prefLabel"] and value.language == "zh":
                    yield Quad(subject, RDFS["label"], value, graph)
        except SyntaxError as error:
            raise VocabularyError(f"ontology/{source.name}", error.msg, error.lineno) from None


def _rebased(term: Any, base: str) -> Any:
    """Vocabulary files are written on the default base; a store on another has all its IRIs there."""
    if isinstance(term, NamedNode) and term.value.startswith(DEFAULT_BASE):
        return NamedNode(base + term.value.removeprefix(DEFAULT_BASE))
    return term


def _regions(iris: Iris) -> Iterator[Quad]:
    graph = NamedNode(iris.graph("regions"))
    wt = Namespace(iris.ontology)
    present = (vocabulary.COUNTRY, *vocabulary.regions().values())
    for region in (*present, *vocabulary.former_regions().values()):
        node = NamedNode(iris.region(region.code))
        yield Quad(node, RDF["type"], wt["Region"], graph)
        yield Quad(node, RDFS["label"], Literal(region.name, language="zh"), graph)
        yield Quad(node, DCTERMS["identifier"], Literal(region.code), graph)
        former = vocabulary.former_names().get(region.code, ())
        for name in sorted({region.short, *(each.name for each in former)} - {region.name}):
            yield Quad(node, SKOS["altLabel"], Literal(name, language="zh"), graph)
        for code in sorted({each.code for each in former} - {region.code}):
            yield Quad(node, wt["formerCode"], Literal(code), graph)
        if region.last:
            yield Quad(node, wt["lastYear"], Literal(region.last, datatype=XSD["gYear"]), graph)
        if region.parent:
            yield Quad(node, wt["partOf"], NamedNode(iris.region(region.parent)), graph)


def _institutions(iris: Iris) -> Iterator[Quad]:
    graph = NamedNode(iris.graph("institutions"))
    wt = Namespace(iris.ontology)
    nodes = {i.name: NamedNode(iris.institution(i.region, i.name)) for i in vocabulary.institutions()}
    for institution in vocabulary.institutions():
        node = nodes[institution.name]
        yield Quad(node, RDF["type"], wt["Institution"], graph)
        yield Quad(node, RDFS["label"], Literal(institution.name, language="zh"), graph)
        for name in institution.alternatives:
            yield Quad(node, SKOS["altLabel"], Literal(name, language="zh"), graph)
        yield Quad(node, wt["locatedIn"], NamedNode(iris.region(institution.region)), graph)
        if institution.kind:
            yield Quad(node, ORG["classification"], NamedNode(iris.concept("type", institution.kind)), graph)
        if institution.part_of:
            yield Quad(node, wt["partOf"], nodes[institution.part_of], graph)
            yield Quad(node, ORG["unitOf"], nodes[institution.part_of], graph)
