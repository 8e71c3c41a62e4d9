"""Regions in the text: by full name, by deixis (全县, 我市, 辖区), and the villages and streets under
them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import ahocorasick

from graph.reading.candidates import Candidate, Source
from graph.vocabulary import regions, regions_by_name, regions_by_other_name

LEVELS = "省市县区州旗镇乡"

_DEICTIC = re.compile(
    rf"全[{LEVELS}国](?=[^一-鿿]|[^会委长])|[我本][省市县区州旗国](?=[^一-鿿]|[^委级])|辖区|"
    r"各乡镇(?!卫生院|中心|人民政府|政府)(?:\(街道\))?"
)
_BELOW_COUNTY = re.compile(
    r"(?<![一-鿿])[一-鿿]{2,3}(?:街道|镇|乡)[一-鿿]{2,4}(?:社区|村)(?!卫生|[一-鿿]?医)"
)
# Villages listed behind one that is named with its town (石山镇岭西村、北铺村).
_MORE_VILLAGES = re.compile(r"[、和](?P<village>[一-鿿]{2,4}(?:社区|村))(?!卫生|[一-鿿]?医)")
# Before a name of two characters, or a former one of a district, these do not form another word with it
# (示范县 is not 范县, 基金园区 not 金园区).
_BEFORE_SHORT = re.compile(r"(?:^|[^一-鿿]|[省市县区州盟在赴到由与和及至向对])$")


# Former names that are rather other words: 新建 | 县医院, 向 | 山区.
_OTHER_WORDS = ("新建县", "向山区")


@cache
def _full_names() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in regions_by_other_name():
        if name not in _OTHER_WORDS:
            automaton.add_word(name, (name, len(name) == 2 or name.endswith("区")))
    for name in regions_by_name():
        automaton.add_word(name, (name, len(name) == 2))
    automaton.make_automaton()
    return automaton


@cache
def short_names() -> frozenset[str]:
    """The short names of regions (梨树, 马鞍山), as they begin the names of institutions."""
    return frozenset(region.short for region in regions().values() if len(region.short) > 1)


@cache
def _short_names() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in short_names():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


def named_shortly(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[tuple[int, int], str]]:
    """((start, end), short name) of every short name of a region in the text; many are words, too (平安)."""
    for last, name in _short_names().iter(text[start:end]):
        yield (start + last + 1 - len(name), start + last + 1), name


def named_regions(text: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], str]]:
    """((start, end), full name) of every region named in full, by its name of today or by another."""
    # iter() copies the text that it is given, however small the span in it
    for last, (name, doubtful) in _full_names().iter(text[start:end]):
        begin, stop = start + last + 1 - len(name), start + last + 1
        if name not in regions_by_name() and text[begin : stop + 1] in regions_by_name():
            continue  # 梅县 | 区
        if not doubtful or _BEFORE_SHORT.search(text[max(0, begin - 1) : begin]):
            yield (begin, stop), name


@cache
def _names_of(level: int) -> frozenset[str]:
    """The short names of provinces (2), or of prefectures and provinces (4)."""
    zeros = "0" * (6 - level)
    return frozenset(r.short for r in regions().values() if r.code.endswith(zeros) and len(r.short) > 1)


# A province acts or is acted for (广西实施…; 驰援湖北).
_BEFORE_PROVINCE = re.compile(r"(?:(?<![一-鿿“])|(?<=[在赴由与和至到自往])|(?<=驰援|支援|援助))")
_BEHIND_PROVINCE = re.compile(
    r"将|在|实施|开展|推进|推动|启动|出台|印发|要求|全面|率先|已|也|等|的|卫生健康(?!委|局|系统)|[,，、;；。)]|$"
)
# One goes to a city or comes from it.
_BEFORE_CITY = re.compile(
    r"(?:(?<![一-鿿“])|(?<=[赴到在至向从与和及、])|(?<=落户|驰援|支援|援助|辐射|前往|来自|借鉴|学习))"
)
_BEHIND_CITY = re.compile(r"[,，、;；。)的等和与及两三四地籍]|$")


def _stands(
    text: str, span: tuple[int, int], end: int, before: re.Pattern[str], behind: re.Pattern[str]
) -> bool:
    return bool(before.match(text, span[0]) and behind.match(text, span[1], end))


# Points back to the one named before (柯桥区…该区…).
_BACK = re.compile(r"(?<!应)该(?:自治区|[省市县区州旗镇乡])(?!级|委|局|政府|医院|长)")


def find_regions(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Candidates of type REGION in one sentence of folded text."""
    for span, name in named_regions(text, start, end):
        if text[span[1] : span[1] + 1] not in ("委", "府"):
            yield Candidate(*span, "REGION", Source.AUTHORITY)
            if name not in regions_by_name() and len(name) > 2 and name[:-1] not in short_names():
                # the short name in a former one, as those of today have it below
                yield Candidate(span[0], span[1] - 1, "REGION", Source.HINT)
    for pattern in (_DEICTIC, _BELOW_COUNTY):
        for match in pattern.finditer(text, start, end):
            yield Candidate(*match.span(), "REGION", Source.GRAMMAR)
            while pattern is _BELOW_COUNTY and (more := _MORE_VILLAGES.match(text, match.end(), end)):
                yield Candidate(*more.span("village"), "REGION", Source.MARKED)
                match = more
    for match in _BACK.finditer(text, start, end):
        yield Candidate(*match.span(), "REGION", Source.MARKED)
    places: set[int] = set()
    for span, name in sorted(named_shortly(text, start, end)):
        if name in _names_of(2) and _stands(text, span, end, _BEFORE_PROVINCE, _BEHIND_PROVINCE):
            yield Candidate(*span, "REGION", Source.MARKED)
        # 太原、汾阳: what is listed with a place is one, too
        listed = text[span[0] - 1] in "、和" and span[0] - 1 in places
        if listed or (name in _names_of(4) and _stands(text, span, end, _BEFORE_CITY, _BEHIND_CITY)):
            places.add(span[1])
            yield Candidate(*span, "REGION", Source.GRAMMAR)
        else:
            yield Candidate(*span, "REGION", Source.HINT)
