"""The numbers that Word counts itself, as text: a report's 一、 and （一） are often nowhere in its runs."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "ideographTraditional",
        "japaneseCounting",
        "japaneseDigitalTenThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_LEVELS = 9


class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, document: WordDocument) -> None:
        self._lists = _lists(document)
        self._styles = _styles(document)
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)

    def mark(self, paragraph: _Element) -> str:
        """The number in front of a paragraph, such as ``（二）``, or nothing. To be asked once for each."""
        properties = paragraph.find(f"{W}pPr")
        number, level = self._place(properties)
        levels = self._lists.get(number)
        if levels is None or level not in levels:
            return ""
        counts = self._counts[number]
        start = levels[level][0]
        before = counts[level]
        counts[level] = start if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return _written(levels, level, counts)

    def _place(self, properties: _Element | None) -> tuple[str, int]:
        if properties is None:
            return "", 0
        style = properties.find(f"{W}pStyle")
        number, level = self._styles.get(_value(style) or "", ("", 0))
        own = properties.find(f"{W}numPr")
        if own is not None:
            number = _value(own.find(f"{W}numId")) or number
            level = _integer(_value(own.find(f"{W}ilvl")), level)
        return number, level


# start, format and pattern of each level
_Levels = dict[int, tuple[int, str, str]]


def _lists(document: WordDocument) -> dict[str, _Levels]:
    root = _part(document, "/numbering")
    if root is None:
        return {}
    abstract = {item.get(f"{W}abstractNumId"): _levels(item) for item in root.iter(f"{W}abstractNum")}
    return {
        item.get(f"{W}numId", ""): abstract.get(_value(item.find(f"{W}abstractNumId")), {})
        for item in root.iter(f"{W}num")
    }


def _levels(abstract: _Element) -> _Levels:
    return {
        _integer(level.get(f"{W}ilvl"), 0): (
            _integer(_value(level.find(f"{W}start")), 1),
            _value(level.find(f"{W}numFmt")) or "decimal",
            _value(level.find(f"{W}lvlText")) or "",
        )
        for level in abstract.iter(f"{W}lvl")
        if 0 <= _integer(level.get(f"{W}ilvl"), 0) < _LEVELS
    }


def _styles(document: WordDocument) -> dict[str, tuple[str, int]]:
    root = _part(document, "/styles")
    found = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        properties = style.find(f"{W}pPr/{W}numPr")
        if properties is not None and (number := _value(properties.find(f"{W}numId"))):
            level = _integer(_value(properties.find(f"{W}ilvl")), 0)
            found[style.get(f"{W}styleId", "")] = number, level
    return found


def _part(document: WordDocument, kind: str) -> _Element | None:
    """The root of a part that the document refers to; absent in files that were made by other programs."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(kind) and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _value(element: _Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,4}", text) else default


def _written(levels: _Levels, level: int, counts: list[int | None]) -> str:
    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        start, form, _ = levels.get(place, (1, "decimal", ""))
        count = counts[place]
        return _count(start if count is None else count, form)

    if levels[level][1] in ("bullet", "none"):
        return ""
    return re.sub(r"%([1-9])", number, levels[level][2])


def _count(count: int, form: str) -> str:
    if form in _CHINESE:
        return _chinese(count)
    if form in _CIRCLED and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    return str(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
