#!/usr/bin/env python3
"""Read reports and score the result against gold annotations; prints JSON.

usage: evaluate.py [--gold DIR] [--text DIR] [--table] [--calibration | --leave-one-out | --corpus]

DIR of --gold holds DOC.json and score.py, DIR of --text the reports as DOC.txt. By default both lie beside
this checkout, in ../shared. --table shows the scorer's table on stderr.
--calibration prints the reliability of the mentions' scores instead: of those in each tenth, the share that
the gold marks alike to the character, and the expected calibration error (ECE).
--leave-one-out reads each report with a copy of the reader that has not seen it: trained on the corpus and
the other reports' gold, without the lexicon entries and labels that only this report holds (minutes each).
--corpus scores the observations of our own reports in seeds/training, whose facts are written down there.
Their mentions were trained on, and values are read as the reader reads them: this says how well figures are
joined to names, times, places and programmes, and no more.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graph.documents import load  # noqa: E402
from graph.reader import Reader  # noqa: E402
from scripts import held_out, training_corpus  # noqa: E402

SHARED = ROOT.parent / "shared"


def commit() -> str:
    """The commit that was measured, marked where the tree has changes on top."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()


def reports(gold: Path, text: Path) -> tuple[list[Path], list[str]]:
    """The gold files, and what the reader finds in their reports, a line each."""
    reader, files = Reader(), sorted(gold.glob("*.json"))
    return files, [reader.read(load(text / f"{file.stem}.txt")).to_json() for file in files]


def own_reports(folder: Path) -> Path:
    """The reports of the training corpus, with their gold, as files in a folder."""
    for report in training_corpus.reports():
        (folder / f"{report.name}.txt").write_text(report.text, encoding="utf-8")
        gold = json.dumps(report.gold, ensure_ascii=False)
        (folder / f"{report.name}.json").write_text(gold, encoding="utf-8")
    return folder


def calibration(files: list[Path], found: list[str]) -> dict[str, object]:
    """The reliability of the scores of the mentions, in ten bins, and the expected calibration error."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for file, line in zip(files, found, strict=True):
        gold = {
            (m["start"], m["end"], m["type"])
            for m in json.loads(file.read_text(encoding="utf-8"))["mentions"]
        }
        for mention in json.loads(line)["mentions"]:
            if (sure := mention["score"]) is not None:
                right = (mention["start"], mention["end"], mention["type"]) in gold
                bins[min(int(sure * 10), 9)].append((sure, right))
    total = sum(map(len, bins))
    rows, error = [], 0.0
    for number, inside in enumerate(bins):
        if inside:
            said = sum(sure for sure, _ in inside) / len(inside)
            held = sum(right for _, right in inside) / len(inside)
            error += abs(said - held) * len(inside) / total
            rows.append(
                {"from": number / 10, "mentions": len(inside), "said": round(said, 3), "held": round(held, 3)}
            )
    return {"ece": round(error, 4), "bins": rows}


def score(scorer: Path, gold: list[Path], found: list[str], text: Path) -> tuple[list[str], dict[str, float]]:
    """(table as lines, F1 by name) of what was found in the reports of some gold files, a JSON line each."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as predicted:
        predicted.write("\n".join(found) + "\n")
        predicted.flush()
        command = [sys.executable, str(scorer), "--text", str(text), *map(str, gold), "--", predicted.name]
        scored = subprocess.run(command, capture_output=True, text=True, check=True)
    *table, figures = scored.stdout.splitlines()
    return table, json.loads(figures)


def leave_one_out(gold: list[Path], text: Path) -> Iterator[tuple[str, int]]:
    """(what a reader that has not seen it finds in a report, number of entries taken out of it), for each."""
    for file in gold:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            others = [other for other in gold if other != file]
            removed = held_out.build(file, others, text, folder)
            read = [sys.executable, "-c", _READ, str(text / f"{file.stem}.txt")]
            found = subprocess.run(read, cwd=folder, capture_output=True, text=True, check=True).stdout
            yield found.splitlines()[-1], removed


# run inside a copy of the tree
_READ = """
import sys
from pathlib import Path
from graph.documents import load
from graph.reader import Reader
print(Reader().read(load(Path(sys.argv[1]))).to_json())
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--gold", type=Path, default=SHARED / "gold")
    options.add_argument("--text", type=Path, default=SHARED / "seeds")
    options.add_argument("--table", action="store_true")
    mode = options.add_mutually_exclusive_group()
    mode.add_argument("--calibration", action="store_true")
    mode.add_argument("--leave-one-out", action="store_true")
    mode.add_argument("--corpus", action="store_true")
    asked = options.parse_args()
    scorer = asked.gold / "score.py"
    if not scorer.is_file():
        options.error(f"no score.py in {asked.gold}")
    with tempfile.TemporaryDirectory() as scratch:
        if asked.corpus:
            asked.gold = asked.text = own_reports(Path(scratch))
        evaluate(asked, scorer)


def evaluate(asked: argparse.Namespace, scorer: Path) -> None:
    """Do what was asked and print it."""
    removed: list[int] = []
    if asked.leave_one_out:
        gold = sorted(asked.gold.glob("*.json"))
        found, removed = map(list, zip(*leave_one_out(gold, asked.text), strict=True))
    else:
        gold, found = reports(asked.gold, asked.text)
    if asked.calibration:
        print(json.dumps({"commit": commit(), **calibration(gold, found)}))
        return
    table, figures = score(scorer, gold, found, asked.text)
    inputs = hashlib.sha256(b"".join(file.read_bytes() for file in gold)).hexdigest()
    if asked.table:
        print("\n".join(table[-60:]), file=sys.stderr)
    f1 = {
        name: value
        for name, value in figures.items()
        if name.startswith("observation" if asked.corpus else ("mention", "observation", "relation"))
    }
    figures_of = {"commit": commit(), "gold": inputs, "f1": f1}
    if removed:
        figures_of["entries_removed"] = removed
    print(json.dumps(figures_of, ensure_ascii=False))


if __name__ == "__main__":
    main()
