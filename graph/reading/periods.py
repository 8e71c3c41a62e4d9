"""When a figure holds: the year or day that the text gives for it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace

from graph.reading.measures import Measure
from graph.reading.quantities import Date
from graph.reading.tagged import Sentence, Tagged

_COMPARED = re.compile(r"(?:较|比|与|同)$")
# 由2015年的76岁提高到78岁: the year of what a figure grew from.
_FROM = re.compile(r"[从由]$")
_UNTIL = re.compile(r"(?:截至|截止|至|到)$")
# 到2030年 opens a goal, save where it ends a stretch of time (从2015年的76岁到2019年的77岁).
_AIM = re.compile(r"(?:^|[,，。;；:\s]|力争|争取|确保|计划|即)到$")
# 自2010年起 says since when, not when.
_SINCE = re.compile(r"起(?=[,，\s]|[实开推])|开始|[以之]前")
_THIS_YEAR = re.compile(r"[今本]")
_BETWEEN_DATES = re.compile(r"[、和及与]|以及")


@dataclass(frozen=True, slots=True)
class When:
    """The time of a figure. ``period`` is a year, a month or a day in ISO form, ``date`` the words that say
    so, their year filled in from the text around them. ``aimed`` is set where the text aims at that time,
    ``opens`` where it opens the sentence."""

    period: str | None
    date: Date | None = None
    aimed: bool = False
    opens: bool = False


class Timeline:
    """Follows a document sentence by sentence, in the order of the text: :meth:`enter` each, then ask."""

    def __init__(self, tagged: Tagged) -> None:
        self._text = tagged.folded
        self._paragraph = 0
        self._since: str | None = None
        self._told: When | None = None
        self._before: str | None = None

    def enter(self, sentence: Sentence) -> None:
        """Go on to a sentence. What an earlier one of its paragraph said of the time goes on."""
        if sentence.paragraph.number != self._paragraph:
            self._paragraph = sentence.paragraph.number
            self._since = self._told = self._before = None
        first = self._dated(sentence)[0] if sentence.dates else None
        if first and not self._text[sentence.start : first.start].strip("到至截,，“"):
            self._told = self._when(sentence, first) if first.year else None

    def at(self, sentence: Sentence, measure: Measure) -> When:
        """When a figure of the sentence that was entered last holds."""
        date = self._date_of(sentence, measure)
        if date and (day := self._until(sentence, date)):
            self._since = day
        if self._since and (date is None or date.year is None):
            return When(self._since, date)
        when = self._when(sentence, date) if date else self._told or When(sentence.paragraph.period)
        if when.period and _grew(sentence, measure):
            if date and (date.year or date.shift):
                self._before = when.period
            else:  # it was so in the year that the paragraph compares with, else the year before
                return replace(when, period=self._before or str(int(when.period[:4]) - 1))
        return when

    def _dated(self, sentence: Sentence) -> list[Date]:
        """The dates of a sentence. A span of years that goes on (“十四五”开局) leaves the year open, save
        where the text aims at its end."""
        base = int(sentence.paragraph.period or 0)
        return [
            replace(date, year=None)
            if date.spanned and date.year and date.year > base and not self._ends(date)
            else date
            for date in sentence.dates
        ]

    def _ends(self, date: Date) -> bool:
        return self._text[date.end - 1] == "末" or self._text.startswith("到", date.start - 1)

    def _when(self, sentence: Sentence, date: Date) -> When:
        told = (d for d in sentence.dates if (d.year, d.shift) == (date.year, date.shift))
        said = next(told, date)
        before = self._text[sentence.start : said.start].rstrip("“")
        period = period_of(sentence.paragraph.period, date)
        ahead = date.year is not None and date.year >= int(sentence.paragraph.period or 0)
        return When(period, date, aimed=ahead and bool(_AIM.search(before)), opens=not before.strip())

    def _date_of(self, sentence: Sentence, measure: Measure) -> Date | None:
        """The date that says when, not the one that a change is compared with: that is when it was before."""
        dates = self._dated(sentence)
        compared = [
            date
            for date in dates
            if date.year
            and date.end <= measure.quantity.start
            and _COMPARED.search(self._text[date.start - 2 : date.start])
        ]
        grown = _grew(sentence, measure)
        if compared and grown:
            return compared[-1]
        if aside := next((d for d in dates if self._aside(d, measure)), None):
            return aside
        before = [
            date
            for date in dates
            if date.end <= measure.quantity.start
            and not self._closed(sentence, date, measure)
            and not _SINCE.match(self._text, date.end)
            and not self._measured_by(date)
            and not self._text.startswith("《", date.end)  # it dates the norm
            and not _COMPARED.search(self._text[date.start - 2 : date.start])
            and (grown or not _FROM.search(self._text[date.start - 1 : date.start]))
        ]
        if not before:
            return None
        date = self._paired(sentence, measure, before) or before[-1]
        if date.year or date.shift or _THIS_YEAR.match(self._text, date.start):
            return date
        # 去年…全年…; 2020年…6月底…
        year = next((other for other in reversed(before) if other.year or other.shift), None)
        return replace(date, year=year.year, shift=year.shift) if year else date

    def _aside(self, date: Date, measure: Measure) -> bool:
        """Whether a date stands in the bracket behind the figure (74.7岁(2019年数据))."""
        return bool(date.year) and self._text[measure.quantity.end : date.start] == "("

    def _measured_by(self, date: Date) -> bool:
        """Whether the figure of a date is what another is a share of (为2019年的64.2%)."""
        before = self._text[max(0, date.start - 3) : date.start]
        told = before.endswith(("为", "是", "达到", "恢复到", "相当于"))
        return told and self._text.startswith("的", date.end)

    def _closed(self, sentence: Sentence, date: Date, measure: Measure) -> bool:
        """Whether a date stands in a bracket that was closed before the figure."""
        opened = self._text.rfind("(", sentence.start, date.start)
        closed = self._text.find(")", date.end, measure.quantity.start)
        return opened >= 0 and closed >= 0 and ")" not in self._text[opened : date.start]

    def _paired(self, sentence: Sentence, measure: Measure, dates: list[Date]) -> Date | None:
        """The date of its own of one of several figures under one name (到2022年和2030年，分别达20%和30%)."""
        joined = dates[-1:]
        for date in reversed(dates[:-1]):
            if not _BETWEEN_DATES.fullmatch(self._text, date.end, joined[0].start):
                break
            joined.insert(0, date)
        alike = [
            m.quantity.start for m in sentence.measures if (m.start, m.end) == (measure.start, measure.end)
        ]
        if len(joined) < 2 or len(alike) != len(joined) or measure.quantity.start not in alike:
            return None
        return joined[alike.index(measure.quantity.start)]

    def _until(self, sentence: Sentence, date: Date) -> str | None:
        """截至九月末 as an ISO date; it carries on to the figures behind it."""
        year = date.year or int(sentence.paragraph.period or 0)
        if not year or date.month is None or not _UNTIL.search(self._text[date.start - 2 : date.start]):
            return None
        day = date.day or calendar.monthrange(year, date.month)[1]
        return f"{year}-{date.month:02}-{day:02}"


def _grew(sentence: Sentence, measure: Measure) -> bool:
    """Whether a figure is the one that another grew from."""
    return any(m.before and m.before.quantity == measure.quantity for m in sentence.measures)


def period_of(base: str | None, date: Date) -> str | None:
    """A date as a year, a month or a day in ISO form; ``base`` is the year that the text is about."""
    year = str(date.year) if date.year else base
    if year and date.shift:
        return str(int(year) + date.shift)
    if year and date.month and date.day and date.day <= calendar.monthrange(int(year), date.month)[1]:
        return f"{year}-{date.month:02}-{date.day:02}"
    return f"{year}-{date.month:02}" if year and date.month else year
