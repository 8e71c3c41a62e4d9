"""The entities as a network: who is around an entity, and which ways lead from one to another.

Entities are numbered by their rank, so lower numbers, which come first here, have more facts. A link counts
in both directions where none is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from json import dumps
from typing import Any, NamedTuple

from graph.extraction import EntityType
from graph.index.database import Index
from graph.statements import RELATIONS, RelationName


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two entities, by their IRIs. ``documents`` is how many documents state it, 0 where
    it was known before."""

    source: str
    relation: RelationName
    target: str
    documents: int


@dataclass(frozen=True, slots=True)
class Network:
    """A part of the network: entities by their IRI, nearest first, and all links among them. ``degrees`` are
    the numbers of neighbours that they have in all; ``cut`` says that some were left out."""

    entities: list[str]
    links: list[Link]
    degrees: dict[str, int]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class LinkCount:
    """How many entities of a type a relation leads to, or comes from where it is not ``outgoing``."""

    relation: RelationName
    outgoing: bool
    type: EntityType
    count: int


class _Step(NamedTuple):
    """A link as it is walked."""

    here: int
    kind: tuple[int, bool]  # the number of the relation, and whether it is walked in its direction
    there: int


_BOTH_WAYS = """
SELECT source AS here, relation, 1 AS out, target AS there FROM link
WHERE source IN (SELECT value FROM json_each(:here))
UNION ALL
SELECT target, relation, 0, source FROM link WHERE target IN (SELECT value FROM json_each(:here))"""
_STEPS = f"""
SELECT here, relation, out, there FROM ({_BOTH_WAYS}) JOIN entity ON entity.id = there
WHERE (:relations IS NULL OR relation IN (SELECT value FROM json_each(:relations)))
  AND (:types IS NULL OR type IN (SELECT value FROM json_each(:types)) OR there = :end)
ORDER BY relation, out, there"""
_AMONG = """
SELECT source.iri, relation, target.iri, documents FROM link
JOIN entity AS source ON source.id = link.source JOIN entity AS target ON target.id = link.target
WHERE link.source IN (SELECT value FROM json_each(:these))
  AND link.target IN (SELECT value FROM json_each(:these))
  AND (:relations IS NULL OR relation IN (SELECT value FROM json_each(:relations)))"""
_DEGREES = f"""
SELECT entity.iri, count(DISTINCT there) FROM ({_BOTH_WAYS}) JOIN entity ON entity.id = here
WHERE there <> here GROUP BY here"""
_COUNTS = f"""
SELECT relation, out, type, count(DISTINCT there) FROM ({_BOTH_WAYS}) JOIN entity ON entity.id = there
GROUP BY relation, out, type ORDER BY relation, out, type"""
_TOTALS = "SELECT relation, count(*) FROM link WHERE documents > 0 GROUP BY relation ORDER BY relation"


def neighbourhood(
    index: Index,
    center: str,
    *,
    depth: int,
    limit: int,
    each: int | None = None,
    types: Collection[EntityType] = (),
    relations: Collection[RelationName] = (),
) -> Network:
    """The entities at most ``depth`` links away from the one of that IRI, itself included.

    ``limit`` is the most entities in all, ``each`` the most that one entity leads to; ``types`` and
    ``relations`` are the only ones that are walked, where some are given. Nearer ones come first; where there
    are too many, each kind of relation gets its turn.
    """
    bound = _bound(relations, types)
    chosen = _numbers(index, [center])
    frontier, cut = chosen, False
    for _ in range(depth):
        steps = _steps(index, frontier, bound)
        found = [number for number in _in_turn(_first_of_each(steps, each)) if number not in chosen]
        room = limit - len(chosen)
        left_out = {step.there for step in steps} - {*chosen, *found}
        cut = cut or bool(left_out) or len(found) > room
        frontier = found[:room]
        chosen = [*chosen, *frontier]
    return _network(index, chosen, bound, cut=cut)


def among(index: Index, iris: Iterable[str]) -> Network:
    """The entities of these IRIs, those with most facts first, without what is none."""
    return _network(index, _numbers(index, iris), _bound((), ()))


def shortest_paths(
    index: Index,
    start: str,
    end: str,
    *,
    longest: int,
    limit: int,
    types: Collection[EntityType] = (),
    relations: Collection[RelationName] = (),
) -> tuple[list[list[str]], Network]:
    """The shortest ways between two entities, at most ``limit`` of them, each as the IRIs on the way, and the
    network of all that are on one. There is none where they are more than ``longest`` links apart.

    ``types`` are the only ones to pass between the two.
    """
    ends = _numbers(index, [start]), _numbers(index, [end])
    if not all(ends):
        return [], Network([], [], {})
    (first,), (last,) = ends
    bound = _bound(relations, types, last)
    before: dict[int, list[int]] = {first: []}
    frontier = [first]
    while last not in before and frontier and longest:
        longest -= 1
        layer: dict[int, dict[int, None]] = defaultdict(dict)
        for step in _steps(index, frontier, bound):
            if step.there not in before:
                layer[step.there][step.here] = None
        before |= {there: sorted(here) for there, here in layer.items()}
        frontier = sorted(layer)
    paths = list(_walk_back(before, last, limit)) if last in before else []
    on_the_way = list(dict.fromkeys(number for path in paths for number in path))
    network = _network(index, on_the_way, bound)
    iris = dict(zip(on_the_way, network.entities, strict=True))
    return [[iris[number] for number in path] for path in paths], network


def link_counts(index: Index, iri: str) -> list[LinkCount]:
    """How many entities each relation of an entity leads to, by their types."""
    rows = index.rows(_COUNTS, {"here": dumps(_numbers(index, [iri]))})
    return [LinkCount(RELATIONS[kind], bool(out), type_, count) for kind, out, type_, count in rows]


def totals(index: Index) -> dict[RelationName, int]:
    """How many relations of each kind the documents state or imply."""
    return {RELATIONS[kind]: count for kind, count in index.rows(_TOTALS)}


def _bound(
    relations: Collection[RelationName], types: Collection[EntityType], end: int | None = None
) -> dict[str, Any]:
    return {
        "relations": dumps([RELATIONS.index(name) for name in relations]) if relations else None,
        "types": dumps(list(types)) if types else None,
        "end": end,
    }


def _steps(index: Index, frontier: list[int], bound: dict[str, Any]) -> list[_Step]:
    rows = index.rows(_STEPS, bound | {"here": dumps(frontier)})
    return [_Step(here, (kind, bool(out)), there) for here, kind, out, there in rows]


def _numbers(index: Index, iris: Iterable[str]) -> list[int]:
    query = "SELECT id FROM entity WHERE iri IN (SELECT value FROM json_each(:iris)) ORDER BY id"
    return [number for (number,) in index.rows(query, {"iris": dumps(list(iris))})]


def _network(index: Index, numbers: list[int], bound: dict[str, Any], *, cut: bool = False) -> Network:
    these = dumps(numbers)
    names: dict[int, str] = dict(
        index.rows(
            "SELECT id, iri FROM entity WHERE id IN (SELECT value FROM json_each(:these))", {"these": these}
        )
    )
    among = index.rows(_AMONG, {"these": these, "relations": bound["relations"]})
    links = [Link(source, RELATIONS[kind], target, documents) for source, kind, target, documents in among]
    degrees = dict(index.rows(_DEGREES, {"here": these}))
    entities = [names[number] for number in numbers]
    places = {iri: place for place, iri in enumerate(entities)}
    links.sort(key=lambda link: (places[link.source], link.relation, places[link.target]))
    return Network(entities, links, {iri: degrees.get(iri, 0) for iri in entities}, cut)


def _in_turn(steps: Iterable[_Step]) -> list[int]:
    """Where steps lead to, each once: one of each kind after the other, the first of each first."""
    kinds: dict[tuple[int, bool], set[int]] = defaultdict(set)
    for step in steps:
        kinds[step.kind].add(step.there)
    rounds = zip_longest(*(sorted(kinds[kind]) for kind in sorted(kinds)))
    return list(dict.fromkeys(there for turn in rounds for there in turn if there is not None))


def _first_of_each(steps: list[_Step], each: int | None) -> list[_Step]:
    """The steps to the first ``each`` entities that one leads to, kinds in turn."""
    if each is None:
        return steps
    own: dict[int, list[_Step]] = defaultdict(list)
    for step in steps:
        own[step.here].append(step)
    kept = {here: set(_in_turn(led)[:each]) for here, led in own.items()}
    return [step for step in steps if step.there in kept[step.here]]


def _walk_back(before: dict[int, list[int]], last: int, limit: int) -> Iterator[list[int]]:
    """At most ``limit`` ways that end in ``last``."""
    waiting = [[last]]
    while waiting and limit:
        path = waiting.pop()
        if not before[path[0]]:
            limit -= 1
            yield path
        else:
            waiting += [[node, *path] for node in sorted(before[path[0]], reverse=True)]
