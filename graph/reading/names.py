"""Names of regions, institutions and persons: found by their form, their place and the table of regions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import ahocorasick

from graph.reading.candidates import Candidate, Source
from graph.vocabulary import regions as all_regions
from graph.vocabulary import regions_by_name

DEICTIC_REGION = re.compile(
    r"全[省市县区州旗镇乡国](?=[^一-鿿]|[^会委长])|[我本][省市县区州旗国](?=[^一-鿿]|[^委级])|辖区|"
    r"各乡镇(?!卫生院|中心)(?:[(（]街道[)）])?"
)
_SELF = re.compile(r"[我本][局委院中](?:心)?(?![一-鿿]?[员])|全[局委](?=干部|系统|上下)")
_ORG_HEADS = (
    "卫生健康委员会|卫生和计划生育委员会|卫生健康委|卫生健康局|卫计委|卫计局|卫健委|卫健局|卫健体局|卫生局|卫健系统|人民政府办公室|人民政府|政府办公室|政府办公厅|"
    "政府办|政府|委办公室|发改委|财政局|医保局|医疗保障局|人社局|民政局|教育局|公安局|残联|妇联|红十字会|乡村振兴局|市场监管局|编办|"
    "第[一二三四五六七八九十]+(?:人民|中医)?医院|人民医院|中医医院|中医院|中西医结合医院|妇幼保健计划生育服务中心|妇幼保健院|妇保院|妇计中心|妇幼中心|妇幼保健中心|"
    "精神病医院|精神卫生中心|传染病医院|附属(?:第[一二三四五六七八九十])?[一二三四五六七八九十]?医院|中心医院|总医院|口腔医院|儿童医院|肿瘤医院|眼科医院|骨伤医院|骨科医院|康复医院|"
    "老年病医院|职业病防治院|皮肤病防治院|结核病防治所|医院|疾病预防控制中心|疾控中心|疾病预防控制局|卫生监督所|卫生监督局|卫生计生综合监督执法局|综合监督执法局|卫生监督执法大队|"
    "监督所|急救中心|120指挥中心|中心血站|血站|心理健康中心|核酸检测基地|健康教育所|健康教育中心|爱卫办|老龄办|医改办|中医药管理局|中医局|中心卫生院|卫生院|"
    "社区卫生服务中心|社区卫生服务站|计划生育协会|计生协会|计生协|医学会|护理学会|医科大学|中医药大学|中医学院|医学院|卫生学校|职业技术学院|工学院|大学|学院|"
    "应急综合指挥部|应急指挥部|防控指挥部|指挥部|领导小组办公室|领导小组|委员会|专家组|质控中心|有限公司|保险公司|集团公司|日报社|电视台|广播电视台|档案馆|博物馆|党总支|党支部|党委|党组"
)
_OFFICE = r"(?:(?:机关)?党(?:总支|支部|委)|[一-鿿]{2,6}?(?:科|股|办公室|远程医疗会诊中心|中心))"
_PLACE_LEVEL = "省市县区州旗镇乡"
_BRACKET = re.compile(
    r"(?P<label>牵头领导|责任领导|分管领导|领导|责任人|负责人|牵头人|责任科室|牵头科室|配合科室|责任股室|牵头股室|责任单位|牵头单位|配合单位|"
    r"责任处室|牵头处室|承办科室|科室|责任部门|牵头部门|配合部门)\s*:\s*(?P<names>[^:;()。\n]+)"
)
_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹"
    "薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤葛晏裴冉俞洪翟柳柏尚牛鲍邢温庄樊常康施岳齐安倪庞伍成游兰耿匡涂章祝"
)


@cache
def region_names() -> ahocorasick.Automaton:
    """Automaton over the full names of all regions; values are the names."""
    automaton = ahocorasick.Automaton()
    for name in regions_by_name():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


@cache
def short_region_names() -> frozenset[str]:
    """The short names of regions (梨树, 马鞍山), as they begin the names of institutions."""
    return frozenset(region.short for region in all_regions().values() if len(region.short) > 1)


# Before a name of two characters these do not form another word with it (示范县 is not 范县).
_BEFORE_SHORT = re.compile(r"(?:^|[^一-鿿]|[省市县区州盟在赴到由与和及至向对])$")


def named_regions(text: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], str]]:
    """((start, end), full name) of every region named in full."""
    for last, name in region_names().iter(text, start, end):
        begin = last - len(name) + 1
        if len(name) > 2 or _BEFORE_SHORT.search(text[max(0, begin - 1) : begin]):
            yield (begin, last + 1), name


def regions(text: str, start: int, end: int) -> list[Candidate]:
    """Regions by full name and by deixis, and villages and streets under them (安民街道映翠社区)."""
    found = [Candidate(*span, "REGION", Source.AUTHORITY) for span, _ in named_regions(text, start, end)]
    found += [
        Candidate(*match.span(), "REGION", Source.GRAMMAR) for match in DEICTIC_REGION.finditer(text, start, end)
    ]
    found += [Candidate(*match.span(), "REGION", Source.GRAMMAR) for match in _SUBDIVISION.finditer(text, start, end)]
    return [c for c in found if text[c.end : c.end + 1] not in ("委", "府")]


_SUBDIVISION = re.compile(r"(?<![一-鿿])[一-鿿]{2,3}(?:街道|镇|乡)[一-鿿]{2,4}(?:社区|村)(?!卫生|[一-鿿]?医)")
_GENERIC_BEFORE = re.compile(
    r"(?:各级?|所有|二级|三级|基层|公立|民营|县级|市级|定点|综合|专科|镇级?|乡镇|街道|每[家个所]|[家个所]|以上|社区|中心|哨点|互联网|医联体|名)$"
)


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>[一-鿿]{{0,14}}?)(?P<head>{_ORG_HEADS})(?P<office>{_OFFICE}(?=[一-鿿]{{0,2}}(?:[^一-鿿]|与|和|的|被)))?")


def institutions(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Organisations that could be pointed at: a place or a proper name before an organisation's head."""
    for match in _SELF.finditer(text, start, end):
        yield Candidate(*match.span(), "INSTITUTION", Source.GRAMMAR)
    for match in re.compile(r"(?<![一-鿿])?(?:[省市县区]|中)委(?=[、,，县市省区]|[一-鿿]?[^员会])(?!员|会)").finditer(text, start, end):
        yield Candidate(*match.span(), "INSTITUTION", Source.GRAMMAR)
    for match in _organisation().finditer(text, start, end):
        if (begin := _name_start(text, match.start(), match.start("head"), start)) is not None:
            yield Candidate(begin, match.end(), "INSTITUTION", Source.GRAMMAR)


def _name_start(text: str, first: int, head: int, floor: int) -> int | None:
    """Where an institution's name starts that runs up to ``head``; ``None`` where it names a class only."""
    window = text[max(floor, first) : head]
    best: int | None = None
    for last, name in region_names().iter(window):
        begin = last - len(name) + 1
        if best is None or begin < best:
            best = begin
    if best is not None:
        inner = window[best:]
        return None if _VERBISH.search(inner) else max(floor, first) + best
    for size in range(min(4, len(window)), 1, -1):
        for begin in range(len(window) - size + 1):
            if window[begin : begin + size] in short_region_names() and not _VERBISH.search(window[begin:]):
                return max(floor, first) + begin
    if match := re.search(rf"(?<![乡全])[{_PLACE_LEVEL}]$", window):
        return max(floor, first) + match.start()
    if match := re.search(rf"[{_PLACE_LEVEL}](?=(?:[一-鿿]{{2,10}})$)", window):
        inner = window[match.end() :]
        before = window[: match.start()]
        if not _VERBISH.search(inner) and not before.endswith(("乡", "各", "全")):
            return max(floor, first) + match.start()
    return None


_VERBISH = re.compile(r"^[级域内乡]|将|开始|建设|新建|建立|成立|推进|组织|加强|开展|指导|与|和|及|的|对|由|在|各|所有|等|到|为")


_BODY = re.compile(r"(?:成立|建立|组建|设立|调整|充实|优化|完善)(?:了|调整)?(?P<name>[一-鿿、]{2,20}?(?:领导小组|指挥部|专家组|工作专班|委员会|俱乐部))")
_TOWN = re.compile(r"(?:(?<![一-鿿])|(?<=[在和与、由区县市]))(?:(?![个家各内所名乡镇的])[一-鿿]){2,3}(?:街道|镇|乡)(?:中心)?(?:卫生院|社区卫生服务中心|卫生服务中心|社区卫生服务站)")
_SHORT_HOSPITAL = re.compile(r"[一-鿿]{2}(?:大|医)?[一二三四五六]院(?![级])|(?<![一-鿿])\d{3}医院")


def bodies(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Steering groups where they are set up, facilities of towns, hospitals by their short names (吉大二院)."""
    for match in _BODY.finditer(text, start, end):
        yield Candidate(*match.span("name"), "INSTITUTION", Source.GRAMMAR)
    for pattern in (_TOWN, _SHORT_HOSPITAL):
        for match in pattern.finditer(text, start, end):
            yield Candidate(*match.span(), "INSTITUTION", Source.AUTHORITY)


def roles(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Persons and offices behind a label of responsibility: （牵头领导：…；责任科室：…）."""
    for match in _BRACKET.finditer(text, start, end):
        position = match.start("names")
        for part in re.split(r"([、,和\s])", match["names"]):
            name = re.sub(r"等$", "", part)
            if len(name) >= 2 and "各" not in name and "有关" not in name:
                personal = "领导" in match["label"] or match["label"].endswith("人")
                if not personal:
                    yield Candidate(position, position + len(name), "INSTITUTION", Source.MARKED)
                elif name[0] in _COMMON_SURNAMES and len(name) <= 4:
                    yield Candidate(position, position + len(name), "PERSON", Source.MARKED)
            position += len(part)

