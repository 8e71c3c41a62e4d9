"""Bytes to :class:`Document`: text, paragraphs, the tree of headings, and what the page says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text. ``number`` is 1-based; ``start`` and ``end`` are offsets into the text, without the
    line end. ``headings`` are the titles above it, outermost first."""

    number: int
    start: int
    end: int
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report as text with what is known of it. ``period`` is the year that it is about."""

    name: str
    sha256: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str
    issuer: str | None
    period: str | None
    published: str | None
