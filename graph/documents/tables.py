"""The tables of a text: runs of lines whose cells are parted by tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.documents.document import Document, Paragraph

_BARS = re.compile(r"[|｜]")
# Between the head and the body of a table in Markdown.
_RULE = re.compile(r"[\s|｜:—-]*")
# A bar or two may stand in any line; a row has more, or bars at both ends.
_LEAST_BARS = 2
# A line with more is no row that anybody would read.
_MOST_CELLS = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell, blanks around it left out. ``start`` and ``end`` are offsets into the document;
    an empty cell has ``start == end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table."""

    paragraph: Paragraph
    cells: tuple[Cell, ...]


def find_tables(document: Document) -> Iterator[tuple[Row, ...]]:
    """The tables of a document, each with two rows or more. Blank lines inside a table are passed over."""
    rows: list[Row] = []
    for paragraph in document.paragraphs:
        line = document.line(paragraph)
        if not line.strip():
            continue
        row = None if paragraph.furniture else _row(paragraph, line)
        if row and row.cells:
            rows.append(row)
        elif row is None:
            if len(rows) > 1:
                yield tuple(rows)
            rows = []
    if len(rows) > 1:
        yield tuple(rows)


def _row(paragraph: Paragraph, line: str) -> Row | None:
    """The row that a line is, without cells where it only rules the table, ``None`` where it is no row."""
    # a tab before the first word of a paragraph is an indentation, unless others follow
    if max(line.count("\t"), len(_BARS.findall(line))) >= _MOST_CELLS:
        return None
    if "\t" in line.strip():
        return Row(paragraph, tuple(_cells(line, paragraph.start, "\t")))
    if len(_BARS.findall(line)) < _LEAST_BARS:
        return None
    if _RULE.fullmatch(line):
        return Row(paragraph, ())
    return Row(paragraph, tuple(_cells(line, paragraph.start, "|｜")))


def _cells(line: str, offset: int, marks: str) -> Iterator[Cell]:
    begin, end = 0, len(line)
    if marks != "\t":  # bars may stand around a row, too
        begin = len(line) - len(line.lstrip()) + (line.lstrip()[0] in marks)
        end = len(line.rstrip()) - (line.rstrip()[-1] in marks)
    for stop in [i for i in range(begin, end) if line[i] in marks] + [end]:
        text = line[begin:stop]
        blank = len(text) - len(text.lstrip())
        yield Cell(offset + begin + blank, offset + begin + max(blank, len(text.rstrip())))
        begin = stop + 1
