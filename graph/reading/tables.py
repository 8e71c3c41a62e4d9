"""Figures in tables: each number with the words of its row and of its column.

A table has rows of heads (with 2023年, 床位数（张）, 目标值, …) and rows of figures, each behind a label.
What is measured may stand in the label (孕产妇死亡率), in the head (床位数) or be put together from both
(医院 | 床位数); so may the region, the year, the status and the unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.documents.tables import Cell, Row
from graph.extraction import MentionType, Status
from graph.reading.candidates import Candidate, Source
from graph.reading.measures import Measure
from graph.reading.quantities import Date, Quantity, find_dates, find_quantities, units

# A cell with a figure: bounds and unit around a number.
_FIGURE = re.compile(
    r"(?P<before>[≥≤<>]|不低于|不少于|不高于|不超过|约|近)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?(?:\s*[-—~至]\s*\d+(?:\.\d+)?)?)\s*(?P<unit>\S{0,6}?)\s*(?P<after>以上|以下|以内|左右)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_UNIT = re.compile(r"[(（]\s*(?:单位\s*[:：]\s*)?(?P<unit>[^()（）\s]{1,8})\s*[)）]\s*$|(?P<sign>[%％‰])\s*$")
_CAPTION_UNIT = re.compile(r"单位\s*[:：]\s*(?P<unit>[^()（）\s、,，]{1,6})")
# Heads of columns that hold no figures, and heads that say nothing of what is measured.
_NO_FIGURES = re.compile(
    r"序号|编号|编码|代码|电话|联系|邮编|备注|说明|排名|名次|位次|权重|分值|身份证|日期|时间|文号|页码|No\.?|责任|牵头|性质|属性"
)
_UNITS = re.compile(r"(?:计量|指标)?单位")
_SAYS_NOTHING = re.compile(
    r"[\d年度底末上下半季月—~至-]*(?:累计|规划|计划|预期)?(?:指标值?|目标值?|任务数?|现状值?|完成值?|完成数|实际值?|"
    r"实绩|数值|数据|数量|值|基期值?|基数|情况|名称|项目|内容|类别|本年|当年|上年|去年|同期)?"
)
_TOTAL = re.compile(r"合\s*计|总\s*计|小\s*计|总\s*数|平\s*均")
_PLACES = re.compile(r"地区|地市|市县|县区|区县|县[(（]市|乡镇|镇街|镇乡|街道|旗县|辖区|区域|行政区")
_AHEAD = re.compile(r"目标|规划|计划|预期|任务")
_EARLIER = re.compile(r"基期|基数|基准|上年|去年|同期|现状")
_CHANGE = re.compile(r"(?P<how>增长|增加|增减|提高|下降|减少|变化)(?:率|幅度?|数|值|量|百分点)?")
_COMPARED = re.compile(r"(?:比|较)(?:上年|去年|同期)|同比")
# Before a label: its number, 其中, dashes that indent it.
_LEADS = re.compile(
    r"(?:[\s　—-]|其中\s*[:：]?|\d{1,2}\s*[.、．](?!\d)|[(（]\d{1,2}[)）]|"
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、])*"
)
# More rows without a figure in one after another are no heads.
_MOST_HEADS = 3
# A column is one of words if most of its cells are.
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class TableFigure:
    """A figure in a table. ``measure`` has the words that name it, in the row or in the column's head, and
    its whole name; ``owner`` is the region or institution that the row or the column is about. ``date`` and
    ``status`` are ``None`` where the table does not say. ``marks`` are the mentions that it is made of."""

    measure: Measure
    marks: tuple[Candidate, ...]
    date: Date | None
    status: Status | None
    owner: Candidate | None


@dataclass(frozen=True, slots=True)
class _Words:
    """A cell of words: their span without leads and unit, and what they are known to be."""

    start: int
    end: int
    text: str
    unit: str
    owner: Candidate | None
    date: Date | None


def table_figures(
    text: str, rows: Sequence[Row], names: Sequence[Candidate], caption: str = ""
) -> list[TableFigure]:
    """The figures of a table in folded text, in the order of the text. ``names`` are the regions,
    institutions and classes known in it, ``caption`` is what stands right above it."""
    return list(_Table(text, rows, names, caption).figures())


class _Table:
    def __init__(self, text: str, rows: Sequence[Row], names: Sequence[Candidate], caption: str) -> None:
        self._text = text
        self._named = {(c.start, c.end): c for c in names}
        self._rows = rows
        unit = _CAPTION_UNIT.search(caption)
        self._unit = unit["unit"] if unit else ""
        self._captioned = next((date for date in find_dates(caption) if date.year), None)

    def figures(self) -> Iterator[TableFigure]:
        """The figures of the rows under each group of heads."""
        heads: list[Row] = []
        body: list[Row] = []
        for row in self._rows:
            if not self._is_head(row):
                body.append(row)
                continue
            if body:
                yield from self._part(heads, body)
                heads, body = [], []
            heads.append(row)
        yield from self._part(heads, body)

    def _is_head(self, row: Row) -> bool:
        filled = [self._of(cell) for cell in row.cells if cell.end > cell.start]
        return len(filled) > 1 and not any(map(_is_figure, filled))

    def _of(self, cell: Cell) -> str:
        return self._text[cell.start : cell.end]

    def _part(self, heads: Sequence[Row], body: Sequence[Row]) -> Iterator[TableFigure]:
        if len(heads) > _MOST_HEADS or len(heads) + len(body) < 2 or not body:
            return  # words, or a line that looks like a row
        columns = self._columns(heads, max(len(row.cells) for row in body))
        titles = ["".join(words.text for words in column) for column in columns]
        wordy = [self._is_wordy(body, index) for index in range(len(columns))]
        above: dict[int, Cell] = {}
        for row in body:
            labels: dict[int, Cell] = {}
            for index, cell in enumerate(row.cells):
                if wordy[index]:
                    above[index] = labels[index] = cell if cell.end > cell.start else above.get(index, cell)
            for index, cell in enumerate(row.cells):
                if wordy[index] or _NO_FIGURES.search(titles[index]) or not _is_figure(self._of(cell)):
                    continue
                told = [(titles[i], c) for i, c in labels.items() if i < index and c.end > c.start]
                unit = next((self._of(c) for title, c in told[::-1] if _UNITS.fullmatch(title)), "")
                words = [
                    self._words(c, title)
                    for title, c in told
                    if not (_UNITS.fullmatch(title) or _NO_FIGURES.search(title))
                ]
                if figure := self._figure(cell, words, columns[index], unit):
                    yield figure

    def _is_wordy(self, body: Sequence[Row], index: int) -> bool:
        filled = [self._of(row.cells[index]) for row in body if index < len(row.cells)]
        filled = [text for text in filled if text]
        years = all(_YEAR.fullmatch(text) for text in filled)
        words = sum(not _is_figure(text) for text in filled)
        return (years and index == 0) or words > _MOST * len(filled)

    def _columns(self, heads: Sequence[Row], width: int) -> list[list[_Words]]:
        """The words above each column, from the top down. An empty cell in all but the last row goes on
        with the head to its left."""
        columns: list[list[_Words]] = [[] for _ in range(width)]
        for number, row in enumerate(heads):
            last: Cell | None = None
            for index, cell in enumerate(row.cells[:width]):
                if cell.end > cell.start:
                    last = cell
                elif number == len(heads) - 1 or last is None:
                    continue
                if last:
                    columns[index].append(self._words(last, ""))
        return columns

    def _words(self, cell: Cell, title: str) -> _Words:
        text = self._text[cell.start : cell.end]
        unit = _UNIT.search(text)
        begin = cell.start + len(lead[0] if (lead := _LEADS.match(text)) else "")
        told = (unit["unit"] or unit["sign"]) if unit else ""
        if unit and not _known_unit(told):
            unit, told = None, ""
        end = cell.start + len(text[: unit.start()].rstrip()) if unit else cell.end
        begin = min(begin, end)
        owner = self._named.get((begin, end))
        own = self._text[begin:end]
        if owner is None and _PLACES.search(title) and not _TOTAL.search(own) and 2 <= len(own) <= 12:
            owner = Candidate(begin, end, "REGION", Source.MARKED)
        when = _COMPARED.sub("", own)
        date = next(iter(find_dates(when.rstrip("年") + "年" if _YEAR.fullmatch(when) else when)), None)
        return _Words(begin, end, own, told, owner, date)

    def _figure(
        self, cell: Cell, labels: Sequence[_Words], column: Sequence[_Words], unit: str
    ) -> TableFigure | None:
        said = [*labels, *column]
        owner = next((w.owner for w in reversed(said) if w.owner and w.owner.type in _OWNERS), None)
        label = next((w for w in reversed(labels) if not _is_aside(w)), None)
        heads = [w for w in column if not _is_aside(w)]
        changed = next((m for w in column if (m := _CHANGE.fullmatch(_bare(w)))), None)
        heads = [w for w in heads if not _CHANGE.fullmatch(_bare(w))]
        names = [w for w in (label, *heads) if w]
        if not names:
            return None
        own = [w.unit for w in (label, *reversed(column)) if w and w.unit]
        quantity = _quantity(self._text, cell, next(filter(None, (unit, *own, self._unit)), ""))
        if quantity is None:
            return None
        name = "".join(dict.fromkeys(w.text for w in names)) + (f"{changed['how']}幅度" if changed else "")
        told = names[-1]
        classes = [self._named.get((w.start, w.end)) for w in names[:-1]]
        marks = (
            Candidate(cell.start, cell.end, "QUANTITY", Source.MARKED),
            Candidate(told.start, told.end, "INDICATOR", Source.MARKED),
            *(replace(mark, source=Source.MARKED) for mark in (owner, *classes) if mark),
        )
        date = next(
            (w.date for w in reversed(said) if w.date and (w.date.year or w.date.shift)), self._captioned
        )
        return TableFigure(Measure(quantity, told.start, told.end, name), marks, date, _status(said), owner)


_OWNERS: tuple[MentionType, ...] = ("REGION", "INSTITUTION")


def _is_aside(words: _Words) -> bool:
    """Whether words say of whom, when or which value, not what is measured."""
    bare = _bare(words)
    return bool(
        not bare
        or (words.owner and words.owner.type in _OWNERS)
        or _TOTAL.fullmatch(bare)
        or _SAYS_NOTHING.fullmatch(bare)
    )


def _bare(words: _Words) -> str:
    return re.sub(rf"\s|{_COMPARED.pattern}|{_YEAR.pattern}", "", words.text)


def _is_figure(text: str) -> bool:
    """Whether a cell holds a figure; a year is none."""
    match = _FIGURE.fullmatch(text)
    if match is None or _YEAR.fullmatch(text):
        return False
    return not match["unit"] or _known_unit(match["unit"])


def _known_unit(unit: str) -> bool:
    return (
        unit.lstrip("万亿千百") in units()
        or unit in ("万", "亿")
        or re.fullmatch(r"1?/(?:10|十)?万|[^/]{1,3}/[^/]{1,5}", unit) is not None
    )


def _quantity(text: str, cell: Cell, unit: str) -> Quantity | None:
    match = _FIGURE.fullmatch(text, cell.start, cell.end)
    if match is None:
        return None
    told = (match["unit"] or unit).removeprefix("1")  # 1/10万
    number = re.sub(r"\s", "", match["number"])
    # as it would be written in a sentence, with a unit that is taken off again where there is none
    written = f"{match['before'] or ''}{number}{told or '个'}{match['after'] or ''}"
    found = find_quantities(written)
    if len(found) != 1 or found[0].end - found[0].start < len(written):
        return None
    quantity = replace(found[0], start=cell.start, end=cell.end)
    return quantity if told else replace(quantity, unit="", kind="ratio")


def _status(said: Sequence[_Words]) -> Status | None:
    for words in reversed(said):
        if _AHEAD.search(words.text) and not re.search("完成|实际", words.text):
            return "target"
        if _EARLIER.search(words.text) and not _CHANGE.search(words.text):
            return "baseline"
    return None
