"""Files for other tools: RDF in its forms, the network of entities, the observations as a table."""

from graph.export.formats import Format, export
from graph.export.selection import Selection, everything, neighbourhood, of_document, of_region, select

__all__ = [
    "Format",
    "Selection",
    "everything",
    "export",
    "neighbourhood",
    "of_document",
    "of_region",
    "select",
]
