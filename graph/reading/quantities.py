"""Quantities and dates: where they stand, and what they are worth.

A quantity is a number with its unit and the words that bound it (不低于88元, 4万余元, 500-600个,
120/10万以内). Ordinals, ages, list numbers and numbers inside names are none. All functions take folded text
(:func:`graph.reading.text.fold`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.documents.years import FIVE_YEARS, plan_years
from graph.extraction import Comparator, Number

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in the text. ``high`` is set for a range; ``unit`` is the base unit and "" where there is
    none;
    ``kind`` is one of count, measure, rate, time, money or ratio."""

    start: int
    end: int
    low: Number
    high: Number | None
    unit: str
    kind: str
    comparator: Comparator

    @property
    def value(self) -> Number | list[Number]:
        """The number, or both ends of a range."""
        return self.low if self.high is None else [self.low, self.high]


@dataclass(frozen=True, slots=True)
class Date:
    """A time or period. ``year``, ``month`` and ``day`` are ``None`` where the words leave them open;
    ``shift`` is the number of years from the report's own year for words such as 去年. ``spanned`` says that
    the year is the last of several (“十四五”期间)."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    shift: int = 0
    spanned: bool = False


@cache
def units() -> dict[str, tuple[str, str]]:
    """Surface form of a unit → (base unit, kind)."""
    with files("seeds").joinpath("lexicons/units.csv").open(encoding="utf-8") as lines:
        return {row["surface"]: (row["unit"], row["kind"]) for row in csv.DictReader(lines)}


def chinese_number(text: str) -> float:
    """The value of a numeral in Chinese characters: 三百二十 → 320, 十二 → 12, 两万 → 20000."""
    total = section = digit = 0.0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif (scale := SCALES[char]) >= 10_000:
            total = (total + section + digit or 1.0) * scale
            section = digit = 0.0
        else:
            section += (digit or 1.0) * scale
            digit = 0.0
    return total + section + digit


# --- patterns --------------------------------------------------------------------------------------

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_BEFORE = {
    ">=": "不低于|不少于|不小于|至少|超过|超|高于|大于|突破|≥|>|达到或超过",
    "<=": "不超过|不高于|不大于|不多于|低于|小于|少于|≤|<",
    "~": "大约|(?<![签契公节预制])约|近|接近|将近",
}
_AFTER = {
    ">=": r"及?以上|余|多(?![一-鿿]?[个家名])",
    "<=": "及?以下|以内|之内",
    "~": "左右|上下",
}
_AFTER_SIGNS: dict[Comparator, str] = {">=": "及?以上", "<=": "及?以下|以内", "~": "左右|上下"}
_LARGE = "万亿|百万|千万|十万|万|亿|千|百"


@cache
def _pattern() -> re.Pattern[str]:
    unit = "|".join(sorted(map(re.escape, units()), key=len, reverse=True))
    before = "|".join(words for words in _BEFORE.values())
    after = "|".join(words for words in _AFTER.values())
    per = r"(?:/(?:10万|十万|万)|/(?:千|万)(?:常住)?人口?)"
    return re.compile(
        rf"(?P<before>(?:{before})\s?)?(?P<daily>每[日天](?=\d))?"
        rf"(?:百分之(?P<percent>{_NUMBER}|[一二三四五六七八九十百]+)|"
        rf"(?P<low>{_NUMBER})(?P<llarge>{_LARGE})?(?:{unit})?\s?(?:[-—~]{{1,2}}|至|到)\s?(?P<high>{_NUMBER})"
        rf"\s?(?P<hmore>余|多)?(?P<hlarge>{_LARGE})?\s?(?P<hunit>{per}|{unit})?|"
        rf"(?P<one>{_NUMBER})\s?(?P<more>余|多)?(?P<large>{_LARGE})?(?P<more2>余|多)?\s?"
        rf"(?P<unit>{per}|(?:{unit})(?:/(?:万|千)?(?:常住)?(?:人口|人|次|年|日|天|月))?)?)"
        rf"(?P<within>之?内(?=[^容部设外科]))?(?P<after>{after})?"
    )


_WORDED = re.compile(
    r"(?<![第“\"十百千万一二三四五六七八九])(?P<number>[一二两三四五六七八九十百]+)(?P<unit>个月|个|家|所|名|台|支|间|处|辆|张|例|座|栋|人)"
    r"(?![体月别人性层以方重维阶关确坚环级面到位不严必全更百])(?=[一-鿿])"
)
_VAGUE = re.compile(
    r"(?<!\d)(?P<number>[一二两三四五六七八九]?[百千万])(?P<more>余|多)(?P<unit>[份人名次例户册元家个条])"
)
_ZERO = re.compile(
    r"零(?=死亡|事故|感染|发生|投诉|纠纷|发案|输入|扩散|新增|孕产妇死亡|暴发|外溢|大疫|病例(?!报告))"
)
_SHARE = re.compile(
    r"(?P<before>不足|超过?|近|约|接近)?(?:(?P<whole>[二三四五六七八九十]+)分之(?P<part>[一二三四五六七八九]+)|"
    r"(?P<tenths>[一二两三四五六七八九])成(?P<half>半|五)?(?![立功效为员果本品份绩交就]))(?P<after>以上|以下|左右)?"
)
# How many of the one there are for one of the other (医护比1:1.6): 1.6.
_PROPORTION = re.compile(
    r"比(?P<said>(?:达到?|为|是|提高到|提升到|控制在)*)(?P<quantity>(?P<before>不低于|不少于|不超过|高于|超过|低于)?"
    r"(?P<one>\d+(?:\.\d+)?):(?P<other>\d+(?:\.\d+)?)(?P<after>以上|以下|以内|左右)?)(?![\d:])"
)
_FRACTION = re.compile(r"(?<![\d/\-.])(\d{1,2})/(\d{1,2})(?![\d/年\-.]|万|十万)")
# What stands before a number that is no quantity: ordinals, document numbers, decimals, codes, dates.
_NAME_BEFORE = re.compile(r"(?:第|年产|[A-Za-z.\d+/〔\[]|N[oO]\.?|[\d年月]-)$")
# Devices and tests by their letters, with a number behind them (CT1台).
_DEVICE_BEFORE = re.compile(r"(?<![A-Za-z])[A-Z]{2,5}$")
_LIFE_BEFORE = re.compile(r"(?:寿命|平均年龄)(?:达到?|为|提高到|提升到|[^,，。;；]{0,6})$")
# A bare number counts only behind words that name what is measured without a unit.
_BARE_BEFORE = re.compile(
    r"(?:比|指数|率|数|床位|总量|得分|评分|积分|投资|资金|金额|经费|收入|支出|费用|补助|人口|人次)(?:约|近|为|是|达到?|共|计划|控制在|"
    r"合计|共计|保持在|下降到|提高到|:)*\s?$"
)
_MONEY_BEFORE = re.compile(
    r"(?:投资|资金|金额|经费|补助|费用|收入|支出|元|预算|投入|自付|争取)[^,，。;；]{0,6}$"
)
_PEOPLE_AFTER = re.compile(r"[^,，。;；、]{0,6}(?:人民|群众|居民|百姓|人口|人)")
_TERM_BEFORE = re.compile(r"(?:周期|为期|期限|历时|工期)(?:为|是|共|约)?$")
_AGE_AFTER = re.compile(r"\s?(?:周岁|岁|月龄)|个月(?:以[下内上])?(?:龄|的?(?:婴|儿|幼))")
_NAME_AFTER = re.compile(
    r"(?:年(?!(?:[,，。;；、]|$)))|月(?!份?(?:[,，。;；、]|$))|日(?!均)|小时(?:值班|值守|在岗|备勤|开通|不间断|监测|服务|"
    r"应急|热线)|天一轮|周年|世纪|医院|急救|[+:]\d|[gG](?![一-鿿]?人)|[A-Za-z]"
)


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All quantities between ``start`` and ``end`` in the order of the text, without overlaps."""
    stop = len(text) if end is None else end
    found = [
        quantity
        for stretch in _stretches(text, start, stop)
        for quantity in (*_numbers(text, *stretch), *_worded(text, *stretch))
    ]
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end)):
        if not _in_name(text, quantity, stop) and (not kept or kept[-1].end <= quantity.start):
            kept.append(quantity)
    return kept


# Nobody counts that far: so many digits are a number of another kind, and may be past what floats hold.
_ENDLESS = re.compile(r"[\d,.]{25,}|[零〇一二两三四五六七八九十百千万亿]{25,}")


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What lies between numerals that are too long."""
    for match in _ENDLESS.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


# A term inside the name of a rate (48小时内调查及时率, 14天内送检率) is no figure of its own.
_RATE_AHEAD = re.compile(r"[^,，;；。\n]{1,80}?率(?:均|要|应|达|为|是|≥|>|\d|超|保持|稳定)")


def _in_name(text: str, quantity: Quantity, end: int) -> bool:
    near = text[quantity.end : quantity.end + 1]
    return (
        quantity.kind == "time" and "一" <= near <= "鿿" and bool(_RATE_AHEAD.match(text, quantity.end, end))
    )


def _numbers(text: str, start: int, end: int) -> Iterator[Quantity]:
    fractions = {match.start(): match for match in _FRACTION.finditer(text, start, end)}
    position = start
    while match := _pattern().search(text, position, end):
        position = match.end()
        first = match.start("low") if match["low"] else match.start("one")
        if (fraction := fractions.get(first)) and not match["unit"]:
            position = fraction.end()
            share = int(fraction[1]) / max(int(fraction[2]), 1)
            yield Quantity(fraction.start(), fraction.end(), round(share, 4), None, "", "ratio", "=")
        elif quantity := _number(text, match, end):
            position = quantity.end
            yield quantity


def _number(text: str, match: re.Match[str], end: int) -> Quantity | None:
    first = next(match.start(group) for group in ("percent", "low", "one") if match[group])
    left = text[max(0, first - 12) : first]
    rest = text[match.end() : min(end, match.end() + 12)]
    counted = bool(match["unit"] or match["hunit"])
    if _NAME_BEFORE.search(left) and not (counted and _DEVICE_BEFORE.search(left)):
        return None
    stop = first + _digits(text, first)
    aged = "." not in text[first:stop] and not _LIFE_BEFORE.search(left)
    if aged and _AGE_AFTER.match(text, stop):
        return None
    larges: tuple[str | None, str | None] = (None, None)
    if match["percent"]:
        low, high, surface, more = match["percent"], None, "%", False
    elif match["low"]:
        low, high, surface = match["low"], match["high"], match["hunit"]
        larges, more = (match["llarge"] or match["hlarge"], match["hlarge"]), bool(match["hmore"])
    else:
        low, high, surface = match["one"], None, match["unit"]
        larges, more = (match["large"], None), bool(match["more"] or match["more2"])
    unit, kind = _unit(surface)
    if not surface:
        unit, kind = _bare_unit(left, rest, larges[0], bounded=bool(match["after"]))
        if not kind:
            return None
    if aged and kind != "rate" and surface and _AGE_AFTER.match(surface + rest):
        return None
    if not surface and _NAME_AFTER.match(rest):
        return None
    if surface in ("小时", "天", "周") and _NAME_AFTER.match(surface + rest):
        return None
    if surface == "种" and re.match(r"大病|重大疾病|慢性?病|慢特病|重病", rest):
        return None
    if surface == "年" and (len(low) == 4 or not _TERM_BEFORE.search(left)):
        return None
    value = _value(low, larges[0])
    return Quantity(
        match.start(),
        match.end(),
        value,
        _value(high, larges[1]) if high else None,
        ("管/日" if unit == "管" else unit) if match["daily"] else unit,
        kind,
        _comparator(match, bool(high), more),
    )


def _digits(text: str, start: int) -> int:
    match = re.compile(rf"{_NUMBER}(?:[-—~至]+{_NUMBER})?").match(text, start)
    return match.end() - start if match else 0


def _value(number: str, large: str | None) -> Number:
    plain = number.replace(",", "")
    value = float(plain) if plain[0].isdigit() else chinese_number(plain)
    for scale in large or "":
        value *= SCALES[scale]
    return int(value) if value == int(value) else round(value, 6)


def _unit(surface: str | None) -> tuple[str, str]:
    """(base unit, kind) of a unit's surface form; a rate per people keeps its denominator."""
    if not surface:
        return "", ""
    if surface in units():
        return units()[surface]
    if surface in ("/10万", "/十万"):
        return "/10万", "rate"
    head, _, tail = surface.partition("/")
    base = units()[head][0] if head in units() else head
    return f"{base}/{tail.replace('常住人口', '常住人口')}", "rate"


def _bare_unit(left: str, rest: str, large: str | None, *, bounded: bool) -> tuple[str, str]:
    """(unit, kind) of a number without a unit; kind is "" where it measures nothing."""
    if large and _MONEY_BEFORE.search(left):
        return "元", "money"
    if large and large in "万亿" and _PEOPLE_AFTER.match(rest):
        return "人", "count"
    if _BARE_BEFORE.search(left) and not re.match(r"\s?[年月日号级]", rest):
        return "", "ratio"
    return ("", "ratio") if bounded and re.search(r"(?:比|指数)$", left) else ("", "")


def _comparator(match: re.Match[str], ranged: bool, more: bool) -> Comparator:
    if ranged:
        return "range"
    if sign := _sign(match):
        return sign
    if match["within"]:
        return "<="
    return ">=" if more else "="


def _sign(match: re.Match[str]) -> Comparator | None:
    """The comparator that the words before or behind a number stand for."""
    before, after = (match["before"] or "").strip(), match["after"] or ""
    signs: list[Comparator] = [">=", "<=", "~"]
    for sign in signs:
        if before and re.fullmatch(_BEFORE[sign], before):
            return sign
    return next((sign for sign in signs if after and re.fullmatch(_AFTER[sign], after)), None)


def _worded(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _WORDED.finditer(text, start, end):
        value = chinese_number(match["number"])
        unit, kind = units()[match["unit"]]
        if value >= 2 or match["unit"] == "个月":
            yield Quantity(*match.span(), int(value), None, unit, kind, "=")
    for match in _VAGUE.finditer(text, start, end):
        unit, kind = units()[match["unit"]]
        yield Quantity(*match.span(), int(chinese_number(match["number"])), None, unit, kind, ">=")
    yield from filter(None, map(_share, _SHARE.finditer(text, start, end)))
    for match in _PROPORTION.finditer(text, start, end):
        if float(match["one"]):
            value = round(float(match["other"]) / float(match["one"]), 4)
            yield Quantity(*match.span("quantity"), value, None, "", "ratio", _sign(match) or "=")
    for match in _ZERO.finditer(text, start, end):
        people = text.startswith("死亡", match.end())
        yield Quantity(*match.span(), 0, None, "人" if people else "起", "count", "=")


def _share(match: re.Match[str]) -> Quantity | None:
    """三分之一, 七成以上: a share in words, as a per cent where it is told in tenths."""
    signs: dict[str, Comparator] = {"不足": "<=", "以下": "<=", "超": ">=", "超过": ">=", "以上": ">="}
    sign = signs.get(
        match["before"] or match["after"] or "", "~" if match["before"] or match["after"] else "="
    )
    if match["tenths"]:
        value = chinese_number(match["tenths"]) * 10 + (5 if match["half"] else 0)
        return Quantity(*match.span(), int(value), None, "%", "rate", sign)
    share = chinese_number(match["part"]) / max(chinese_number(match["whole"]), 1)
    return Quantity(*match.span(), round(share, 4), None, "", "ratio", sign)


# --- what only the tagger knows to be a quantity -----------------------------------------------------

_NUMERAL = "零一二两三四五六七八九十百"
_LOOSE = re.compile(
    rf"(?:(?:每半?|人均|各|仅|就|首次|连续|共|约?为)[^\d{_NUMERAL}千半]{{0,3}})*?"
    r"(?P<before>不足|不到|不低于|不少于|不超过?|不高于|低于|少于|超过?|逾|过|近|约|至少|高于|突破|达到?)?\s*"
    rf"(?:(?P<half>(?:半数?|一半)(?!年))|(?=[-\d{_NUMERAL}千万])(?P<low>-?{_NUMBER}|[{_NUMERAL}]+)?(?P<large>[十百千万亿]+)?"
    rf"(?P<more>余|多)?(?:[-—~至到](?P<high>{_NUMBER}|[{_NUMERAL}]+)(?P<hlarge>[千万亿]+)?)?)"
    r"(?:个(?P<and>半))?(?P<unit>[^\d]{0,8}?)(?P<more2>多)?(?P<bound>及?以上|及?以下|以内|之?内|左右|上下)?"
)
_LOOSE_SIGNS: dict[str, Comparator] = {
    **dict.fromkeys(("不低于", "不少于", "超", "超过", "逾", "过", "至少", "高于", "突破"), ">="),
    **dict.fromkeys(("不足", "不到", "不超", "不超过", "不高于", "低于", "少于"), "<="),
    **dict.fromkeys(("近", "约"), "~"),
}


def read_quantity(text: str, start: int, end: int) -> Quantity | None:
    """The quantity that a span of folded text is known to hold, whatever its words and its unit are (过半,
    逾千万元, 每月一次, 40具). ``None`` where no number can be read in it."""
    match = _LOOSE.fullmatch(text, start, end)
    if match is None or not (match["low"] or match["large"] or match["half"]):
        return None
    if _ENDLESS.search(text, start, end):
        return None
    sign = _LOOSE_SIGNS.get(match["before"] or "") or _comparator_behind(match["bound"] or "")
    if match["half"]:
        return Quantity(start, end, 50, None, "%", "rate", sign or "=")
    low, large = match["low"] or "1", match["large"] or match["hlarge"] or ""
    surface = match["unit"].strip()
    unit, kind = units().get(surface, (surface, "count"))
    value = _value(low.lstrip("-"), large) * (-1 if low.startswith("-") else 1)
    if match["and"]:
        value += 0.5  # 一个半月
    if surface == "成":
        value, unit, kind = value * 10, "%", "rate"
    high = _value(match["high"], match["hlarge"] or large) if match["high"] else None
    more = match["more"] or match["more2"]
    return Quantity(start, end, value, high, unit, kind, "range" if high else sign or (">=" if more else "="))


def _comparator_behind(bound: str) -> Comparator | None:
    if bound.endswith("内"):
        return "<="
    return next((sign for sign, words in _AFTER_SIGNS.items() if bound and re.fullmatch(words, bound)), None)


# --- dates -----------------------------------------------------------------------------------------

_MONTHS = {name: i for i, name in enumerate((*"一二三四五六七八九十", "十一", "十二"), 1)}
_DATE = re.compile(
    r"(?P<iso>20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2})?)|"
    r"(?P<year>(?:19|20)\d\d)年度?(?:(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})日)?|第?[一二三四]季度|[上下]半年)?"
    r"(?:年?[末底初])?(?:以来|春节)?|"
    r"(?<!\d)(?:\d{1,2}\s?[—～~至-]\s?)?(?P<m2>\d{1,2})月(?!龄)(?:(?P<d2>\d{1,2})日|份|[上中下]旬)?[末底初]?(?:以来)?|"
    r"(?<![十一二三四五六七八九])(?P<m3>十[一二]|[一二三四五六七八九十])月(?:份|[末底初])|"
    r"(?P<word>今年以来|今年|本年度|本年|全年|年内|年底前?|年末|当年|统计年度)|"
    r"(?P<part>(?:上|下)半年|[一二三四]季度末?|前三季度)|"
    r"(?P<last>去年同期|上年同期|去年|上年度?)|(?P<next>明年|来年)|"
    rf"(?P<plan>{FIVE_YEARS.pattern}(?=[期末时以建开]|[”\"][期时开以])(?:时期|期间|末)?)"
)


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[Date]:
    """All dates and periods between ``start`` and ``end`` in the order of the text."""
    found = []
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        year, month, day, shift = None, None, None, 0
        if match["iso"]:
            year, month, day = (int(part) for part in re.split(r"[-/.\s]", match["iso"])[:3])
        elif match["year"]:
            year = int(match["year"])
            month, day = _int(match["month"]), _int(match["day"])
        elif match["m2"]:
            month, day = int(match["m2"]), _int(match["d2"])
        elif match["m3"]:
            month = _MONTHS[match["m3"]]
        elif match["last"]:
            shift = -1
        elif match["next"]:
            shift = 1
        elif match["plan"]:
            year = plan_years(match["which"])[1]
        if (month is None or 1 <= month <= 12) and (day is None or 1 <= day <= 31):
            found.append(Date(*match.span(), year, month, day, shift, bool(match["plan"])))
    return found


def _int(text: str | None) -> int | None:
    return int(text) if text else None
