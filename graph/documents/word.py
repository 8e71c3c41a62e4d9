"""A Word file (.docx) to text: paragraphs with their automatic numbers, tables and text boxes, as they are
read."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from graph.documents.encodings import clean
from graph.documents.limits import MOST_PARTS, MOST_UNPACKED_BYTES, MOST_XML_BYTES
from graph.documents.numbering import Numbering
from graph.documents.source import Source
from graph.errors import DamagedDocument, DocumentTooLarge, EncryptedDocument, NotText

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What was struck out in a tracked change, what says how a field is computed, and a second form of a drawing.
_UNREAD = frozenset({W + "del", W + "moveFrom", W + "instrText", W + "delText", _FALLBACK})
# No cell of a table that somebody can read spans more columns.
_WIDEST_SPAN = 20
_MARKS = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


def read_word(data: bytes, name: str) -> Source:
    """The text of a .docx file, tracked changes accepted. Raises a :class:`graph.errors.DocumentError`."""
    document = _open(data, name)
    numbering = Numbering(document)
    text = "\n".join(_blocks(document.element.body, numbering))
    return Source(clean(text, name))


def _open(data: bytes, name: str) -> WordDocument:
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        _check(data, name)
        return Document(BytesIO(data))
    except (OpcError, KeyError, ValueError, AttributeError) as error:
        raise NotText(name, f"is an archive without a Word document ({_first_line(error)})") from None
    except (BadZipFile, zlib.error, LxmlError, EOFError, OSError, NotImplementedError) as error:
        raise DamagedDocument(name, f"is a damaged Word file ({_first_line(error)})") from None
    except RuntimeError:  # what zipfile raises where a part has a password
        raise EncryptedDocument(name, "is protected by a password; save it without") from None


def _check(data: bytes, name: str) -> None:
    """Look at the archive's own list before anything is unpacked. ``zipfile`` never unpacks more of a part
    than the list says."""
    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        markup = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
        if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED_BYTES or markup > MOST_XML_BYTES:
            raise DocumentTooLarge(name, "unpacks to more than a report can hold; split it into its reports")
        if "word/document.xml" not in archive.namelist():
            raise NotText(name, "is an archive and no Word document; unpack it, or save it as .docx")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _blocks(parent: _Element, numbering: Numbering) -> Iterator[str]:
    """The paragraphs and the rows of tables below an element, a line each."""
    for block in parent:
        if block.tag == W + "p":
            yield numbering.mark(block) + _text(block)
            yield from _boxes(block, numbering)
        elif block.tag == W + "tbl":
            yield from _rows(block)
        elif block.tag not in _UNREAD:
            yield from _blocks(block, numbering)  # content controls and tracked insertions


def _rows(table: _Element) -> Iterator[str]:
    for row in table.iter(W + "tr"):
        cells: list[str] = []
        for cell in _own(row, W + "tc"):
            cells.append(" ".join(filter(None, map(_text, _own(cell, W + "p")))))
            cells += [""] * (_columns(cell) - 1)
        if any(cells):
            yield "\t".join(cells)


def _columns(cell: _Element) -> int:
    """How many columns a cell spans."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    told = span.get(W + "val", "1") if span is not None else "1"
    return min(int(told), _WIDEST_SPAN) if told.isdecimal() else 1


def _own(parent: _Element, tag: str) -> Iterator[Any]:
    """The nearest elements of a kind below an element, through content controls but not through tables."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag != W + "tbl" and child.tag not in _UNREAD:
            yield from _own(child, tag)


def _text(paragraph: _Element) -> str:
    return "".join(_pieces(paragraph)).strip(" \u3000")


def _pieces(parent: _Element) -> Iterator[str]:
    for child in parent:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in _MARKS:
            yield "\n" if child.tag == W + "br" and child.get(W + "type") == "page" else _MARKS[child.tag]
        elif child.tag not in _UNREAD and child.tag != W + "txbxContent":
            yield from _pieces(child)


def _boxes(paragraph: _Element, numbering: Numbering) -> Iterator[str]:
    """The text boxes that hang on a paragraph, after it."""
    for box in paragraph.iter(W + "txbxContent"):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield from _blocks(box, numbering)
