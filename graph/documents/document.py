"""What a report is once it is read from its file: text, paragraphs under their headings, metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.documents.source import Caveat

Kind = Literal["review", "plan", "both"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text. ``number`` is 1-based; ``start`` and ``end`` are offsets into the text, without
    the line end. ``headings`` are the titles above it, outermost first, its own last if it opens with one.
    ``body`` is the offset where the text after its own heading mark starts. ``period`` is the year it is
    about and ``planned`` whether it speaks of what shall be. ``furniture`` belongs to the page, not to the
    report."""

    number: int
    start: int
    end: int
    body: int
    headings: tuple[str, ...]
    period: str | None
    planned: bool
    furniture: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the text that opens a section. ``level`` is 1 for the outermost, ``title`` has its mark, such
    as 一、, ``start`` is the offset of the line."""

    level: int
    title: str
    start: int


@dataclass(frozen=True, slots=True)
class Document:
    """A report as text with what is known of it. ``period`` is the year that it is about, ``published`` an
    ISO date, ``issuer`` the issuing body as the page names it, ``number`` that of the document, such as
    云卫健〔2022〕3号."""

    name: str
    sha256: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str
    kind: Kind
    issuer: str | None
    period: str | None
    published: str | None
    number: str | None = None
    warnings: tuple[Caveat, ...] = ()

    def line(self, paragraph: Paragraph) -> str:
        """The text of one paragraph."""
        return self.text[paragraph.start : paragraph.end]


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "一" <= char <= "鿿" or "㐀" <= char <= "䶿"
