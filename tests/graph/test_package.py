"""The public names of the library, and that importing it costs nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import graph

PUBLIC = {
    "Document",
    "Extraction",
    "Iris",
    "Reader",
    "Store",
    "load",
    "parse",
    "to_networkx",
    "to_rdflib",
    "writing",
}
HEAVY = ("spacy", "pyoxigraph", "rdflib", "networkx", "pyshacl", "graph.store")


def test_the_public_names_are_these() -> None:
    assert set(graph.__all__) == PUBLIC
    assert set(dir(graph)) >= PUBLIC
    for name in PUBLIC:
        assert getattr(graph, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        graph.nonsense  # noqa: B018


@pytest.mark.parametrize(
    "statement",
    [
        "import graph",
        "import graph.errors, graph.iris",
        "from graph import Extraction",
        "import graph.documents",
    ],
)
def test_importing_loads_no_library(statement: str) -> None:
    script = f"{statement}\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": root},
    )
    assert done.stdout.strip() == "[]"
