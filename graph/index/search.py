"""Asks an index: entities by any of their names, then sentences of reports."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from enum import IntEnum
from json import dumps
from typing import Any, Literal, TypeAlias, cast

from rapidfuzz.distance import OSA

from graph.extraction import EntityType
from graph.index.database import INSIDE, LARGEST, Index, Place
from graph.index.schema import FUZZY_FROM, Kind
from graph.index.text import Question, Span, has_han, question

HitKind: TypeAlias = Literal["label", "pinyin", "code", "fuzzy"]

SNIPPET = 160
"""The most characters of a sentence that an answer shows."""
_BEFORE_HIT = 40
_LONGEST_FUZZY = 60


class _Tier(IntEnum):
    """How well a name fits, the best first."""

    EXACT = 0
    PREFIX = 1
    PINYIN = 2
    PINYIN_PREFIX = 3
    INSIDE = 4
    FUZZY = 5


# An alternative name, such as the short one of a county, of what no report speaks of is taken for no more
# than the beginning of a name: others that begin so are likelier to be meant.
_EXACT = f"""
SELECT entity, kind, text, CASE
    WHEN kind IN ({Kind.PINYIN}, {Kind.INITIALS}) THEN {_Tier.PINYIN}
    WHEN kind IN ({Kind.OTHER_LABEL}, {Kind.SHORT})
      AND (SELECT facts + mentions = 0 FROM entity WHERE id = name.entity) THEN {_Tier.PREFIX}
    ELSE {_Tier.EXACT} END AS tier
FROM name WHERE key IN (:key, :code, :pinyin)"""
_PREFIX = f"""
SELECT entity, kind, text, {_Tier.PREFIX} FROM name
WHERE key > :key AND key < :key || char(1114111) AND kind < {Kind.PINYIN}"""
_PINYIN_PREFIX = f"""
SELECT entity, kind, text, {_Tier.PINYIN_PREFIX} FROM name
WHERE key > :pinyin AND key < :pinyin || char(1114111) AND kind >= {Kind.PINYIN}"""
_INSIDE = f"""
SELECT entity, kind, text, {_Tier.INSIDE} FROM name
WHERE id IN (SELECT rowid FROM name_tokens WHERE name_tokens MATCH :match)"""
_FUZZY = f"""
SELECT entity, kind, text, {_Tier.FUZZY} FROM name WHERE id IN (SELECT value FROM json_each(:fuzzy))"""

_ENTITIES = """{around}, hit (entity, kind, text, tier) AS ({branches}),
best AS (
  SELECT *, row_number() OVER (PARTITION BY entity ORDER BY tier, kind, length(text), text) AS place FROM hit
)
SELECT entity.iri, entity.type, entity.label, home.iri, home.label, entity.facts, entity.mentions,
  best.tier, best.kind, best.text, count(*) OVER () AS total
FROM best JOIN entity ON entity.id = best.entity LEFT JOIN entity AS home ON home.id = entity.home
WHERE place = 1 AND (:type IS NULL OR entity.type = :type)
  AND (:region IS NULL OR entity.home IN (SELECT id FROM inside))
ORDER BY tier, entity.id LIMIT :limit OFFSET :offset"""
# One slip leaves the first two or the last two characters as they are, or exchanges two in the middle.
_NEARLY = f"""
SELECT id, key FROM name WHERE length BETWEEN :shortest AND :longest AND tail = :tail
UNION SELECT id, key FROM name
  WHERE key > :head AND key < :head || char(1114111)
    AND length BETWEEN :shortest AND :longest AND tail IS NOT NULL
UNION SELECT id, key FROM name
  WHERE key IN (SELECT value FROM json_each(:exchanged)) AND kind < {Kind.CODE} AND tail IS NOT NULL"""
_FOUND_SENTENCES = """
FROM sentence_tokens JOIN sentence ON sentence.id = sentence_tokens.rowid
JOIN document ON document.id = sentence.document
LEFT JOIN entity AS region ON region.id = document.region
WHERE sentence_tokens MATCH :match AND (:region IS NULL OR document.region IN (SELECT id FROM inside))"""
_SENTENCES = f"""{INSIDE}
SELECT document.iri, document.title, document.period, region.iri, region.label,
  sentence.start, sentence.end, sentence.text
{_FOUND_SENTENCES} ORDER BY sentence_tokens.rowid LIMIT :limit OFFSET :offset"""
_COUNT_SENTENCES = "SELECT count(*) FROM sentence_tokens WHERE sentence_tokens MATCH :match"
_COUNT_SENTENCES_IN_REGION = f"{INSIDE} SELECT count(*) {_FOUND_SENTENCES}"


@dataclass(frozen=True, slots=True)
class EntityMatch:
    """An entity, and the name by which it was found; ``marks`` are what was asked for in that name."""

    iri: str
    type: EntityType
    label: str
    region: Place | None
    facts: int
    mentions: int
    kind: HitKind
    name: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """A sentence of a document. ``start`` and ``end`` place the snippet in its text, ``marks`` what was asked
    for in the snippet, and ``region`` is the document's."""

    document: str
    title: str
    period: str | None
    region: Place | None
    start: int
    end: int
    snippet: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found. ``entities`` and ``sentences`` count all, of which entities come first."""

    entities: int = 0
    sentences: int = 0
    matches: list[EntityMatch | SentenceMatch] = field(default_factory=list)


def search(
    index: Index,
    text: str,
    *,
    type: EntityType | Literal["sentence"] | None = None,  # noqa: A002
    region: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Found:
    """What a text finds: entities by name, the best fit first and among equals those with the most facts,
    then the sentences that hold all its words, those of the latest reports first.

    ``type`` asks for entities of a type or for sentences alone, ``region`` for what lies in the region of
    that IRI. Names that differ by a slip are looked for where no name fits. Raises :class:`UnsearchableText`.
    """
    asked = question(text)
    limit, offset = min(limit, LARGEST), min(offset, LARGEST)
    bound: dict[str, Any] = {
        "key": asked.key,
        "code": asked.code,
        "pinyin": asked.pinyin,
        "match": asked.match,
        "type": type,
        "region": region,
    }
    with index.connection() as connection:
        entities, sentences = 0, 0
        matches: list[EntityMatch | SentenceMatch] = []
        if type != "sentence":
            entities, rows = _entities(connection, asked, bound, limit, offset)
            matches += [_entity(asked, row) for row in rows]
        if asked.match and type in {None, "sentence"}:
            sentences, rows = _sentences(connection, bound, limit - len(matches), max(0, offset - entities))
            matches += [_sentence(asked, row) for row in rows]
    return Found(entities, sentences, matches)


# --- entities --------------------------------------------------------------------------------------


def _entities(
    connection: sqlite3.Connection, asked: Question, bound: dict[str, Any], limit: int, offset: int
) -> tuple[int, list[Any]]:
    """How many entities there are in all, and the rows of those wanted."""
    branches = [_EXACT, _PREFIX]
    branches += [_PINYIN_PREFIX] if asked.pinyin else []
    branches += [_INSIDE] if asked.match else []
    total, rows = _page(connection, branches, bound, limit, offset)
    if total == 0 and (fuzzy := _nearly(connection, asked.key)):
        return _page(connection, [_FUZZY], bound | {"fuzzy": dumps(fuzzy)}, limit, offset)
    return total, rows


def _page(
    connection: sqlite3.Connection, branches: list[str], bound: dict[str, Any], limit: int, offset: int
) -> tuple[int, list[Any]]:
    query = _ENTITIES.format(around=INSIDE, branches=" UNION ALL ".join(branches))
    rows = connection.execute(query, bound | {"limit": limit, "offset": offset}).fetchall()
    if not rows and (offset or not limit):
        first = connection.execute(query, bound | {"limit": 1, "offset": 0}).fetchone()
        return (first[-1] if first else 0), []
    return (rows[0][-1] if rows else 0), rows


def _nearly(connection: sqlite3.Connection, asked: str) -> list[int]:
    """The numbers of the Chinese names that are one wrong, missing, added or exchanged character away."""
    length = len(asked)
    if not FUZZY_FROM - 1 <= length <= _LONGEST_FUZZY or not has_han(asked):
        return []
    exchanged = [asked[:i] + asked[i + 1] + asked[i] + asked[i + 2 :] for i in range(length - 1)]
    bound = {
        "head": asked[:2],
        "tail": asked[-2:],
        "shortest": max(FUZZY_FROM, length - 1),
        "longest": length + 1,
        "exchanged": dumps(exchanged),
    }
    names = connection.execute(_NEARLY, bound)
    return [id_ for id_, name in names if OSA.distance(asked, name, score_cutoff=1) <= 1]


def _entity(asked: Question, row: Any) -> EntityMatch:
    iri, type_, label, home, home_label, facts, mentions, tier, kind, name, _ = row
    found = _kind(tier, kind)
    marks = asked.places(name) if found in {"label", "code"} else []
    region = Place(home, home_label) if home else None
    return EntityMatch(
        iri, cast(EntityType, type_), label, region, facts, mentions, found, name, tuple(marks)
    )


def _kind(tier: int, kind: int) -> HitKind:
    if tier == _Tier.FUZZY:
        return "fuzzy"
    if kind == Kind.CODE:
        return "code"
    return "pinyin" if kind in {Kind.PINYIN, Kind.INITIALS} else "label"


# --- sentences -------------------------------------------------------------------------------------


def _sentences(
    connection: sqlite3.Connection, bound: dict[str, Any], limit: int, offset: int
) -> tuple[int, list[Any]]:
    """How many sentences there are in all, and the rows of those wanted."""
    count = _COUNT_SENTENCES if bound["region"] is None else _COUNT_SENTENCES_IN_REGION
    (total,) = connection.execute(count, bound).fetchone()
    if limit <= 0 or offset >= total:
        return total, []
    return total, connection.execute(_SENTENCES, bound | {"limit": limit, "offset": offset}).fetchall()


def _sentence(asked: Question, row: Any) -> SentenceMatch:
    document, title, period, region, region_label, start, _, text = row
    marks = asked.places(text)
    begin = max(0, min(marks[0][0] - _BEFORE_HIT, len(text) - SNIPPET)) if marks else 0
    snippet = text[begin : begin + SNIPPET]
    inside = ((s - begin, e - begin) for s, e in marks if begin <= s and e <= begin + SNIPPET)
    return SentenceMatch(
        document=document,
        title=title,
        period=period,
        region=Place(region, region_label) if region else None,
        start=start + begin,
        end=start + begin + len(snippet),
        snippet=snippet,
        marks=tuple(inside),
    )
