"""The whole graph as a file. Equal stores give equal bytes, sorted so that small changes stay small."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Literal

from pyoxigraph import RdfFormat, serialize

from graph.jsonld import jsonld
from graph.namespaces import prefixes
from graph.store import Store
from graph.turtle import trig, turtle
from graph.views import to_networkx

if TYPE_CHECKING:
    import networkx

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Format = Literal["ttl", "trig", "nt", "nq", "jsonld", "graphml", "gexf"]


def export(store: Store, format: Format, stream: IO[bytes]) -> None:  # noqa: A002
    """Write all that a store holds in one format, UTF-8.

    ``trig``, ``nq`` and ``jsonld`` keep the named graphs, ``ttl`` and ``nt`` are their union, ``graphml`` and
    ``gexf`` are the graph of entities that :func:`graph.views.to_networkx` gives.
    """
    _WRITERS[format](store, stream)


def _pieces(pieces: Iterator[str], stream: IO[bytes]) -> None:
    stream.writelines(piece.encode() for piece in pieces)


def _ttl(store: Store, stream: IO[bytes]) -> None:
    _pieces(turtle(store.quads(), prefixes(store.base)), stream)


def _trig(store: Store, stream: IO[bytes]) -> None:
    _pieces(trig(store.quads(), prefixes(store.base)), stream)


def _jsonld(store: Store, stream: IO[bytes]) -> None:
    _pieces(jsonld(store.quads(), store.base), stream)


def _nt(store: Store, stream: IO[bytes]) -> None:
    lines = serialize((quad.triple for quad in store.quads()), format=RdfFormat.N_TRIPLES) or b""
    stream.writelines(sorted(set(io.BytesIO(lines))))


def _nq(store: Store, stream: IO[bytes]) -> None:
    lines = serialize(store.quads(), format=RdfFormat.N_QUADS) or b""
    stream.writelines(sorted(io.BytesIO(lines)))


def _graphml(store: Store, stream: IO[bytes]) -> None:
    import networkx

    networkx.write_graphml(_for_tools(to_networkx(store)), stream)


def _gexf(store: Store, stream: IO[bytes]) -> None:
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(_for_tools(to_networkx(store)))
    writer.xml.find("meta").attrib.pop("lastmodifieddate")  # the day of writing is no part of the graph
    writer.write(stream)


def _for_tools(graph: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    """The same graph as other programs expect it: an id for each edge, its type in ``relation``, as GEXF has
    another use for ``type``, and no character in a label that XML cannot hold."""
    import networkx

    found: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        found.add_node(node, **data | {"label": _xml(data["label"])})
    for source, target, relation, data in graph.edges(keys=True, data=True):
        iri = f"{source} {relation} {target}"
        found.add_edge(
            source, target, key=iri, id=iri, label=relation, relation=relation, documents=data["documents"]
        )
    return found


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


_WRITERS: dict[Format, Callable[[Store, IO[bytes]], None]] = {
    "ttl": _ttl,
    "trig": _trig,
    "nt": _nt,
    "nq": _nq,
    "jsonld": _jsonld,
    "graphml": _graphml,
    "gexf": _gexf,
}
