"""What a figure is called away from its text: the words that name it, with the context that they need."""

from __future__ import annotations

import re

from graph.reading.candidates import Candidate
from graph.reading.lexicon import affixes
from graph.reading.measures import Measure
from graph.reading.tagged import Sentence, Tagged

# An indicator of these words alone says nothing away from its text.
_GENERIC = re.compile(
    r"(?:计划|总|完成|项目)*(?:投资|资金|金额|经费|费用|面积|占地面积|建筑面积|覆盖率|完成率|任务完成率|合格率|达标率|配置率|签约率|建档率|建卡率|报告率|"
    r"检测率|筛查率|发病率|管理率|知晓率|满意度|发放资金|人数|户数|占比|比例|完成比例|得分|惠及|接种|培训|立案|结案)"
)
# A figure that is a part of a whole.
_SHARE = re.compile(r"(?:占|占比|占了|占全部)$")
# What a share of them does, to the end of the clause.
_TOLD = re.compile(r"[一-鿿“”、]{2,20}(?=[,，;；。\n]|$)")
# How far a rate moved is told in points.
_MOVED = re.compile(r"(?P<how>提高|提升|上升|增长|增加|降低|下降|减少)了?(?:近|约|超过?)?$")
_THERE_IS = re.compile(r"[共现]有$|总共$|共计$")
_DONE_WITH = re.compile(r"(?:^|[^一-鿿])(?:全[县区市])?(?P<what>[一-鿿]{1,8}疫苗)(?:累计|共计?|已|完成)*$")
# So long a name with 中 at its end is one of a whole (15个乡镇卫生院中).
_TELLING_CLASS = 4
# What is added in a year is another figure than what there is.
_FRESH = re.compile(r"新(?:增|建|建成|改建|创建|增加|培养|招录|引进)$")
# Figures whose unit their names tell are often written without it (千人口托位数2.36, 孕产妇死亡率为0,
# 出院人数29万).
_PER_THOUSAND = re.compile(r"千(?:常住)?人口.*?(?:(?P<bed>床)|(?P<staff>医师|护士|医生|人员|药师)|位|机构)")
_OWN_UNITS = (
    (re.compile(r"孕产妇死亡率$"), "/10万"),
    (re.compile(r"(?:婴儿|儿童|新生儿|婴幼儿)死亡率$|出生率$|自然增长率$"), "‰"),
    (re.compile(r"寿命$|平均年龄$"), "岁"),
    (re.compile(r"人次数?$"), "人次"),
    (re.compile(r"人数$|总?人口数?$"), "人"),
)


def full_name(tagged: Tagged, sentence: Sentence, measure: Measure, program: Candidate | None) -> str:
    """The indicator's name with the context that it needs away from the text."""
    own = (
        _whose(tagged, sentence, measure)
        + (measure.name or _with_act(tagged, sentence, measure))
        + measure.change
    )
    own = _part(tagged, sentence, measure, own)
    moved = _MOVED.search(tagged.folded[max(0, measure.quantity.start - 6) : measure.quantity.start])
    if measure.quantity.unit == "个百分点" and not measure.change and moved:
        own += f"{moved['how']}幅度"
    parent = measure.parent
    if _SHARE.search(tagged.folded[max(0, measure.quantity.start - 4) : measure.quantity.start]):
        if parent and own in tagged.text(parent.start, parent.end):
            return f"{full_name(tagged, sentence, parent, program)}占比"
        own = own if own.endswith(("占比", "比重", "比例")) else f"{own}占比"
    if program and parent and parent.quantity.end <= program.start:
        parent = None  # an item of a list that names a programme of its own
    if parent and parent.end > parent.start:
        whole = full_name(tagged, sentence, parent, program)
        return f"{whole}：{own}" if own and own not in whole else own or whole
    if program and _GENERIC.fullmatch(own):
        context = _plain(tagged.text(program.start, program.end))
        return own if own in context else context + own
    return own


def _whose(tagged: Tagged, sentence: Sentence, measure: Measure) -> str:
    """The class of institutions whose figure it is, right before its name (二级医院平均住院日)."""
    if measure.start == measure.end:
        return ""
    owners = (
        m
        for m in sentence.within(sentence.start, measure.start, "ORG_CLASS")
        if tagged.folded[m.end : measure.start] in ("", "的")
    )
    return "".join(_plain(tagged.text(m.start, m.end)) for m in owners)


def _part(tagged: Tagged, sentence: Sentence, measure: Measure, own: str) -> str:
    """The name of a share that stands around what it is a share of (90%的乡镇卫生院达到标准; 占总数的20%)."""
    quantity, text = measure.quantity, tagged.folded
    behind = quantity.end <= measure.start < measure.end
    if quantity.unit == "%" and behind and text[quantity.end : measure.start] in ("", "的"):
        told = _TOLD.match(text, measure.end)
        own = f"{own}{_plain(told[0])}" if told else own
        return own if own.endswith("比例") else f"{own}比例"
    if text.startswith("占", max(0, measure.start - 1)) and text[measure.end : quantity.start] == "的":
        before = [m for m in sentence.measures if m.quantity.end <= measure.start and m.end > m.start]
        subject = _plain(tagged.text(before[-1].start, before[-1].end)) if before else ""
        return f"{subject}占{own}比例"
    return own


def own_unit(name: str, unit: str) -> str:
    """The unit of a figure: that of its quantity, else the one that its name implies, else nothing."""
    if unit:
        return unit
    if not (rate := _PER_THOUSAND.search(name)):
        return next((own for pattern, own in _OWN_UNITS if pattern.search(name)), "")
    return "张/千人" if rate["bed"] else "人/千人" if rate["staff"] else "个/千人"


def _with_act(tagged: Tagged, sentence: Sentence, measure: Measure) -> str:
    """The words that name what is counted, with the verb that says which of them count (抽查…报告卡,
    新增托位)."""
    own = _plain(tagged.text(measure.start, measure.end))
    if measure.quantity.kind != "count" or affixes("heads").suffix(own) and own[-1] in "率数量":
        return own
    act = _act(tagged, sentence, measure)
    if act and own:
        return own if act == "新增" and own.startswith("新") else act + own
    return _vaccine(tagged, measure) + own if own == "接种" else own


def _act(tagged: Tagged, sentence: Sentence, measure: Measure) -> str:
    """The verb before what is counted; of a list (检查公共场所12户次、供水单位4家) that of its first item."""
    first = min(measure.start, measure.quantity.start)
    before = tagged.folded[max(0, first - 6) : first].rstrip("了")
    if _FRESH.search(before):
        return "新增"
    size = affixes("acts").suffix(before)
    if size > 1 and not _THERE_IS.search(before):
        return before[-size:]
    listed = before.endswith("、") and next(
        (m for m in sentence.measures if m.quantity.end == first - 1 and m.end > m.start), None
    )
    return _act(tagged, sentence, listed) if listed and listed.start < listed.quantity.start else ""


def _vaccine(tagged: Tagged, measure: Measure) -> str:
    """The vaccine that is given, named before the verb (新冠疫苗累计 | 接种)."""
    match = _DONE_WITH.search(tagged.folded[max(0, measure.start - 14) : measure.start])
    return match["what"] if match else ""


def _plain(name: str) -> str:
    """A name without blanks and the quotation marks around it, less a verb of counting at its head."""
    name = re.sub(r"\s", "", name).strip('“”"、的')
    name = name.removesuffix("中") if len(name) > _TELLING_CLASS else name
    size = affixes("acts").prefix(name)
    return name[size:] if len(name) - size >= 4 and size else name
