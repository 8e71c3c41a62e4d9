"""What the pipeline hands on: a document sentence by sentence, with its mentions and measures, without
spaCy."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.documents import Document, Paragraph
from graph.extraction import MentionType
from graph.reading.candidates import Candidate
from graph.reading.measures import Measure
from graph.reading.quantities import Date, Quantity
from graph.reading.tables import TableFigure


@dataclass(slots=True)
class Sentence:
    """A sentence on its way through the pipeline. Offsets are those of the document; each step adds to a
    list."""

    paragraph: Paragraph
    start: int
    end: int
    quantities: list[Quantity] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    cells: list[TableFigure] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    mentions: list[Candidate] = field(default_factory=list)

    def within(self, start: int, end: int, *types: MentionType) -> list[Candidate]:
        """The mentions that lie inside a span, of the given types or of all."""
        return [
            m for m in self.mentions if start <= m.start and m.end <= end and (not types or m.type in types)
        ]

    def crossing(self, start: int, end: int, *types: MentionType) -> list[Candidate]:
        """The mentions of the given types that share characters with a span."""
        return [m for m in self.mentions if m.start < end and start < m.end and m.type in types]


@dataclass(slots=True)
class Tagged:
    """A document with its sentences. ``folded`` has the offsets of the document's text."""

    document: Document
    folded: str
    sentences: list[Sentence]

    def text(self, start: int, end: int) -> str:
        """The document's own text between two offsets."""
        return self.document.text[start:end]

    def mentions(self) -> list[Candidate]:
        """All mentions in the order of the text."""
        return [mention for sentence in self.sentences for mention in sentence.mentions]
