"""The sample reports say that they are samples and load as reports; neither they nor the training passages
nor the tests carry a sentence of a real report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.documents import load
from scripts.training_corpus import passages, reports

CORPUS = Path(__file__).resolve().parents[2] / "seeds" / "corpus"
SAMPLES = sorted(CORPUS.glob("*.txt"))
TESTS = Path(__file__).resolve().parents[1]
LONGEST_SHARED_RUN = 19


def _plain(text: str) -> str:
    """Chinese characters, digits and signs of rates alone: punctuation hides no copied sentence."""
    return re.sub(r"[^一-鿿0-9%‰]", "", text)


def _runs(text: str) -> set[str]:
    length = LONGEST_SHARED_RUN + 1
    plain = [_plain(line) for line in text.splitlines()]
    return {line[i : i + length] for line in plain for i in range(len(line) - length + 1)}


def test_three_regions_have_samples() -> None:
    assert {path.name.split("-")[0] for path in SAMPLES} >= {"donghai", "lishu", "yushan"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_says_what_it_is(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    header = [line for line in lines if line.startswith("# ")]
    assert lines[: len(header)] == header, "the header is in one piece, at the top"
    assert "样例" in header[0]
    assert any("来源：" in line and re.search(r"20\d\d年", line) for line in header)
    assert lines[len(header)].endswith("（样例）")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_loads_as_a_report_of_its_authority(path: Path) -> None:
    document = load(path)
    assert document.title.endswith("（样例）")
    assert document.issuer is not None
    assert document.period is not None and document.period in path.name
    assert [p.number for p in document.paragraphs if p.furniture] == [1, 2, 3]
    assert document.kind != "review" or "review" in path.name


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_is_in_the_table_of_the_readme(path: Path) -> None:
    assert f"`{path.name}`" in (CORPUS / "README.md").read_text(encoding="utf-8")


def test_no_two_marks_of_a_training_passage_overlap() -> None:
    for passage in passages():
        behind = 0
        for start, end, _ in passage.marks:
            assert behind <= start < end <= len(passage.text), passage.place
            behind = end


def test_the_facts_of_a_report_fit_its_text() -> None:
    for report in reports():
        lines = report.text.split("\n")
        assert report.gold["observations"], report.name
        for fact in report.gold["observations"]:
            line = lines[fact["para"] - 1]
            assert fact["quantity"] in line and fact["indicator"], (report.name, fact)
            before = "\n".join(lines[: fact["para"]])
            assert fact["program"] is None or fact["program"] in before, (report.name, fact)


@pytest.mark.shared
def test_nothing_of_ours_repeats_a_sentence_of_a_real_report(shared: Path) -> None:
    real = "\n".join(path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt")))
    theirs = _runs(real)
    ours = [(path.name, path.read_text(encoding="utf-8")) for path in SAMPLES]
    ours += [(passage.place, passage.text) for passage in passages()]
    ours += [(path.name, path.read_text(encoding="utf-8")) for path in TESTS.rglob("*.py")]
    assert [(place, run) for place, text in ours for run in _runs(text) & theirs] == []
