"""Folding, sentences and clauses, with offsets that still fit the original text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Reports mix full-width and half-width forms of one mark. Each is folded to one character, so that offsets
# stay.
_FOLD = str.maketrans(
    {
        **{chr(0xFF10 + i): chr(0x30 + i) for i in range(10)},
        **{chr(0xFF21 + i): chr(0x41 + i) for i in range(26)},
        **{chr(0xFF41 + i): chr(0x61 + i) for i in range(26)},
        **dict(zip("％／（）：∶；＋－．～！？＜＞＝〈〉　\xa0", "%/()::;+-.~!?<>=《》  ", strict=True)),
        "\t": "，",  # between the cells of a table
        **dict(zip("「」『』‘’＂", '“”“”“”"', strict=True)),
    }
)
_OPENING, _CLOSING = "([{《〔【", ")]}》〕】"


def fold(text: str) -> str:
    """The text with one form of each digit, bracket and mark. Its length is that of ``text``.

    >>> fold("达９５％（以上）")
    '达95%(以上)'
    """
    return text.translate(_FOLD)


def pieces(text: str, start: int, end: int, marks: str) -> Iterator[tuple[int, int]]:
    """Spans between ``marks`` outside brackets, without the marks, blanks trimmed, empty ones left out."""
    depth, begin = 0, start
    for i in range(start, end):
        char = text[i]
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char in marks and depth == 0:
            yield from _trimmed(text, begin, i)
            begin = i + 1
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


# A sentence ends at a full stop, also inside brackets that were never closed.
_STOP = re.compile(r"[。！!？?\n]+[”\")]?")


# What finds names compares the parts of a sentence with each other, so text without full stops is cut.
LONGEST_SENTENCE = 1000
_PAUSE = re.compile(r"[;；,，、\s]")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a paragraph of folded text, closing quotation marks included. What runs on
    for more than :data:`LONGEST_SENTENCE` characters is cut, at a pause where it has one."""
    begin = start
    for stop in (*(match.end() for match in _STOP.finditer(text, start, end)), end):
        while stop - begin > LONGEST_SENTENCE:
            cut = _cut(text, begin)
            yield from _trimmed(text, begin, cut)
            begin = cut
        yield from _trimmed(text, begin, stop)
        begin = stop


def _cut(text: str, begin: int) -> int:
    limit = begin + LONGEST_SENTENCE
    pause = max((match.end() for match in _PAUSE.finditer(text, begin, limit)), default=limit)
    return pause if pause > begin + LONGEST_SENTENCE // 2 else limit
