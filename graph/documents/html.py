"""A web page to its main text and the fields that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.documents.encodings import clean
from graph.documents.limits import MOST_PAGE_ELEMENTS
from graph.documents.markup import lines, unfold
from graph.documents.metadata import TITLE, is_field
from graph.documents.source import Caveat, Source
from graph.errors import DocumentTooLarge, NoArticle

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Of the tags that the sites of Chinese authorities must carry, those that say what a report is.
_META = {"pubdate": "发布时间", "contentsource": "来源", "author": "作者"}
_META_TITLE = "articletitle"
# Where the content systems of these sites put the article.
_ARTICLE = frozenset(
    [
        "zoom",
        "ucap-content",
        "trs_editor",
        "trs_ueditor",
        "vsb_content",
        "wp_articlecontent",
        "articlecontent",
        "article-content",
        "newscontent",
        "contenttext",
        "j-fontcontent",
        "contxt",
        "infocontent",
        "bodylabel",
        "xxgk_content",
        "pages_content",
    ]
)
# More of the text than this in links is a list of articles, not an article.
MOST_LINKED = 0.5
LEAST_ARTICLE = 60
# What menus and footers do not have: a sentence's end, or a row with a number.
_TEXT = re.compile(r"[。；]|\t.*\d")


def read_html(page: str, warnings: tuple[Caveat, ...], name: str) -> Source:
    """The article of a page. Raises :class:`NoArticle` where there is none."""
    tree = _tree(clean(page, name), name)
    unfold(tree)
    meta = _meta(tree)
    shown = list(lines(tree))
    fields = [f"{_META[tag]}：{value}" for tag, value in meta.items() if tag in _META]
    article = _marked_article(tree) or _main_text(tree)
    if not article:
        raise NoArticle(name, "is a web page of links without an article")
    title = meta.get(_META_TITLE) or _headline(tree)
    if title and _bare(title) not in _bare("".join(article[:8])):
        article.insert(0, title)
    return Source(
        "\n".join(article),
        title=title,
        fields=(*fields, *filter(is_field, shown)),
        warnings=warnings,
    )


def _tree(page: str, name: str) -> HtmlElement:
    from lxml import html
    from lxml.etree import ParserError

    try:
        # a tree from bytes, as lxml refuses text that declares an encoding
        tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except ParserError:
        raise NoArticle(name, "is a web page without text") from None
    if sum(1 for _ in tree.iter()) > MOST_PAGE_ELEMENTS:
        raise DocumentTooLarge(name, "is a web page of more elements than a report can have")
    return tree


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        label, value = (tag.get("name") or "").strip().lower(), " ".join((tag.get("content") or "").split())
        if value and (label in _META or label == _META_TITLE):
            found.setdefault(label, value)
    return found


def _marked_article(tree: HtmlElement) -> list[str]:
    """The lines of the element that the site marks as its article, nothing where there is no such mark."""
    for element in tree.iter("div", "td", "article", "section"):
        marks = f"{element.get('id', '')} {element.get('class', '')}".lower().split()
        if not _ARTICLE.isdisjoint(marks) and _size(element) >= LEAST_ARTICLE and not _is_index(element):
            return list(lines(element))
    return []


def _main_text(tree: HtmlElement) -> list[str]:
    """The lines that trafilatura takes for the article."""
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    # its sizes are those of English words; below them it takes the whole page
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(LEAST_ARTICLE))
    found = bare_extraction(
        tree,
        include_comments=False,
        include_links=True,
        favor_recall=True,
        with_metadata=False,
        config=config,
    )
    body = getattr(found, "body", None)
    if body is None or _is_index(body):
        return []
    article = list(lines(body))
    return article if any(map(_TEXT.search, article)) else []


def _is_index(element: HtmlElement) -> bool:
    linked = sum(len(str(text)) for link in element.iter("a", "ref") for text in link.itertext())
    return linked > MOST_LINKED * _size(element)


def _size(element: HtmlElement) -> int:
    return sum(len(str(text).strip()) for text in element.itertext())


def _headline(tree: HtmlElement) -> str | None:
    """The first heading, else the window's title up to the name of the site, that names a kind of report."""
    return next((text for text in _headlines(tree) if TITLE.search(text) and len(text) <= 60), None)


def _headlines(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("h1", "h2", "h3"):
        yield "".join(lines(element))
    for element in tree.iter("title"):
        yield "".join(lines(element)).replace("_", "-").replace("|", "-").split("-")[0].strip()


def _bare(text: str) -> str:
    return "".join(text.split())
