"""Which curated indicator a figure is of: by what it is called, by its unit, by the words around it.

Reports name an indicator in pieces: 管理高血压患者9874人，规范管理率61.8%. The own words of the figure
(规范管理率) are a part of a label, and what the label says besides (高血压患者) stands in the rest of the
clause, in those before it, in the programme or in a heading. So a label fits a figure where the own words and
the words around explain all of it, where it leaves none of the own words out, and where it has the unit of
the figure. Of several labels that fit, the one is meant whose words stand nearest, and of these the one that
says all that the others say; where none does, none is meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.linking.concepts import Found, find_concept, spelled
from graph.reading.lexicon import affixes, alternatives, words
from graph.reading.observations import Figure
from graph.reading.tagged import Tagged
from graph.vocabulary import Concept, by_label, concepts, label_key

# Units that count the same kind of thing: a figure in one may be that of an indicator in another.
_KINDS = {
    unit: kind
    for kind, units in {
        "persons": ("person", "person-time", "case"),
        "visits": ("household-visit", "establishment-visit", "project-time"),
        "doses": ("dose", "dose-supplied", "injection", "injection-given"),
        "tests": ("test-portion", "tube", "tubes-per-day", "copy"),
        "money": ("yuan", "yuan-per-person"),
        "beds": ("sheet",),
        "trips": ("machine-trip", "vehicle-trip"),
        "deeds": ("matter", "incident", "time", "event", "event-time", "course"),
        "things": ("item", "establishment", "school", "place", "station", "set", "team", "project", "kind"),
    }.items()
    for unit in units
}
# What is counted where an indicator is counted by so many of the population: its label says the latter.
_NUMERATORS = {
    "beds-per-1000": "sheet",
    "persons-per-1000": "person",
    "persons-per-10000": "person",
    "places-per-1000": "item",
    "rooms-per-10000": "room",
}
_SHARES = frozenset({"percent", "permille", "per-100000", "percentage-point"})
# Figures of these are of a narrower indicator where the text names fewer of what is counted.
_PARTED = frozenset({"persons", "things", "beds"})
# What names of counts, and of shares, end in; it adds nothing to what is counted.
_COUNT_END = re.compile(
    r"(?:总?人[次数]?数?|户[次数]?数?|[例件起份场种类期条]数|剂次|场次|[对总]数|数量?|金额|资金)+$"
)
_SHARE_END = re.compile(r"(?:率|比例|比率|占比|比重)$")
_COUNTED = re.compile(r"(?:人次|人数|数量?|量)$")
_MOVED = re.compile(r"(?:增加|增长|提高|提升|上升|减少|下降|降低|上涨|缩短|延长|回落)(?:了|约|近|超|超过)?$")
# What follows on a count of all: 28所乡镇卫生院中有9所, 48个乡镇卫生院优化为32个.
_OF_ALL = re.compile(r"中(?!医)|[均都全共]|[扩增升减降]|[^,，]{0,4}?[到至为](?=\d)")
_TOTAL = re.compile(r"^(?:合计|共计|总计|累计)")
_CLAUSE_MARKS = re.compile(r"[,，;；。:：!！?？()（）\n]")
_PART_MARKS = re.compile(r"[;；。!！?？]")
_ITEM_MARKS = re.compile(r"[、和与及]")
_CLAUSE_BEFORE = re.compile(r"[^,，;；。:：、]+[,，、]\s*$")
_SHORTEST, _SURE = 2, 3  # characters of a word that can be told from chance: in its clause, beyond it
_HEADINGS = 2  # of the headings around a figure, those that may name what it is of


@dataclass(frozen=True, slots=True)
class Words:
    """What a text says of a figure.

    ``name`` is its name in full, ``own`` the words beside it that are its own, ``unit`` its unit as the text
    has it and ``value`` its number, the lower one of a range; ``moved`` says that it is how far a figure
    moved. ``before`` is the sentence in front of its own words and the quantity, ``between`` what stands
    between these two, ``behind`` what follows both to the end of the clause. ``program`` and ``headings``
    (the outermost first) stand around the sentence.
    """

    name: str
    own: str
    unit: str = ""
    value: float = 1
    moved: bool = False
    before: str = ""
    between: str = ""
    behind: str = ""
    program: str = ""
    headings: tuple[str, ...] = ()

    @classmethod
    def around(cls, tagged: Tagged, figure: Figure) -> Words:
        """The words of a figure in its document."""
        measure, sentence = figure.measure, figure.sentence
        quantity, own = measure.quantity, (measure.start, measure.end)
        if own[0] == own[1]:
            own = (quantity.start, quantity.start)
        first, last = sorted(((quantity.start, quantity.end), own))
        between = tagged.folded[first[1] : last[0]]
        return cls(
            name=figure.name,
            own=figure.surface,
            unit=figure.unit,
            value=quantity.low,
            moved=bool(measure.change) or figure.unit == "个百分点",
            before=tagged.folded[sentence.start : first[0]],
            between="" if between.endswith(("、", ",", "，")) else between,  # said of the figure before
            behind=_CLAUSE_MARKS.split(tagged.folded[last[1] : sentence.end], maxsplit=1)[0],
            program=tagged.text(figure.program.start, figure.program.end) if figure.program else "",
            headings=sentence.paragraph.headings,
        )


def find_indicator(figure: Words) -> Found | None:
    """The curated indicator of a figure, ``None`` where none certainly is."""
    if figure.moved or _MOVED.search(figure.between):
        return next((found for name in _growth(figure.name) if (found := _named(name, figure))), None)
    own, part = _key(figure.own), _is_part(figure)
    for name in _names(figure):
        found = _named(name, figure)
        if found and (not part or _says_act(figure, found.concept)):
            return _in_context(figure, [_item(figure), *_owner(figure)], known=own) or found
    return _in_context(figure, list(_levels(figure)), known=own if part else "")


def _names(figure: Words) -> dict[str, None]:
    """What a figure may be called, in the order of what says most."""
    whole, part, own = figure.name, figure.name.rpartition("：")[2], figure.own
    names = (own, whole, part) if whole in own else (whole, part, own)
    return dict.fromkeys((*names, own[_program_in_front(own) :]))


def _program_in_front(own: str) -> int:
    """Length of a programme that stands in front of an indicator: 孕产妇健康管理 | 早孕建册."""
    known = by_label("program")
    return max((i for i in range(4, len(own) - 2) if own[:i] in known), default=0)


def _named(name: str, figure: Words) -> Found | None:
    """The indicator of a name; a count goes by the name of what is counted, too."""
    unit = _slug(figure.unit)
    found = find_concept("indicator", name)
    if found is None and unit not in _SHARES:
        size = affixes("plain-acts").prefix(name)
        several = _counts().get(_core(spelled(label_key(name[size:])), unit), {})
        suitable = [concept for concept in several.values() if _suits(concept, figure)]
        found = Found(suitable[0], "label") if len(suitable) == 1 else None
    if found is None or not _suits(found.concept, figure):
        return None
    return None if _narrower(figure, found.concept) else found


def _narrower(figure: Words, concept: Concept) -> bool:
    """Whether a count is of fewer than those that the concept counts: 医院床位, 规范化村卫生室."""
    if _KINDS.get(_slug(figure.unit) or "") not in _PARTED:
        return False
    said = "".join(map(spelled, (concept.label, *concept.alternatives)))
    own, name = _key(figure.own), _key(figure.name.rpartition("：")[2])
    return any(kind in text and kind not in said for text in (own, name) for kind in _classes())


@cache
def _classes() -> list[str]:
    """Types of institutions, and words that make a narrower class of them."""
    return [*(spelled(label) for label in by_label("type")), *words("class-modifiers")]


@cache
def _counts() -> dict[str, dict[str, Concept]]:
    """Label without the ending of a count → slug → concept of those that are counts."""
    found: dict[str, dict[str, Concept]] = defaultdict(dict)
    for label, concept in by_label("indicator").items():
        if concept.unit not in _SHARES and len(core := _core(spelled(label), concept.unit)) >= _SHORTEST:
            found[core][concept.slug] = concept
    return dict(found)


def _growth(name: str) -> Iterator[str]:
    yield name
    yield re.sub(r"(?:增长|增加|上升|提高)幅度$", "增长率", name)


# --- units -----------------------------------------------------------------------------------------


@cache
def _slug(unit: str) -> str | None:
    """The slug of a unit, ``None`` for one that is not curated; bare ratios have a unit of their own."""
    found = by_label("unit").get(unit or "无单位")
    return found.slug if found else None


def _suits(concept: Concept, figure: Words) -> bool:
    """Whether a figure in its unit can be one of an indicator."""
    unit = _slug(figure.unit)
    if concept.unit is None:
        return unit not in _SHARES
    if unit is None:
        return False
    if numerator := _NUMERATORS.get(concept.unit):
        return unit in (concept.unit, numerator, "one")
    kind = _KINDS.get(concept.unit)
    if figure.value % 1 and kind in _PARTED:
        return False  # 注册护士3.06人: of a thousand
    if not figure.value and unit == "one":
        return kind is not None  # none of a thing has no unit
    return unit == concept.unit or (kind is not None and kind == _KINDS.get(unit))


# --- words around a figure -------------------------------------------------------------------------


def _levels(figure: Words) -> Iterator[str]:
    """The texts around a figure, the nearest first: its clause, the clauses before that, its topic, its
    programme, the headings."""
    part = _PART_MARKS.split(figure.before)[-1]
    *earlier, clause = _CLAUSE_MARKS.split(part)
    yield _key("\n".join((clause, figure.between, _ITEM_MARKS.split(figure.behind)[0])))
    for text in reversed(earlier):
        if text.strip():
            yield _key(text)
    if topic := _topic(figure):
        yield _key(topic)
    if figure.program:
        yield _key(figure.program)
    for heading in figure.headings[: -_HEADINGS - 1 : -1]:
        yield _key(heading)


def _item(figure: Words) -> str:
    """What a clause says beside a figure, without the other items of a list in it, but for their verb and for
    what they are parts of."""
    first, *others = _ITEM_MARKS.split(_CLAUSE_MARKS.split(figure.before)[-1])
    verb = first[: max(affixes(acts).prefix(first) for acts in ("acts", "plain-acts"))]
    before = f"{verb}\n{others[-1]}" if others else first
    around = (figure.between, figure.behind)
    return _key("\n".join((_topic(figure), before, *(_ITEM_MARKS.split(text)[0] for text in around))))


def _topic(figure: Words) -> str:
    """What a figure is a part of (在管225人，其中居家隔离62人)."""
    return figure.name.rpartition("：")[0]


def _owner(figure: Words) -> list[str]:
    """The class of institutions that the clause right before names, of which a bare figure is, too: 医养结合
    机构6家，床位640张."""
    match = _CLAUSE_BEFORE.search(figure.before)
    said = _key(match[0]) if match else ""
    kinds = [kind for kind in _classes() if kind in said]
    return [max(kinds, key=len)] if kinds else []


def _key(text: str) -> str:
    return "\n".join(spelled(label_key(line)) for line in text.split("\n"))


def _is_part(figure: Words) -> bool:
    """Whether a count is of those alone of which a verb says something: 提升村卫生室20家, 20家医院达到…"""
    if _KINDS.get(_slug(figure.unit) or "") not in _PARTED:
        return False
    for text in (figure.before, figure.between):
        text = re.sub(r"[了共已约近达]+$", "", text.strip())
        if size := affixes("acts").suffix(text):
            return affixes("plain-acts").suffix(text[-size:]) != size
    said = _ITEM_MARKS.split(figure.behind.strip())[0]
    return len(said) >= _SHORTEST and not _OF_ALL.match(said)


def _says_act(figure: Words, concept: Concept) -> bool:
    """Whether a label of the concept says the verb that stands beside the figure."""
    text = re.sub(r"[了共已]+$", "", figure.before.strip())
    size = affixes("acts").suffix(text)
    return size > 0 and any(text[-size:] in label for label in (concept.label, *concept.alternatives))


# --- labels explained by the words around ----------------------------------------------------------


def _in_context(figure: Words, levels: list[str], known: str) -> Found | None:
    """The one indicator that the own words and those around explain and that says more than is ``known``."""
    unit, own = _slug(figure.unit), _key(_TOTAL.sub("", figure.own or figure.name.rpartition("：")[2]))
    if unit in _SHARES and _COUNTED.search(own):
        return None  # how far a count moved, or its share of something
    own = "" if _COUNT_END.fullmatch(own) else own
    idle = not _empty().sub("", own[affixes("plain-acts").prefix(own) :])
    letters = {*own, *"".join(levels), *_empty_letters()}
    labels = [
        (label, core, concept)
        for label, concept in _sharing("\n".join(levels) if idle else own).items()
        if letters.issuperset(core := _core(label, unit))
        and _suits(concept, figure)
        and (unit, concept.unit) != ("person-time", "person")  # who is served often is one person
        and not (known and _within(label, known))
    ]
    letters, own = {*own, *_empty_letters()}, _core(own, unit)
    for depth in range(1, len(levels) + 1 if labels else 0):
        beside, beyond = f"{levels[0]}\n{own}", "\n".join(levels[1:depth])
        letters.update(levels[depth - 1])
        explains = {
            label: concept
            for label, core, concept in labels
            if letters.issuperset(core) and _explained(core, own, beside, beyond, skip=not known)
        }
        if explains:
            return _most(explains, own)
    return None


def _most(labels: dict[str, Concept], own: str) -> Found | None:
    """The concept whose label says all that the labels of the others say besides the own words."""
    longest: dict[str, str] = {}
    for label, concept in labels.items():
        longest[concept.slug] = max(longest.get(concept.slug, ""), label, key=len)
    best = max(longest, key=lambda slug: (len(longest[slug]), slug))
    if all(_within(label, longest[best] + own) for label in longest.values()):
        return Found(concepts("indicator")[best], "context")
    return None


def _within(one: str, other: str) -> bool:
    """Whether a label says nothing that another one does not, by the characters that tell anything."""
    return all(other.count(letter) >= n for letter, n in _letters(one).items())


@cache
def _letters(label: str) -> Counter[str]:
    return Counter(_empty().sub("", _COUNT_END.sub("", label)))


@cache
def _empty_letters() -> frozenset[str]:
    return frozenset("".join(words("empty-words")))


@cache
def _empty() -> re.Pattern[str]:
    return re.compile(alternatives(words("empty-words")))


@lru_cache(maxsize=100_000)
def _core(label: str, unit: str | None) -> str:
    """A label without what it ends in by its unit alone."""
    core = (_SHARE_END if unit in _SHARES else _COUNT_END).sub("", label)
    return core if len(core) >= _SHORTEST else label


def _explained(label: str, own: str, beside: str, beyond: str, *, skip: bool) -> bool:
    """Whether a label is made of the own words in their order, of words around, and of words that tell
    nothing. ``beside`` are the words of the clause, ``beyond`` those farther away, of which only longer ones
    are taken (定点 of 定点医疗机构 does not make a hospital one); ``skip`` allows for a verb before the own
    words that the label does not say."""
    empty = words("empty-words")
    verb = affixes("acts").prefix(own)
    said = own[:verb] in label or (skip and affixes("plain-acts").prefix(own[:verb]) == verb)
    seen: set[tuple[int, int, bool]] = set()
    todo = [(0, 0, False), (0, verb if said else 0, False)]
    while todo:
        state = todo.pop()
        if state in seen:
            continue
        seen.add(state)
        i, j, told = state
        if i == len(label) and j == len(own) and told:
            return True
        for size in range(1, len(own) - j + 1):
            word = own[j : j + size]
            if word in empty:
                todo.append((i, j + size, told))
            if label.startswith(word, i) and (size >= _SHORTEST or j + size == len(own)):
                todo.append((i + size, j + size, told))
        for size in range(1, len(label) - i + 1):
            word = label[i : i + size]
            several = bool(_ITEM_MARKS.search(word))  # 高血压、糖尿病患者…: beside a figure, one for each
            near = size >= _SHORTEST and word in beside and not several
            far = size >= _SURE and word in beyond
            if (word in empty and not several) or near or far:
                todo.append((i + size, j, told or near or far))
    return False


@cache
def _sharing(own: str) -> dict[str, Concept]:
    """The labels that share two characters side by side with the own words of a figure."""
    return {
        label: concept
        for pair in {own[i : i + 2] for i in range(len(own) - 1)}
        for label, concept in _by_pair().get(pair, {}).items()
    }


@cache
def _by_pair() -> dict[str, dict[str, Concept]]:
    """Two characters → the labels that hold them, as they are compared, with their concepts."""
    found: dict[str, dict[str, Concept]] = defaultdict(dict)
    for label, concept in by_label("indicator").items():
        key = spelled(label)
        for i in range(len(key) - 1):
            found[key[i : i + 2]][key] = concept
    return dict(found)
