"""A copy of the reader that has not seen one report: its lexicons and labels without the entries that only
this report holds, its model trained on the corpus and the other reports' gold."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from scripts.training_corpus import TYPES, passages

ROOT = Path(__file__).resolve().parents[1]
_LETTERS = {kind: letter for letter, kind in TYPES.items()}
_MARK = re.compile(r"\{[^{}|]+\|[A-Z]\}")
_LABEL = re.compile(r'"([^"\n]+)"@zh')
# A label of a concept cannot be taken away without the concept, so it is written as no text has it.
_BLOTTED = '"〖%s〗"@zh'
# Every word of the language stands in these, not only names that a report could have given.
_LANGUAGE = frozenset({"surnames.txt", "units.csv"})


def build(left_out: Path, others: list[Path], text: Path, folder: Path) -> int:
    """Write the copy into ``folder`` and train it. ``left_out`` and ``others`` are gold files, ``text`` is
    the folder of their reports. The number of entries that were taken out comes back."""
    for name in ("graph", "ontology", "seeds", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    hidden = (text / f"{left_out.stem}.txt").read_text(encoding="utf-8")
    known = "\n".join(
        [passage.text for passage in passages()]
        + [(text / f"{file.stem}.txt").read_text(encoding="utf-8") for file in others]
    )

    def only_there(entry: str) -> bool:
        return len(entry) > 1 and entry in hidden and entry not in known

    removed = _without(folder, only_there)
    marked = [line for file in others for line in _inline(file, text / f"{file.stem}.txt")]
    (folder / "seeds" / "training" / "gold.txt").write_text("\n".join(marked) + "\n", encoding="utf-8")
    train = [sys.executable, str(folder / "scripts" / "train.py")]
    subprocess.run(train, cwd=folder, check=True, stdout=sys.stderr)
    return removed


def _without(folder: Path, only_there: Callable[[str], bool]) -> int:
    """Take the entries out of the lexicons and labels of a copy."""
    removed = 0
    for file in sorted((folder / "seeds" / "lexicons").iterdir()):
        if file.name in _LANGUAGE or file.suffix not in (".txt", ".csv"):
            continue
        lines = file.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not only_there(next(csv.reader([line]), [""])[0])]
        removed += len(lines) - len(kept)
        file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    for file in sorted((folder / "ontology").glob("*.ttl")):

        def blotted(label: re.Match[str]) -> str:
            nonlocal removed
            if not only_there(label[1]):
                return label[0]
            removed += 1
            return _BLOTTED % label[1]

        file.write_text(_LABEL.sub(blotted, file.read_text(encoding="utf-8")), encoding="utf-8")
    return removed


def _inline(gold: Path, report: Path) -> list[str]:
    """A report's paragraphs with its gold marks inline, as ``seeds/training`` has them."""
    text = report.read_text(encoding="utf-8").replace("\r\n", "\n")
    found, behind = "", 0
    for mention in sorted(json.loads(gold.read_text(encoding="utf-8"))["mentions"], key=lambda m: m["start"]):
        words = text[mention["start"] : mention["end"]]
        found += f"{text[behind : mention['start']]}{{{words}|{_LETTERS[mention['type']]}}}"
        behind = mention["end"]
    found += text[behind:]
    lines = (line.strip() for line in found.splitlines())
    return [line for line in lines if line and not re.search(r"[{}|]", _MARK.sub("", line))]
