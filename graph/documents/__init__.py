"""Bytes to :class:`Document`: text, paragraphs, the tree of headings, and what the page says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.documents.document import Document, Kind, Paragraph, is_han
from graph.documents.encodings import decode
from graph.documents.layout import paragraphs
from graph.documents.lines import split_lines
from graph.documents.metadata import (
    find_furniture,
    find_issuer,
    find_kind,
    find_period,
    find_published,
    find_title,
)
from graph.errors import DocumentNotFound, EmptyDocument, NotChinese

__all__ = ["Document", "Kind", "Paragraph", "is_han", "load", "parse"]

# Less Han than this among the letters is another language (measured on nothing: a page of English with a
# Chinese address stays below it, a table of figures with Chinese row heads stays above).
LEAST_HAN = 0.2


def load(path: Path) -> Document:
    """Read a file. Raises a :class:`graph.errors.DocumentError` that says what is wrong with it."""
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise DocumentNotFound(path, "is a folder, not a report") from None
    except FileNotFoundError:
        raise DocumentNotFound(path, "there is no such file") from None
    except OSError as error:
        raise DocumentNotFound(path, f"cannot be read ({error.strerror})") from None
    return parse(data, str(path))


def parse(data: bytes, name: str) -> Document:
    """Read bytes; ``name`` is used for messages and as the document's file name.

    Raises :class:`EmptyDocument`, :class:`NotText` or :class:`NotChinese`.
    """
    text = decode(data, name)
    if not text.strip():
        raise EmptyDocument(name, "is empty; a report has text")
    letters = [c for c in text if c.isalpha()]
    if sum(map(is_han, letters)) < LEAST_HAN * len(letters) or not letters:
        raise NotChinese(name, "is not Chinese text; Weitu reads Chinese reports")
    lines = split_lines(text)
    furniture = find_furniture(lines)
    title = find_title(lines, furniture)
    kind = find_kind(title)
    period = find_period(title, text)
    return Document(
        name=Path(name).name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        paragraphs=tuple(paragraphs(lines, furniture, period, kind)),
        title=title,
        kind=kind,
        issuer=find_issuer(title, lines, furniture),
        period=period,
        published=find_published(lines, furniture),
    )
