"""What a passage is about: the programme of its heading, of its topic sentence (一是推进…), or of its own
clause."""

from __future__ import annotations

import re

from graph.reading.candidates import Candidate, Source
from graph.reading.tagged import Sentence, Tagged

# A first sentence up to this long is a heading in all but its mark, in characters.
_SHORT = 40
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

    @property
    def topic(self) -> Candidate | None:
        """The programme that the passage is about, as its topic sentence or its own heading names it."""
        return self._told or self._opening

    def enter(self, sentence: Sentence) -> None:
        """Go on to a sentence."""
        self._sentence = sentence
        if sentence.paragraph.number == self._paragraph:
            self._told = self._tells
        else:
            self._paragraph = sentence.paragraph.number
            self._opening, self._told, self._tells = self._of_opening(sentence), None, None
        if marks := [m.end() for m in _TOPIC.finditer(self._tagged.folded, sentence.start, sentence.end)]:
            self._tells = _foremost(sentence.within(marks[-1], sentence.end, "PROGRAM"))

    def _of_opening(self, sentence: Sentence) -> Candidate | None:
        paragraph = sentence.paragraph
        if paragraph.body == paragraph.start and sentence.end - sentence.start > _SHORT:
            return None
        first_mark = _TOPIC.search(self._tagged.folded, sentence.start, sentence.end)
        end = first_mark.start() if first_mark and first_mark.start() > sentence.start else sentence.end
        found = _foremost(sentence.within(sentence.start, end, "PROGRAM"))
        title = paragraph.headings[-1] if paragraph.headings else ""
        if found and title and title in self._tagged.text(paragraph.start, sentence.end):
            self._headings.setdefault(title, found)
        return found

    def program_of(self, place: int) -> Candidate | None:
        """The programme that a figure at ``place`` is reported under: the one its own clause names before it,
        else that of its topic sentence, of its item, of the paragraph's heading, of the headings above,
        innermost first."""
        sentence, text = self._sentence, self._tagged.folded
        if sentence is None:
            return None
        if near := sentence.within(_behind(text, sentence.start, place, ",，;；。("), place, "PROGRAM"):
            return near[-1]
        marks = [m.start() for m in _TOPIC.finditer(text, sentence.start, place)]
        begin = max(_behind(text, sentence.start, place, ";；。("), marks[-1] if marks else 0)
        if near := sentence.within(begin, place, "PROGRAM"):
            return near[-1]
        in_topic = sentence.within(marks[-1], place, "PROGRAM") if marks else []
        told = _foremost(in_topic) if marks else self._told
        if told or self._opening:
            return told or self._opening
        titles = (self._headings.get(title) for title in reversed(sentence.paragraph.headings))
        return next((program for program in titles if program), None)


def _behind(text: str, start: int, end: int, marks: str) -> int:
    """Behind the last of some marks in a span, or its start."""
    return max(start, max(text.rfind(mark, start, end) for mark in marks) + 1)


def _foremost(programs: list[Candidate]) -> Candidate | None:
    """The programme that a topic sentence is about: the first that is known, else the first."""
    return next((p for p in programs if p.source is Source.VOCABULARY), programs[0] if programs else None)
