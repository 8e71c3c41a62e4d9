"""What each quantity measures, once it is settled what is a mention.

The rules name a quantity's words before anything is tagged; the tagger then bounds them, and finds quantities
that the rules do not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.reading.candidates import Candidate
from graph.reading.measures import Measure
from graph.reading.quantities import Quantity, read_quantity
from graph.reading.tagged import Sentence, Tagged

# Between a quantity and the name behind it.
_BESIDE = re.compile(r"[的“\s]?")


def settled_quantities(tagged: Tagged, sentence: Sentence) -> list[Quantity]:
    """The quantities of a sentence as the tagger bounds them (每人每月 | 340元 is one), with those that it
    alone found, as far as they can be read."""
    mentions = [m for m in sentence.mentions if m.type == "QUANTITY"]
    settled: list[Quantity] = []
    for mention in mentions:
        over = [q for q in sentence.quantities if q.start < mention.end and mention.start < q.end]
        if len(over) == 1 and mention.start <= over[0].start and over[0].end <= mention.end:
            settled.append(replace(over[0], start=mention.start, end=mention.end))
        elif not over and (quantity := read_quantity(tagged.folded, mention.start, mention.end)):
            settled.append(quantity)
    taken = {place for q in settled for place in range(q.start, q.end)}
    rest = [q for q in sentence.quantities if taken.isdisjoint(range(q.start, q.end))]
    return sorted([*settled, *rest], key=lambda quantity: quantity.start)


def as_tagged(tagged: Tagged, sentence: Sentence) -> Iterator[Measure]:
    """The measures of a sentence with their words as the tagger bounds them: the indicator that overlaps
    them, else the one that stands beside the quantity. Measures that share their words go on sharing them."""
    named = sentence.within(sentence.start, sentence.end, "INDICATOR", "ORG_CLASS")
    bounds: dict[tuple[int, int], tuple[int, int]] = {}
    for measure in sentence.measures:
        words = (measure.start, measure.end)
        if words not in bounds or measure.start == measure.end:
            over = [m for m in named if m.start < measure.end and measure.start < m.end]
            over = [m for m in over if m.type == "INDICATOR"] or over
            if not over and measure.name is None and not sentence.crossing(*words, "PROGRAM"):
                over = _beside(tagged, sentence, measure, named)
            over = [m for m in over if not _several(sentence, measure, m)]
            best = max(
                over, key=lambda m: (min(m.end, words[1]) - max(m.start, words[0]), m.start), default=None
            )
            bounds[words] = (best.start, best.end) if best else words
        start, end = bounds[words]
        yield replace(measure, start=start, end=end)


def _several(sentence: Sentence, measure: Measure, mention: Candidate) -> bool:
    """Whether the mention names other figures, too (新生儿、婴儿死亡率分别为…; 甲疫苗、乙疫苗接种率达…), so
    that its words are not this one's."""
    inside = {(m.start, m.end) for m in sentence.measures if mention.start <= m.start < m.end <= mention.end}
    shared = {
        (m.start, m.end)
        for m in sentence.measures
        if m.quantity == measure.quantity and m.start < mention.end and mention.start < m.end
    }
    return (len(inside) > 1 and (measure.start, measure.end) in inside) or len(shared) > 1


def _beside(tagged: Tagged, sentence: Sentence, measure: Measure, named: list[Candidate]) -> list[Candidate]:
    """The indicator right behind the quantity, else the last one before it in its clause."""
    quantity, text = measure.quantity, tagged.folded
    behind = [m for m in named if m.type == "INDICATOR" and _BESIDE.fullmatch(text, quantity.end, m.start)]
    floor = max(text.rfind(mark, sentence.start, quantity.start) for mark in ",，;；。")
    before = [m for m in named if m.type == "INDICATOR" and floor < m.start and m.end <= quantity.start]
    return behind or before[-1:]
