"""The graph of entities for Gephi, yEd and the like."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from graph.export.selection import Selection
from graph.export.xml import as_xml
from graph.views import to_networkx

if TYPE_CHECKING:
    import networkx


def graphml(selection: Selection, stream: IO[bytes]) -> None:
    """Write GraphML."""
    import networkx

    networkx.write_graphml(_for_tools(selection), stream)


def gexf(selection: Selection, stream: IO[bytes]) -> None:
    """Write GEXF 1.2."""
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(_for_tools(selection))
    writer.xml.find("meta").attrib.pop("lastmodifieddate")  # the day of writing is no part of the graph
    writer.write(stream)


def _for_tools(selection: Selection) -> networkx.MultiDiGraph[str]:
    """The graph as other programs expect it: an id for each edge, its type in ``relation``, as GEXF has
    another use for ``type``, and no character in a label that XML cannot hold."""
    import networkx

    graph = to_networkx(selection.store, selection.documents)
    chosen = selection.subjects
    found: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        if chosen is None or data["iri"] in chosen:
            found.add_node(node, **data | {"label": as_xml(data["label"])})
    for source, target, relation, data in graph.edges(keys=True, data=True):
        if source in found and target in found:
            iri = f"{source} {relation} {target}"
            found.add_edge(
                source,
                target,
                key=iri,
                id=iri,
                label=relation,
                relation=relation,
                documents=data["documents"],
            )
    return found
