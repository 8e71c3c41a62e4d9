"""The commands that read reports: ``weitu build`` and ``weitu extract``."""

from __future__ import annotations

import errno
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.marked import COLOURS
from graph.documents import load
from graph.extraction import Extraction, MentionType
from tests.app.running import environment, weitu
from tests.graph.conftest import REPORT


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with two reports, one of them below, and a file that is no report."""
    folder = tmp_path / "报告"
    (folder / "older").mkdir(parents=True)
    (folder / "yunxi-2021.txt").write_text(REPORT, encoding="utf-8")
    (folder / "older" / "yunxi-2020.txt").write_text(REPORT.replace("2021", "2020"), encoding="gb18030")
    (folder / "notes.md").write_text("# nothing to read", encoding="utf-8")
    return folder


@pytest.fixture
def bad(tmp_path: Path) -> list[Path]:
    """Files that cannot be read as reports, and one that is not there."""
    contents = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 8,
        "english.txt": b"Nothing Chinese here.\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [*(tmp_path / name for name in contents), tmp_path / "absent.txt"]


def test_build_publishes_a_graph_that_can_be_asked(reports: Path, tmp_path: Path):
    store = tmp_path / "data"
    result = weitu("build", reports, "--store", store)
    assert result.returncode == 0
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 2
    assert all(re.search(r"\.txt: \d+ mentions, \d+ observations, \d+ relations$", line) for line in lines)
    assert re.search(r"2 documents built; \d+ mentions", result.stdout.decode())
    count = weitu("query", "SELECT (COUNT(*) AS ?n) { ?d a wt:Report }", "--format", "csv", "--store", store)
    assert count.stdout.split() == [b"n", b"2"]


def test_building_again_replaces_and_adds(reports: Path, tmp_path: Path):
    store = tmp_path / "data"
    first = reports / "yunxi-2021.txt"
    assert weitu("build", first, "--store", store).returncode == 0
    assert weitu("build", first, "--store", store).returncode == 0
    assert weitu("build", reports / "older", "--store", store).returncode == 0
    info = weitu("info", "--store", store).stdout.decode()
    assert re.search(r"^generation +3\b", info, re.MULTILINE)
    assert re.search(r"^Report +2\b", info, re.MULTILINE)


def test_bad_files_are_a_line_each_and_the_rest_is_done(reports: Path, bad: list[Path], tmp_path: Path):
    result = weitu("build", *bad, reports, "--store", tmp_path / "data")
    assert result.returncode == 1
    lines = result.stderr.decode().splitlines()
    assert len(lines) == len(bad) + 2
    for path, line in zip(bad, lines, strict=False):
        assert line.startswith(f"weitu: {path}: ")
    assert "2 documents built, 4 not read" in result.stdout.decode()
    assert weitu("info", "--store", tmp_path / "data").returncode == 0


def test_nothing_but_bad_files_leaves_no_store(bad: list[Path], tmp_path: Path):
    result = weitu("build", *bad, "--store", tmp_path / "data")
    assert result.returncode == 1
    assert not (tmp_path / "data").exists()


def test_a_store_on_a_base_of_ones_own(reports: Path, tmp_path: Path):
    store = tmp_path / "data"
    file = reports / "yunxi-2021.txt"
    assert weitu("build", file, "--store", store, WEITU_BASE="https://graph.example/").returncode == 0
    assert "https://graph.example/" in weitu("info", "--store", store).stdout.decode()
    assert weitu("build", file, "--store", store).returncode == 0, "it keeps its base"
    refused = weitu("build", file, "--store", store, "--base", "https://other.example/")
    assert refused.returncode == 1
    assert b"https://graph.example/" in refused.stderr


def test_persons_can_be_left_out_of_the_graph(tmp_path: Path):
    report = tmp_path / "report.txt"
    report.write_text(
        "云溪县2021年工作要点\n做好体检。（牵头领导：王明；责任科室：基层科）\n", encoding="utf-8"
    )
    for flags, named in (([], True), (["--without-persons"], False)):
        assert weitu("build", "--store", tmp_path / "data", report, *flags).returncode == 0
        exported = weitu("export", "--store", tmp_path / "data", "--format", "nq").stdout.decode()
        assert ("王明" in exported) is named
        assert "基层科" in exported


def test_on_a_terminal_there_is_a_progress_bar(reports: Path, tmp_path: Path):
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "app.cli.main", "build", str(reports), "--store", str(tmp_path / "data")]
    with subprocess.Popen(
        command, stderr=follower, stdout=subprocess.PIPE, env=environment(TERM="xterm")
    ) as process:
        os.close(follower)
        shown = b"".join(iter(lambda: _read(leader), b"")).decode()
        assert process.wait() == 0
    os.close(leader)
    assert "2/2" in shown
    assert "yunxi-2021.txt: " in shown


def _read(terminal: int) -> bytes:
    """What the terminal shows next; nothing once the program has left it, which Linux reports as an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError as error:
        assert error.errno == errno.EIO
        return b""


# --- extract ---------------------------------------------------------------------------------------


def test_extract_prints_an_extraction_a_line(reports: Path):
    result = weitu("extract", reports)
    assert result.returncode == 0
    lines = result.stdout.decode().splitlines()
    assert len(lines) == 2
    for line, path in zip(
        lines, [reports / "older" / "yunxi-2020.txt", reports / "yunxi-2021.txt"], strict=True
    ):
        extraction = Extraction.from_dict(json.loads(line))
        assert extraction.doc == path.name
        text = load(path).text
        for mention in extraction.mentions:
            assert text[mention.start : mention.end] == mention.text


def test_extract_goes_on_after_bad_files(reports: Path, bad: list[Path]):
    result = weitu("extract", *bad, reports)
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 2
    lines = result.stderr.decode().splitlines()
    assert [line.split(": ")[1] for line in lines] == [str(path) for path in bad]


def test_what_may_be_missing_is_a_line_and_no_failure(tmp_path: Path):
    report = tmp_path / "cut.txt"
    report.write_bytes((REPORT * 3).encode()[:-2])
    for command in (("build", report, "--store", tmp_path / "data"), ("extract", report)):
        result = weitu(*command)
        assert result.returncode == 0
        assert f"weitu: warning: {report}: is damaged UTF-8" in result.stderr.decode()


def test_a_web_page_is_read_like_a_text(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text("".join(f"<p>{line}</p>" for line in REPORT.splitlines()), encoding="gb18030")
    found = json.loads(weitu("extract", tmp_path).stdout)
    assert (found["doc"], found["title"]) == ("page.html", REPORT.splitlines()[0])


def test_extract_as_text_shows_the_report_and_what_it_says(reports: Path):
    result = weitu("extract", reports / "yunxi-2021.txt", "--format", "text")
    shown = result.stdout.decode()
    for line in REPORT.splitlines():
        assert line in shown
    assert "97.52%" in shown.partition("indicator")[2], "a table of observations comes after the text"
    assert re.search(r"\d+ mentions, \d+ observations, \d+ relations", shown)
    assert "\x1b[" not in shown, "no colours away from a terminal"


def test_mentions_are_in_colour_where_colours_are(reports: Path):
    shown = weitu("extract", reports / "yunxi-2021.txt", "--format", "text", FORCE_COLOR="1").stdout.decode()
    assert re.search(r"\x1b\[[\d;]+m97\.52%\x1b\[0m", shown)


def test_control_characters_in_a_report_do_not_reach_the_terminal(tmp_path: Path):
    file = tmp_path / "hostile.txt"
    file.write_text(REPORT.replace("一、妇幼健康", "一、\x1b]0;x\x07妇幼健康"), encoding="utf-8")
    result = weitu("extract", file, "--format", "text", FORCE_COLOR="1")
    assert b"\x1b]" not in result.stdout
    assert b"\x07" not in result.stdout


def test_a_file_whose_name_is_not_utf_8(tmp_path: Path):
    file = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(file)).write_text(REPORT, encoding="utf-8")
    lines = weitu("extract", os.fsdecode(file))
    assert json.loads(lines.stdout)["doc"].endswith(".txt")
    assert weitu("extract", os.fsdecode(file), "--format", "text").returncode == 0
    assert weitu("build", "--store", tmp_path / "data", os.fsdecode(file)).returncode == 0


def test_every_type_of_mention_has_a_colour():
    from typing import get_args

    assert set(COLOURS) == set(get_args(MentionType))
    assert len(set(COLOURS.values())) == len(COLOURS)
