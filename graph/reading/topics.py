"""What a passage is about: the programme of its heading, of its topic sentence (一是推进…), or of its own
clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from graph.reading.candidates import Candidate, Source
from graph.reading.tagged import Sentence, Tagged

# A first sentence up to this long is a heading in all but its mark, in characters.
_SHORT = 20
# A sentence that goes on telling of what the one before it named.
_GOES_ON = re.compile("据统计|据悉|其中|现已")
# So many characters in common tie an indicator to a programme (产前筛查率, 产前筛查).
_TELLING = 3
# A sentence that such items follow says what they are about, however long it is.
_ITEMS = re.compile(r"\s*(?:[一二三四五六七八九十]{1,2}是|[(（]?[一1][)）、.])")
_TOPIC = re.compile(r"[一二三四五六七八九十]{1,2}是")


class Topics:
    """Follows a document sentence by sentence, in the order of the text: :meth:`enter` each, then ask."""

    def __init__(self, tagged: Tagged) -> None:
        self._tagged = tagged
        self._headings: dict[str, Candidate] = {}
        self._sentence: Sentence | None = None
        self._paragraph = 0
        self._opening: Candidate | None = None
        self._told: Candidate | None = None
        self._tells: Candidate | None = None
        self._titled: Candidate | None = None
        self._told_so_far: list[Candidate] = []
        self._before: list[Candidate] = []

    @property
    def topic(self) -> Candidate | None:
        """The programme that the passage is about, as its topic sentence or its own heading names it."""
        return self._told or self._opening

    def enter(self, sentence: Sentence) -> None:
        """Go on to a sentence."""
        before, self._sentence = self._sentence, sentence
        if sentence.paragraph.number == self._paragraph and before:
            self._told = self._tells
            self._before = before.within(before.start, before.end, "PROGRAM")
            self._told_so_far += self._before
        else:
            self._told_so_far, self._before = [], []
            self._paragraph = sentence.paragraph.number
            self._opening, self._told, self._tells = self._of_opening(sentence), None, None
        if self._tagged.document.line(sentence.paragraph).strip() == self._tagged.document.title:
            self._titled = _foremost(sentence.within(sentence.start, sentence.end, "PROGRAM"))
        if marks := list(_TOPIC.finditer(self._tagged.folded, sentence.start, sentence.end)):
            self._tells = _foremost(sentence.within(marks[-1].end(), sentence.end, "PROGRAM"))
            if marks[0].start() == sentence.start:
                self._told = None

    def _of_opening(self, sentence: Sentence) -> Candidate | None:
        paragraph = sentence.paragraph
        if paragraph.body == paragraph.start and sentence.end - sentence.start > _SHORT:
            if not _ITEMS.match(self._tagged.folded, sentence.end, paragraph.end):
                return None
            named = sentence.within(sentence.start, sentence.end, "PROGRAM")
            return named[-1] if named else None
        first_mark = _TOPIC.search(self._tagged.folded, sentence.start, sentence.end)
        end = first_mark.start() if first_mark and first_mark.start() > sentence.start else sentence.end
        found = _foremost(sentence.within(sentence.start, end, "PROGRAM"))
        title = paragraph.headings[-1] if paragraph.headings else ""
        if found and title and title in self._tagged.text(paragraph.start, sentence.end):
            self._headings.setdefault(title, found)
        return found

    def program_of(self, place: int, indicator: str) -> Candidate | None:
        """The programme that a figure at ``place`` is reported under: the one whose words its indicator
        shares most, of equals the one that stands nearest by the order of the text (:meth:`_nearest`)."""
        nearest, text = self._nearest(place), self._tagged.text
        around = [p for p in self._around() if p is not nearest]
        shared = {p: _shared(text(p.start, p.end), indicator) for p in around}
        best = max(around, key=lambda p: (shared[p], p.start), default=None)
        own = _shared(text(nearest.start, nearest.end), indicator) if nearest else 0
        if best and shared[best] >= max(_TELLING, own + 1):
            return best
        return nearest or self._last_resort(place)

    def _last_resort(self, place: int) -> Candidate | None:
        """The programme that the clause names behind ``place``, else the last of the sentence that this one
        goes on from."""
        sentence, text = self._sentence, self._tagged.folded
        if sentence is None:
            return None
        end = _before(text, place, sentence.end, ",，;；。")
        behind = sentence.within(place, end, "PROGRAM")
        if behind:
            return behind[0]
        return self._before[-1] if self._before and _GOES_ON.match(text, sentence.start) else None

    def _around(self) -> Iterator[Candidate]:
        """The programmes of the paragraph so far, of the sentence, and of the headings."""
        if self._sentence is None:
            return
        yield from self._told_so_far
        yield from self._sentence.within(self._sentence.start, self._sentence.end, "PROGRAM")
        for title in self._sentence.paragraph.headings:
            if program := self._headings.get(title):
                yield program

    def _nearest(self, place: int) -> Candidate | None:
        """The programme that the clause of ``place`` names before it, else that of its topic sentence, of its
        item, of the paragraph's heading, of the headings above, innermost first, of the report's title."""
        sentence, text = self._sentence, self._tagged.folded
        if sentence is None:
            return None
        if near := sentence.within(_behind(text, sentence.start, place, ",，;；。("), place, "PROGRAM"):
            return near[-1]
        marks = [m.start() for m in _TOPIC.finditer(text, sentence.start, place)]
        begin = max(_behind(text, sentence.start, place, ";；。("), marks[-1] if marks else 0)
        near = sentence.within(begin, place, "PROGRAM")
        if free := [program for program in near if not self._counted(sentence, program)]:
            return free[-1]
        in_topic = sentence.within(marks[-1], place, "PROGRAM") if marks else []
        told = _foremost(in_topic) if marks else self._told
        if told or self._opening:
            return told or self._opening
        titles = (self._headings.get(title) for title in reversed(sentence.paragraph.headings))
        return next((program for program in titles if program), near[-1] if near else self._titled)

    def _counted(self, sentence: Sentence, program: Candidate) -> bool:
        """Whether a programme is among the words of a figure in its own clause (健康浙江行动样板50个)."""
        end = _before(self._tagged.folded, program.end, sentence.end, ",，;；。")
        return any(program.end <= quantity.start < end for quantity in sentence.quantities)


def _behind(text: str, start: int, end: int, marks: str) -> int:
    """Behind the last of some marks in a span, or its start."""
    return max(start, max(text.rfind(mark, start, end) for mark in marks) + 1)


def _before(text: str, start: int, end: int, marks: str) -> int:
    """Before the first of some marks in a span, or its end."""
    return min((i for i in (text.find(mark, start, end) for mark in marks) if i >= 0), default=end)


def _shared(name: str, other: str) -> int:
    """Length of the longest stretch of characters that two names have in common."""
    match = SequenceMatcher(None, name, other, autojunk=False).find_longest_match()
    return match.size


def _foremost(programs: list[Candidate]) -> Candidate | None:
    """The programme that a topic sentence is about: the first that is known, else the first."""
    return next((p for p in programs if p.source is Source.VOCABULARY), programs[0] if programs else None)
