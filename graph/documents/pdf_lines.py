"""Lines of PDF pages to paragraphs. A PDF knows where its lines stand, not where its paragraphs end."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.documents.layout import opens_with_mark

_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·•\s]*"
)
_ENDS = tuple("。！？；：!?;:”）")
# A running head stands on most pages of three or more.
_LEAST_PAGES, _MOST_PAGES = 3, 0.5
# In sizes of the font: how far a first line is indented at least, and how much room a full line may leave
# (a mark that may not start a line, or a number that is not broken, goes down as a whole).
_INDENT, _ROOM = 1.2, 3.0


@dataclass(slots=True)
class PdfLine:
    """A line of a page; ``left`` and ``right`` in points, ``size`` that of its font."""

    text: str = ""
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0

    def add(self, text: str, x: float, size: float) -> None:
        """Append a piece that is drawn at ``x``."""
        if text.strip():
            if not self.text.strip():
                self.left, self.size = x, size
            self.right = x + size * sum(map(_width, text.rstrip()))
        self.text += text


def _width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5


def join_pages(pages: Iterable[list[PdfLine]]) -> Iterator[str]:
    """The paragraphs of a document's pages, without page numbers and running heads."""
    lines: list[PdfLine] = [line for page in _without_heads(list(pages)) for line in page]
    if not lines:
        return
    margins = _margins(lines)
    paragraph = lines[0].text.strip()
    for before, line in zip(lines, lines[1:], strict=False):
        if _continues(before, line, margins):
            paragraph = _joined(paragraph, line.text.strip())
        else:
            yield paragraph
            paragraph = line.text.strip()
    yield paragraph


def _without_heads(pages: list[list[PdfLine]]) -> Iterator[list[PdfLine]]:
    """Pages without what stands at the top or the foot of many of them."""
    heads = Counter(head for page in pages for head in {_bare(line) for line in _edges(page)})
    least = max(_LEAST_PAGES, _MOST_PAGES * len(pages))
    for page in pages:
        edges = set(map(id, _edges(page)))
        yield [
            line
            for line in page
            if id(line) not in edges
            or not (_PAGE_NUMBER.fullmatch(line.text.strip()) or heads[_bare(line)] >= least)
        ]


def _edges(page: list[PdfLine]) -> list[PdfLine]:
    return page if len(page) < 4 else [*page[:2], *page[-2:]]


def _bare(line: PdfLine) -> str:
    return re.sub(r"[\d\s]+", "", line.text)


def _margins(lines: list[PdfLine]) -> tuple[float, float]:
    """Where most lines start, and where full lines end."""
    lefts = Counter(round(line.left / 4) * 4 for line in lines)
    common = [left for left, count in lefts.items() if count * 10 >= len(lines)]
    rights = sorted(line.right for line in lines)
    return float(min(common, default=lefts.most_common(1)[0][0])), rights[len(rights) * 3 // 4]


def _continues(before: PdfLine, line: PdfLine, margins: tuple[float, float]) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    left, right = margins
    size = max(before.size, line.size) or 1.0
    if before.right < right - _ROOM * size or abs(before.size - line.size) > 0.2 * size:
        return False
    if line.left > left + _INDENT * size or line.text.startswith(("\u3000\u3000", "    ")):
        return False
    return not (before.text.rstrip().endswith(_ENDS) and opens_with_mark(line.text))


def _joined(paragraph: str, line: str) -> str:
    """Two lines as one; only between Latin words does the line end count as a blank."""
    words = (
        paragraph[-1:].isascii() and paragraph[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha()
    )
    return f"{paragraph} {line}" if words else paragraph + line
