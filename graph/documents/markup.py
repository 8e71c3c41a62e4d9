"""A tree of markup to the lines that a browser would show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_BREAKS = frozenset({"br", "lb"})
_ROWS, _CELLS = frozenset({"tr", "row"}), frozenset({"td", "th", "cell"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "item",
        "li",
        "list",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "quote",
        "section",
        "select",
        "table",
        "title",
        "tr",
        "row",
        "ul",
    ]
)
_UNSEEN = frozenset({"script", "style", "noscript", "template", "iframe", "object", "textarea", "svg"})
_LATIN_WRAP = re.compile(r"(?<=[!-~])\s*\n\s*(?=[!-~])")
_WRAP = re.compile(r"\s*\n\s*")
# A cell with more text than this, or with more blocks, holds a part of the page, not a value.
_LONG_CELL, _MOST_BLOCKS = 200, 3


def lines(root: _Element) -> Iterator[str]:
    """The lines below an element; the cells of a row are parted by tabs, blank lines left out."""
    line: list[str] = []
    for piece in _pieces(root):
        if piece == "\n":
            if text := _tidy("".join(line)):
                yield text
            line = []
        else:
            line.append(piece)
    if text := _tidy("".join(line)):
        yield text


def _tidy(text: str) -> str:
    cells = (" ".join(cell.split()) for cell in text.split("\t"))
    return "\t".join(cells).strip()


def _pieces(root: _Element) -> Iterator[str]:
    """Texts in the order of the page, a line end where a block ends and a tab where a cell does."""
    from lxml.etree import iterwalk

    rows = 0
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            rows += tag in _ROWS
            if tag in _ROWS or (not rows and (tag in _BLOCKS or tag in _BREAKS)):
                yield "\n"
            if isinstance(tag, str) and tag not in _UNSEEN:
                yield _flowed(element.text)
            else:
                walk.skip_subtree()
            continue
        rows -= tag in _ROWS
        if tag in _CELLS:
            yield "\t"
        elif tag in _ROWS or (not rows and tag in _BLOCKS):
            yield "\n"
        if element is not root:
            yield _flowed(element.tail)


def _flowed(text: str | None) -> str:
    """Text as a browser would flow it; only between Latin words does a line end count as a blank."""
    return _WRAP.sub("", _LATIN_WRAP.sub(" ", (text or "").replace("\t", " ")))


def unfold(root: _Element) -> None:
    """Make lines of what only a browser lays out: tables that arrange a page, and preformatted text."""
    from lxml.etree import SubElement

    for table in [table for table in root.iter("table") if _arranges(table)]:
        for part in _own_parts(table):
            part.tag = "div"
    for block in list(root.iter("pre")):
        texts = "".join(map(str, block.itertext())).split("\n")
        del block[:]
        block.tag, block.text = "div", None
        for text in texts:
            SubElement(block, "p").text = text


def _arranges(table: _Element) -> bool:
    """Whether a table arranges a page. Looks no further than it must, as tables nest."""
    for part in table.iterdescendants("table", "td"):
        if part.tag == "table":
            return True
        blocks = sum(1 for _ in part.iterdescendants("p", "div", "br"))
        if blocks > _MOST_BLOCKS or sum(len(str(text)) for text in part.itertext()) > _LONG_CELL:
            return True
    return False


def _own_parts(table: _Element) -> Iterator[_Element]:
    """A table with its rows and cells, without those of tables in it."""
    yield table
    for part in table:
        if part.tag in ("tbody", "thead", "tfoot", "tr", "td", "th"):
            yield from _own_parts(part)
