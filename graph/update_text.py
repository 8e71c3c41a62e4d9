"""What can be told of a SPARQL update before it is done, and how the data set of its request gets into it.

As for queries, the parser of the database is the one reader. It has no way to parse an update without doing
it, so a text is tried on an empty store behind an operation that fails: whatever fails with that operation's
name has been parsed and not begun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import uuid4

import pyoxigraph as ox

from graph import query_text
from graph.errors import DataSetConflict, QueryForbidden, UpdateFailed

_SPACE = r"(?:\s|#[^\r\n]*+(?:[\r\n]|$))*+"
_PROLOGUE = re.compile(
    rf"(?:{_SPACE}(?:base|prefix{_SPACE}[^\s:<>#]*+:){_SPACE}<[^<>\s]*+>)*+", re.IGNORECASE
)
_PROLOGUE_WITHIN = re.compile(rf";(?={_SPACE}(?:base|prefix)(?![\w:.-]))", re.IGNORECASE)
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


def prepared(
    update: str, known: dict[str, str], using: Sequence[str], using_named: Sequence[str]
) -> list[str]:
    """The update as it may be done, part by part: on the data set of the request, if that names one.

    ``using`` and ``using_named`` are IRIs that can be written. Raises :class:`QuerySyntaxError`,
    :class:`QueryForbidden` where the update reaches out, :class:`DataSetConflict` where it has a data set of
    its own besides.
    """
    query_text.refuse_surrogates(update)
    parts = _parts(update, known)
    for part in parts:
        try:
            parse(part, known)
        except SyntaxError:
            raise query_text.located(part, known, parser=parse) from None
    for word, letter in (("LOAD", 0), ("SERVICE", 3)):
        if any(_has(part, word, letter, known) for part in parts):
            raise QueryForbidden(f"{word} would call another server, which Weitu never does")
    if not using and not using_named:
        return parts
    if any(_has(part, word, letter, known) for part in parts for word, letter in (("USING", 1), ("WITH", 0))):
        raise DataSetConflict
    clauses = [f"USING <{graph}> " for graph in using] + [f"USING NAMED <{graph}> " for graph in using_named]
    return [_on(part, "".join(clauses), known) for part in parts]


def _parts(update: str, known: dict[str, str]) -> list[str]:
    """The update cut before each prologue but the first, which the database's parser does not take there.

    A part has blanks in place of the operations before it, so that places in it are places in the update; the
    declarations stay.
    """
    parts, part = [], update
    for start in _starts(_PROLOGUE_WITHIN, update):
        before = part[:start]
        if not _parses(before, known) or _parses(f"{before} ]", known):
            continue  # within a pattern or a string, or within a comment
        match = _PROLOGUE.match(part)
        head = match.end() if match else 0
        parts.append(part[:start])
        part = part[:head] + re.sub(r"[^\r\n]", " ", part[head : start + 1]) + part[start + 1 :]
    return [*parts, part]


def _has(update: str, word: str, letter: int, known: dict[str, str]) -> bool:
    return query_text.unreadable_without(update, word, letter, known, parse) is not None


def _on(update: str, using: str, known: dict[str, str]) -> str:
    """The update with a data set for each of its operations that look for something.

    The clause goes before the WHERE of an operation, where alone the grammar takes it; words that are part of
    a comment or a string are told by what else could stand in their place.
    """
    update = _with_templates(update, known)
    for start in reversed(_starts(_WHERE, update)):
        before, after = update[:start], update[start:]
        if not _parses(f"{before} ] {after}", known) and _parses(f"{before}{using}{after}", known):
            update = f"{before}{using}{after}"
    return update


def _with_templates(update: str, known: dict[str, str]) -> str:
    """The update with ``DELETE {…} WHERE {…}`` for each ``DELETE WHERE {…}``, which takes no data set."""
    for start in reversed(_starts(_DELETE_WHERE, update)):
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


def _starts(pattern: re.Pattern[str], update: str) -> list[int]:
    """Where the pattern matches. Changes are made at the last place first, so that the others stay."""
    starts = [match.start() for match in pattern.finditer(update)]
    if len(starts) > _MOST_CLAUSES:
        raise UpdateFailed(f"an update has at most {_MOST_CLAUSES} prologues, or clauses for a data set")
    return starts


def _parses(update: str, known: dict[str, str]) -> bool:
    try:
        parse(update, known)
    except SyntaxError:
        return False
    return True
