"""The inline marks and the facts of ``seeds/training/``, for the scripts that train and evaluate."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from graph.reading.naming import own_unit
from graph.reading.quantities import find_quantities, read_quantity
from graph.reading.text import fold

FOLDER = Path(__file__).resolve().parents[1] / "seeds" / "training"
TYPES = {
    "R": "REGION",
    "I": "INSTITUTION",
    "C": "ORG_CLASS",
    "P": "PROGRAM",
    "Y": "POLICY",
    "X": "INDICATOR",
    "Q": "QUANTITY",
    "D": "DATE",
    "N": "PERSON",
}
_MARK = re.compile(r"\{([^{}|]+)\|([RICPYXQDN])\}")


class Passage(NamedTuple):
    """A passage with its marks as (start, end, type), in the order of the text. ``place`` is file:line."""

    place: str
    text: str
    marks: list[tuple[int, int, str]]


def passages(folder: Path = FOLDER) -> Iterator[Passage]:
    """All passages of a corpus, file by file. A brace that belongs to no mark is an error with its place."""
    for file in sorted(folder.glob("*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                yield parse(line, f"{file.name}:{number}")


def parse(line: str, place: str) -> Passage:
    """One line with its marks taken out."""
    text, marks, behind = "", [], 0
    for match in _MARK.finditer(line):
        text += line[behind : match.start()]
        marks.append((len(text), len(text) + len(match[1]), TYPES[match[2]]))
        text += match[1]
        behind = match.end()
    text += line[behind:]
    if re.search(r"[{}|]", text):
        raise ValueError(f"{place}: a mark is broken: {line}")
    return Passage(place, text, marks)


def fingerprint(folder: Path = FOLDER) -> str:
    """SHA-256 over the names and the bytes of the corpus files, in their order."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.txt")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


# --- facts -----------------------------------------------------------------------------------------

_REPORT = re.compile(r"# 报告：\S* ?(?P<place>[^，\s]+)，(?P<year>\d{4})，")
# Between an indicator and its quantity, in characters (达到, 为).
_NEAR = 3
_STATUS = {"a": "actual", "t": "target", "b": "baseline"}


class Report(NamedTuple):
    """A report of the corpus. ``gold`` has the shape of the gold files; no relations are marked."""

    name: str
    text: str
    gold: dict[str, object]


def reports(folder: Path = FOLDER) -> Iterator[Report]:
    """The reports whose facts are written down, with their observations; see ``seeds/training/README.md``.
    A fact that fits no mark is an error with its place."""
    for file in sorted((folder / "facts").glob("*.tsv")):
        with file.open(encoding="utf-8") as lines:
            facts = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        for number, (place, year, passages) in enumerate(_reports(folder / f"{file.stem}.txt"), 1):
            yield _report(f"{file.stem}-{number:02}", place, year, passages, facts)


def _reports(file: Path) -> Iterator[tuple[str, str, dict[int, Passage]]]:
    """(place, year, line number → passage) of each report of a file."""
    head, lines = None, {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if match := _REPORT.match(line):
            if head:
                yield head["place"], head["year"], lines
            head, lines = match, {}
        elif line and not line.startswith("#"):
            lines[number] = parse(line, f"{file.name}:{number}")
    if head:
        yield head["place"], head["year"], lines


def _report(
    name: str, place: str, year: str, passages: dict[int, Passage], facts: list[dict[str, str]]
) -> Report:
    text, mentions, observations = "", [], []
    for paragraph, (line, passage) in enumerate(passages.items(), 1):
        for start, end, kind in passage.marks:
            span = {"start": len(text) + start, "end": len(text) + end}
            mentions.append({**span, "type": kind, "text": passage.text[start:end]})
        observations += [
            {"para": paragraph, **_observation(fact, place, year, passage)}
            for fact in facts
            if int(fact["line"]) == line
        ]
        text += passage.text + "\n"
    gold = {"doc": name, "mentions": mentions, "observations": observations, "relations": []}
    return Report(name, text, gold)


def _observation(fact: dict[str, str], place: str, year: str, passage: Passage) -> dict[str, object]:
    quantities = [(start, end) for start, end, kind in passage.marks if kind == "QUANTITY"]
    start, end = quantities[int(fact["nth"]) - 1]
    if passage.text[start:end] != fact["quantity"]:
        raise ValueError(f"{passage.place}: {fact['quantity']} is not mark {fact['nth']}")
    folded = fold(passage.text)
    known = (q for q in find_quantities(folded) if (q.start, q.end) == (start, end))
    quantity = next(known, None) or read_quantity(folded, start, end)
    said = {key: None if fact[key] == "-" else fact[key] for key in ("program", "institution")}
    return {
        "indicator": fact["indicator"],
        "surface": _beside(passage, start, end),
        "quantity": fact["quantity"],
        "value": quantity.value if quantity else None,
        "unit": own_unit(fact["indicator"], quantity.unit) if quantity else "",
        "comparator": fact["comparator"],
        "region": place if fact["region"] == "." else fact["region"],
        "period": year if fact["period"] == "." else fact["period"],
        "status": _STATUS[fact["status"]],
        **said,
    }


def _beside(passage: Passage, start: int, end: int) -> str:
    """The indicator's words that stand beside a quantity, if any do."""
    names = [(a, b) for a, b, kind in passage.marks if kind == "INDICATOR"]
    near = [(min(abs(start - b), abs(a - end)), passage.text[a:b]) for a, b in names]
    return next((text for gap, text in sorted(near) if gap <= _NEAR), "")
