"""Text → graph: the Weitu library, without a command line or a web server.

The names below are imported on first use: ``import graph`` loads no model or RDF library and opens no store.
Functions that are named like their module (``graph.build.build``, ``graph.export.export``) stay in it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.documents import Document as Document
    from graph.documents import load as load
    from graph.documents import parse as parse
    from graph.extraction import Extraction as Extraction
    from graph.iris import Iris as Iris
    from graph.reader import Reader as Reader
    from graph.store import Store as Store
    from graph.store import writing as writing
    from graph.views import to_networkx as to_networkx
    from graph.views import to_rdflib as to_rdflib

_HOMES = {
    "Document": "graph.documents",
    "Extraction": "graph.extraction",
    "Iris": "graph.iris",
    "Reader": "graph.reader",
    "Store": "graph.store",
    "load": "graph.documents",
    "parse": "graph.documents",
    "to_networkx": "graph.views",
    "to_rdflib": "graph.views",
    "writing": "graph.store",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'graph' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
