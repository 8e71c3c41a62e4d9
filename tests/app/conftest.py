"""A small graph made by hand, in a store on disk, and a real server on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.documents import Document, parse
from graph.extraction import Extraction
from graph.iris import Iris
from graph.quads import quads
from graph.store import writing
from tests.app.running import serving
from tests.graph.conftest import REPORT, read_by_hand


def publish(path: Path, *documents: Document) -> None:
    """Put documents with their hand-made extractions into a store."""
    with writing(path) as writer:
        for document in documents:
            iri = Iris(writer.base).document(document.sha256)
            writer.replace_document(iri, quads(document, read_by_hand(document), writer.base))


@pytest.fixture(scope="session")
def document() -> Document:
    """A report of a county that does not exist."""
    return parse(REPORT.encode(), "yunxi-2021.txt")


@pytest.fixture(scope="session")
def revised() -> Document:
    """The same report with a line more, hence another document that states the same facts."""
    return parse(f"{REPORT}以上数据为修订稿。\n".encode(), "yunxi-2021-revised.txt")


@pytest.fixture(scope="session")
def extraction(document: Document) -> Extraction:
    """What a careful reader finds in :func:`document`."""
    return read_by_hand(document)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, document: Document, revised: Document) -> Path:
    """A store that holds both reports. No test writes to it."""
    path = tmp_path_factory.mktemp("graph") / "data"
    publish(path, document, revised)
    return path


@pytest.fixture(scope="session")
def client(store: Path) -> Iterator[httpx.Client]:
    """A client of a real server on :func:`store`."""
    with serving(store) as found:
        yield found
