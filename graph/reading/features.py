"""What the statistical tagger sees of a sentence: its words, and what the rules propose.

A sentence becomes a row of items, one a word, each a list of strings (attributes of a linear-chain CRF). The
rules' candidates are attributes, not decisions: the model learns how far each kind of them can be trusted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from graph.reading.candidates import Candidate, Source, resolve

OUTSIDE = "O"
_BEFORE, _AFTER = "^", "$"
# Letters for the sources of candidates, so that attributes stay short.
_LETTERS = {
    Source.HINT: "h",
    Source.GRAMMAR: "g",
    Source.VOCABULARY: "v",
    Source.NUMBER: "n",
    Source.AUTHORITY: "a",
    Source.MARKED: "m",
}


def labels(tokens: Sequence[tuple[int, int]], spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """The label of each token, B- and I- of a type or O, for spans that start and end with tokens. A span
    that does not is widened to the tokens that it touches."""
    tags = [OUTSIDE] * len(tokens)
    begins = [begin for begin, _ in tokens]
    for start, end, kind in spans:
        first = max(0, bisect_right(begins, start) - 1)
        behind = bisect_left(begins, end)
        tags[first:behind] = [f"B-{kind}", *([f"I-{kind}"] * (behind - first - 1))]
    return tags


def items(text: str, tokens: Sequence[tuple[int, int]], candidates: Sequence[Candidate]) -> list[list[str]]:
    """The attributes of each token of a sentence. ``text`` is folded; ``tokens`` and ``candidates`` hold
    offsets into it."""
    words = [_norm(text[start:end]) for start, end in tokens]
    last = len(words) - 1
    around = [_BEFORE, _BEFORE, *words, _AFTER, _AFTER]
    views = [_views(word) for word in around]
    rules = [_BEFORE, *labels(tokens, ((c.start, c.end, c.type) for c in resolve(candidates))), _AFTER]
    proposed = _proposed(tokens, candidates)
    row = []
    for i in range(last + 1):
        before2, before, word, after, after2 = around[i : i + 5]
        rule = rules[i + 1]
        row.append(
            [
                *views[i + 2].here,
                *views[i + 1].before,
                *views[i + 3].after,
                "w-2=" + before2,
                "w+2=" + after2,
                f"w-1,0={before}/{word}",
                f"w0,1={word}/{after}",
                f"w-1,1={before}/{after}",
                f"c-1,0={before[-1]}{word[0]}",
                f"c0,1={word[-1]}{after[0]}",
                f"s={views[i + 1].shape}{views[i + 2].shape}{views[i + 3].shape}",
                "r=" + rule,
                "r-1=" + rules[i],
                "r+1=" + rules[i + 2],
                f"rr={rules[i]}{rule}{rules[i + 2]}",
                f"rw={rule}{word}",
                f"rs={rule}{word[-1]}",
                f"r+1w={rules[i + 2]}{word}",
                *proposed[i],
            ]
        )
    return row


class _Views:
    """The attributes that a word gives to itself and to its neighbours."""

    __slots__ = ("after", "before", "here", "shape")

    def __init__(self, word: str) -> None:
        self.shape = _shape(word)
        self.here = ["w=" + word, "p1=" + word[0], "s1=" + word[-1]]
        if len(word) > 2:
            self.here += ["p2=" + word[:2], "s2=" + word[-2:]]
        self.before = ["w-1=" + word, "s-1=" + word[-1]]
        self.after = ["w+1=" + word, "p+1=" + word[0], "s+1=" + word[-1]]


@lru_cache(maxsize=50_000)
def _views(word: str) -> _Views:
    return _Views(word)


def _norm(word: str) -> str:
    return "0" * len(word) if word.isdigit() else word


def _shape(word: str) -> str:
    if word.isdigit():
        return "d"
    if word.isascii():
        return "a" if word.isalnum() else "p"
    return f"h{min(len(word), 4)}" if "一" <= word[0] <= "鿿" else "p"


def _proposed(tokens: Sequence[tuple[int, int]], candidates: Iterable[Candidate]) -> list[list[str]]:
    """What the candidates of the rules say of each token: one begins, goes on, ends here; ended right before,
    begins right behind."""
    starts = {start: i for i, (start, _) in enumerate(tokens)}
    ends = {end: i for i, (_, end) in enumerate(tokens)}
    found: list[set[str]] = [set() for _ in tokens]
    for candidate in candidates:
        first, last = starts.get(candidate.start), ends.get(candidate.end)
        if first is None or last is None:
            continue  # it starts or ends with a blank
        tag = _LETTERS[candidate.source] + candidate.type
        found[first].add("B" + tag)
        found[last].add("E" + tag)
        for i in range(first + 1, last + 1):
            found[i].add("I" + tag)
        if first:
            found[first - 1].add("N" + tag)
        if last + 1 < len(tokens):
            found[last + 1].add("P" + tag)
    return [sorted(attributes) for attributes in found]
