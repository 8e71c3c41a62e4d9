"""Institutions and persons: a place or a proper name before an organisation's head, steering groups where
they are set up, and the people and offices behind a label of responsibility."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import ahocorasick

from graph.reading.candidates import Candidate, Source
from graph.reading.lexicon import alternatives, words
from graph.reading.places import LEVELS, named_regions, short_names
from graph.reading.text import fold
from graph.vocabulary import institutions

_SELF = re.compile(r"[我本](?:局|委|院|中心|所|站)(?![一-鿿]?员)|全[局委](?=干部|系统|上下)")
# Points back to the one named before (县人民医院…该院…).
_BACK = re.compile(r"(?<!应)该(?:院|中心|局|所|站|委)(?!长|级)")
_COMMITTEE = re.compile(r"[省市县区中]委(?![员会])(?=[、,，县市省区]|[一-鿿]?[^员会])")
_UNIVERSITY_HOSPITAL = r"(?:大学|学院)(?:附属|第|华西|[一-鿿]{2}附属)[一-鿿]{1,8}?医院"
_BUREAU = re.compile(
    r"[市县区旗州](?:(?![与和及、将由对在])[一-鿿]){1,6}?(?<![格布开大结新当全破变僵县市])局(?![面势限部长])"
)
_TREASURY = re.compile(r"[省市县区旗州]级?财政(?![局部预收支])")
_NUMBERED_HOSPITAL = r"第[一二三四五六七八九十]+(?:人民|中医)?医院|附属第?[一二三四五六七八九十]?医院"
_OFFICE = r"(?:机关)?党(?:总支|支部|委)|[一-鿿]{2,6}?(?:科|股|办公室|中心)"
_STEERING = re.compile(
    r"(?:成立|建立|组建|设立|调整|充实|优化|完善)(?:了|调整)?"
    r"(?P<name>[一-鿿、]{2,20}?(?:领导小组|指挥部|专家组|工作专班|委员会|俱乐部))"
)
_OF_A_TOWN = re.compile(
    r"(?:(?<![一-鿿])|(?<=[在和与、由区县市为将及对到给]))(?:(?![个家各内所名乡镇的为将及对])[一-鿿]){2,3}(?:街道|镇|乡)(?:中心)?"
    r"(?:卫生院|社区卫生服务中心|卫生服务中心|社区卫生服务站)|(?<![一-鿿])(?:(?![共有各所全乡镇])[一-鿿]){4,6}[镇乡](?:中心)?卫生院|"
    r"(?:(?<![一-鿿])|(?<=[在和与、由区县]))(?:(?!乡镇|建制)(?![个家各内所名的建设])[一-鿿]){2,3}中心卫生院"
)
_SHORT_HOSPITAL = re.compile(
    r"(?:(?![与和到在及由以现为是成])[一-鿿]){1,3}[一二三四五六]院(?![级内])|(?<![一-鿿])\d{3}医院"
)
# Between a place and a head these show that the place is no part of the name.
_NOT_A_NAME = re.compile(
    r"^[级域内乡]|将|开始|建设|新建|建立|成立|推进|组织|加强|开展|指导|与|和|及|的|对|由|在|各|所有|等|到|为"
)


@cache
def _organisation() -> re.Pattern[str]:
    heads = alternatives(words("institution-heads"))
    ends = r"(?=[一-鿿]{0,2}(?:[^一-鿿]|与|和|的|被))"
    return re.compile(
        rf"[一-鿿]{{0,14}}?(?P<head>(?:{_UNIVERSITY_HOSPITAL}|{_NUMBERED_HOSPITAL}|{heads})(?:附属第?[一二三四五六七八九十]?医院)?)(?P<office>(?:{_OFFICE}){ends})?"
    )


_SHORTEST_NAME = 3


@cache
def _known() -> ahocorasick.Automaton:
    """The names of the institutions of the seeds, full and short, save what is as short as a word."""
    automaton = ahocorasick.Automaton()
    for institution in institutions():
        for name in map(fold, (institution.name, *institution.alternatives)):
            if len(name) >= _SHORTEST_NAME:
                automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


@cache
def _responsibility() -> re.Pattern[str]:
    labels = alternatives(words("responsibility-labels"))
    return re.compile(rf"(?P<label>{labels})\s*:\s*(?P<names>[^:;；,，()。\n]+)")


def find_institutions(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Candidates of type INSTITUTION in one sentence of folded text."""
    for pattern in (_SELF, _COMMITTEE, _TREASURY):
        for match in pattern.finditer(text, start, end):
            yield Candidate(*match.span(), "INSTITUTION", Source.GRAMMAR)
    for match in _BACK.finditer(text, start, end):
        yield Candidate(*match.span(), "INSTITUTION", Source.MARKED)
    for match in _organisation().finditer(text, start, end):
        begin = _name_start(text[match.start() : match.start("head")])
        if begin is not None:
            yield Candidate(match.start() + begin, match.end(), "INSTITUTION", Source.GRAMMAR)
    for match in _BUREAU.finditer(text, start, end):
        home = next(
            (span[0] for span, _ in named_regions(text, start, end) if span[1] == match.start() + 1), None
        )
        if not _NOT_A_NAME.search(match[0][1:]):
            yield Candidate(
                match.start() if home is None else home, match.end(), "INSTITUTION", Source.GRAMMAR
            )
    for match in _STEERING.finditer(text, start, end):
        yield Candidate(*match.span("name"), "INSTITUTION", Source.GRAMMAR)
    for last, name in _known().iter(text[start:end]):
        yield Candidate(start + last + 1 - len(name), start + last + 1, "INSTITUTION", Source.AUTHORITY)
    for pattern in (_OF_A_TOWN, _SHORT_HOSPITAL):
        for match in pattern.finditer(text, start, end):
            yield Candidate(*match.span(), "INSTITUTION", Source.AUTHORITY)


def _name_start(before: str) -> int | None:
    """Where a name starts in the words before its head; ``None`` where they make a class of it, not a
    name."""
    for begin, stop in _places(before):
        if not _NOT_A_NAME.search(before[stop:]):
            return begin
    return None


def _places(before: str) -> Iterator[tuple[int, int]]:
    """Spans of places that a name may start with: full names, then short ones, then levels (县, 市)."""
    yield from sorted(span for span, _ in named_regions(before, 0, len(before)))
    for size in range(min(4, len(before)), 1, -1):
        for begin in range(len(before) - size + 1):
            if before[begin : begin + size] in short_names():
                yield begin, begin + size
    for match in re.finditer(rf"(?<![乡各全])[{LEVELS}](?![{LEVELS}])", before):
        yield match.span()


_TITLES = (
    "局长|主任|院长|书记|[县市区州镇乡]长|科长|股长|站长|所长|处长|司长|校长|调研员|组长|委员|医师|医生|护士长?|代表|"
    "专家|通讯员|记者|村医"
)


@cache
def _persons() -> re.Pattern[str]:
    name = rf"(?:{alternatives(words('surnames'))})[一-鿿]{{1,2}}"
    behind = r"(?<=[长员医师表、(:])|(?<=主任)|(?<=书记)|(?<=同志)"
    return re.compile(rf"(?:{behind})(?P<behind>{name})|(?P<before>{name})(?=同志|{_TITLES})")


@cache
def _titled() -> re.Pattern[str]:
    """Names behind a title and before what they do, also several (副主任李晓梅、周海涛参加), and those that
    open a clause before a title (赵明远局长就…): sure ones."""
    surnames = alternatives(words("surnames"))
    name = rf"(?:{surnames})(?:(?![任长组职责员会部副])[一-鿿]){{1,2}}"
    return re.compile(
        rf"(?<![一-鿿])(?P<opens>(?:{surnames})(?:(?![任长组职责员会部副县市区])[一-鿿]){{2}})"
        rf"(?=副?(?:[局院所站科县市区]长|主任|书记)(?:就|在|对|作|指出|强调|主持|带|率|出席|参加|一行|[,，、]))|"
        rf"(?:[省市县区州镇乡村局院所站科股处校部]长|书记|主席|主任|组长|主持人|同志)(?P<names>{name}(?:、{name})*)"
        rf"(?=[,，。;；:、()\s]|同志|等?(?:出席|参加|陪同|主持|强调|指出|讲话|汇报|作|一行|带队|率|介绍|表示|宣读|先后|就))"
    )


def find_persons(text: str, start: int, end: int) -> Iterator[Candidate]:
    """What may be the name of a person: a surname and one or two characters beside a title. A title before it
    and what the person does behind it mark a name, as does 同志 behind one at the start of a clause."""
    for match in _titled().finditer(text, start, end):
        place = match.start("opens" if match["opens"] else "names")
        for part in (match["opens"] or match["names"]).split("、"):
            yield Candidate(place, place + len(part), "PERSON", Source.MARKED)
            place += len(part) + 1
    for match in _persons().finditer(text, start, end):
        for group in ("behind", "before"):
            if match[group]:
                first, last = match.span(group)
                marked = text.startswith("同志", last) and not "一" <= text[first - 1 : first] <= "鿿"
                yield Candidate(first, last, "PERSON", Source.MARKED if marked else Source.HINT)


def find_again(text: str, start: int, end: int, names: Iterable[str]) -> Iterator[Candidate]:
    """Where persons that the document names for sure are named again. Names of two characters are too often
    words."""
    for name in names:
        place = text.find(name, start, end)
        while len(name) > 2 and place >= 0:
            yield Candidate(place, place + len(name), "PERSON", Source.MARKED)
            place = text.find(name, place + len(name), end)


def find_roles(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Persons and offices behind a label of responsibility: （牵头领导：…；责任科室：…）."""
    for match in _responsibility().finditer(text, start, end):
        personal = "领导" in match["label"] or match["label"].endswith("人")
        position = match.start("names")
        for part in re.split(r"([、,和\s])", match["names"]):
            name = part.removesuffix("等")
            if len(name) >= 2 and not re.search("各|有关|相关", name):
                if not personal:
                    yield Candidate(position, position + len(name), "INSTITUTION", Source.MARKED)
                elif name[0] in words("surnames") and len(name) <= 4:
                    yield Candidate(position, position + len(name), "PERSON", Source.MARKED)
            position += len(part)
