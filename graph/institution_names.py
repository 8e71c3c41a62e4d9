"""Full and short forms of the names of institutions, by ``seeds/institutions/short-forms.csv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_REGION = r"(?P<region>.{2,}?[县市区])"


class _Forms(NamedTuple):
    """Where a name has a short form and where the full one, with what to write in its place."""

    short: re.Pattern[str]
    to_full: str
    full: re.Pattern[str]
    to_short: str


def written_out(name: str) -> str:
    """The name with its short forms written out, as the bodies' statutes do.

    >>> written_out("雨山区卫健委"), written_out("雨山区二院")
    ('雨山区卫生健康委员会', '雨山区第二人民医院')
    """
    for forms in _forms():
        name = forms.short.sub(forms.to_full, name)
    return name


def shortened(name: str) -> Iterator[str]:
    """The name with one full form of it shortened, for each short form that it has.

    >>> list(shortened("雨山区卫生健康委员会"))
    ['雨山区卫健委', '雨山区卫生健康委']
    """
    for forms in _forms():
        short = forms.full.sub(forms.to_short, name)
        if short != name:
            yield short


@cache
def _forms() -> tuple[_Forms, ...]:
    with files("seeds").joinpath("institutions/short-forms.csv").open(encoding="utf-8") as lines:
        return tuple(_of(**row) for row in csv.DictReader(lines))


def _of(full: str, short: str, after_region: str) -> _Forms:
    if after_region:
        return _Forms(
            re.compile(f"^{_REGION}{short}$"),
            rf"\g<region>{full}",
            re.compile(f"^{_REGION}{full}$"),
            rf"\g<region>{short}",
        )
    # what a short form begins is not written out once more
    rest = f"(?!{full.removeprefix(short)})" if full.startswith(short) else ""
    return _Forms(re.compile(short + rest), full, re.compile(full), short)
