"""The tree of headings: each line under the titles above it, with the year and the outlook they set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.documents.document import Kind, Paragraph
from graph.documents.lines import Line
from graph.documents.metadata import YEAR

LEVELS = [
    re.compile(r"\s*第[一二三四五六七八九十]+[部章][分]?[、\s　]*"),
    re.compile(r"\s*[一二三四五六七八九十]{1,3}[、.．]\s*"),
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）][、.．]?\s*"),
    re.compile(r"\s*\d{1,2}(?:[、．]|\.(?!\d))\s*"),
    re.compile(r"\s*[（(]\d{1,2}[)）][、.．]?\s*"),
    re.compile(r"\s*[①②③④⑤⑥⑦⑧⑨⑩]\s*"),
]
# A sentence that a heading shares its line with starts after the first full stop; longer is no heading.
LONGEST_HEADING = 48
AHEAD = re.compile(
    r"计划(?!生育|免疫)|安排|打算|思路|下[一]?步|明年|来年|今后|要点|目标任务|重点任务|工作举措|展望"
)
BEHIND = re.compile(
    r"总结|回顾|完成情况|开展情况|落实情况|推进情况|进展|工作情况|成效|主要做法|基本情况|现状|背景|基础|成绩|成就|存在(?:的)?问题|形势"
)


def _mark(text: str) -> tuple[int, int]:
    """(level, length of the mark) of a line that opens with a heading mark, else (-1, 0)."""
    for level, pattern in enumerate(LEVELS):
        if match := pattern.match(text):
            return level, match.end()
    return -1, 0


def opens_with_mark(text: str) -> bool:
    """Whether a line opens with the mark of a heading, such as 一、 or （1）."""
    return _mark(text)[0] >= 0


def _heading(text: str, after: int) -> str:
    """The heading of a marked line: the whole line, or its first sentence where text follows on the same
    line."""
    title = re.split(r"[。：:！？]", text[after:], maxsplit=1)[0].strip()
    return title if len(title) <= LONGEST_HEADING else ""


@dataclass(slots=True)
class _Section:
    level: int
    title: str
    period: str | None
    planned: bool


def paragraphs(lines: list[Line], furniture: set[int], period: str | None, kind: Kind) -> Iterator[Paragraph]:
    stack = [_Section(-1, "", period, kind == "plan")]
    for line in lines:
        level, after = _mark(line.text)
        if line.number in furniture:
            level = -1
        if level >= 0:
            while stack[-1].level >= level:
                stack.pop()
            stack.append(_open(stack[-1], level, _heading(line.text, after), period))
        yield Paragraph(
            number=line.number,
            start=line.start,
            end=line.start + len(line.text),
            body=line.start + after,
            headings=tuple(section.title for section in stack if section.title),
            period=stack[-1].period,
            planned=stack[-1].planned,
            furniture=line.number in furniture,
        )


def _open(above: _Section, level: int, title: str, period: str | None) -> _Section:
    """A section that a heading opens. Next year's plan at the end of a review changes year and status."""
    named = YEAR.search(title)
    if level > 2 or (named is None and not AHEAD.search(title) and not BEHIND.search(title)):
        return _Section(level, title, above.period, above.planned)
    planned = (bool(AHEAD.search(title)) or above.planned) and not BEHIND.search(title)
    if named:
        year: str | None = named[1]
    elif planned and not above.planned and period:
        year = str(int(period) + 1)
    else:
        year = above.period
    return _Section(level, title, year, planned)
