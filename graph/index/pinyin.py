"""Names in pinyin: how they are typed by those who do not switch to Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from typing import Any

from graph.index.text import fold, has_han

# Names of places stand at the beginning, and have readings that no dictionary of words knows: 单县, Shanxian.
_AMBIGUOUS = 2
_MOST = 8
_CHARACTERS: Any = list  # what is no Chinese stays as it is, which the types of pypinyin do not foresee


@lru_cache(maxsize=50_000)
def spellings(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A name written out in pinyin without tones and blanks, and the initials of its syllables; each in all
    readings that are likely, the likeliest first. ``ü`` is ``v``.

    >>> spellings("雨山区")
    (('yushanqu',), ('ysq',))
    """
    folded = "".join(char for char in fold(name) if char.isalnum())
    if not has_han(folded):
        return (), ()
    readings = list(islice(_readings(folded), _MOST))
    whole = dict.fromkeys("".join(reading) for reading in readings)
    initials = dict.fromkeys("".join(syllable[0] for syllable in reading) for reading in readings)
    return tuple(whole), tuple(initials)


def _readings(name: str) -> Iterator[list[str]]:
    """Syllables of a name; each character that is no Chinese one counts as a syllable."""
    from pypinyin import lazy_pinyin  # its dictionary takes a while to load

    likeliest = lazy_pinyin(name, errors=_CHARACTERS)
    yield likeliest
    for first in product(*map(_syllables, name[:_AMBIGUOUS])):
        yield [*first, *likeliest[len(first) :]]


@lru_cache(maxsize=20_000)
def _syllables(char: str) -> list[str]:
    """All readings of a character."""
    from pypinyin import Style, pinyin

    return pinyin(char, style=Style.NORMAL, heteronym=True, errors=_CHARACTERS)[0]
