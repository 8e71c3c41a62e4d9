"""The sample graph, of which the pages speak."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.build import build

CORPUS = Path(__file__).resolve().parents[2] / "seeds" / "corpus"


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the sample reports. No test writes to it."""
    path = tmp_path_factory.mktemp("sample") / "data"
    build([CORPUS], path)
    return path
