"""The namespaces that Weitu's RDF draws on, and the prefixes under which it is written and queried."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

from graph.iris import Iris


class Namespace:
    """``Namespace("http://…#")["term"]`` is a term of a vocabulary."""

    def __init__(self, iri: str) -> None:
        self.iri: Final = iri

    def __getitem__(self, term: str) -> NamedNode:
        return NamedNode(self.iri + term)


DCTERMS = Namespace("http://purl.org/dc/terms/")
ITSRDF = Namespace("http://www.w3.org/2005/11/its/rdf#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ORG = Namespace("http://www.w3.org/ns/org#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
QB = Namespace("http://purl.org/linked-data/cube#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SDMX_ATTRIBUTE = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
SDMX_DIMENSION = Namespace("http://purl.org/linked-data/sdmx/2009/dimension#")
SDMX_MEASURE = Namespace("http://purl.org/linked-data/sdmx/2009/measure#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

_SHARED = {
    "dcterms": DCTERMS,
    "itsrdf": ITSRDF,
    "nif": NIF,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "qb": QB,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sdmx-attribute": SDMX_ATTRIBUTE,
    "sdmx-dimension": SDMX_DIMENSION,
    "sdmx-measure": SDMX_MEASURE,
    "skos": SKOS,
    "xsd": XSD,
}


def prefixes(base: str) -> dict[str, str]:
    """Prefix to namespace, those of the base (``wt``, ``id``) and those of shared vocabularies, sorted."""
    shared = {prefix: namespace.iri for prefix, namespace in _SHARED.items()}
    return dict(sorted((shared | Iris(base).prefixes).items()))
