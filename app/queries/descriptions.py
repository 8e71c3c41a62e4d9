"""Things and the data set as RDF, for who follows their IRIs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlencode

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from app.errors import NotFound
from app.queries.generation import Generation
from graph.errors import UnwritableIri
from graph.index import catalogue
from graph.namespaces import DCTERMS, RDF, RDFS, SDMX_DIMENSION, SKOS, XSD, Namespace, prefixes
from graph.statements import RELATIONS
from graph.union import UNION

DCAT = Namespace("http://www.w3.org/ns/dcat#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
VOID = Namespace("http://rdfs.org/ns/void#")
DUMPS = {"ttl": "text/turtle", "nt": "application/n-triples", "trig": "application/trig"}

_MOST_INCOMING = 1_000
_EXAMPLES = 3
_REF_AREA = SDMX_DIMENSION["refArea"].value


def thing(generation: Generation, path: str) -> Iterator[Triple]:
    """What is said of the thing with that address below ``id/``; of a document all that it says.

    With a thing go the relations that lead to it, at most so many of each kind, and the labels of all that
    is named. Raises :class:`NotFound` where nothing is said of it.
    """
    try:
        iri = NamedNode(generation.iris.from_address(path))
    except UnwritableIri:
        raise NotFound("thing", path) from None
    document = generation.store.graph(iri.value)
    if document is not None:
        return iter(document)
    said = list(_with_labels(generation, _around(generation, iri)))
    if not said:
        raise NotFound("thing", path)
    return iter(said)


def page(generation: Generation, path: str) -> str | None:
    """Where the page shows the thing with that address below ``id/``: what follows ``#``; ``None`` where it
    does not show such things. Raises :class:`NotFound`."""
    next(thing(generation, path))
    iri = generation.iris.from_address(path)
    if catalogue.entity(generation.index, iri):
        return _fragment(entity=generation.id(iri))
    said = {
        each.predicate.value: each.object.value
        for each in _around(generation, NamedNode(iri))
        if isinstance(each.object, NamedNode)
    }
    subject, predicate, object_ = (said.get(RDF[part].value) for part in ("subject", "predicate", "object"))
    if subject and predicate and object_:
        return _fragment(
            entity=generation.id(subject),
            relation=predicate.removeprefix(generation.iris.ontology),
            subject=generation.id(subject),
            object=generation.id(object_),
        )
    region = said.get(_REF_AREA) or said.get(DCTERMS["spatial"].value)
    if region is None:
        return None
    shown = {"observation": generation.id(iri)} if _REF_AREA in said else {}
    return _fragment(entity=generation.id(region), **shown)


def data_set(generation: Generation, address: str) -> Iterator[Triple]:
    """The graph as a data set (VoID, DCAT) that a server at an address gives out."""
    store = generation.store
    this, service = NamedNode(f"{address}/.well-known/void"), NamedNode(f"{address}/sparql")
    rest = NamedNode(f"{address}/api/v1")
    properties = catalogue.properties(generation.index)
    _, documents = catalogue.list_documents(generation.index, limit=1)
    yield Triple(this, RDF["type"], VOID["Dataset"])
    yield Triple(this, RDF["type"], DCAT["Dataset"])
    yield Triple(this, DCTERMS["title"], Literal("县级卫生健康工作知识图谱", language="zh"))
    yield Triple(this, DCTERMS["title"], Literal("Knowledge graph of county health reports", language="en"))
    yield Triple(this, DCTERMS["description"], Literal(_ABOUT, language="zh"))
    yield Triple(this, DCAT["version"], Literal(str(store.generation)))
    yield Triple(this, FOAF["homepage"], NamedNode(f"{address}/"))
    yield Triple(this, VOID["uriSpace"], Literal(generation.iris.ids))
    yield Triple(this, VOID["sparqlEndpoint"], service)
    for vocabulary in sorted({generation.iris.ontology, *prefixes(store.base).values()}):
        if any(each.startswith(vocabulary) for each in properties):
            yield Triple(this, VOID["vocabulary"], NamedNode(vocabulary))
    yield Triple(this, VOID["triples"], _count(sum(properties.values())))
    yield Triple(this, VOID["documents"], _count(catalogue.totals(generation.index)[0]))
    _, entities = catalogue.list_entities(generation.index, limit=_EXAMPLES)
    for iri in (*(entity.iri for entity in entities), *(document.iri for document in documents)):
        yield Triple(this, VOID["exampleResource"], NamedNode(iri))
    for kind, part, of, counts in (
        ("class", "classPartition", "entities", catalogue.classes(generation.index)),
        ("property", "propertyPartition", "triples", properties),
    ):
        for iri, count in counts.items():
            node = BlankNode()
            yield Triple(this, VOID[part], node)
            yield Triple(node, VOID[kind], NamedNode(iri))
            yield Triple(node, VOID[of], _count(count))
    for format_, media_type in DUMPS.items():
        dump, node = NamedNode(f"{address}/api/v1/export?format={format_}"), BlankNode()
        yield Triple(this, VOID["dataDump"], dump)
        yield Triple(this, DCAT["distribution"], node)
        yield Triple(node, RDF["type"], DCAT["Distribution"])
        yield Triple(node, DCAT["downloadURL"], dump)
        yield Triple(node, DCAT["mediaType"], NamedNode(f"{_MEDIA_TYPES}{media_type}"))
    for each, conforms in ((service, _SPARQL), (rest, f"{address}/openapi.json")):
        yield Triple(each, RDF["type"], DCAT["DataService"])
        yield Triple(each, DCAT["endpointURL"], each)
        yield Triple(each, DCAT["servesDataset"], this)
        yield Triple(each, DCTERMS["conformsTo"], NamedNode(conforms))


_ABOUT = (
    "县级卫生健康部门工作总结与工作计划中的地区、机构、项目、政策、指标及其数值，每条事实都附有原文出处。"
)
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_SPARQL = "https://www.w3.org/TR/sparql11-protocol/"


def _around(generation: Generation, iri: NamedNode) -> Iterator[Triple]:
    """The triples about a thing, and the relations that lead to it."""
    database = generation.store.database
    for quad in database.quads_for_pattern(iri, None, None, UNION):
        yield quad.triple
    for name in RELATIONS:
        relation = NamedNode(generation.iris.term(name))
        incoming = database.quads_for_pattern(None, relation, iri, UNION)
        yield from (quad.triple for quad in islice(incoming, _MOST_INCOMING))


def _with_labels(generation: Generation, triples: Iterable[Triple]) -> Iterator[Triple]:
    named: dict[NamedNode, None] = {}
    for triple in triples:
        yield triple
        named |= {term: None for term in (triple.subject, triple.object) if isinstance(term, NamedNode)}
    for term in named:
        for label in (RDFS["label"], SKOS["prefLabel"]):
            for quad in generation.store.database.quads_for_pattern(term, label, None, UNION):
                yield quad.triple


def _fragment(**parameters: str) -> str:
    return urlencode(parameters)


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD["integer"])
