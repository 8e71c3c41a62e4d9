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

    def enter(self, sentence: Sentence) -> None:
        """Go on to a sentence. What an earlier one of its paragraph said of the time goes on."""
        if sentence.paragraph.number != self._paragraph:
            self._paragraph, self._since, self._told = sentence.paragraph.number, None, None
        first = sentence.dates[0] if sentence.dates else None
        if first and not self._text[sentence.start : first.start].strip("到至截,，"):
            self._told = self._when(sentence, first) if first.year else None

    def at(self, sentence: Sentence, measure: Measure) -> When:
        """When a figure of the sentence that was entered last holds."""
        date = self._date_of(sentence, measure)
        if date and (day := self._until(sentence, date)):
            self._since = day
        if self._since and (date is None or date.year is None):
            return When(self._since, date)
        if date is None:
            return self._told or When(sentence.paragraph.period)
        return self._when(sentence, date)

    def _when(self, sentence: Sentence, date: Date) -> When:
        said = next(d for d in sentence.dates if (d.year, d.shift) == (date.year, date.shift))
        before = self._text[sentence.start : said.start]
        period = period_of(sentence.paragraph.period, date)
        ahead = date.year is not None and date.year >= int(sentence.paragraph.period or 0)
        return When(period, date, aimed=ahead and bool(_AIM.search(before)), opens=not before.strip())

    def _date_of(self, sentence: Sentence, measure: Measure) -> Date | None:
        """The date that says when, not the one that a change is compared with: that is when it was before."""
        compared = [
            date
            for date in sentence.dates
            if date.year
            and date.end <= measure.quantity.start
            and _COMPARED.search(self._text[date.start - 2 : date.start])
        ]
        if compared and any(m.before and m.before.quantity == measure.quantity for m in sentence.measures):
            return compared[-1]
        before = [
            date
            for date in sentence.dates
            if date.end <= measure.quantity.start
            and not self._text.startswith("《", date.end)  # it dates the norm
            and not _COMPARED.search(self._text[date.start - 2 : date.start])
            and not (measure.before and _FROM.search(self._text[date.start - 1 : date.start]))
        ]
        if not before:
            return None
        date = self._paired(sentence, measure, before) or before[-1]
        if date.year or date.shift or _THIS_YEAR.match(self._text, date.start):
            return date
        # 去年…全年…; 2020年…6月底…
        year = next((other for other in reversed(before) if other.year or other.shift), None)
        return replace(date, year=year.year, shift=year.shift) if year else date

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


def period_of(base: str | None, date: Date) -> str | None:
    """A date as a year, a month or a day in ISO form; ``base`` is the year that the text is about."""
    year = str(date.year) if date.year else base
    if year and date.shift:
        return str(int(year) + date.shift)
    if year and date.month and date.day and date.day <= calendar.monthrange(int(year), date.month)[1]:
        return f"{year}-{date.month:02}-{date.day:02}"
    return f"{year}-{date.month:02}" if year and date.month else year
