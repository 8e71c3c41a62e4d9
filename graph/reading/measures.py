"""What each quantity measures: the words beside it that name the indicator.

A figure's name stands before it (活产数为1089人), behind it (29个乡镇卫生院), is the verb itself (立案11起),
is shared with the figure before it (5628户、11475人), or lists several indicators (建册、访视均达90%).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.extraction import Comparator
from graph.reading.grammar import hard_cuts, strip_leads
from graph.reading.lexicon import affixes, heads
from graph.reading.quantities import Quantity
from graph.vocabulary import by_label, label_key

STRUCK = "\ue000"
"""Stands for each character of a name that is no part of what is measured."""
_SEPARATORS = f",，;；。:()!！?？《》\n{STRUCK}"
# Words between a name and its figure. The first group says that several names share the figure.
_COPULA = re.compile(
    r"(?:(?P<shared>均|都|各|全部)|(?P<each>分别|依次)|达到了?|达成|达|为|是|占|有|共有?|(?<![签预])约|仅|只有|持续|连年|连续|逐年|始终|稳步|一直|控制在|稳定在|保持在?|维持在|提高到|提升到|增加到|扩大到|"
    r"提高至|提升至|增至|升至|降至|降低到|下降到|下降至|上升到|上升至|超过|合计|共计|累计|总计|总共|计划|力争|确保|要|须|应|将|可|能|已|完成了?|实现|"
    r"上升了?|下降了?|增长了?|增加了?|降低了?|减少了?|提高了?|提升了?|新增|由|从|人均|每人|每年|每月|每季度|至|到|以乡为单位|\s|“|”|了|的|在)+$"
)
_COMPARED = re.compile(r"(?:较|比|与|同比|环比)[^,，;；。]{0,12}$")
_SINCE = re.compile(r"^.*(?:(?<![公总])共|累计|合计|总计|其中|目前|截至目前|据统计|以上|以下)(?=.{2,})")
_WHEN = re.compile(
    r"(?:到|至|截至|从|由)?(?:\d{4}年)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?<=[年月日])[度底末]?(?:以来)?"
)
_CHANGE = re.compile(
    r"^[^,，。;；]{0,4}?(?:增加|提高|提升|扩大|升|降低|下降|减少|调整|增长|上升|增|降)[到至为](?:\d{4}年[底末]?的?)?$"
)
# A change is told beside the figure that changed (比上年增加42.4万张, 同比增长12.5%).
# 期望寿命超过81岁，从2015年的81.3岁提高到…: the figure before it goes on.
_FROM = re.compile(r"[从由]")
_INCREMENT = re.compile(
    r"(?:[,，、(](?:按[^,，。;；]{2,6}价格)?|(?=比|较|同比|环比))(?:(?:比|较|与|同比|环比)[^,，。;；]{0,10}?)?"
    r"(?P<how>增加|增长|提高|提升|上升|减少|下降|降低|上涨|缩短|延长|回落|增|降)了?$"
)
# What moved is told behind it (与上年比较，医院增加4个).
_SINCE_LAST = re.compile(r"(?:与|同|较|比)(?:上年|去年|上年度)(?:同期)?(?:末)?(?:相比|比较|相较)?[,，]")
_MOVED = re.compile(
    r"(?P<compared>(?:同比|环比|(?:比|较|与)[^,，。;；]{1,8}?))?(?P<how>增加|增长|提高|上升|减少|下降|降低|缩短)了?$"
)
# How far several figures moved is told behind the last of them (同比分别增长14.6%、22.3%).
_GROWN = re.compile(
    r"^[,，、]?(?:同比|环比|(?:比|较|与)[^,，。;；]{1,8}?)分别(?P<how>增加|增长|提高|提升|上升|减少|下降|降低)了?$"
)
_NEXT = frozenset("、,，和及与") | {""}
# What is said of those who are counted besides who they are (管理高血压患者, 高血压患者管理人数).
_COUNT = re.compile(r"^(?:规范)?管理|(?:健康)?(?:管理)?(?:人数|数)?$")
# Of what was counted, some do one thing, some another.
_ANOTHER_PART = re.compile(r"[^,，。;；、]{2,20}[、,，](?:另有?|还有)?")
_PREDICATE = re.compile(
    r"(?:能够?|已|被)?(?:达到?|通过|完成|建成|建立|创建|获得?|开展|设置|设立|配备|实现|纳入|加入|进入|入选|评为|提供|具备)"
)
# A share of what was counted right before (15个乡镇卫生院中12个达标，占80%).
_SHARE = re.compile(r"[^,，。;；]{0,12}[,，]占比?(?:约|达)?")
_JOINT = re.compile(r"[、和]|(?<!参)与|以及|及(?![时格其早])")
_LEFT_EDGE = re.compile(r"(?:[\s、的了“”和与或等]|及(?![时格])|每个|每(?![千万1]))+")
_RIGHT_EDGE = frozenset(" \t\u3000、的“”和及与了等")
_NOT_COUNTED = re.compile(
    r"^(?:的|以上|左右|以内|为|是|均|达|分别|全部|都|已|能|可|即|就|增|提高|提升|扩大|升|降|下降|减少|调整|上升|到|至|参加|参与|接受|享受|进行|开展|完成|通过|因|"
    r"未|不|并|且|同比|环比|较|比|占|超|合格|完整|\s|$)"
)
# Right before a quantity these say that its name follows it.
_NAME_FOLLOWS = frozenset("、和及与的(")


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity with the span of its indicator's words (``start == end`` where the text has none beside it).

    ``name`` is set where the words alone do not say it (新生儿、婴儿死亡率分别为…: 新生儿死亡率).
    ``parent`` is the measure that a bracket or 其中 breaks down, ``before`` the figure that this one grew
    from. ``change`` says that the quantity is how far the figure moved (增长幅度), not the figure.
    """

    quantity: Quantity
    start: int
    end: int
    name: str | None = None
    change: str = ""
    parent: Measure | None = None
    before: Measure | None = None


def find_measures(
    text: str, start: int, end: int, quantities: Sequence[Quantity], classes: Mapping[int, int] | None = None
) -> list[Measure]:
    """The measures of one sentence. A quantity that several indicators share gives one measure for each.

    ``classes`` maps where a class of facilities starts to where it ends: beside a count that is what is
    counted.
    """
    found: list[Measure] = []
    index = 0
    while index < len(quantities):
        floor = quantities[index - 1].end if index else start
        if found and found[-1].start >= floor and found[-1].end == quantities[index].start:
            floor = found[-1].end  # what is counted behind one quantity is no name of the next
        if paired := _respectively(text, floor, quantities[index:], found):
            found += paired
            index += len({measure.quantity.start for measure in paired})
            continue
        ceiling = quantities[index + 1].start if index + 1 < len(quantities) else end
        quantity = quantities[index]
        counted = (classes or {}).get(quantity.end)
        opens = quantity.start == start or text[quantity.start - 1] in _SEPARATORS
        if counted and (quantity.kind == "count" or (quantity.unit == "%" and opens)):
            found.append(Measure(quantity, quantity.end, counted))
        else:
            found += _measures(text, start, max(start, floor), min(end, ceiling), quantity, found)
        index += 1
    whole: list[Measure] = []
    for measure in found:
        whole.append(_moved(text, start, _with_parent(text, start, measure, whole)))
    return whole


def _moved(text: str, start: int, measure: Measure) -> Measure:
    """A measure that says how far a figure moved: since last year, as its sentence opens with, or compared
    with what stands beside it; a count that moved by per cent always does."""
    said = _MOVED.search(text, measure.end, measure.quantity.start) if measure.end > measure.start else None
    if said is None or measure.change:
        return measure
    counted = measure.quantity.unit == "%" and not _is_share(text[measure.start : measure.end])
    if said["compared"] or counted or _SINCE_LAST.search(text, start, measure.start):
        return replace(measure, change=f"{said['how']}幅度")
    return measure


def _is_share(name: str) -> bool:
    return bool(re.search(r"[率比重例]$|水平$|覆盖", name))


_EACH_HEAD = re.compile(r"[一-鿿]{0,2}[率数量比]$")


_OF_WHOM = re.compile(r"(?:患者|病人|人群|儿童|妇女|居民|对象).+$")


def _with_head(name: str, last: str) -> str | None:
    """A name in a list with the head that only its last one has (高血压、糖尿病患者规范管理率): what makes a
    known label of it, else what begins with those of whom it is."""
    if name == last or _is_indicator(name) or not _is_indicator(last):
        return None
    known = by_label("indicator")
    for i in range(1, len(last) - 1):
        if label_key(name + last[i:]) in known:
            return name + last[i:]
    shared = _OF_WHOM.search(last, 1) or _EACH_HEAD.search(last)
    return name + shared[0] if shared else None


def _respectively(
    text: str, floor: int, quantities: Sequence[Quantity], before: Sequence[Measure]
) -> list[Measure]:
    """甲、乙分别为1、2: each value with its own name; also 甲、乙为1和2, and 分别由1、2降至3、4. Empty where
    names and values do not pair up."""
    first = _window_start(text, floor, quantities[0].start)
    series = _series(text, quantities)
    moved = _GROWN.search(text[floor : quantities[0].start])
    if moved and 2 <= len(series) <= len(before):
        how = f"{moved['how']}幅度"
        told = zip(series, before[-len(series) :], strict=True)
        return [Measure(quantity, m.start, m.end, m.name, how, m.parent) for quantity, m in told]
    copula = _COPULA.search(text[first : quantities[0].start])
    stop = first + copula.start() if copula else quantities[0].start
    spans = [_left(text, a, b) for a, b in _split(text, first, stop)]
    if len(spans) == 1 and len(series) > 1 and _is_indicator(text[slice(*spans[0])]):
        return _of_each(text, spans[0], series, before)
    if not copula:
        return []
    if copula["each"] and len(series) == 1:
        series *= len(spans)  # one value for each (甲、乙报告率分别达到95%以上)
    if len(spans) != len(series) or len(spans) < 2 or any(b - a < 2 for a, b in spans):
        return []
    if not copula["each"] and not all(_is_indicator(text[a:b]) for a, b in spans):
        return []
    last = text[slice(*spans[-1])]
    paired = []
    for (begin, stop), quantity in zip(spans, series, strict=True):
        name = _with_head(text[begin:stop], last)
        # one bound behind the last value holds for all (分别控制在15/10万、4‰、5‰以下)
        paired.append(Measure(_bounded(quantity, series[-1].comparator), begin, stop, name))
    return paired + (_changed(text, paired, quantities[len(series) :]) if copula["each"] else [])


def _of_each(
    text: str, own: tuple[int, int], series: Sequence[Quantity], before: Sequence[Measure]
) -> list[Measure]:
    """Several values of one indicator, each of one of those counted before (高血压患者9874人、糖尿病患者
    1652人，规范管理率分别为61.8%和58.4%). Empty where not as many were counted as there are values."""
    runs: list[list[Measure]] = []
    for measure in before:
        last = runs[-1][-1] if runs else None
        gap = text[last.quantity.end : max(measure.start, last.quantity.end)] if last else ""
        if last and last.quantity.unit == measure.quantity.unit and gap in _NEXT:
            runs[-1].append(measure)
        else:
            runs.append([measure])
    counted = [
        run
        for run in runs
        if len({measure.start for measure in run}) == len(run) and run[0].quantity.kind == "count"
    ]
    if not counted or len(counted[-1]) != len(series):
        return []
    if re.search("[;；。]", text[counted[-1][-1].quantity.end : own[0]]):
        return []
    return [
        Measure(
            _bounded(quantity, series[-1].comparator),
            *own,
            _COUNT.sub("", text[of.start : of.end]) + text[slice(*own)],
        )
        for quantity, of in zip(series, counted[-1], strict=True)
    ]


def _changed(text: str, paired: Sequence[Measure], behind: Sequence[Quantity]) -> list[Measure]:
    """What figures that were paired with their names grew to, where that follows (由1、2 | 降至3、4)."""
    if not behind or not _CHANGE.match(text[paired[-1].quantity.end : behind[0].start]):
        return []
    grown = _series(text, behind)
    if len(grown) != len(paired):
        return []
    bound = grown[-1].comparator
    return [
        replace(then, quantity=_bounded(now, bound), before=then)
        for then, now in zip(paired, grown, strict=True)
    ]


def _series(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The first quantity and those that are listed behind it (1、2和3)."""
    series = [quantities[0]]
    for quantity in quantities[1:]:
        if text[series[-1].end : quantity.start].strip() not in ("、", "和", "及", "与", ",", "，"):
            break
        series.append(quantity)
    return series


def _bounded(quantity: Quantity, bound: Comparator) -> Quantity:
    """The quantity with the bound that another one has for all of them, if it has none of its own."""
    free = quantity.comparator == "=" and bound != "range"
    return replace(quantity, comparator=bound) if free else quantity


def _measures(
    text: str, start: int, floor: int, ceiling: int, quantity: Quantity, before: list[Measure]
) -> list[Measure]:
    first = _window_start(text, floor, quantity.start)
    if floor < first == quantity.start and text[first - 1] == "》":  # 发放《…》86件
        return [Measure(quantity, max(floor, text.rfind("《", floor, first)), first)]
    left = text[first : quantity.start]
    last = before[-1] if before else None
    if last and _does_other(text, last, quantity):
        return [Measure(quantity, last.start, last.end)]
    if last and last.quantity.end == floor:
        gap = text[floor : quantity.start]
        if _CHANGE.match(gap):
            return [Measure(quantity, last.start, last.end, before=last)]
        if (step := _INCREMENT.fullmatch(gap)) and (last.end > last.start or last.parent):
            how = f"{step['how']}幅度"
            return [Measure(quantity, last.start, last.end, last.name, how, last.parent)]
        if (
            gap in ("、", "和", "及", "与", ",", "，")
            and last.end <= last.quantity.start  # what is counted behind it is no name of this
            and last.quantity.unit != quantity.unit
            and not _behind(text, quantity, ceiling)
        ):
            return [Measure(quantity, last.start, last.end)]
    copula = _COPULA.search(left)
    stop = first + (copula.start() if copula else len(left))
    if compared := _COMPARED.search(text[first:stop]):
        stop = first + compared.start()
    names = [(a, b) for a, b in (_left(text, *part) for part in _split(text, first, stop)) if b - a >= 2]
    if len(names) > 1:
        whole = [_with_head(text[a:b], text[slice(*names[-1])]) for a, b in names]
        told = copula and (copula["shared"] or all(_is_indicator(text[a:b]) for a, b in names))
        if told or (all(whole[:-1]) and _OF_WHOM.search(text[slice(*names[-1])])):
            return [Measure(quantity, a, b, name) for (a, b), name in zip(names, whole, strict=True)]
    behind = _behind(text, quantity, ceiling)
    if behind and text[quantity.start - 1 : quantity.start] in _NAME_FOLLOWS:
        return [Measure(quantity, *behind)]
    begin, stop = _left(text, first, stop)
    near = behind and behind[0] == quantity.end
    if (
        behind
        and not _is_indicator(text[begin:stop])
        and (near or stop - begin < 2 or _only_acts(text, begin, stop))
    ):
        return [Measure(quantity, *behind)]
    if stop - begin >= 2:
        return [Measure(quantity, begin, stop)]
    if behind:
        return [Measure(quantity, *behind)]
    verb = re.search(r"[一-鿿]{2}$", text[first : quantity.start].rstrip("了 "))
    if verb and not copula:
        return [Measure(quantity, first + verb.start(), first + verb.end())]
    if copula and (carried := _from_clause_before(text, start, first)):
        return [Measure(quantity, *carried)]
    if last and last.end > last.start and last.quantity.unit == quantity.unit and _FROM.match(left):
        return [Measure(quantity, last.start, last.end, last.name)]
    if (
        last
        and last.end <= last.quantity.start
        and not text[max(start, floor) : quantity.start].strip("、,，和及 ")
    ):
        shared = "分别" in text[last.end : last.quantity.start]
        bounded = _bounded(quantity, last.quantity.comparator) if shared else quantity
        return [Measure(bounded, last.start, last.end)]
    if last and _SHARE.fullmatch(text, floor, quantity.start):
        return [Measure(quantity, quantity.start, quantity.start, parent=last)]
    return [Measure(quantity, quantity.start, quantity.start)]


def _does_other(text: str, last: Measure, quantity: Quantity) -> bool:
    """Whether a quantity is of the same as the one before it, which does something else: 28家乡镇卫生院达到
    基本标准、9家达到推荐标准."""
    behind = last.start >= last.quantity.end and text[last.quantity.end : last.start] in ("", "的")
    parted = _ANOTHER_PART.fullmatch(text, last.end, quantity.start)
    return bool(behind and parted and _PREDICATE.match(text, quantity.end))


def _from_clause_before(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The indicator that the clause before names (居民健康素养水平稳步提升，2022年达38.2%)."""
    clause_end = end - 1 if end > start and text[end - 1] in ",，" else end
    clause_start = max([text.rfind(mark, start, clause_end) + 1 for mark in _SEPARATORS] + [start])
    for stop in range(clause_end, clause_start + 2, -1):
        if text[stop - 1] in "率数量比额平" and _is_indicator(text[clause_start:stop]):
            return _left(text, clause_start, stop)
    return None


# A bracket that goes on with the name in front of it: 社区卫生服务中心(站)35个.
_ALSO = re.compile(r"\([一-鿿]{1,4}\)$")


# A bracket in the middle of a name: 执业(助理)医师.
_WITHIN = re.compile(r"\([一-鿿]{1,2}\)(?=[一-鿿])")


def _window_start(text: str, floor: int, end: int) -> int:
    """Start of the words left of a quantity: behind the last separator, save a short bracket right before
    it."""
    position = end
    if also := _ALSO.search(text, floor, end):
        position = also.start()
    while position > floor:
        if text[position - 1] == ")" and (inside := _WITHIN.match(text, text.rfind("(", floor, position))):
            position = inside.start()
        elif text[position - 1] in _SEPARATORS:
            break
        else:
            position -= 1
    while position < end and text[position] in "、 ":
        position += 1
    return position


def _left(text: str, start: int, end: int) -> tuple[int, int]:
    """The name in the words left of a quantity: what stands behind the last verb."""
    while end > start and text[end - 1] in _RIGHT_EDGE:
        end -= 1
    if when := _WHEN.match(text, start, end):
        start = when.end()
    if _is_indicator(text[start:end]):
        start = _behind_cuts(text, start, end, keep=2)
        return _trim(text, strip_leads(text, start, end), end)
    if since := _SINCE.match(text[start:end]):
        start += since.end()
    start = strip_leads(text, _behind_cuts(text, start, end, keep=2), end)
    if text.startswith("有", start) and end - start > 2:
        start += 1
    acts = affixes("acts")
    while (size := acts.prefix(text[start:end])) and end - start - size >= 2:
        start = strip_leads(text, start + size, end)
    return _trim(text, start, end)


def _behind_cuts(text: str, start: int, end: int, keep: int) -> int:
    """``start`` moved behind the last word that ends a name, if ``keep`` characters are left."""
    for _, stop in sorted(hard_cuts(text, start, end), reverse=True):
        if end - stop >= keep:
            return stop
    return start


def _behind(text: str, quantity: Quantity, ceiling: int) -> tuple[int, int] | None:
    """The counted thing behind a quantity (29个乡镇卫生院, 2.8万名适龄妇女)."""
    begin = quantity.end
    if (
        quantity.kind not in ("count", "rate", "ratio")
        or begin >= ceiling
        or _NOT_COUNTED.match(text[begin:ceiling])
        and text[begin] != "的"
    ):
        return None
    if quantity.kind != "count" and text[begin] != "的":
        return None
    begin += text[begin] == "的"
    end = begin
    while end < ceiling and text[end] not in _SEPARATORS + "、 " and not text[end].isdigit():
        end += 1
    cuts = [(a, b) for a, b in hard_cuts(text, begin, end) if a > begin]
    relative = [b for a, b in cuts if text[a:b] == "的" and b < end]
    if (
        relative
        and relative[0] == cuts[0][1]
        or (
            relative
            and relative[-1] - begin <= 30
            and end - relative[-1] <= 14
            and _countable(text[relative[-1] : end])
        )
    ):
        begin = relative[-1]
        cuts = [(a, b) for a, b in cuts if a > begin]
    end = min((a for a, _ in cuts), default=end)
    for match in _JOINT.finditer(text, begin + 2, end):
        end = match.start()
        break
    begin = strip_leads(text, begin, end)
    begin, end = _trim(text, begin, end)
    return (begin, end) if end - begin >= 1 and "一" <= text[begin] <= "鿿" else None


def _countable(text: str) -> bool:
    return bool(affixes("heads").suffix(text)) or len(text) <= 8


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    if edge := _LEFT_EDGE.match(text, start, end):
        start = edge.end()
    while end > start and text[end - 1] in _RIGHT_EDGE:
        end -= 1
    return start, max(start, end)


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found, begin = [], start
    for match in _JOINT.finditer(text, start, end):
        found.append((begin, match.start()))
        begin = match.end()
    return [*found, (begin, end)]


def _is_indicator(text: str) -> bool:
    size = affixes("heads").suffix(text)
    return bool(size) and heads()[text[-size:]] == "INDICATOR"


def _only_acts(text: str, start: int, end: int) -> bool:
    return (
        affixes("acts").prefix(text[start:end]) == end - start
        or affixes("leads").prefix(text[start:end]) == end - start
    )


def _with_parent(text: str, start: int, measure: Measure, found: list[Measure]) -> Measure:
    """A measure inside a bracket, or behind 其中, breaks down the last one before it."""
    opening = text.rfind("(", start, measure.quantity.start)
    closing = text.rfind(")", start, measure.quantity.start)
    inside = opening > closing
    among = text.rfind("其中", start, measure.quantity.start)
    limit = opening if inside else among
    told = re.sub(r"\([^()]*\)", "", text[among : measure.quantity.start])
    if limit < 0 or (not inside and re.search("[。;；)]", told)):
        return measure
    earlier = [m for m in found if m.quantity.end <= limit and m.end > m.start and not m.change]
    if not earlier or limit - earlier[-1].quantity.end > 12:
        return measure
    return replace(measure, parent=earlier[-1])
