"""The word lists in ``seeds/lexicons/``: what the grammar knows of the genre's wording.

``heads.csv``  last words of names, with the type that they make of the name
``quoted-heads.csv``  the same behind a quotation (“四早”措施)
``class-modifiers.txt``  words that make a narrower class of facilities (基层医疗机构)
``leads.txt``  words stripped from the left of a name: verbs, adverbs, prepositions
``acts.txt``   verbs before what is counted (抽查…41张), stripped there only
``plain-acts.txt``  verbs there that do not narrow what is counted
``hard.txt``   words that end a name to their left wherever they stand
``clause-words.txt``  words that show a clause where a name was expected
``empty-words.txt``  words by which two names of one thing may differ
``generic-names.txt``  names that say too little to be a programme (专项检查)
``party-words.txt``  words of party work, whose slogans and campaigns are no programmes
``tails.txt``  words after a name that do not belong to it

``institution-heads.txt``, ``surnames.txt``, ``responsibility-labels.txt``, ``units.csv`` say it in their
names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import cast

import ahocorasick

from graph.errors import VocabularyError
from graph.extraction import MentionType


@cache
def words(name: str) -> frozenset[str]:
    """The words of ``seeds/lexicons/<name>.txt``, one a line."""
    lines = files("seeds").joinpath(f"lexicons/{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line)


@cache
def heads(name: str = "heads") -> dict[str, MentionType]:
    """Head of a name → type of the name, from ``seeds/lexicons/<name>.csv``."""
    found: dict[str, MentionType] = {}
    with files("seeds").joinpath(f"lexicons/{name}.csv").open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            if row["head"] in found:
                raise VocabularyError(f"seeds/lexicons/{name}.csv", f"{row['head']} stands twice", number)
            found[row["head"]] = cast(MentionType, row["type"])
    return found


def alternatives(entries: Iterable[str]) -> str:
    """The entries as alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(entry) for entry in sorted(entries, key=lambda e: (-len(e), e)))


class Affixes:
    """Longest-match lookup of a set of words at either end of a text."""

    def __init__(self, entries: frozenset[str]) -> None:
        self._entries = entries
        self._longest = max(map(len, entries), default=0)

    def prefix(self, text: str) -> int:
        """Length of the longest entry that ``text`` starts with, 0 if none."""
        for size in range(min(self._longest, len(text)), 0, -1):
            if text[:size] in self._entries:
                return size
        return 0

    def suffix(self, text: str) -> int:
        """Length of the longest entry that ``text`` ends with, 0 if none."""
        for size in range(min(self._longest, len(text)), 0, -1):
            if text[-size:] in self._entries:
                return size
        return 0


@cache
def affixes(name: str) -> Affixes:
    """Affix lookup over one word list, or over the heads (``name`` "heads")."""
    return Affixes(frozenset(heads()) if name == "heads" else words(name))


@cache
def hard_words() -> ahocorasick.Automaton:
    """Automaton over the words that end a name; values are their lengths."""
    automaton = ahocorasick.Automaton()
    for word in words("hard"):
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton
