#!/usr/bin/env python3
"""Read reports and score the result against gold annotations; prints JSON.

usage: evaluate.py [--gold DIR] [--text DIR] [--table]

DIR of --gold holds DOC.json and score.py, DIR of --text the reports as DOC.txt. By default both lie beside
this checkout, in ../shared. --table shows the scorer's table on stderr.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from graph.documents import load
from graph.reading import Reader

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def commit() -> str:
    """The commit that was measured, marked where the tree has changes on top."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--gold", type=Path, default=SHARED / "gold")
    options.add_argument("--text", type=Path, default=SHARED / "seeds")
    options.add_argument("--table", action="store_true")
    asked = options.parse_args()
    gold = sorted(asked.gold.glob("*.json"))
    if not gold:
        options.error(f"no gold in {asked.gold}")
    reader = Reader()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as predicted:
        for file in gold:
            predicted.write(reader.read(load(asked.text / f"{file.stem}.txt")).to_json() + "\n")
        predicted.flush()
        score = [sys.executable, str(asked.gold / "score.py"), "--text", str(asked.text), *map(str, gold)]
        scored = subprocess.run([*score, "--", predicted.name], capture_output=True, text=True, check=True)
    *table, figures = scored.stdout.splitlines()
    if asked.table:
        print("\n".join(table), file=sys.stderr)
    inputs = hashlib.sha256(b"".join(file.read_bytes() for file in gold)).hexdigest()
    print(json.dumps({"commit": commit(), "gold": inputs, "f1": json.loads(figures)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
