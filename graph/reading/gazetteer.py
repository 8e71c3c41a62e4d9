"""Mentions of curated concepts: the labels of the concept schemes, found in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import ahocorasick

from graph.extraction import MentionType
from graph.reading.candidates import Candidate, Source
from graph.reading.lexicon import affixes, heads
from graph.reading.text import fold
from graph.vocabulary import Scheme, by_label

TYPES: dict[Scheme, MentionType] = {
    "program": "PROGRAM",
    "policy": "POLICY",
    "type": "ORG_CLASS",
    "indicator": "INDICATOR",
}
# A class of two characters (医院, 企业) names nothing in particular.
_SHORTEST: dict[MentionType, int] = {"PROGRAM": 2, "POLICY": 2, "ORG_CLASS": 3, "INDICATOR": 2}
# Labels up to this long are often modifiers, in characters.
_SHORT = 4
_PARTICLES = "和与及或等的是为在被由将已全均达覆列纳"


@cache
def _labels() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for scheme, kind in TYPES.items():
        for label in by_label(scheme):
            folded = fold(label)
            if (
                len(folded) >= _SHORTEST[kind]
                and folded not in automaton
                and heads().get(folded, kind) == kind
            ):
                automaton.add_word(folded, (len(folded), kind))
    automaton.make_automaton()
    return automaton


def _by_itself(behind: str) -> bool:
    """Whether a short label stands by itself, not as a modifier of what follows (计划生育 | 特殊家庭)."""
    if not re.match(r"[一-鿿]", behind) or behind[0] in _PARTICLES:
        return True
    return any(affixes(name).prefix(behind) > 0 for name in ("tails", "leads", "hard"))


def concept_mentions(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Candidates in folded text where a label stands; overlaps among them are left to the resolver."""
    for hit, (length, kind) in _labels().iter(text[start:end]):
        last = start + hit
        if kind == "PROGRAM" and length <= _SHORT and not _by_itself(text[last + 1 : min(end, last + 9)]):
            continue
        if text.startswith("其中", last - length):
            continue  # 其中 | 医院
        yield Candidate(last + 1 - length, last + 1, kind, Source.VOCABULARY)
