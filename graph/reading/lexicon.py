"""The word lists in ``seeds/lexicons/``: what the grammar knows of the genre's wording.

``heads.csv``  last words of names, with the type that they make of the name
``leads.txt``  words stripped from the left of a name: verbs, adverbs, prepositions
``acts.txt``   verbs before what is counted (抽查…41张), stripped there only
``hard.txt``   words that end a name to their left wherever they stand
``tails.txt``  words after a name that do not belong to it
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import ahocorasick

from graph.errors import VocabularyError
from graph.extraction import MentionType


@cache
def words(name: str) -> frozenset[str]:
    """The words of ``seeds/lexicons/<name>.txt``, one a line."""
    lines = files("seeds").joinpath(f"lexicons/{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line)


@cache
def heads() -> dict[str, MentionType]:
    """Head of a name → type of the name."""
    found: dict[str, MentionType] = {}
    with files("seeds").joinpath("lexicons/heads.csv").open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            if row["head"] in found:
                raise VocabularyError("seeds/lexicons/heads.csv", f"{row['head']} stands twice", number)
            found[row["head"]] = row["type"]  # type: ignore[assignment]
    return found


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
