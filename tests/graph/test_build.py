"""From files to a published graph, with the real reader."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from graph.build import build, find_files
from graph.errors import DocumentNotFound, EmptyDocument, NotAStore, NotChinese, NotText
from graph.store import Store, writing
from graph.validate import validate

ONE = "甲县2021年卫生健康工作总结\n全县孕产妇系统管理率97.52%，全县共有乡镇卫生院12个。\n"
TWO = "乙县2022年卫生健康工作总结\n全县孕产妇系统管理率98.1%，开展“两癌”筛查1089人。\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "2022").mkdir(parents=True)
    (folder / "one.txt").write_text(ONE, encoding="utf-8")
    (folder / "2022" / "two.txt").write_text(TWO, encoding="gb18030")
    (folder / "notes.md").write_text("不读", encoding="utf-8")
    return folder


def everything(store: Path) -> list[str]:
    with Store.open(store) as opened:
        return sorted(map(str, opened.quads()))


def test_a_folder_becomes_a_graph(reports: Path, tmp_path: Path) -> None:
    told = []
    report = build([reports], tmp_path / "store", on_progress=lambda *event: told.append(event))
    assert [Path(built.name).name for built in report.done] == ["two.txt", "one.txt"] and not report.failed
    assert [event[:2] for event in told] == [(1, 2), (2, 2)] and [event[2] for event in told] == report.done
    assert all(built.observations for built in report.done)
    with Store.open(tmp_path / "store") as store:
        assert {document.iri for document in store.documents()} == {built.iri for built in report.done}
        assert bool(
            store.query('ASK { ?o a qb:Observation ; wt:quantity "97.52%" ; prov:wasDerivedFrom ?e }')
        )


def test_building_again_changes_nothing_and_doubles_nothing(reports: Path, tmp_path: Path) -> None:
    build([reports], tmp_path / "store")
    before = everything(tmp_path / "store")
    build([reports / "one.txt", reports / "one.txt"], tmp_path / "store")
    assert everything(tmp_path / "store") == before


def test_order_and_splitting_make_no_difference(reports: Path, tmp_path: Path) -> None:
    one, two = reports / "one.txt", reports / "2022" / "two.txt"
    build([one, two], tmp_path / "together")
    build([two], tmp_path / "apart")
    build([one], tmp_path / "apart")
    assert everything(tmp_path / "apart") == everything(tmp_path / "together")


def test_a_bad_file_is_reported_and_the_others_are_done(reports: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "empty.txt").write_bytes(b"")
    (bad / "binary.txt").write_bytes(bytes(range(256)) * 16)
    (bad / "english.txt").write_text("A report that nobody wrote in Chinese. " * 20)
    (bad / "folder").mkdir()
    paths = [bad / "absent.txt", *sorted(bad.iterdir()), reports / "one.txt"]
    report = build(paths, tmp_path / "store")
    assert [type(error) for error in report.failed] == [
        DocumentNotFound,
        NotText,
        EmptyDocument,
        NotChinese,
        DocumentNotFound,
    ]
    for path, error in zip(paths, report.failed, strict=False):
        assert str(error).startswith(f"{path}: ") and "\n" not in str(error)
    assert [built.name for built in report.done] == [str(reports / "one.txt")]


def test_without_a_readable_file_no_store_is_made(tmp_path: Path) -> None:
    report = build([tmp_path / "absent.txt"], tmp_path / "store")
    assert len(report.failed) == 1 and not (tmp_path / "store").exists()


def test_a_name_that_no_iri_can_hold_fails_its_document_alone(reports: Path, tmp_path: Path) -> None:
    (reports / "one.txt").write_text(ONE + "落实《..》。\n", encoding="utf-8")
    report = build([reports], tmp_path / "store")
    (error,) = report.failed
    assert error.name == str(reports / "one.txt") and "a dot or two" in str(error)
    with Store.open(tmp_path / "store") as store:
        assert [document.name for document in store.documents()] == ["two.txt"]


def test_a_store_that_cannot_be_written_is_refused(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "照片.jpg").write_bytes(b"")
    with pytest.raises(NotAStore):
        build([reports], tmp_path / "photos")
    assert [entry.name for entry in (tmp_path / "photos").iterdir()] == ["照片.jpg"]


def test_an_error_in_the_middle_publishes_nothing(reports: Path, tmp_path: Path) -> None:
    with writing(tmp_path / "store"):
        pass
    before = everything(tmp_path / "store")

    def stop(done: int, total: int, outcome: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([reports], tmp_path / "store", on_progress=stop)
    assert everything(tmp_path / "store") == before
    build([reports], tmp_path / "store")


def test_files_are_found_once_each_and_in_order(reports: Path) -> None:
    one = reports / "one.txt"
    assert list(find_files([one, reports, str(one)])) == [one, reports / "2022" / "two.txt"]


def test_files_of_all_formats_are_found_but_not_what_lies_beside_them(tmp_path: Path) -> None:
    wanted = ["a.txt", "b.html", "c.HTM", "d.docx", "e.pdf"]
    for name in (*wanted, "~$d.docx", "._e.pdf", "f.jpg", "README.md"):
        (tmp_path / name).touch()
    (tmp_path / "g.html").mkdir()
    assert [path.name for path in find_files([tmp_path])] == wanted


def test_the_sample_corpus_holds_to_the_shapes(tmp_path: Path) -> None:
    with as_file(files("seeds") / "corpus") as corpus:
        report = build([corpus], tmp_path / "store")
    assert not report.failed
    with Store.open(tmp_path / "store") as store:
        assert validate(store) == []


def test_another_base_holds_everything(reports: Path, tmp_path: Path) -> None:
    build([reports], tmp_path / "store", base="http://localhost:8000/")
    build([reports / "one.txt"], tmp_path / "store")
    assert not any("w3id.org/weitu" in quad for quad in everything(tmp_path / "store"))
