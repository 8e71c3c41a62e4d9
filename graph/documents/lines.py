"""The lines of a text with their numbers and offsets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text. ``number`` is 1-based, ``start`` an offset into the text."""

    number: int
    start: int
    text: str


def split_lines(text: str) -> list[Line]:
    """The lines of a text, without their ends."""
    found, offset = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        found.append(Line(number, offset, line))
        offset += len(line) + 1
    return found
