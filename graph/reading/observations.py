"""Observations: each measure joined to its period, status, programme and institution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.extraction import Status
from graph.reading.candidates import Candidate
from graph.reading.measures import Measure
from graph.reading.naming import full_name, own_unit
from graph.reading.periods import Timeline, When, period_of
from graph.reading.quantities import Date
from graph.reading.tagged import Sentence, Tagged
from graph.reading.topics import Topics

_AHEAD = re.compile(
    r"计划(?!生育|免疫)|拟|力争|争取(?=[^,，。;；]{0,12}(?:达|控制|实现|完成|年底|年内))|确保|(?<!达到)目标(?!人群|考核|管理|责任|任务完成|值)|(?<!符合)要求|预计|任务数|在洽谈|在建|将(?=[^,，。]{0,8}(?:达|建|投))"
)
# No less than is what somebody asks for, not what was counted.
_DEMANDED = re.compile(r"不(?:低|少|小|高|多|超)[于过]")
# A bound behind a goal in the same sentence is a goal, too (力争签约率达到60%，重点人群签约率75%以上).
_STRIVEN = re.compile(r"力争|确保|争取")
_BOUND = re.compile(r"不低于|不少于|不超过|不高于|控制在|以上|以内|以下")
_DONE = re.compile(r"已(?!纳)|完成|达到了|实现了|共(?!同)|累计")

# One of several (老隆镇、麻布岗镇设置接种点4个) has not all of it.
_LISTED = re.compile(r"、|[和与及][一-鿿]{2,4}[县区市镇乡]|等[一-鿿\d]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with what the text around it says. ``name`` is the indicator's full name, ``unit`` that
    of its value where the quantity has none of its own, ``sentence`` the one that states it."""

    measure: Measure
    name: str
    surface: str
    unit: str
    period: str | None
    status: Status
    program: Candidate | None
    institution: Candidate | None
    region: Candidate | None
    sentence: Sentence


def find_figures(tagged: Tagged) -> Iterator[Figure]:
    """All figures of a document in the order of the text."""
    topics, timeline = Topics(tagged), Timeline(tagged)
    for sentence in tagged.sentences:
        topics.enter(sentence)
        timeline.enter(sentence)
        found = [*_in_cells(tagged, sentence, topics), *_in_words(tagged, sentence, topics, timeline)]
        yield from sorted(found, key=lambda figure: figure.measure.quantity.start)


def _in_cells(tagged: Tagged, sentence: Sentence, topics: Topics) -> Iterator[Figure]:
    """The figures of a row of a table."""
    for cell in sentence.cells:
        measure = cell.measure
        name = measure.name or ""
        owner = {cell.owner.type: cell.owner} if cell.owner else {}
        yield Figure(
            measure=measure,
            name=name,
            unit=own_unit(name, measure.quantity.unit),
            surface=tagged.text(measure.start, measure.end),
            period=period_of(sentence.paragraph.period, cell.date)
            if cell.date
            else sentence.paragraph.period,
            status=cell.status or _status_at(sentence, cell.date),
            program=topics.program_of(measure.quantity.start, name),
            institution=owner.get("INSTITUTION"),
            region=owner.get("REGION"),
            sentence=sentence,
        )


def _in_words(tagged: Tagged, sentence: Sentence, topics: Topics, timeline: Timeline) -> Iterator[Figure]:
    numbers = {mention.start for mention in sentence.mentions if mention.type == "QUANTITY"}
    for measure in sentence.measures:
        if measure.quantity.start not in numbers or (measure.start == measure.end and not measure.parent):
            continue
        when = timeline.at(sentence, measure)
        program = topics.program_of(measure.quantity.start, tagged.text(measure.start, measure.end))
        name = full_name(tagged, sentence, measure, program)
        yield Figure(
            measure=measure,
            name=name,
            unit=own_unit(name, measure.quantity.unit),
            surface=tagged.text(measure.start, measure.end),
            period=when.period,
            status=_status(tagged, sentence, measure, when),
            program=program,
            institution=_institution(tagged, sentence, measure),
            region=_region(tagged, sentence, measure),
            sentence=sentence,
        )


def _institution(tagged: Tagged, sentence: Sentence, measure: Measure) -> Candidate | None:
    """The institution whose figure it is: the subject of the clause."""
    begin = max(tagged.folded.rfind(mark, sentence.start, measure.quantity.start) for mark in ",，;；。(") + 1
    found = sentence.within(max(begin, sentence.start), measure.quantity.start, "INSTITUTION")
    before = tagged.folded[found[0].start - 1 : found[0].start] if found else ""
    return found[0] if found and before not in ("与", "和", "到", "对", "向") else None


def _region(tagged: Tagged, sentence: Sentence, measure: Measure) -> Candidate | None:
    """The region that the clause opens with, dates aside (2020年末，全国…; 柯桥区完成…)."""
    begin = (
        max(tagged.folded.rfind(mark, sentence.start, measure.quantity.start) for mark in ",，;；。:(") + 1
    )
    begin = max(begin, sentence.start)
    found = sentence.within(begin, measure.quantity.start, "REGION", "DATE")
    place = begin
    for mention in found:
        if tagged.folded[place : mention.start].strip(" 、,其中到至"):
            return None
        if mention.type == "REGION":
            return None if _LISTED.match(tagged.folded, mention.end) else mention
        place = mention.end
    return None


# --- status ------------------------------------------------------------------------------------------


def _status(tagged: Tagged, sentence: Sentence, measure: Measure, when: When) -> Status:
    grown = any(
        other.before is measure or other.before and other.before.quantity == measure.quantity
        for other in sentence.measures
    )
    if grown:
        return "baseline"
    text, place = tagged.folded, measure.quantity.start
    date, base = when.date, int(sentence.paragraph.period or 0)
    if date and date.shift < 0:
        return "actual" if when.opens else "baseline"
    if when.aimed or (date and date.year and base and date.year > base):
        return "target"
    if date and date.year and date.year < base and sentence.paragraph.planned:
        return "actual"
    if sentence.paragraph.planned:
        return "target"
    begin = max(text.rfind(mark, sentence.start, place) for mark in ",，;；。(") + 1
    end = min(
        (i for i in (text.find(mark, measure.quantity.end, sentence.end) for mark in ",，;；。)") if i >= 0),
        default=sentence.end,
    )
    begin = max(begin, sentence.start)
    clause = _without_names(tagged, sentence, begin, end)
    if _DONE.search(clause):
        return "actual"
    if _DEMANDED.match(text, place):
        return "target"
    bounded = _BOUND.search(clause) and _STRIVEN.search(text[sentence.start : begin])
    return "target" if _AHEAD.search(clause) or bounded else "actual"


def _without_names(tagged: Tagged, sentence: Sentence, start: int, end: int) -> str:
    """A span without the names in it: a plan that somebody is recruited by is none for the figure."""
    clause, place = "", start
    for name in sentence.within(start, end, "PROGRAM", "POLICY", "INSTITUTION"):
        clause += tagged.folded[place : name.start]
        place = name.end
    return clause + tagged.folded[place:end]


def _status_at(sentence: Sentence, date: Date | None) -> Status:
    """What a figure of a table is whose heads do not say it, by its year."""
    base = int(sentence.paragraph.period or 0)
    year = (date.year or base) + date.shift if date else base
    if year > base or sentence.paragraph.planned:
        return "target"
    return "baseline" if year < base else "actual"
