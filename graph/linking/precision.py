"""How sure a link is: the share of right ones among those found in the same way that were judged by hand."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal, cast

How = Literal[
    "name", "deixis", "expansion", "seed", "label", "number", "spelling", "likeness", "context", "new"
]
"""The way from a name to what it names: a region's own name; a word that points (全县, 我局, 该院); a short
form written out (县医院); an institution of the seeds; a label of a concept; a document number; another
spelling; what differs in empty words alone; the words around a
figure; nothing known, so an entity of its own."""


@cache
def _table() -> dict[How, float]:
    with files("seeds").joinpath("linking/precision.csv").open(encoding="utf-8") as lines:
        return {
            cast(How, row["how"]): (int(row["right"]) + 1) / (int(row["judged"]) + 2)
            for row in csv.DictReader(lines)
        }


def precision(how: How) -> float | None:
    """The probability that a link found so is right, by the rule of succession from the judged ones (``seeds/
    linking``), to three places; ``None`` where none was judged."""
    found = _table().get(how)
    return round(found, 3) if found is not None else None
