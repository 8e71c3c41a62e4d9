"""What a passage is about: the programme of its heading, of its topic sentence (一是推进…), or of its own
clause."""

from __future__ import annotations

import re

from graph.reading.candidates import Candidate
from graph.reading.tagged import Sentence, Tagged

# A first sentence up to this long is a heading in all but its mark, in characters.
_SHORT = 40
_TOPIC = re.compile(r"[一二三四五六七八九十]{1,2}是")


class Topics:
    """Follows a document sentence by sentence, in the order of the text: :meth:`enter` each, then ask."""

    def __init__(self, tagged: Tagged) -> None:
        self._tagged = tagged
        self._headings: dict[str, Candidate] = {}
        self._paragraph = 0
        self._sentence: Sentence | None = None
        self.topic: Candidate | None = None
        """The programme that the passage is about, as its own heading or topic sentence names it."""

    def enter(self, sentence: Sentence) -> None:
        """Go on to a sentence."""
        self._sentence = sentence
        if sentence.paragraph.number != self._paragraph:
            self._paragraph = sentence.paragraph.number
            self.topic = self._of_opening(sentence)
        if marks := [m.end() for m in _TOPIC.finditer(self._tagged.folded, sentence.start, sentence.end)]:
            found = sentence.within(marks[-1], sentence.end, "PROGRAM")
            self.topic = found[0] if found else None

    def _of_opening(self, sentence: Sentence) -> Candidate | None:
        paragraph = sentence.paragraph
        if paragraph.body == paragraph.start and sentence.end - sentence.start > _SHORT:
            return None
        found = sentence.within(sentence.start, sentence.end, "PROGRAM")
        if not found:
            return None
        title = paragraph.headings[-1] if paragraph.headings else ""
        if title and title in self._tagged.text(paragraph.start, sentence.end):
            self._headings.setdefault(title, found[0])
        return found[0]

    def program_of(self, place: int) -> Candidate | None:
        """The programme that a figure at ``place`` is reported under: the one its own clause names before it,
        else that of the item, of the topic, of the headings from the innermost outwards."""
        sentence, text = self._sentence, self._tagged.folded
        if sentence is None:
            return None
        for marks in (",，;；。(", ";；。("):
            begin = max(text.rfind(mark, sentence.start, place) for mark in marks) + 1
            if near := sentence.within(max(begin, sentence.start), place, "PROGRAM"):
                return near[-1]
        topics = [m.start() for m in _TOPIC.finditer(text, sentence.start, place)]
        if topics and (found := sentence.within(topics[-1], place, "PROGRAM")):
            return found[0]
        if self.topic:
            return self.topic
        titles = (self._headings.get(title) for title in reversed(sentence.paragraph.headings))
        return next((program for program in titles if program), None)
