"""Chains of types and relations, such as ``region -> program -> indicator``, and what fits one.

A chain is a row of stations with arrows between them::

    region=340504 -[implements]-> program -> indicator
    地区=雨山区 → 项目 → 指标

A station is the name of a type or ``*`` for any, and may say which entity is meant: ``=`` and its id, one of
its names, or a code, in quotation marks where it holds blanks or signs. An arrow points the way of the
relation, or, as ``--``, either way; in brackets stand the relations that it may be, with ``|`` between them.
Types and relations go by their names in the vocabulary or by their labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from json import dumps
from typing import Any

from graph.errors import PatternError
from graph.extraction import EntityType
from graph.index.database import LARGEST, Index
from graph.index.schema import Kind
from graph.index.text import key
from graph.statements import RELATIONS, RelationName

LONGEST = 6
"""The most stations of a chain."""
COUNTED = 10_000
"""Up to how many fits are counted."""

_STATION = re.compile(
    r"""\s*(?P<type>\*|\w+)(?:\s*=\s*(?:"(?P<quoted>[^"]+)"|(?P<plain>(?:[^\s"\[\]<>→←=-]|-(?![->\[]))+)))?\s*"""
)
_ARROW = re.compile(r"(?P<back>[<←])?-*(?:\[(?P<relations>[^\[\]]*)\]-*)?(?P<forth>[>→])?")


@dataclass(frozen=True, slots=True)
class Station:
    """What may stand at a place of a chain: entities of a type, ``None`` for any, or those with a name."""

    type: EntityType | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Arrow:
    """What leads to the next station: one of ``relations``, any if there are none, ``forth``, ``back`` or in
    either direction."""

    relations: tuple[RelationName, ...]
    forth: bool
    back: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Stations and the arrows between them."""

    stations: tuple[Station, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words by which a chain names types and relations."""

    types: Mapping[str, EntityType]
    relations: Mapping[str, RelationName]


@dataclass(frozen=True, slots=True)
class Walk:
    """What fits a chain: the IRI of an entity for each station, and for each arrow the relation and whether
    it leads forth."""

    entities: tuple[str, ...]
    steps: tuple[tuple[RelationName, bool], ...]


def parse(text: str, words: Words) -> Chain:
    """The chain that a text writes down; :class:`PatternError` where it does not."""
    stations, arrows, place = [], [], 0
    while True:
        match = _STATION.match(text, place)
        if match is None:
            raise PatternError("here a type is missing, such as region", place + 1)
        stations.append(_station(match, words))
        place = match.end()
        if place == len(text):
            break
        match = _ARROW.match(text, place)
        if match is None or not match[0]:
            raise PatternError("here an arrow is missing, such as ->", place + 1)
        arrows.append(_arrow(match, words))
        place = match.end()
    if not 1 < len(stations) <= LONGEST:
        raise PatternError(f"a chain has 2 to {LONGEST} stations", 1)
    return Chain(tuple(stations), tuple(arrows))


def walks(index: Index, chain: Chain, ids: str, *, limit: int, offset: int = 0) -> tuple[int, list[Walk]]:
    """How many ways through the network fit a chain, counted up to :data:`COUNTED`, and a part of them: those
    through the entities with the most facts first. No entity occurs twice on a way. ``ids`` is what the IRIs
    of entities begin with."""
    bound = _bound(chain, ids)
    ways = product(*(_directions(arrow) for arrow in chain.arrows))
    every = " UNION ALL ".join(_branch(chain, directions) for directions in ways)
    ((total,),) = index.rows(f"SELECT count(*) FROM (SELECT 1 FROM ({every}) LIMIT {COUNTED})", bound)
    order = ", ".join(f"n{i}" for i in range(len(chain.stations)))
    order += "".join(f", r{i}, f{i}" for i in range(len(chain.arrows)))
    page = {"limit": min(limit, LARGEST), "offset": min(offset, LARGEST)}
    rows = index.rows(f"SELECT * FROM ({every}) ORDER BY {order} LIMIT :limit OFFSET :offset", bound | page)
    return total, list(_named(index, len(chain.stations), rows))


def _station(match: re.Match[str], words: Words) -> Station:
    type_ = words.types.get(match["type"])
    if type_ is None and match["type"] != "*":
        known = ", ".join(words.types)
        raise PatternError(f"{match['type']!r} is no type; there are {known}", match.start("type") + 1)
    return Station(type_, match["quoted"] or match["plain"])


def _arrow(match: re.Match[str], words: Words) -> Arrow:
    names = [name.strip() for name in (match["relations"] or "").split("|") if name.strip()]
    for name in names:
        if name not in words.relations:
            known = ", ".join(words.relations)
            raise PatternError(f"{name!r} is no relation; there are {known}", match.start("relations") + 1)
    back, forth = bool(match["back"]), bool(match["forth"])
    if back and forth:
        raise PatternError("an arrow points one way; either way is --", match.start() + 1)
    either = not back and not forth
    return Arrow(tuple(words.relations[name] for name in names), forth or either, back or either)


def _directions(arrow: Arrow) -> list[bool]:
    """Whether a link leads forth, for each direction that an arrow may have."""
    return [forth for forth, may in ((True, arrow.forth), (False, arrow.back)) if may]


def _branch(chain: Chain, directions: tuple[bool, ...]) -> str:
    """The ways with these directions, as SQL: numbers of entities, then a relation and a direction each."""
    columns = [f"e{i}.id AS n{i}" for i in range(len(chain.stations))]
    tables, conditions = ["entity AS e0"], []
    for i, (arrow, forth) in enumerate(zip(chain.arrows, directions, strict=True)):
        here, there = ("source", "target") if forth else ("target", "source")
        columns += [f"l{i}.relation AS r{i}", f"{int(forth)} AS f{i}"]
        tables.append(f"JOIN link AS l{i} ON l{i}.{here} = e{i}.id")
        tables.append(f"JOIN entity AS e{i + 1} ON e{i + 1}.id = l{i}.{there}")
        if arrow.relations:
            conditions.append(f"l{i}.relation IN (SELECT value FROM json_each(:relations{i}))")
    for i, station in enumerate(chain.stations):
        conditions += [f"e{i}.id <> e{j}.id" for j in range(i)]
        if station.type is not None:
            conditions.append(f"e{i}.type = :type{i}")
        if station.name is not None:
            conditions.append(
                f"e{i}.id IN (SELECT entity FROM name WHERE key = :key{i} AND kind < {Kind.PINYIN} "
                f"UNION SELECT id FROM entity WHERE iri = :iri{i})"
            )
    return f"SELECT {', '.join(columns)} FROM {' '.join(tables)} WHERE {' AND '.join(conditions)}"


def _bound(chain: Chain, ids: str) -> dict[str, Any]:
    bound: dict[str, Any] = {}
    for i, station in enumerate(chain.stations):
        if station.type is not None:
            bound[f"type{i}"] = station.type
        if station.name is not None:
            id_ = f"region/{station.name}" if station.name.isdecimal() else station.name
            bound |= {f"key{i}": key(station.name), f"iri{i}": ids + id_}
    for i, arrow in enumerate(chain.arrows):
        if arrow.relations:
            bound[f"relations{i}"] = dumps([RELATIONS.index(name) for name in arrow.relations])
    return bound


def _named(index: Index, stations: int, rows: list[Any]) -> Iterator[Walk]:
    numbers = dumps(sorted({number for row in rows for number in row[:stations]}))
    query = "SELECT id, iri FROM entity WHERE id IN (SELECT value FROM json_each(:numbers))"
    iris: dict[int, str] = dict(index.rows(query, {"numbers": numbers}))
    for row in rows:
        steps = zip(row[stations::2], row[stations + 1 :: 2], strict=True)
        yield Walk(
            tuple(iris[number] for number in row[:stations]),
            tuple((RELATIONS[kind], bool(forth)) for kind, forth in steps),
        )
