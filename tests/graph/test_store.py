"""The store: published generations stay as they are, whoever writes, fails or is killed meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pyoxigraph as ox
import pytest

from graph.documents import Document
from graph.errors import NotAStore, StoreBusy, StoreError, StoreMissing, StoreVersion, UnwritableIri
from graph.extraction import Extraction
from graph.generations import FORMAT
from graph.iris import DEFAULT_BASE, Iris
from graph.quads import quads
from graph.store import Store, writing

DOC = Iris().document("1" * 64)
OTHER = Iris().document("2" * 64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("original") / "store"
    put(path, DOC, "一")
    return path


@pytest.fixture
def written(original: Path, path: Path) -> Path:
    """A store with a document, in its first generation."""
    return copytree(original, path)


def graph_of(iri: str, *words: str) -> list[ox.Quad]:
    graph = ox.NamedNode(iri)
    return [ox.Quad(graph, ox.NamedNode("urn:says"), ox.Literal(word), graph) for word in words]


def put(path: Path, iri: str, *words: str) -> None:
    with writing(path) as writer:
        writer.replace_document(iri, graph_of(iri, *words))


def said(store: Store | Path, iri: str = DOC) -> set[str]:
    if isinstance(store, Path):
        with Store.open(store) as opened:
            return said(opened, iri)
    return {quad.object.value for quad in store.quads(iri)}


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_what_is_written_can_be_read(path: Path) -> None:
    put(path, DOC, "一", "二")
    with Store.open(path) as store:
        assert said(store) == {"一", "二"}
        assert store.generation == 1 and store.base == DEFAULT_BASE
        assert bool(store.query("ASK { ?region rdfs:label '梨树县'@zh ; wt:partOf+ ?province }"))


def test_a_document_written_again_replaces_itself_and_no_other(path: Path) -> None:
    put(path, DOC, "一", "二")
    put(path, OTHER, "三")
    put(path, DOC, "二")
    assert said(path) == {"二"} and said(path, OTHER) == {"三"}


def test_a_document_can_be_removed(written: Path) -> None:
    put(written, OTHER, "二")
    with writing(written) as writer:
        assert writer.drop_graph(DOC)
        assert not writer.drop_graph(DOC)
    assert said(written) == set() and said(written, OTHER) == {"二"}


def test_deleting_and_adding_again_gives_the_same_store(written: Path) -> None:
    put(written, OTHER, "二")
    with Store.open(written) as store:
        before = set(store.quads())
    with writing(written) as writer:
        writer.drop_graph(DOC)
        writer.replace_document(DOC, graph_of(DOC, "一"))
    with Store.open(written) as store:
        assert set(store.quads()) == before


def test_a_quad_of_another_graph_is_refused(written: Path) -> None:
    with pytest.raises(ValueError, match="not in the graph"), writing(written) as writer:
        writer.replace_document(DOC, graph_of(OTHER, "二"))
    assert said(written) == {"一"}


def test_readers_keep_their_generation_while_newer_ones_are_published(written: Path) -> None:
    with Store.open(written) as old:
        put(written, DOC, "二")
        put(written, DOC, "三")
        assert (said(old), old.generation) == ({"一"}, 1)
        with Store.open(written) as new:
            assert (said(new), new.generation) == ({"三"}, 3)
        assert generations(written) == ["1", "3"]
    put(written, DOC, "四")
    assert generations(written) == ["4"]


def generations(path: Path) -> list[str]:
    return sorted(folder.name for folder in (path / "generations").iterdir())


def test_an_error_while_writing_leaves_all_as_it_was(written: Path) -> None:
    before = snapshot(written)
    with pytest.raises(RuntimeError, match="in the middle"), writing(written) as writer:
        writer.replace_document(DOC, graph_of(DOC, "二"))
        raise RuntimeError("in the middle")
    assert snapshot(written) == before


def test_writing_nothing_publishes_nothing(written: Path) -> None:
    before = snapshot(written)
    with writing(written):
        pass
    assert snapshot(written) == before


WRITER = """
    import os, signal, sys
    import pyoxigraph as ox
    from graph import generations
    from graph.store import writing

    path, doc, moment = sys.argv[1:]
    die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    if moment == "publishing":
        generations._write_marker = die
    with writing(path) as writer:
        graph = ox.NamedNode(doc)
        writer.replace_document(doc, [ox.Quad(graph, ox.NamedNode("urn:says"), ox.Literal("半"), graph)])
        if moment == "writing":
            die()
"""


def killed_writer(path: Path, moment: str) -> None:
    script = textwrap.dedent(WRITER)
    done = subprocess.run([sys.executable, "-c", script, str(path), DOC, moment], env=environment())
    assert done.returncode == -signal.SIGKILL


def environment() -> dict[str, str]:
    """That of this process, with the project importable also where it is not installed."""
    root = str(Path(__file__).parents[2])
    return os.environ | {"PYTHONPATH": root}


@pytest.mark.parametrize("moment", ["writing", "publishing"])
def test_a_killed_writer_leaves_the_published_generation_as_it_was(written: Path, moment: str) -> None:
    published = snapshot(written / "generations" / "1")
    marker = (written / "weitu.json").read_bytes()
    killed_writer(written, moment)
    assert len(generations(written)) > 1
    assert snapshot(written / "generations" / "1") == published
    assert (written / "weitu.json").read_bytes() == marker
    assert said(written) == {"一"}
    put(written, OTHER, "二")
    assert said(written) == {"一"} and said(written, OTHER) == {"二"}
    assert generations(written) == ["2"]


@pytest.mark.parametrize("moment", ["writing", "publishing"])
def test_a_first_writer_that_is_killed_leaves_no_store_but_a_place_for_one(path: Path, moment: str) -> None:
    killed_writer(path, moment)
    with pytest.raises(StoreMissing):
        Store.open(path)
    put(path, DOC, "一")
    assert said(path) == {"一"}


def test_there_is_one_writer_at_a_time(path: Path) -> None:
    with writing(path) as writer:
        writer.replace_document(DOC, graph_of(DOC, "一"))
        with pytest.raises(StoreBusy), writing(path):
            pass
    assert said(path) == {"一"}


def test_a_missing_store_is_missing(path: Path) -> None:
    with pytest.raises(StoreMissing):
        Store.open(path)
    assert not path.exists()
    path.mkdir()
    with pytest.raises(StoreMissing):
        Store.open(path)
    assert list(path.iterdir()) == []


FOREIGN_MARKERS = {
    "no JSON": "别动",
    "another shape": '["别动"]',
    "no format": '{"name": "别动"}',
    "other fields": json.dumps({"format": FORMAT, "colour": "红"}),
}


@pytest.fixture(params=["folder", "file", "generations only", *FOREIGN_MARKERS])
def foreign(request: pytest.FixtureRequest, path: Path) -> Iterator[Path]:
    if request.param == "file":
        path.write_text("不是库")
        yield path
        return
    path.mkdir()
    if request.param == "folder":
        (path / "家庭照片.txt").write_text("别动")
    elif request.param == "generations only":
        (path / "generations").mkdir()
    else:
        (path / "weitu.json").write_text(FOREIGN_MARKERS[request.param])
    yield path


def test_what_is_not_a_store_is_refused_and_not_touched(foreign: Path) -> None:
    before = snapshot(foreign.parent), sorted(foreign.parent.rglob("*"))
    with pytest.raises(NotAStore):
        Store.open(foreign)
    with pytest.raises(NotAStore), writing(foreign):
        pass
    assert (snapshot(foreign.parent), sorted(foreign.parent.rglob("*"))) == before


def test_a_store_of_another_format_is_refused_and_not_touched(written: Path) -> None:
    marker = json.loads((written / "weitu.json").read_text())
    (written / "weitu.json").write_text(json.dumps(marker | {"format": 999, "colour": "红"}))
    before = snapshot(written)
    with pytest.raises(StoreVersion, match="999"):
        Store.open(written)
    with pytest.raises(StoreVersion), writing(written):
        pass
    assert snapshot(written) == before


def test_a_store_keeps_its_base(path: Path) -> None:
    with writing(path, "http://localhost:8000/") as writer:
        assert writer.base == "http://localhost:8000/"
    with pytest.raises(StoreError, match="localhost"), writing(path, DEFAULT_BASE):
        pass
    with writing(path) as writer:
        assert writer.base == "http://localhost:8000/"
    with Store.open(path) as store:
        assert not any(DEFAULT_BASE in str(quad) for quad in store.quads())


def test_a_base_that_is_none_makes_no_store(path: Path) -> None:
    with pytest.raises(UnwritableIri), writing(path, "nonsense"):
        pass
    with pytest.raises(StoreMissing):
        Store.open(path)


def test_a_store_without_its_files_says_so(written: Path) -> None:
    (written / "generations" / "1").rename(written / "generations" / "7")
    with pytest.raises(StoreError, match="gone"):
        Store.open(written)


def test_a_damaged_generation_is_neither_read_nor_built_upon(written: Path) -> None:
    for file in filter(Path.is_file, (written / "generations" / "1").rglob("*")):
        file.write_bytes(b"")
    before = snapshot(written)
    with pytest.raises(StoreError, match="cannot be"):
        Store.open(written)
    with pytest.raises(StoreError, match="cannot be"), writing(written):
        pass
    assert snapshot(written) == before


def test_readers_and_writers_do_not_meet(path: Path) -> None:
    """Readers that open the store while generations come and go always see a whole one."""
    words = {str(number) for number in range(200)}
    put(path, DOC, *words)
    seen = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with Store.open(path) as store:
                seen.append(said(store))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(5):
            put(path, DOC, *(words | {f"又{number}"}))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert seen and all(words <= each and len(each) <= len(words) + 1 for each in seen)
    put(path, OTHER, "完")
    assert len(generations(path)) == 1


def test_other_seeds_are_taken_over(written: Path) -> None:
    marker = json.loads((written / "weitu.json").read_text())
    (written / "weitu.json").write_text(json.dumps(marker | {"seeds": "of an older release"}))
    with Store.open(written) as store:
        before = set(store.quads())
    with writing(written):
        pass
    with Store.open(written) as store:
        assert store.generation == 2 and set(store.quads()) == before


def test_a_closed_store_answers_nothing(written: Path) -> None:
    store = Store.open(written)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")


def test_a_document_is_read_as_it_was_written(path: Path, document: Document, extraction: Extraction) -> None:
    """Oxigraph keeps numbers as numbers: what is written has to be in the form that it gives back."""
    iri = Iris().document(document.sha256)
    with writing(path) as writer:
        writer.replace_document(iri, quads(document, extraction))
    with Store.open(path) as store:
        assert set(store.quads(iri)) == set(quads(document, extraction))


def test_documents_and_counts(path: Path, document: Document, extraction: Extraction) -> None:
    iri = Iris().document(document.sha256)
    with writing(path) as writer:
        writer.replace_document(iri, quads(document, extraction))
    with Store.open(path) as store:
        (stored,) = store.documents()
        counts = store.counts()
    assert (stored.iri, stored.name, stored.period) == (iri, "yunxi-2021.txt", "2021")
    assert (stored.issuer, stored.region) == (extraction.issuer_id, extraction.region_id)
    assert counts["Report"] == 1 and counts["Observation"] == 5 and counts["Mention"] == 10
    assert counts["Region"] == 1 and counts["Institution"] == 3 and counts["Program"] == 2
    assert counts["quads"] > 10_000
