"""Candidate mentions and the rule that settles their overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from graph.extraction import MentionType


class Source(IntEnum):
    """What found a candidate, the surer the higher."""

    HINT = 0
    """May be a name, such as 义乌 alone: for the tagger to weigh, never a mention by itself."""
    GRAMMAR = 1
    VOCABULARY = 2
    NUMBER = 3
    AUTHORITY = 4
    MARKED = 5
    """Marked as a name by the text itself: in 《》, behind a label, a document number."""
    TAGGER = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of the text that may be a mention. ``start`` and ``end`` are offsets into the whole text,
    ``score`` is the probability that the span is a mention of the type, where one was measured."""

    start: int
    end: int
    type: MentionType
    source: Source
    score: float | None = None

    def __len__(self) -> int:
        return self.end - self.start


def resolve(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates without overlaps, in the order of the text.

    What the text itself marks as a name comes first; then the longest name is the name; of two of one length
    the higher source wins, then the earlier.
    """
    ranked = sorted(
        (c for c in candidates if c.source is not Source.HINT),
        key=lambda c: (c.source is not Source.MARKED, -len(c), -c.source, c.start, c.type),
    )
    kept: list[Candidate] = []
    taken: set[int] = set()
    for candidate in ranked:
        span = range(candidate.start, candidate.end)
        if not taken.isdisjoint(span):
            continue
        kept.append(candidate)
        taken.update(span)
    return sorted(kept, key=lambda c: c.start)
