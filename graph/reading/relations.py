"""Relations between names: who answers for a task, delivers a programme, follows or issues a norm, works with
whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.extraction import RelationType
from graph.reading.candidates import Candidate
from graph.reading.tagged import Sentence, Tagged
from graph.reading.text import pieces

_FOLLOWS = re.compile(
    r"根据|落实|按照|执行|贯彻|遵循|遵守|实行|推行|坚持|依据|参照|按(?=《)|实施(?=[^,，]{0,30}(?:制度|政策|规划|条例|法》))|享受"
)
_ISSUES = re.compile(r"制定|印发|出台|编制|下发|颁布|修订|发布|拟定|起草")
_DELIVERS = re.compile(r"开展|实施|推进|推行|承担|负责|做好|完成|举办|组织|执行|提供|引进|建设|创建|落实")
_PARTNERS = re.compile(
    r"签订|签约|签署|达成|合作|对口支援|帮扶|协议|医联体|医疗联合体|医共体|远程会诊|会诊|共建|协作|联合|结对|协同|配合|共同体"
)
_WITH = re.compile(r"(?:与|同|和|跟|联合|协同|配合|会同)(?:[省市县区]内)?$")
_BY = re.compile(r"由$")
_CHARGE = re.compile(r"^[^,，。;；]{0,6}?(?:负责|牵头|承担|落实|组织)")


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as the text states it. ``subject`` is ``None`` where the issuing authority is meant;
    ``object`` is
    ``None`` for a task, which is the paragraph itself."""

    type: RelationType
    subject: Candidate | None
    object: Candidate | None
    sentence: Sentence


def find_ties(tagged: Tagged) -> Iterator[Tie]:
    """All relations of a document in the order of the text."""
    for sentence in tagged.sentences:
        seen: set[tuple[str, int, int]] = set()
        for tie in _ties(tagged, sentence):
            key = (tie.type, tie.subject.start if tie.subject else -1, tie.object.start if tie.object else -1)
            if key not in seen:
                seen.add(key)
                yield tie


def _ties(tagged: Tagged, sentence: Sentence) -> Iterator[Tie]:
    yield from _responsible(tagged, sentence)
    for start, end in pieces(tagged.folded, sentence.start, sentence.end, "。;；"):
        yield from _norms(tagged, sentence, start, end)
        yield from _partners(tagged, sentence, start, end)
        for first, last in pieces(tagged.folded, start, end, ",，"):
            yield from _deliveries(tagged, sentence, first, last)


_LABEL = re.compile(r"(?:领导|责任人|负责人|牵头人|科室|单位|股室|处室|部门)\s*:[^:。\n]{0,80}$")


def _responsible(tagged: Tagged, sentence: Sentence) -> Iterator[Tie]:
    for mention in sentence.mentions:
        if mention.type not in ("PERSON", "INSTITUTION"):
            continue
        before = tagged.folded[sentence.start : mention.start]
        labelled = _LABEL.search(before) and before.rfind("(") > before.rfind(")")
        charged = _BY.search(before) and _CHARGE.match(tagged.folded[mention.end : sentence.end])
        if labelled or charged:
            yield Tie("responsible_for", mention, None, sentence)


def _subject(tagged: Tagged, sentence: Sentence, place: int) -> Candidate | None:
    """The region or institution that a clause is about: the first name of its sentence before the verb, if
    nothing but the time stands before it. Otherwise the issuing authority is meant."""
    for mention in sentence.within(sentence.start, place, "REGION", "INSTITUTION"):
        before = tagged.folded[sentence.start : mention.start]
        if len(re.sub(r"\d{4}年[来以]*|今年|全年|目前|[,，、\s一二三四五六七八九是]", "", before)) <= 6:
            return mention
    return None


def _norms(tagged: Tagged, sentence: Sentence, start: int, end: int) -> Iterator[Tie]:
    for policy in sentence.within(start, end, "POLICY"):
        before = tagged.folded[start : policy.start]
        clause = re.split(r"[,，](?![^《]*》)", before)[-1]
        verbs = [
            (m.start(), kind)
            for kind, p in (("follows", _FOLLOWS), ("issues", _ISSUES))
            for m in p.finditer(clause)
        ]
        if not verbs:
            continue
        kind: RelationType = "issues" if max(verbs)[1] == "issues" else "follows"
        yield Tie(kind, _subject(tagged, sentence, policy.start), policy, sentence)


def _partners(tagged: Tagged, sentence: Sentence, start: int, end: int) -> Iterator[Tie]:
    if not _PARTNERS.search(tagged.folded, start, end):
        return
    bodies = sentence.within(start, end, "INSTITUTION", "ORG_CLASS")
    joined = False
    for i, body in enumerate(bodies):
        before = tagged.folded[start : body.start]
        listed = (
            joined
            and i
            and re.fullmatch(
                r"[、和及与()等多家的]{1,5}|\).{0,3}", tagged.folded[bodies[i - 1].end : body.start]
            )
        )
        joined = bool(_WITH.search(re.sub(r"(?:全|各|\d+|[家个所名]|多)+$", "", before))) or bool(listed)
        if joined and _PARTNERS.search(tagged.folded, max(start, body.start - 12), end):
            yield Tie("partners_with", _subject(tagged, sentence, body.start), body, sentence)


def _deliveries(tagged: Tagged, sentence: Sentence, start: int, end: int) -> Iterator[Tie]:
    programs = sentence.within(start, end, "PROGRAM")
    if not programs:
        return
    for actor in sentence.within(start, programs[0].start, "INSTITUTION", "ORG_CLASS", "REGION"):
        between = tagged.folded[actor.end : programs[0].start]
        before = tagged.folded[start : actor.start]
        if (
            not _DELIVERS.search(between)
            or len(between) > 16
            or re.search(r"[对向为在与给被](?:各|全|所有|辖区|\d+[个家所]|[省市县区])*$", before)
        ):
            continue
        for program in programs:
            yield Tie("delivers", actor, program, sentence)
