"""A web page to its main text and the fields of its meta tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.documents.encodings import clean
from graph.documents.source import Source
from graph.errors import NoArticle

if TYPE_CHECKING:
    from lxml.etree import _Element

# Of the tags that the sites of Chinese authorities must carry, those that say what a report is.
_META = {"PubDate": "发布时间", "ContentSource": "来源", "Author": "作者"}
_LINK, _BREAK, _ROW, _CELL = "ref", "lb", "row", "cell"
_BLOCKS = frozenset({"p", "head", "item", "list", "quote", "code", "table", _ROW})
# More of the text than this in links is a list of articles, not an article.
MOST_LINKED = 0.5
_LATIN_WRAP = re.compile(r"(?<=[!-~])\s*\n\s*(?=[!-~])")
_WRAP = re.compile(r"\s*\n\s*")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def read_html(page: str, warnings: tuple[str, ...], name: str) -> Source:
    """The article of a page. Raises :class:`NoArticle` where there is none."""
    from lxml import html
    from lxml.etree import ParserError
    from trafilatura import bare_extraction

    page = _DECLARATION.sub("", clean(page, name), count=1)
    try:
        tree = html.document_fromstring(page)
    except ParserError:
        raise NoArticle(name, "is a web page without text") from None
    fields = _meta(tree)
    found = bare_extraction(
        tree, include_comments=False, include_links=True, favor_recall=True, with_metadata=False
    )
    body = getattr(found, "body", None)
    text = "" if body is None else "\n".join(_lines(body))
    if body is None or not text.strip() or _linked(body) > MOST_LINKED * len(text):
        raise NoArticle(name, "is a web page of links without an article")
    title = fields.pop("ArticleTitle", None)
    if title and _bare(title) not in _bare(text[: 20 * len(title)]):
        text = f"{title}\n{text}"
    return Source(
        text,
        title=title,
        fields=tuple(f"{_META[tag]}：{value}" for tag, value in fields.items() if tag in _META),
        warnings=warnings,
    )


def _meta(tree: _Element) -> dict[str, str]:
    wanted = {tag.lower(): tag for tag in (*_META, "ArticleTitle")}
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        known = wanted.get((tag.get("name") or "").strip().lower())
        value = " ".join((tag.get("content") or "").split())
        if known and value:
            found.setdefault(known, value)
    return found


def _bare(text: str) -> str:
    return "".join(text.split())


def _linked(body: _Element) -> int:
    return sum(len(str(text)) for link in body.iter(_LINK) for text in link.itertext())


def _lines(body: _Element) -> Iterator[str]:
    """The paragraphs of an extracted article; the cells of a row are parted by tabs."""
    line: list[str] = []
    for piece in _pieces(body):
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


def _pieces(body: _Element) -> Iterator[str]:
    """Texts in the order of the page, ``\\n`` where a paragraph ends and a tab where a cell does."""
    from lxml.etree import iterwalk

    rows = 0
    for event, element in iterwalk(body, events=("start", "end")):
        if event == "start":
            rows += element.tag == _ROW
            if not rows and (element.tag in _BLOCKS or element.tag == _BREAK) or element.tag == _ROW:
                yield "\n"
            yield _flat(element.text)
            continue
        rows -= element.tag == _ROW
        if element.tag == _CELL:
            yield "\t"
        elif not rows and element.tag in _BLOCKS:
            yield "\n"
        yield _flat(element.tail)


def _flat(text: str | None) -> str:
    """Text as a browser would flow it; only between Latin words does a line end count as a blank."""
    return _WRAP.sub("", _LATIN_WRAP.sub(" ", (text or "").replace("\t", " ")))
