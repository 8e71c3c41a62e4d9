"""Relations between names: who answers for a task, delivers a programme, follows or issues a norm, works with
whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.documents import Paragraph
from graph.extraction import RelationType
from graph.reading.candidates import Candidate
from graph.reading.lexicon import affixes
from graph.reading.tagged import Sentence, Tagged
from graph.reading.text import pieces
from graph.reading.topics import Topics

_FOLLOWS = re.compile(
    r"根据|落实|按照|执行|贯彻|遵循|遵守|实行|推行|坚持|依据|参照|享受|按(?=《)|实施(?=[^,，]{0,30}(?:制度|政策|规划|条例|法》|图》|新农合))"
)
_ISSUES = re.compile(r"制定|印发|出台|编制|下发|(?:审议|研究)(?:并)?通过|颁布|修订|发布|拟定|起草")
_DELIVERS = re.compile(
    r"开展|实施|推进|推行|承担|负责|做好|完成|举办|组织|执行|提供|引进|建设|创建|强化|深化|纳入|抓好"
)
_PARTNERS = re.compile(
    r"签订|签约|签署|达成|合作|对口支援|帮扶|协议|医联体|医疗联合体|医共体|会诊|共建|协作|联合|结对|协同|配合|共同体|双向转诊"
)
_WITH = re.compile(r"(?:与|同|和|跟|联合|协同|配合|会同)(?:[省市县区]内|全|各|\d+|[家个所名]|多)*$")
_CHARGE = re.compile(r"^[^,，。;；]{0,6}?(?:负责|牵头|承担|落实|组织)")
_LABEL = re.compile(
    r"(?P<label>[一-鿿]{0,8}(?:领导|责任人|负责人|牵头人|科室|单位|股室|处室|部门|牵头))\s*:[^:。\n]{0,80}$"
)
# Behind a name in brackets: (张三同志牵头，医改办负责落实).
_IN_CHARGE = re.compile(r"(?:同志)?(?:、[^,，;；()]{2,30})?(?:牵头|负责|承办|主办)")
_HELPING = re.compile(r"配合|协作|协办|协助|参与|参加")
# A norm with the word that says it is issued behind it: 现将《…》印发给你们, 《…》已经通过，现印发.
_ISSUED_BEHIND = re.compile(r"[^。;；《]{0,40}?(?:印发|下发|公布|发布)(?:给|实施|执行|,|，|。|$)")
# 特制定本方案: what the document itself is.
_THIS_NORM = re.compile(r"制[定订]本[一-鿿]{0,4}(?:方案|规划|意见|计划|办法|细则|规定|措施)")
# A title stands within so many sentences.
_TITLE_WITHIN = 12
_JOINED = re.compile(r"\s*(?:[、和及]|以及)(?:各|全|\d+[家个所])?\s*")
# What may stand before the name of the one who acts.
_BEFORE_ACTOR = re.compile(
    r"(?:^|[,，;；:。(]|是|由|在(?=所有|全部|各|\d)|指导|组织|督促|推动|鼓励|支持|要求|促进|年|年内|月|日|同时|其中|今年|目前)"
    r"(?:全[县区市]|辖区内?|各级?|所有|[县区市]域内?|\d+[家个所]|“)*$"
)
# Between a region and the kind of institution in it (全县各级医疗机构).
_ALL_OF = re.compile(r"(?:各级?|各类|所有|全部|内|\d+[家个所]|的)*")
# So far into its line a label opens it, in characters (3. 牵头单位：).
_AROUND_LABEL = 4
# Verb and 工作 around a programme in a heading, in characters.
_AROUND_HEADLINE = 6
_TITLES = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)?》")
_AND_OTHERS = re.compile(r"\s*(?:等[一二三四五六七八九十\d]*(?:个?部门|部委|单位))?(?:关于)?\s*")
# Words with which the one who acted before the semicolon goes on.
_SAME_ACTOR = re.compile(r"要|将|并|还|同时|继续")
_WE = re.compile(r"我们")


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as the text states it. ``subject`` is ``None`` where the issuing authority is meant,
    ``object`` for a task, which is the paragraph ``task`` or else the one of the sentence."""

    type: RelationType
    subject: Candidate | None
    object: Candidate | None
    sentence: Sentence
    task: Paragraph | None = None


def find_ties(tagged: Tagged) -> Iterator[Tie]:
    """All relations of a document in the order of the text."""
    topics = Topics(tagged)
    carried: tuple[int, list[Candidate | None]] = (0, [])
    task: Paragraph | None = None
    own = _own_norm(tagged)
    for sentence in tagged.sentences:
        topics.enter(sentence)
        if carried[0] != sentence.paragraph.number:
            carried = (sentence.paragraph.number, [])
        if named := [who for who in _actors(tagged, sentence, sentence.end) if _speaks(tagged, who)]:
            carried = (sentence.paragraph.number, named)
        seen: set[tuple[str, int, int]] = set()
        headline = _headline(tagged, sentence, topics.topic)
        if not _opens_with_label(tagged, sentence.paragraph):
            task = sentence.paragraph
        for tie in _ties(tagged, sentence, headline, carried[1], task, own):
            key = (tie.type, tie.subject.start if tie.subject else -1, tie.object.start if tie.object else -1)
            if key not in seen:
                seen.add(key)
                yield tie


def _ties(
    tagged: Tagged,
    sentence: Sentence,
    topic: Candidate | None,
    carried: list[Candidate | None],
    above: Paragraph | None,
    own: Candidate | None,
) -> Iterator[Tie]:
    yield from _responsible(tagged, sentence, above)
    for start, end in pieces(tagged.folded, sentence.start, sentence.end, "。;；"):
        yield from _norms(tagged, sentence, start, end, topic, carried)
        if own and _THIS_NORM.search(tagged.folded, start, end):
            yield Tie("issues", None, own, sentence)
        yield from _partners(tagged, sentence, start, end, carried)
        yield from _deliveries(tagged, sentence, start, end)


def _own_norm(tagged: Tagged) -> Candidate | None:
    """The norm that the document is itself: the policy that its title consists of."""
    title = tagged.document.title
    named = (m for s in tagged.sentences[:_TITLE_WITHIN] for m in s.mentions if m.type == "POLICY")
    return next((m for m in named if tagged.text(m.start, m.end).strip("《》") in title), None)


def _opens_with_label(tagged: Tagged, paragraph: Paragraph) -> bool:
    """Whether a line says who answers for another line, as 责任单位：… does."""
    opening = tagged.folded[paragraph.body : paragraph.end].partition(":")
    return bool(opening[1] and len(opening[0]) <= 12 and _LABEL.search(opening[0] + ":"))


# --- who acts --------------------------------------------------------------------------------------


def _actors(
    tagged: Tagged, sentence: Sentence, place: int, start: int | None = None
) -> list[Candidate | None]:
    """The one or several who act at ``place``: the nearest names before it that stand as a subject,
    ``[None]`` for 我们, nothing where the sentence names nobody."""
    text = tagged.folded
    begin = sentence.start if start is None else start
    for group in reversed(_groups(tagged, sentence, begin, place)):
        behind = text[group[-1].end : sentence.end]
        if _BEFORE_ACTOR.search(text[sentence.start : group[0].start]) and _acts(behind):
            ours = [m.end() for m in _WE.finditer(text, group[-1].end, place)]
            return [None] if ours else list(group)
    return [None] if _WE.search(text, begin, place) else []


def _speaks(tagged: Tagged, who: Candidate | None) -> bool:
    """Whether this is the report's own voice (我局, 我县), which goes on into the sentences behind it."""
    return who is None or tagged.text(who.start, who.end)[0] in "我本全"


def _headline(tagged: Tagged, sentence: Sentence, topic: Candidate | None) -> Candidate | None:
    """The programme that the heading or the topic sentence of a passage consists of (1、卫生监督队伍建设工作;
    二是加强预防接种管理。)."""
    if topic is None:
        return None
    paragraph, text = sentence.paragraph, tagged.folded
    before = re.split("[、.)是。;；:]", text[paragraph.start : topic.start])[-1]
    behind = re.split("[。;；,，]", text[topic.end : paragraph.end])[0]
    return topic if len(before) + len(behind) <= _AROUND_HEADLINE else None


def _acts(behind: str) -> bool:
    """Whether the words behind a name say what it does."""
    behind = re.sub(
        r"^(?:(?:卫生健康|卫生计生|卫生|卫健|卫计|医疗卫生)(?:系统|工作|事业)|\([^)]*\)|年内|要|应|将|都要|均|全部)+",
        "",
        behind,
    )
    return bool(
        affixes("leads").prefix(behind)
        or re.match(r"[与同和要将都对按为]|能够|通过|利用|高度|重视|聚焦|立足|始终|紧紧|认真|积极", behind)
    )


def _groups(tagged: Tagged, sentence: Sentence, start: int, end: int) -> list[list[Candidate]]:
    """Names that are joined by 、 and 和, in the order of the text."""
    groups: list[list[Candidate]] = []
    for mention in sentence.within(start, end, "REGION", "INSTITUTION", "ORG_CLASS"):
        if groups and _JOINED.fullmatch(tagged.folded[groups[-1][-1].end : mention.start]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


# --- the relations ---------------------------------------------------------------------------------


def _responsible(tagged: Tagged, sentence: Sentence, above: Paragraph | None) -> Iterator[Tie]:
    """Who answers for the paragraph; on a line of its own a label speaks of the paragraph ``above``."""
    for mention in sentence.mentions:
        if mention.type not in ("PERSON", "INSTITUTION"):
            continue
        before = tagged.folded[sentence.start : mention.start]
        behind = tagged.folded[mention.end : sentence.end]
        label = _LABEL.search(before)
        bracketed = before.rfind("(") > before.rfind(")")
        alone = label is not None and label.start() <= _AROUND_LABEL
        charged = before.endswith("由") and _CHARGE.match(behind)
        if label and (bracketed or alone) and not _HELPING.search(label["label"]):
            yield Tie("responsible_for", mention, None, sentence, None if bracketed else above)
        elif charged or (bracketed and not label and _IN_CHARGE.match(behind)):
            yield Tie("responsible_for", mention, None, sentence)


def _norms(
    tagged: Tagged,
    sentence: Sentence,
    start: int,
    end: int,
    topic: Candidate | None,
    carried: list[Candidate | None],
) -> Iterator[Tie]:
    for policy in sentence.within(start, end, "POLICY"):
        # a title before this one may hold such a verb itself (《关于印发…的通知》)
        before = _TITLES.sub(lambda title: "》" * len(title[0]), tagged.folded[start : policy.start])
        for author in _authors(tagged, sentence, policy):
            yield Tie("issues", author, policy, sentence)
        clause = re.split("[,，]", before)[-1]
        verbs = [
            (match.start(), kind)
            for kind, pattern in (("follows", _FOLLOWS), ("issues", _ISSUES))
            for match in pattern.finditer(clause)
        ]
        if not any(kind == "follows" for _, kind in verbs) and _ISSUED_BEHIND.match(
            _TITLES.sub(lambda title: " " * len(title[0]), tagged.folded[policy.end : sentence.end])
        ):
            yield Tie("issues", None, policy, sentence)
            continue
        if not verbs:
            continue
        kind: RelationType = "issues" if max(verbs)[1] == "issues" else "follows"
        about = topic if kind == "follows" and topic and topic.end <= policy.start else None
        named = _bound(tagged, sentence, _actors(tagged, sentence, policy.start, start), about)
        for subject in named or ([about] if about else carried or [None]):
            yield Tie(kind, subject, policy, sentence)


def _authors(tagged: Tagged, sentence: Sentence, policy: Candidate) -> list[Candidate]:
    """The institutions whose names stand right before a title (中共中央、国务院《…》)."""
    if not tagged.folded.startswith("《", policy.start):
        return []
    groups = _groups(tagged, sentence, sentence.start, policy.start)
    if not groups or not _AND_OTHERS.fullmatch(tagged.folded, groups[-1][-1].end, policy.start):
        return []
    return [author for author in groups[-1] if author.type == "INSTITUTION"]


def _bound(
    tagged: Tagged, sentence: Sentence, actors: list[Candidate | None], about: Candidate | None
) -> list[Candidate | None]:
    """Whom a norm binds, of those who act: where it is a kind of institution, the programme that the passage
    is about, or the region in front of them (全县各级医疗机构), or nobody who is named."""
    kind = next((actor for actor in actors if actor and actor.type == "ORG_CLASS"), None)
    if kind is None:
        return actors
    if about:
        return [about]
    regions = sentence.within(sentence.start, kind.start, "REGION")
    return [r for r in regions[-1:] if _ALL_OF.fullmatch(tagged.folded, r.end, kind.start)]


def _partners(
    tagged: Tagged, sentence: Sentence, start: int, end: int, carried: list[Candidate | None]
) -> Iterator[Tie]:
    if not _PARTNERS.search(tagged.folded, start, end):
        return
    for group in _groups(tagged, sentence, start, end):
        before = tagged.folded[start : group[0].start]
        clause_end = min(
            (i for i in (tagged.folded.find(m, group[-1].end, end) for m in ",，") if i >= 0), default=end
        )
        if _WITH.search(before) and _PARTNERS.search(
            tagged.folded, max(start, group[0].start - 3), clause_end
        ):
            subjects = _actors(tagged, sentence, group[0].start, start) or carried or [None]
            for subject in subjects:
                for partner in group:
                    if partner.type != "REGION":
                        yield Tie("partners_with", subject, partner, sentence)


def _deliveries(tagged: Tagged, sentence: Sentence, start: int, end: int) -> Iterator[Tie]:
    for program in sentence.within(start, end, "PROGRAM"):
        begin = sentence.start if _SAME_ACTOR.match(tagged.folded, start) else start
        actors = _actors(tagged, sentence, program.start, begin)
        last = max((actor.end for actor in actors if actor), default=start)
        between = tagged.folded[last : program.start]
        if actors and _DELIVERS.search(between):
            for actor in actors:
                yield Tie("delivers", actor, program, sentence)
