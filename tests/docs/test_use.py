"""The pages on use hold: each example prints what stands below it, both languages have the same examples, and
the settings have the values that are told."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from app.settings import rows
from tests.app.running import environment, serving
from tests.app.writable import TOKEN

ROOT = Path(__file__).resolve().parents[2]
PAGES = [("docs/use.zh-CN.md", "docs/use.md"), ("README.zh-CN.md", "README.md")]
ADDRESS = "http://127.0.0.1:8000"
LEFT_OUT = "…"


class Example(NamedTuple):
    """A block of code and the block below it, what it prints."""

    language: str
    code: str
    output: str


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def examples(page: str) -> list[Example]:
    """The examples of a page in their order."""
    found = re.findall(r"^```(sh|python)\n(.*?)^```\n\n```text\n(.*?)^```$", read(page), re.S | re.M)
    return [Example(*each) for each in found]


EXAMPLES = list(dict.fromkeys(each for pair in PAGES for page in pair for each in examples(page)))
DEFAULTS = {row.variable: "" if row.default in (None, ()) else str(row.default) for row in rows()}


@pytest.fixture(scope="module")
def address(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on a copy of the sample graph, which may be written to."""
    store = tmp_path_factory.mktemp("use") / "data"
    shutil.copytree(sample_store, store)
    with serving(store, WEITU_WRITE_TOKEN=TOKEN) as client:
        yield str(client.base_url).rstrip("/")


def command(example: Example, code: str) -> list[str]:
    """What runs an example: a shell that stops at the first failure, or an interpreter."""
    return ["sh", "-euc", code] if example.language == "sh" else [sys.executable, "-c", code]


def fits(output: str, told: str) -> bool:
    """Whether that was printed, but for what is left out."""
    parts = map(re.escape, told.strip().split(LEFT_OUT))
    return re.fullmatch(".*".join(parts), output.strip(), re.S) is not None


@pytest.mark.parametrize("page", [page for pair in PAGES for page in pair])
def test_every_example_says_what_it_prints(page: str) -> None:
    assert len(examples(page)) == len(re.findall(r"^```(?:sh|python)$", read(page), re.M)) > 0


@pytest.mark.parametrize(("chinese", "english"), PAGES)
def test_both_languages_have_the_same_examples(chinese: str, english: str) -> None:
    assert examples(chinese) == examples(english)


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(each, marks=pytest.mark.curl if each.language == "sh" else (), id=f"{number}")
        for number, each in enumerate(EXAMPLES, start=1)
    ],
)
def test_an_example_prints_what_stands_below_it(address: str, tmp_path: Path, example: Example) -> None:
    if example.language == "sh" and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(
        command(example, example.code.replace(ADDRESS, address)),
        cwd=tmp_path,
        env=environment(WEITU_WRITE_TOKEN=TOKEN, PYTHONUTF8="1", no_proxy="*"),
        capture_output=True,
        encoding="utf-8-sig",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert fits(done.stdout, example.output), done.stdout


@pytest.mark.parametrize(("page", "nothing"), [("docs/use.zh-CN.md", "无"), ("docs/use.md", "none")])
def test_settings_have_the_values_that_are_told(page: str, nothing: str) -> None:
    told = [
        (name, re.findall(r"[\w.]+", line))
        for line in read(page).splitlines()
        if line.startswith("|")
        for name in re.findall(r"`(WEITU_\w+)`", line)
    ]
    assert told
    assert [name for name, words in told if (DEFAULTS[name] or nothing) not in words] == []
