"""What the SPARQL endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from app.http.negotiation import GRAPHS
from graph.namespaces import RDF, Namespace

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML"),
)


def described(endpoint: str, media_type: str, *, writable: bool) -> bytes:
    """The description of the service at an address, in a media type of :data:`GRAPHS`."""
    written = serialize(
        triples(NamedNode(endpoint), writable=writable),
        format=RdfFormat.from_extension(GRAPHS[media_type]),
        prefixes={"sd": SD.iri, "format": FORMATS.iri},
    )
    assert written is not None
    return written


def triples(endpoint: NamedNode, *, writable: bool) -> Iterator[Triple]:
    """The description as triples; ``writable`` where the server takes updates from who has the token."""
    service, data_set, union = BlankNode(), BlankNode(), BlankNode()
    yield Triple(service, RDF["type"], SD["Service"])
    yield Triple(service, SD["endpoint"], endpoint)
    yield Triple(service, SD["supportedLanguage"], SD["SPARQL11Query"])
    if writable:
        yield Triple(service, SD["supportedLanguage"], SD["SPARQL11Update"])
    for name in _RESULTS:
        yield Triple(service, SD["resultFormat"], FORMATS[name])
    for name in ("UnionDefaultGraph", "EmptyGraphs"):
        yield Triple(service, SD["feature"], SD[name])
    yield Triple(service, SD["defaultEntailmentRegime"], NamedNode("http://www.w3.org/ns/entailment/Simple"))
    yield Triple(service, SD["defaultDataset"], data_set)
    yield Triple(data_set, RDF["type"], SD["Dataset"])
    yield Triple(data_set, SD["defaultGraph"], union)
    yield Triple(union, RDF["type"], SD["Graph"])
