"""The tree of headings: each line under the titles above it, with the year and the outlook they set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.documents.document import Heading, Kind, Paragraph
from graph.documents.lines import Line
from graph.documents.years import FIVE_YEARS, YEAR, Years, plan_years

LEVELS = [
    re.compile(r"\s*第[一二三四五六七八九十]+(?:部分|[部章节编篇])[、\s　]*"),
    re.compile(r"\s*[一二三四五六七八九十]{1,3}[、.．]\s*"),
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）][、.．]?\s*"),
    re.compile(r"\s*\d{1,2}(?:[、．]|\.(?!\d))\s*"),
    re.compile(r"\s*[（(]\d{1,2}[)）][、.．]?\s*"),
    re.compile(r"\s*[①②③④⑤⑥⑦⑧⑨⑩]\s*"),
]
# A sentence that a heading shares its line with starts after the first full stop; longer is no heading.
LONGEST_HEADING = 48
# What a heading says of time, it says with its last words, or with words that say nothing else.
AHEAD = re.compile(
    r"下[一]?(?:步|阶段)|下半年.*(?:打算|安排|计划|思路|任务|重点)|明年|来年|今后|打算|工作谋划|展望|"
    r"(?:计划|安排|思路|要点|[标点要作]任务|工作重点|举措|措施|目标|总体要求)$"
)
BEHIND = re.compile(
    r"^(?!补|巩|提|聚|解|着|坚|强|加|推|抓|完|持|扩|展|夯|深|防|破|继|筑|做|健|织|落|优).*"
    r"(?:总结|回顾|情况|进展|成效|做法|现状|背景|(?:工作|发展|规划|现实|改革)基础|成绩|成就|问题|形势|短板|挑战|困难|不足)$"
)
_REVIEW = re.compile(r"(?:总结|回顾|情况|进展|成效|成绩|成就|做法)$")


# A heading may go without a mark (2026年工作打算：); it stands where 一、 would.
_UNMARKED = re.compile(r"\s*[^，。；！？、,;!?|\t]{4,24}[:：]?\s*")
_TOP = 1


def _is_unmarked_heading(line: str) -> bool:
    if not _UNMARKED.fullmatch(line):
        return False
    text = line.strip().rstrip("：:")
    told = _year(text) or re.match("下[一]?步|下半年|下[一]?阶段|明年|今后", text)
    return bool(told and (AHEAD.search(text) or BEHIND.search(text)))


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


def _opens(line: Line, furniture: set[int], title: str) -> tuple[int, int]:
    """(level, length of the mark) of a line that opens a section, else (-1, length of the mark)."""
    level, after = _mark(line.text)
    if level < 0 and line.text.strip() not in title and _is_unmarked_heading(line.text):
        level = _TOP
    return (-1 if line.number in furniture else level), after


def headings(lines: list[Line], furniture: set[int], title: str) -> Iterator[Heading]:
    """The headings of a report with that title, in the order of its text. A level that a report leaves out
    does not count."""
    stack: list[int] = []
    for line in lines:
        level, after = _opens(line, furniture, title)
        if level < 0:
            continue
        while stack and stack[-1] >= level:
            stack.pop()
        if words := _heading(line.text, after):
            stack.append(level)
            yield Heading(len(stack), line.text[:after].strip() + words, line.start)


@dataclass(slots=True)
class _Section:
    level: int
    title: str
    year: int | None
    planned: bool


def paragraphs(
    lines: list[Line], furniture: set[int], title: str, years: Years | None, kind: Kind
) -> Iterator[Paragraph]:
    """The lines as paragraphs, each under the headings above it. The goals of a plan for several years hold
    for the last of them, what it looks back on for the year before the first."""
    planned = kind == "plan"
    year = (years.last if planned else years.first) if years else None
    stack = [_Section(-1, "", year, planned)]
    for line in lines:
        level, after = _opens(line, furniture, title)
        if level >= 0:
            while stack[-1].level >= level:
                stack.pop()
            stack.append(_open(stack[-1], level, _heading(line.text, after), years))
        yield Paragraph(
            number=line.number,
            start=line.start,
            end=line.start + len(line.text),
            body=line.start + after,
            headings=tuple(section.title for section in stack if section.title),
            period=str(stack[-1].year) if stack[-1].year else None,
            planned=stack[-1].planned,
            furniture=line.number in furniture,
        )


def _open(above: _Section, level: int, title: str, years: Years | None) -> _Section:
    """A section that a heading opens. Next year's plan at the end of a review changes year and status, as a
    look back does inside a plan."""
    words = title.rstrip("：: ")
    ahead, behind = bool(AHEAD.search(words)), bool(BEHIND.search(words))
    year = _year(title, behind)
    if level > 2 or not (year or ahead or behind):
        return _Section(level, title, above.year, above.planned)
    if year and years and not ahead and not behind:
        ahead, behind = year > years.last, year < years.first
    planned = (ahead or above.planned) and not behind
    if year is None and years and planned != above.planned:
        if planned:
            year = years.last + (years.whole and years.last == years.first)
        elif years.first < years.last or _REVIEW.search(words):
            year = years.first - 1
    return _Section(level, title, year or above.year, planned)


def _year(title: str, behind: bool = False) -> int | None:
    """The year that a heading names; where it looks back on a five-year plan, that plan's last."""
    if named := YEAR.search(title):
        return int(named["first"])
    plan = FIVE_YEARS.search(title) if behind else None
    return plan_years(plan["which"]).last if plan else None
