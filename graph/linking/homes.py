"""Which region a report is about."""

from __future__ import annotations

import re
from collections import Counter

from graph.documents import Document
from graph.reading.places import named_regions, named_shortly
from graph.vocabulary import COUNTRY, Region, ancestors, regions, regions_by_name, regions_by_other_name

# The level that a report speaks from: 全县, 我市, 区委, 市卫生局.
_LEVEL = re.compile(r"(?:(?<=[全我本])|(?<![一-鿿]))([县区市省州旗])(?![一-鿿]?级)|(?<=[全我])(国)")


def home_region(document: Document) -> Region | None:
    """The region that a report is about: named in issuer or title, else the one of the fitting level (全县
    → a county) that the text names most, in full or by its short name. ``None`` where it is not named or
    several bear the name."""
    for source in (document.issuer or "", document.title):
        if found := _named_in(source, document.text):
            return found
    level = Counter(match[0] for match in _LEVEL.finditer(document.text)).most_common(1)
    if not level:
        return _by_offices(document.text)
    if level[0][0] == "国":
        return COUNTRY
    named = Counter(name for _, name in named_regions(document.text, 0, len(document.text)))
    fitting = [(count, name) for name, count in named.items() if name.endswith(level[0][0])]
    found = _unambiguous(max(fitting)[1], document.text) if fitting else None
    return found or _by_short_name(document, level[0][0])


def _by_short_name(document: Document, level: str) -> Region | None:
    """The region of a level that the text calls by its short name: in its slogan (健康临川建设), the name of
    its web site, or again and again beside the name of the region above it. A short name alone is too often a
    word (平安, 和平)."""
    found = Counter(name for _, name in named_shortly(document.text))
    slogans = set(re.findall(r"健康([一-鿿]{2,4}?)(?=行动|建设|战略|规划|[^一-鿿]|20\d\d)", document.text))
    slogans |= set(re.findall(r"中国([一-鿿]{2,4}?)网", document.text))  # the site of the place
    fitting = [
        region
        for region in regions().values()
        if region.short in found
        and region.name.endswith(level)
        and (region.short in slogans or (found[region.short] > 2 and _placed(region, document.text)))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _by_offices(text: str) -> Region | None:
    """The region by whose short name the text calls its health offices (秀英卫监所)."""
    found = {
        name
        for (_, stop), name in named_shortly(text)
        if re.match(r"卫健|卫生|卫监|卫计|疾控|疾病预防|妇幼|爱卫", text[stop : stop + 4])
    }
    fitting = [region for region in regions().values() if region.short in found]
    return fitting[0] if len(fitting) == 1 else None


def _placed(region: Region, text: str) -> bool:
    """Whether the text names what the region lies in."""
    return any(above.short in text for above in ancestors(region.code))


def _named_in(words: str, text: str) -> Region | None:
    """The lowest region that the words name: the one that ends last, of two the longer."""
    named = [(stop, stop - start, name) for (start, stop), name in named_regions(words, 0, len(words))]
    return _unambiguous(max(named)[2], text) if named else None


def _unambiguous(name: str, text: str) -> Region | None:
    """The region of that name; of several the one whose superior the text names. Those that bear it no more
    come second."""
    found, others = regions_by_name().get(name, []), regions_by_other_name().get(name, [])
    if len(found) + len(others) == 1:
        return (found or others)[0]
    for several in (found, others):
        if fits := [region for region in several if _placed(region, text)]:
            return fits[0] if len(fits) == 1 else None
    return found[0] if len(found) == 1 else None


def level_of(region: Region) -> int:
    """0 for the country, 2 for a province, 4 for a prefecture, 6 for a county."""
    if region is COUNTRY:
        return 0
    return 2 if region.code.endswith("0000") else 4 if region.code.endswith("00") else 6
