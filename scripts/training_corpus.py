"""The inline marks of ``seeds/training/``, for the scripts that train and evaluate."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

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
