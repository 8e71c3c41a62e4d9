"""What can be told of a SPARQL update before it is done, and how the data set of its request gets into it.

As for queries, the parser of the database is the one reader. It has no way to parse an update without doing
it, so a text is tried on an empty store behind an operation that fails: whatever fails with that operation's
name has been parsed and not begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from uuid import uuid4

import pyoxigraph as ox

from graph import query_text
from graph.errors import DataSetConflict, QueryForbidden, UpdateFailed

_SPACE = r"(?:\s|#[^\r\n]*+(?:[\r\n]|$))*+"
_PROLOGUE = re.compile(
    rf"(?:{_SPACE}(?:base|prefix{_SPACE}[^\s:<>#]*+:){_SPACE}<[^<>\s]*+>)*+", re.IGNORECASE
)
_REPORT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_WHERE = re.compile("where", re.IGNORECASE)
_DELETE_WHERE = re.compile(rf"(delete{_SPACE})where", re.IGNORECASE)
_MOST_CLAUSES = 200  # each is tried on its own


def parse(update: str, known: dict[str, str]) -> None:
    """Parse an update. Raises SyntaxError as the database does."""
    match = _PROLOGUE.match(update)
    head = match.end() if match else 0
    barrier = f"urn:uuid:{uuid4()}"
    first = f" DROP GRAPH <{barrier}> ; "
    try:
        ox.Store().update(update[:head] + first + update[head:], prefixes=known, base_iri="http://localhost/")
    except SyntaxError as error:
        raise SyntaxError(_moved(str(error), update, head, len(first))) from None
    except RuntimeError as error:
        if barrier not in str(error):
            raise


def _moved(report: str, update: str, head: int, length: int) -> str:
    """The report of an error as if ``length`` characters had not been put in at ``head``."""
    match = _REPORT.match(report)
    line, column = update.count("\n", 0, head) + 1, head - update.rfind("\n", 0, head)
    if match is None or int(match[1]) != line or int(match[2]) <= column:
        return report
    return f"error at {line}:{max(column, int(match[2]) - length)}: {match[3]}"


def prepared(update: str, known: dict[str, str], using: Sequence[str], using_named: Sequence[str]) -> str:
    """The update that may be done: on the data set of the request, if that names one.

    ``using`` and ``using_named`` are IRIs that can be written. Raises :class:`QuerySyntaxError`,
    :class:`QueryForbidden` where the update reaches out, :class:`DataSetConflict` where it has a data set of
    its own besides.
    """
    query_text.refuse_surrogates(update)
    try:
        parse(update, known)
    except SyntaxError:
        raise query_text.located(update, known, parser=parse) from None
    for word, letter in (("LOAD", 0), ("SERVICE", 3)):
        if _has(update, word, letter, known):
            raise QueryForbidden(f"{word} would call another server, which Weitu never does")
    if not using and not using_named:
        return update
    if _has(update, "USING", 1, known) or _has(update, "WITH", 0, known):
        raise DataSetConflict
    clauses = [f"USING <{graph}> " for graph in using] + [f"USING NAMED <{graph}> " for graph in using_named]
    return _on(update, "".join(clauses), known)


def _has(update: str, word: str, letter: int, known: dict[str, str]) -> bool:
    return query_text.unreadable_without(update, word, letter, known, parse) is not None


def _on(update: str, using: str, known: dict[str, str]) -> str:
    """The update with a data set for each of its operations that look for something.

    The clause goes before the WHERE of an operation, where alone the grammar takes it; words that are part of
    a comment or a string are told by what else could stand in their place.
    """
    update = _with_templates(update, known)
    for start in _reversed_starts(_WHERE, update):
        before, after = update[:start], update[start:]
        if not _parses(f"{before} ] {after}", known) and _parses(f"{before}{using}{after}", known):
            update = f"{before}{using}{after}"
    return update


def _with_templates(update: str, known: dict[str, str]) -> str:
    """The update with ``DELETE { … } WHERE { … }`` for each ``DELETE WHERE { … }``, which takes no data set."""
    for start in _reversed_starts(_DELETE_WHERE, update):
        match = _DELETE_WHERE.match(update, start)
        assert match is not None
        if _parses(f"{update[:start]} ] {update[start:]}", known):
            continue  # within a comment or a string
        opening = update.find("{", match.end())
        for closing in re.finditer("}", update[opening:]):
            end = opening + closing.end()
            if _parses(update[:end], known):
                pattern = update[opening:end]
                update = f"{update[: match.end(1)]}{pattern}\nWHERE {update[opening:]}"
                break
    return update


def _reversed_starts(pattern: re.Pattern[str], update: str) -> Iterator[int]:
    """Where the pattern matches, the last place first, so that the earlier ones stay where they are."""
    starts = [match.start() for match in pattern.finditer(update)]
    if len(starts) > _MOST_CLAUSES:
        raise UpdateFailed(f"an update with a data set in its request has at most {_MOST_CLAUSES} operations")
    return reversed(starts)


def _parses(update: str, known: dict[str, str]) -> bool:
    try:
        parse(update, known)
    except SyntaxError:
        return False
    return True
