"""The grammar of heads and modifiers: names of programmes, policies, indicators and classes of institutions.

The genre writes verb, modifiers, head (推进 | 紧密型医联体 | 建设): a name runs from behind the verb to its head.
A clause is cut into chunks at marks, numbers and words that end a name; each chunk loses its leading verbs; the
last head in what is left says what kind of name it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from graph.extraction import MentionType
from graph.reading.candidates import Candidate, Source
from graph.reading.lexicon import affixes, hard_words, heads
from graph.reading.text import pieces

_TITLE = re.compile(r"《[^《》\n]{2,80}(?:《[^《》\n]{2,60}》[^《》\n]{0,40})?》")
_DOCUMENT_NUMBER = re.compile(r"[一-鿿]{2,8}[〔\[(]20\d\d[〕\])](?:第)?\d{1,4}号")
_SLOGAN = re.compile(r"新时代|习近平|党的|精神|思想|总书记|党史|意识形态|从严治党|廉|党风|党员|党组织|党支部|主题教育|主旨|民族复兴")
_NUMBERED = re.compile(r"\d{1,2}大?[类项](?:\d{1,2}项)?(?=(?:国家)?(?:基本|重大)?公共?卫)")
_COUNTED = re.compile(r"^(?:各|两|三|四|五|六|七|八|九|十|多)?[类项个家种名]?")
# The shortest name of each kind, in characters, that says something by its modifiers.
_SHORTEST: dict[MentionType, int] = {"PROGRAM": 4, "POLICY": 4, "INDICATOR": 3}
_LONGEST = 40
# A clause, not a name: its verb stands inside.
_INSIDE = re.compile(r"作为|全面执行|了解|遵守|坚持|严落实|未|成功创建|申报|以人民|进学校|全体|干部职工|建立|成立|要求|此项|本着|不断|面临")
_JOINT = re.compile(r"[、和与及]|以及")


_QUOTED_HEADS: dict[str, MentionType] = {
    **dict.fromkeys(("措施", "原则", "要求", "工作法", "制度", "规定", "政策", "策略", "防控策略", "操作规范", "规范"), "POLICY"),
    **dict.fromkeys(("行动", "专项行动", "活动", "工程", "改革", "服务", "项目", "检查", "筛查", "监管", "抽查", "培训", "保险"), "PROGRAM"),
    **dict.fromkeys(("结算服务", "签约服务", "专项整治", "审批", "建设", "模式改革", "医疗健康", "救助"), "PROGRAM"),
}
_QUOTED = re.compile(
    rf"“[^“”\n]{{1,24}}”(?:的?基本|的)?(?P<head>{'|'.join(sorted(_QUOTED_HEADS, key=len, reverse=True))})"
)
_GRADES = (
    "[一二三、]{1,3}级(?:及?以上)?|[省市县区]{1,2}级(?:及?以上)?|[县市区省]域|基层|乡镇(?:\\(街道\\))?|街道|村级|公立|民营|社会办|民办|综合|专科|中医|"
    "妇幼健康|妇幼保健|公共卫生|职业健康|职业病|定点|后备|哨点|集中|固定|临时|普惠性?|医养结合|示范|标准化|规范化|重点|优质|医疗哨点|市县乡三级|老年|儿童"
)


@cache
def _classes() -> re.Pattern[str]:
    kinds = sorted((head for head, kind in heads().items() if kind == "ORG_CLASS"), key=len, reverse=True)
    return re.compile(rf"(?:{_GRADES})*(?:{'|'.join(kinds)})(?:“[^”]{{2,6}}”)?")


def find_names(text: str, start: int, end: int, numbers: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """Candidates in one sentence. ``numbers`` are the spans of its quantities and dates."""
    blocked = list(numbers)
    for pattern in (_TITLE, _DOCUMENT_NUMBER):
        for match in pattern.finditer(text, start, end):
            yield Candidate(*match.span(), "POLICY", Source.MARKED)
            blocked.append(match.span())
    for match in _QUOTED.finditer(text, start, end):
        if not _SLOGAN.search(match[0]):
            yield Candidate(*match.span(), _QUOTED_HEADS[match["head"]], Source.AUTHORITY)
    for match in _classes().finditer(text, start, end):
        yield Candidate(*match.span(), "ORG_CLASS", Source.GRAMMAR)
    for first, last in _chunks(text, start, end, blocked):
        yield from _names_in(text, first, last)


def _chunks(text: str, start: int, end: int, blocked: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans between marks, numbers and words that end a name."""
    cuts = sorted([*blocked, *hard_cuts(text, start, end)])
    for first, last in pieces(text, start, end, ",，。;；:!?！？"):
        position = first
        for begin, stop in cuts:
            if begin < position or stop > last:
                continue
            if begin > position:
                yield position, begin
            position = stop
        if position < last:
            yield position, last
    for match in re.finditer(r"\(([^()]+)\)", text[start:end]):
        yield from _chunks(text, start + match.start(1), start + match.end(1), blocked)


# Particles that end a name, save inside the words that they also form (对口支援, 在岗培训, 等级评审).
_PARTICLES = re.compile(
    r"的|(?<![作行成人认较转因])为(?!期|民|老)|(?<!即|拟)将(?=[一-鿿])|把(?!关)|(?<![自理])由|(?<!一)对(?![口接症象照外账策])|被(?!动)|让|使(?!用)|"
    r"(?<!所)以(?![上下内外来及案人])|(?<![现存])在(?![岗园校职线编院册建])|(?<!服)从(?![事业])|(?<!参)与(?!会)|(?<![但要凡就])是(?!否)|"
    r"等(?![级候待次离])|(?<!比)较(?!大)"
)


def hard_cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Longest words that end a name, outside quotation marks, and not as part of a longer head."""
    yield from (match.span() for match in _PARTICLES.finditer(text, start, end))
    quoted = [m.span() for m in re.finditer(r"“[^”]*”", text[start:end])]
    last_end = start
    for stop, length in sorted(hard_words().iter(text, start, end), key=lambda hit: (hit[0] - hit[1], -hit[1])):
        begin = stop + 1 - length
        if begin < last_end or any(a <= begin - start < b for a, b in quoted):
            continue
        last_end = stop + 1
        yield begin, stop + 1


def _names_in(text: str, start: int, end: int) -> Iterator[Candidate]:
    start = strip_leads(text, start, end)
    parts = list(_coordinated(text, start, end))
    carry: int | None = None
    for first, last in parts:
        begin = first if carry is None else carry
        named = _name(text, begin, last)
        if named is None:
            carry = begin if last - begin < _LONGEST and (last, last) != (end, end) else None
            continue
        carry = None
        yield named


def _coordinated(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The conjuncts of a chunk; brackets and quotation marks are kept whole."""
    depth, begin, i = 0, start, start
    while i < end:
        if text[i] in "“(《":
            depth += 1
        elif text[i] in "”)》":
            depth -= 1
        elif depth == 0 and (match := _JOINT.match(text, i, end)):
            yield begin, i
            begin = i = match.end()
            continue
        i += 1
    yield begin, end


def strip_leads(text: str, start: int, end: int) -> int:
    """Where the name starts behind the verbs and adverbs that lead a chunk."""
    leads = affixes("leads")
    while start < end:
        if text[start] in " 、的了“" and not (text[start] == "“" and "”" in text[start:end]):
            start += 1
            continue
        size = leads.prefix(text[start:end])
        if not size or end - start - size < 2:
            break
        start += size
    return start


def _name(text: str, start: int, end: int) -> Candidate | None:
    """The name from ``start`` to the last head before ``end``, if one is there and says enough."""
    if match := _NUMBERED.search(text, max(0, start - 12), start):
        start = match.start() if match.end() == start else start
    stop = _strip_tails(text, start, end)
    name = text[start:stop]
    bare = name.strip("“”\"")
    if not 2 <= len(bare) <= _LONGEST or _SLOGAN.search(bare):
        return None
    size = affixes("heads").suffix(bare)
    if not size:
        return None
    kind = heads()[bare[-size:]]
    if _INSIDE.search(bare[: len(bare) - size]):
        return None
    if kind == "ORG_CLASS" or (len(bare) < _SHORTEST[kind] and size != len(bare)):
        return None
    if size == len(bare) and size < 4 and bare not in _STANDING:
        return None
    return Candidate(start, stop, kind, Source.GRAMMAR)


# Heads of under four characters that are names by themselves.
_STANDING = frozenset("医改 集采 规培 控烟 创卫 两票制 零差率 托育 婚检 流调 家访 义诊".split())


def _strip_tails(text: str, start: int, end: int) -> int:
    """Where the name ends before words that do not belong to it."""
    tails, all_heads = affixes("tails"), affixes("heads")
    while end > start:
        name = text[start:end]
        if name[-1] in " 、了等":
            end -= 1
            continue
        size = tails.suffix(name)
        if not size or all_heads.suffix(name) >= size:
            break
        end -= size
    return end
