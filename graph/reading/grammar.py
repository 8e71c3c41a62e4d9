"""The grammar of heads and modifiers: names of programmes, policies, indicators and classes of institutions.

The genre writes verb, modifiers, head (推进 | 紧密型医联体 | 建设): a name runs from behind the verb to its
head. A clause is cut into chunks at marks, numbers and words that end a name; each chunk loses its leading
verbs; the last head in what is left says what kind of name it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from graph.extraction import MentionType
from graph.reading.candidates import Candidate, Source
from graph.reading.lexicon import affixes, alternatives, hard_words, heads, words
from graph.reading.text import pieces

_TITLE = re.compile(r"《[^《》\n]{2,80}(?:《[^《》\n]{2,60}》[^《》\n]{0,40})?》")
_DOCUMENT_NUMBER = re.compile(r"[一-鿿]{2,8}[〔\[(]20\d\d[〕\])](?:第)?\d{1,4}号")
# The number before the basic services belongs to their name (12类国家基本公共卫生服务项目).
_NUMBERED = re.compile(r"\d{1,2}大?[类项](?:\d{1,2}项)?(?=(?:国家)?(?:基本|重大)?公共?卫)")
_JOINT = re.compile(r"[、和与]|以及|及(?![时格其早])")
# A bracket with marks or numbers is an aside, to be read by itself; a short one belongs to the name around
# it.
_ASIDE = re.compile(r"\([^()]*[,，;；:\d][^()]*\)")
# What one follows, in quotation marks: a norm by its short name (落实“两个允许”).
_NORM = re.compile(r"(?:落实|推行|实行|执行|按照?|坚持|遵循)了?(?P<name>“[^“”\n]{2,16}”)(?!的)")
_QUOTATION = re.compile(r"“[^”]*”")
# Particles that end a name, save inside the words that they also form (对口支援, 在岗培训, 等级评审).
_PARTICLES = re.compile(
    r"的|(?<![次人户日床平年])均|(?<![作行成人认较转因])为(?!期|民|老)|(?<!即|拟)将(?=[一-鿿])|把(?!关)|(?<![自理])由|被(?!动)|让|使(?!用)|"
    r"(?<!一)对(?![口接症象照外账策])|(?<!所)以(?![上下内外来及案人])|(?<![现存])在(?![岗园校职线编院册建])|"
    r"(?<!服)从(?![事业])|(?<!参)与(?!会)|(?<![但要凡就])是(?!否)|等(?![级候待次离])|(?<!比)较(?!大)"
)
# Names that begin like a lead.
_NO_LEAD = re.compile(
    r"计划(?:生育|免疫)|规范化|标准化|全面[二两三]孩|全民健|全科医|全程接种|监督协管|培养计划|引进计划|新生儿"
)
# Norms with one head between them (妇幼健康、采供血、结核病防治等“十四五”专项规划).
_LISTED = re.compile(
    r"(?<![^,，。;；:\n])(?:[^,，。;；:、()《》\n]{2,14}、)+[^,，。;；:、()《》\n]{2,14}等"
    r"[^,，。;；:、()《》\n]{0,8}(?:规划|方案|制度|预案|办法|政策|标准|规范)(?![一-鿿])"
)
# The head of a name behind 的, where nothing but 工作 follows.
_OF = re.compile(
    r"的(?:规范)?(?:防控|防治|管理|救治|受理|创建|监管|培训|宣传|处理|转诊|发放)(?:与管理)?"
    r"(?=工作|任务|力度|能力|水平|方面|[^一-鿿]|$)"
)
# What is built at an institution (县人民医院 | 门诊综合楼项目).
_WORKS = re.compile(
    r"(?P<what>[一-鿿]{0,10}?(?:项目|工程|(?:新建|迁建|扩建|改扩建|整体搬迁|搬迁|升级改造|改造|升级建设|[二三]期|新院区?|"
    r"[东南西北]院区|传染病区|[一-鿿]{2,6}楼)(?:项目|工程|建设)?(?![一-鿿]|$)|"
    r"(?:新建|迁建|扩建|改扩建|整体搬迁|[二三]期|[一-鿿]{2,5}楼)(?=[已完于总主列获投开封竣落前收启]|$)))"
)
_BUILT = ("项目", "工程", "建设", "创建", "新建", "扩建", "迁建", "改造")
# The shortest name of each kind, in characters, that says something by its modifiers.
_SHORTEST: dict[MentionType, int] = {"PROGRAM": 4, "POLICY": 4, "INDICATOR": 3}
_SHORT_PROGRAM = 5
_LONGEST = 40
# Heads of under four characters that are names by themselves.
_STANDING = frozenset(
    ("医改", "集采", "规培", "控烟", "创卫", "两票制", "零差率", "托育", "婚检", "流调", "家访", "义诊")
)


@cache
def _party_work() -> re.Pattern[str]:
    return re.compile(alternatives(words("party-words")))


@cache
def _clause() -> re.Pattern[str]:
    return re.compile(alternatives(words("clause-words")))


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile(rf"“[^“”\n]{{1,24}}”(?:的?基本|的)?(?P<head>{alternatives(heads('quoted-heads'))})")


@cache
def _classes() -> re.Pattern[str]:
    kinds = alternatives(head for head, kind in heads().items() if kind == "ORG_CLASS")
    grades = r"[一二三、]{1,3}级(?:及?以上)?|(?:自治区|国家|(?<!自治)[省市县区旗州盟]{1,2})级(?:及?以上)?"
    return re.compile(rf"(?:{grades}|{alternatives(words('class-modifiers'))})*(?:{kinds})(?:“[^”]{{2,6}}”)?")


def find_names(
    text: str, start: int, end: int, numbers: Sequence[tuple[int, int]], owners: Sequence[Candidate] = ()
) -> Iterator[Candidate]:
    """Candidates in one sentence. ``numbers`` are the spans of its quantities and dates, ``owners`` its
    regions and institutions: these end a name, and begin one only where something is built
    (县中医院二期项目)."""
    blocked = [*numbers, *((owner.start, owner.end) for owner in owners)]
    before = {owner.end: owner for owner in sorted(owners, key=len)}
    for pattern in (_TITLE, _DOCUMENT_NUMBER):
        for match in pattern.finditer(text, start, end):
            yield Candidate(*match.span(), "POLICY", Source.MARKED)
            blocked.append(match.span())
    for match in _quoted().finditer(text, start, end):
        if not _party_work().search(match[0]):
            yield Candidate(*match.span(), heads("quoted-heads")[match["head"]], Source.AUTHORITY)
    for match in _NORM.finditer(text, start, end):
        if not _party_work().search(match[0]):
            yield Candidate(*match.span("name"), "POLICY", Source.GRAMMAR)
    for match in _classes().finditer(text, start, end):
        if text.startswith("其", match.start() - 1):
            continue  # 其中 | 医院
        yield Candidate(*match.span(), "ORG_CLASS", Source.GRAMMAR)
    for match in _LISTED.finditer(text, start, end):
        yield Candidate(strip_leads(text, *match.span()), match.end(), "POLICY", Source.GRAMMAR)
    for match in _OF.finditer(text, start, end):
        if (begin := _before_of(text, start, match.start(), blocked)) is not None:
            yield Candidate(begin, match.end(), "PROGRAM", Source.GRAMMAR)
    for owner in owners:
        if (works := _WORKS.match(text, owner.end, end)) and not affixes("leads").prefix(works["what"]):
            yield Candidate(owner.start, works.end(), "PROGRAM", Source.GRAMMAR)
    for first, last in _chunks(text, start, end, blocked):
        for name in _names_in(text, first, last):
            near = before.get(name.start)
            yield replace(name, start=near.start) if near and _built(text, name, near) else name


def _before_of(text: str, start: int, end: int, blocked: Sequence[tuple[int, int]]) -> int | None:
    """Where a name with 的 starts (医疗废物的管理): behind the last mark, number or verb before it."""
    cuts = [
        stop for begin, stop in (*blocked, *hard_cuts(text, start, end)) if start <= begin and stop <= end
    ]
    marks = [text.rfind(mark, start, end) + 1 for mark in ",，。;；:!?"]
    begin = strip_leads(text, max([start, *cuts, *marks]), end)
    name = text[begin:end]
    fits = 3 <= len(name) <= _LONGEST and not _clause().search(name)
    return begin if fits and not _party_work().search(name) else None


def _built(text: str, name: Candidate, owner: Candidate) -> bool:
    """Whether the name is that of something built by or for its owner, whose name then belongs to it."""
    facility = text[owner.end - 1] in "院心站所"
    return text[name.start : name.end].endswith(_BUILT if facility else _BUILT[:2])


def _chunks(text: str, start: int, end: int, blocked: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans between marks, numbers and words that end a name."""
    asides = [m.span() for m in _ASIDE.finditer(text, start, end)]
    cuts = sorted([*blocked, *hard_cuts(text, start, end), *asides])
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
    for begin, stop in asides:
        yield from _chunks(text, begin + 1, stop - 1, blocked)


def hard_cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the words that end a name, the longest where they overlap, outside quotation marks."""
    yield from (match.span() for match in _PARTICLES.finditer(text, start, end))
    quoted = [m.span() for m in _QUOTATION.finditer(text, start, end)]
    behind = start
    hits = ((start + last + 1 - length, -length) for last, length in hard_words().iter(text[start:end]))
    for begin, negative in sorted(hits):
        if begin >= behind and not any(a <= begin < b for a, b in quoted):
            behind = begin - negative
            yield begin, behind


def _names_in(text: str, start: int, end: int) -> Iterator[Candidate]:
    """The names of a chunk. A conjunct without a head goes with the next (手足口病、麻疹 | 等传染病防控)."""
    carried: int | None = None
    opening = strip_leads(text, start, end)
    # behind a verb a name may be short (开展 | 分类培训), at the start of a clause it is more often a verb
    # itself
    led = opening > start or bool(re.match(r"[一-鿿]", text[start - 1 : start]))
    for first, last in _conjuncts(text, opening, end):
        begin = first if carried is None else carried
        named = _name(text, begin, last)
        carried = begin if named is None and last - begin < _LONGEST else None
        if named and (led or len(named) > _SHORT_PROGRAM or named.type != "PROGRAM"):
            yield named


def _conjuncts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The conjuncts of a chunk; brackets and quotations are kept whole."""
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
        if text[start] in " 、的了" or (text[start] == "“" and "”" not in text[start:end]):
            start += 1
            continue
        size = 0 if _NO_LEAD.match(text, start, end) else leads.prefix(text[start:end])
        if not size or end - start - size < 2:
            break
        start += size
    return start


def _name(text: str, start: int, end: int) -> Candidate | None:
    """The name from ``start`` to the last head before ``end``, if one is there and says enough."""
    numbered = _NUMBERED.search(text, max(0, start - 12), start)
    if numbered and numbered.end() == start:
        start = numbered.start()
    stop = _before_verb(text, start, _strip_tails(text, start, end))
    bare = text[start:stop].strip('“”"')
    size = affixes("heads").suffix(bare)
    if not size or not 2 <= len(bare) <= _LONGEST or _party_work().search(bare):
        return None
    kind = heads()[bare[-size:]]
    if kind == "ORG_CLASS" or _clause().search(bare[:-size]) or bare in words("generic-names"):
        return None
    whole = size == len(bare)
    if (whole and size < 4 and bare not in _STANDING) or (not whole and len(bare) < _SHORTEST[kind]):
        return None
    return Candidate(start, stop, kind, Source.GRAMMAR)


def _before_verb(text: str, start: int, end: int) -> int:
    """Where the name ends if a verb follows its head (碘缺乏病监测 | 采集居民户盐样); ``end`` if none
    does."""
    if affixes("heads").suffix(text[start:end]):
        return end
    for stop in range(end - 2, start + _SHORTEST["PROGRAM"] - 1, -1):
        if affixes("heads").suffix(text[start:stop]) >= 2 and _verb_at(text, stop, end):
            return stop
    return end


def _verb_at(text: str, start: int, end: int) -> bool:
    return any(affixes(name).prefix(text[start:end]) >= 2 for name in ("leads", "acts", "hard"))


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
