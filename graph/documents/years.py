"""Years as reports write them."""

from __future__ import annotations

import re
from typing import NamedTuple


class Years(NamedTuple):
    """The first and the last year that a report is about, mostly one; ``whole`` unless it reviews a part of
    the year only."""

    first: int
    last: int
    whole: bool = True


# Of a span of years (2021—2025年) both ends.
YEAR = re.compile(r"(?P<first>20[0-4]\d)(?:\s*年?\s*[-—－~～至]{1,2}\s*(?P<last>20[0-4]\d))?\s*年")
FIVE_YEARS = re.compile(r"十(?P<which>[一二三四五六])五")


def plan_years(which: str) -> Years:
    """The years of a five-year plan by its digit, from 十一五 on.

    >>> plan_years("四")
    Years(first=2021, last=2025, whole=True)
    """
    last = 2010 + 5 * "一二三四五六".index(which)
    return Years(last - 4, last)
