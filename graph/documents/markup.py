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
# No cell of a table that somebody can read spans more columns or rows.
_WIDEST_SPAN = 20


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
    cells = [" ".join(cell.split()) for cell in text.split("\t")]
    if len(cells) > 1 and not cells[-1]:
        cells.pop()  # a tab ends each cell
    return "\t".join(cells) if any(cells) else ""


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
    """Make lines of what only a browser lays out: tables that arrange a page, cells that span others, and
    preformatted text."""
    from lxml.etree import SubElement

    for table in list(root.iter("table")):
        if _arranges(table):
            for part in _own_parts(table):
                part.tag = "div"
        else:
            _fill_spans(table)
    for block in list(root.iter("pre")):
        texts = "".join(map(str, block.itertext())).split("\n")
        del block[:]
        block.tag, block.text = "div", None
        for text in texts:
            SubElement(block, "p").text = text


def _fill_spans(table: _Element) -> None:
    """Put an empty cell wherever a wide or high one reaches, so that columns stay columns."""
    from lxml.etree import Element

    open_below: dict[int, int] = {}
    for row in table.iter("tr"):
        column = 0
        for cell in [part for part in row if part.tag in ("td", "th")]:
            while open_below.get(column, 0) > 0:
                open_below[column] -= 1
                cell.addprevious(Element("td"))
                column += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(column, column + wide):
                open_below[place] = high - 1
            for _ in range(wide - 1):
                cell.addnext(Element("td"))
            column += wide
        for place in sorted(place for place, rows in open_below.items() if place >= column and rows > 0):
            open_below[place] -= 1
            row.append(Element("td"))


def _span(cell: _Element, name: str) -> int:
    """How many columns or rows a cell takes; takes the mark off it."""
    told = str(cell.attrib.pop(name, "1")).strip()
    return min(max(int(told), 1), _WIDEST_SPAN) if told.isdecimal() else 1


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
