#!/usr/bin/env python3
"""Read reports and score the result against gold annotations; prints JSON.

usage: evaluate.py [--gold DIR] [--text DIR] [--table] [--training]

DIR of --gold holds DOC.json and score.py, DIR of --text the reports as DOC.txt. By default both lie beside
this checkout, in ../shared. --table shows the scorer's table on stderr.
--training scores the mentions of seeds/training instead: wording that the grammar was not written for.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graph.documents import load, parse  # noqa: E402
from graph.errors import DocumentError  # noqa: E402
from graph.reading import Reader  # noqa: E402
from scripts.training_corpus import passages  # noqa: E402

SHARED = ROOT.parent / "shared"


def commit() -> str:
    """The commit that was measured, marked where the tree has changes on top."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()


def reports(gold: Path, text: Path) -> tuple[list[Path], list[str]]:
    """The gold files, and what the reader finds in their reports, a line each."""
    reader, files = Reader(), sorted(gold.glob("*.json"))
    return files, [reader.read(load(text / f"{file.stem}.txt")).to_json() for file in files]


def training(folder: Path) -> tuple[list[Path], list[str]]:
    """The training corpus as gold files, one for each passage, and what the reader finds in the passages."""
    reader, files, found = Reader(), [], []
    for number, passage in enumerate(passages()):
        name = f"passage-{number:05}"
        marks = [
            {"start": start, "end": end, "type": kind, "text": passage.text[start:end]}
            for start, end, kind in passage.marks
        ]
        file = folder / f"{name}.json"
        gold = {"doc": name, "mentions": marks, "observations": [], "relations": []}
        file.write_text(json.dumps(gold), encoding="utf-8")
        try:
            extraction = reader.read(parse(passage.text.encode(), name)).to_dict()
        except DocumentError:
            extraction = {"mentions": []}
        files.append(file)
        found.append(
            json.dumps({"doc": name, "mentions": extraction["mentions"], "observations": [], "relations": []})
        )
    return files, found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--gold", type=Path, default=SHARED / "gold")
    options.add_argument("--text", type=Path, default=SHARED / "seeds")
    options.add_argument("--table", action="store_true")
    options.add_argument("--training", action="store_true")
    asked = options.parse_args()
    scorer = asked.gold / "score.py"
    if not scorer.is_file():
        options.error(f"no score.py in {asked.gold}")
    with tempfile.TemporaryDirectory() as scratch:
        gold, found = training(Path(scratch)) if asked.training else reports(asked.gold, asked.text)
        predicted = Path(scratch) / "predicted.jsonl"
        predicted.write_text("\n".join(found) + "\n", encoding="utf-8")
        where = [] if asked.training else ["--text", str(asked.text)]
        command = [sys.executable, str(scorer), *where, *map(str, gold), "--", str(predicted)]
        scored = subprocess.run(command, capture_output=True, text=True, check=True)
        inputs = hashlib.sha256(b"".join(file.read_bytes() for file in gold)).hexdigest()
    *table, figures = scored.stdout.splitlines()
    if asked.table:
        print("\n".join(table[-60:]), file=sys.stderr)
    kept = ("mention",) if asked.training else ("mention", "observation", "relation")
    f1 = {name: value for name, value in json.loads(figures).items() if name.startswith(kept)}
    print(json.dumps({"commit": commit(), "gold": inputs, "f1": f1}, ensure_ascii=False))


if __name__ == "__main__":
    main()
