"""Bytes to :class:`Document`: text, paragraphs, the tree of headings, and what the page says of itself."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from graph.documents.document import Document, Heading, Kind, Paragraph, is_han
from graph.documents.formats import read
from graph.documents.layout import headings, paragraphs
from graph.documents.limits import MOST_FILE_BYTES, check_characters
from graph.documents.lines import split_lines
from graph.documents.metadata import (
    find_furniture,
    find_issuer,
    find_kind,
    find_number,
    find_published,
    find_title,
    find_years,
)
from graph.documents.script import script_warnings
from graph.documents.source import Caveat
from graph.documents.tables import Cell, Row, find_tables
from graph.errors import DocumentNotFound, EmptyDocument, NotChinese

__all__ = [
    "Caveat",
    "Cell",
    "Document",
    "Heading",
    "Kind",
    "Paragraph",
    "Row",
    "find_tables",
    "is_han",
    "load",
    "outline",
    "parse",
]

# Less Han than this among the letters is another language (measured on nothing: a page of English with a
# Chinese address stays below it, a table of figures with Chinese row heads stays above).
LEAST_HAN = 0.2

_NO_YEAR = Caveat(
    "no_year", "names no year that it is about; figures that have no year of their own are left out"
)


def load(path: Path) -> Document:
    """Read a file. Raises a :class:`graph.errors.DocumentError` that says what is wrong with it."""
    try:
        with path.open("rb") as file:  # a device or a pipe says nothing of its size
            data = file.read(MOST_FILE_BYTES + 1)
    except IsADirectoryError:
        raise DocumentNotFound(path, "is a folder, not a report") from None
    except FileNotFoundError:
        raise DocumentNotFound(path, "there is no such file") from None
    except OSError as error:
        raise DocumentNotFound(path, f"cannot be read ({error.strerror})") from None
    return parse(data, str(path))


def parse(data: bytes, name: str) -> Document:
    """Read bytes of a text, a web page, a Word file or a PDF, told apart by their content; ``name`` is used
    for messages and as the document's file name.

    Raises a :class:`graph.errors.DocumentError` for anything that is no Chinese report.
    """
    source = read(data, name)
    text = source.text
    check_characters(text, name)
    if not text.strip():
        raise EmptyDocument(name, "is empty; a report has text")
    letters = [c for c in text if c.isalpha()]
    if sum(map(is_han, letters)) < LEAST_HAN * len(letters) or not letters:
        raise NotChinese(name, "is not Chinese text; Weitu reads Chinese reports")
    lines = split_lines(text)
    furniture = find_furniture(lines)
    fields = [*source.fields, *(line.text for line in lines if line.number in furniture)]
    title = source.title or find_title(lines, furniture)
    kind = find_kind(title)
    number = find_number(lines, fields)
    years = find_years(title, number, text)
    period = str(years.first) if years else None
    return Document(
        # a name that is not UTF-8 keeps what can be read of it: half a character can be written nowhere
        name=re.sub("[\ud800-\udfff]+", "\ufffd", Path(name).name),
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        paragraphs=tuple(paragraphs(lines, furniture, title, years, kind)),
        title=title,
        kind=kind,
        issuer=find_issuer(title, lines, furniture, fields),
        period=period,
        published=find_published(fields),
        number=number,
        warnings=(*source.warnings, *script_warnings(text), *(() if period else (_NO_YEAR,))),
    )


def outline(text: str, title: str) -> list[Heading]:
    """The headings of a report that has been read before, by its text and title."""
    lines = split_lines(text)
    return list(headings(lines, find_furniture(lines), title))
