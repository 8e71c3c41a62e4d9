"""Names in pinyin: how they are typed by those who do not switch to Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from graph.search.text import fold, has_han

# Names of places stand at the beginning, and have readings that no dictionary of words knows: 单县 is Shanxian.
_AMBIGUOUS = 2
_MOST = 8


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
    from pypinyin import Style, lazy_pinyin, pinyin  # its dictionary takes a while to load

    likeliest = lazy_pinyin(name, errors=list)
    yield likeliest
    begin = [
        pinyin(char, style=Style.NORMAL, heteronym=True, errors=list)[0] for char in name[:_AMBIGUOUS]
    ]
    for first in product(*begin):
        yield [*first, *likeliest[len(first) :]]
