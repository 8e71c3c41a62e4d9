"""Text → graph: the Weitu library, without a command line or a web server.

The names below are imported on first use: ``import graph`` loads no model or RDF library and opens no store.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.extraction import Extraction as Extraction
    from graph.iris import Iris as Iris

_HOMES = {
    "Extraction": "graph.extraction",
    "Iris": "graph.iris",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'graph' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
