"""What importing costs: the hinge knows neither language nor graph, and the package loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

LANGUAGE = {"spacy", "thinc", "numpy"}
GRAPH = {"pyoxigraph", "rdflib", "networkx", "pyshacl"}


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("graph", LANGUAGE | GRAPH),
        ("graph.extraction", LANGUAGE | GRAPH),
        ("graph.documents", LANGUAGE | GRAPH),
        ("graph.reading.quantities", GRAPH - {"pyoxigraph"}),
        ("graph.store", LANGUAGE),
        ("app", LANGUAGE | GRAPH | {"fastapi"}),
    ],
)
def test_importing_loads_no_more_than_the_room_needs(module: str, without: set[str]) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert without & set(loaded.split()) == set()
