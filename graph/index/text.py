"""How text becomes tokens, for the index and for what is asked of it alike.

Chinese is written without blanks, so a run of Han characters gives its overlapping pairs, and its last
character once more alone: 家庭医生 → 家庭 庭医 医生 生. A word is then a phrase of pairs, a single character
the beginning of a token. Letters and digits give words. Width, case, quotation and title marks make no
difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.errors import UnsearchableText

LONGEST = 200
"""The most characters that a search text may have."""

Span = tuple[int, int]

_HAN = r"々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?:(?![{_HAN}])[^\W_])+")
_ANY_HAN = re.compile(rf"[{_HAN}]")
_BETWEEN = r"[\W_]*"
# Names are written with and without these, and nobody types them: 两癌筛查 finds “两癌”筛查.
_DROPPED = frozenset("\"'`“”‘’「」『』《》〈〉＂＇\u200b\u200c\u200d\ufeff\u00ad")
# JSON Schema knows fewer blanks than Python, and NFC makes dropped characters of the last three.
_UNSEARCHABLE = _DROPPED | set("\u001c\u001d\u001e\u001f\u0085\u1fef\u2329\u232a")
SEARCHABLE = rf"[^\s{''.join(sorted(_UNSEARCHABLE))}]"
"""What a search text must hold one of, as a regular expression of JSON Schema."""
_SYLLABLES = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
_BETWEEN_SYLLABLES = re.compile(r"[ '’\-]+")
_SHORTEST_PINYIN = 2


class _Folding(dict[int, str]):
    """A table for ``str.translate`` that fills itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = "" if char in _DROPPED else unicodedata.normalize("NFKC", char).casefold()
        if code < 0x10000:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text without differences of width and case, and without quotation marks.

    >>> fold("“两癌”筛查９７％ABC")
    '两癌筛查97%abc'
    """
    return text.translate(_FOLDING)


def key(name: str) -> str:
    """What two spellings of one name have in common.

    >>> key(" 《Basic  Law》")
    'basic law'
    """
    return " ".join(fold(name).split())


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _ANY_HAN.search(text) is not None


def tokens(text: str) -> Iterator[str]:
    """The tokens of a text, in its order.

    >>> list(tokens("2021年家庭医生"))
    ['2021', '年家', '家庭', '庭医', '医生', '生']
    """
    for run in _RUN.finditer(fold(text)):
        yield from _of_run(run)


@dataclass(frozen=True, slots=True)
class Question:
    """A search text as the index is asked. ``terms`` are its parts between blanks, folded."""

    key: str
    terms: tuple[str, ...]

    @property
    def match(self) -> str | None:
        """All terms as an FTS5 expression, if there is a letter or digit in any. It is made of tokens in
        quotation marks, which hold letters and digits alone: no search text reaches the syntax of FTS5."""
        return " AND ".join(filter(None, map(_phrase, self.terms))) or None

    @property
    def pinyin(self) -> str | None:
        """The text as pinyin without blanks, if it can be that."""
        letters = _BETWEEN_SYLLABLES.sub("", self.key.replace("ü", "v"))
        fits = len(letters) >= _SHORTEST_PINYIN and _SYLLABLES.fullmatch(letters)
        return letters if fits else None

    @property
    def code(self) -> str:
        """The code of a region without the zeros that statistics add to it: 340504000000 → 340504."""
        number = self.key
        return number[:6] if number.isdecimal() and len(number) in {9, 12} and not int(number[6:]) else number

    def places(self, text: str) -> list[Span]:
        """Where the terms stand in a text: spans of code points, in order, none over another."""
        folded, origins = _fold_with_origins(text)
        found = (
            (origins[match.start()], origins[match.end() - 1] + 1)
            for term in self.terms
            if (pattern := _pattern(term))
            for match in pattern.finditer(folded)
        )
        return list(_apart(sorted(found, key=lambda span: (span[0], -span[1]))))


def question(text: str) -> Question:
    """What is asked with a search text; :class:`UnsearchableText` where nothing can be."""
    if len(text) > LONGEST:
        raise UnsearchableText(text, f"it is longer than {LONGEST} characters")
    if any(0xD800 <= ord(char) < 0xE000 for char in text):
        raise UnsearchableText(text, "it holds half a character")
    asked = unicodedata.normalize("NFC", text)
    if not key(asked):
        raise UnsearchableText(text, "there is no word in it")
    return Question(key(asked), tuple(key(asked).split()))


def _of_run(run: re.Match[str]) -> Iterator[str]:
    if run["han"] is None:
        yield run[0]
        return
    chars = run["han"]
    for pair in zip(chars, chars[1:], strict=False):
        yield "".join(pair)
    yield chars[-1]


def _phrase(term: str) -> str:
    """A term as a phrase. Its last word may be the beginning of one, but a number is that number."""
    runs = list(_RUN.finditer(term))
    if not runs:
        return ""
    found = [token for run in runs for token in _of_run(run)]
    last = runs[-1]
    if last["han"] is not None and len(last[0]) > 1:
        found.pop()
        return f'"{" ".join(found)}"'
    begins = last["han"] is not None or last[0][-1].isalpha()
    return f'"{" ".join(found)}"{" *" if begins else ""}'


def _pattern(term: str) -> re.Pattern[str] | None:
    """What a term's phrase finds, in folded text."""
    runs = list(_RUN.finditer(term))
    if not runs:
        return None
    parts = [re.escape(run[0]) if run["han"] else _word(run[0]) for run in runs]
    if runs[-1]["han"] is None and runs[-1][0][-1].isalpha():
        parts[-1] = parts[-1].removesuffix(_WORD_ENDS)
    return re.compile(_BETWEEN.join(parts))


_WORD_BEGINS = rf"(?<![^\W_{_HAN}])"
_WORD_ENDS = rf"(?![^\W_{_HAN}])"


def _word(word: str) -> str:
    return f"{_WORD_BEGINS}{re.escape(word)}{_WORD_ENDS}"


def _fold_with_origins(text: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its characters the place in ``text`` that it comes from."""
    folded = [(char, place) for place, original in enumerate(text) for char in _FOLDING[ord(original)]]
    return "".join(char for char, _ in folded), [place for _, place in folded]


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Each span that begins after the end of the one before."""
    end = 0
    for span in spans:
        if span[0] >= end:
            yield span
            end = span[1]
