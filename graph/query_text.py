"""What can be told of a query before it runs: does it parse, and where not; does it call another server; may
its answer change while the graph does not. The first two also of an update, which :mod:`graph.update_text`
hands in with a parser of its own.

There is no second reader of SPARQL here, which might see another query than the one that runs: the parser of
the database itself answers, on an empty store, about the query or a variant of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import pyoxigraph as ox

from graph.errors import QueryForbidden, QuerySyntaxError

Parser: TypeAlias = Callable[[str, dict[str, str]], object]
"""Raises SyntaxError for a text that does not parse; it is given the prefixes that need no declaration."""

_ANY_BASE = (
    "http://localhost/"  # whether a relative IRI can be resolved does not hang on what it is relative to
)


def parse(query: str, known: dict[str, str]) -> None:
    """Parse a query."""
    ox.Store().query(query, prefixes=known, base_iri=_ANY_BASE)


# --- keywords ----------------------------------------------------------------------------------------

# Every SERVICE clause that the grammar allows looks like this; so may a comment or a string.
_SPACE = r"(?:\s|#[^\r\n]*+(?:[\r\n]|$))*+"
_SERVICE_CLAUSE = re.compile(
    rf"service{_SPACE}(?:silent{_SPACE})?(?:[?$]\w++|<[^<>]*+>|[^\s<>{{}}\":]*+:[^\s<>{{}}\"]*+){_SPACE}\{{",
    re.IGNORECASE,
)


def refuse_service(query: str, known: dict[str, str]) -> None:
    """Refuse a query with a SERVICE clause. The original is not run before that is settled."""
    unreadable = unreadable_without(query, "SERVICE", 3, known)
    if unreadable and _SERVICE_CLAUSE.search(query):
        raise QueryForbidden("SERVICE would call another server, which Weitu never does")
    if unreadable:
        raise located(query, known, unreadable)


def unreadable_without(
    query: str, word: str, letter: int, known: dict[str, str], parser: Parser = parse
) -> str | None:
    """The query with another word in place of ``word`` if that does not parse; ``None`` if it does.

    The word may as well be part of a string, a comment, an IRI, or the name of a variable or a prefix. With
    one letter of it changed throughout, a query parses as before unless the word was a keyword. Neither the
    old nor the new letter is a hexadecimal digit, so escapes in IRIs stay as valid as they were.
    """
    text = query.lower()
    if word.lower() not in text:
        return None
    strangers = (f"{word[:letter]}{other}{word[letter + 1 :]}" for other in "UWXYZKLMNPQT")
    stranger = next(
        (each for each in strangers if each.lower() not in text), "\N{REPLACEMENT CHARACTER}" * len(word)
    )
    altered = re.sub(word, stranger, query, flags=re.IGNORECASE | re.ASCII)
    try:
        parser(altered, known)
    except SyntaxError:
        return altered
    return None


# --- what differs from time to time ------------------------------------------------------------------

_TIME_OR_CHANCE = re.compile(r"\b(?:now|rand|uuid|struuid)\b", re.IGNORECASE)


def is_volatile(query: str) -> bool:
    """Whether a query may be answered differently when it is asked again of the same graph, as far as its
    words tell: never ``False`` for one that calls a function of time or of chance."""
    return _TIME_OR_CHANCE.search(query) is not None


# --- where a query fails to parse --------------------------------------------------------------------

# The parser reports the furthest place that it looked at, and it looks ahead by the length of each keyword
# that it tries, or to the end of a shorter text. More blanks behind each keep these places from misleading.
_BLANKS = " " * 16
_PADDING = "\n" + _BLANKS
_REPORT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Z][A-Z_0-9]+")
_SENTENCE = re.compile(r"(?=.*[a-z]{2})[^\[\"'<].* .*")
_TOKEN_BEFORE = re.compile(r"(?:<[^<>]*>|\S*)\Z")
_TOKEN = re.compile(r"<[^<>\s]*>|\S[\w:.-]*")


def located(
    query: str, known: dict[str, str], parsed: str | None = None, parser: Parser = parse
) -> QuerySyntaxError:
    """Where a query that does not parse stops making sense; ``parsed`` is a variant of the same length."""
    widened = re.sub(r"\s", lambda blank: blank[0] + _BLANKS, parsed or query)
    try:
        parser(widened + _PADDING, known)
    except SyntaxError as error:
        match = _REPORT.match(str(error))
    else:
        match = None
    if match is None:
        return QuerySyntaxError("the text does not parse", 1, 1)
    expected = re.split(r",\s+(?![^\[]*\])", match[3])
    offset = _offset(widened, int(match[1]), int(match[2]))
    if all(_KEYWORD.fullmatch(text) for text in expected):
        offset -= min(map(len, expected))
    offset = _narrowed(query, offset)
    reason = next((text for text in expected if _SENTENCE.fullmatch(text)), None)
    if reason:  # the parser says it behind the token that it is about
        offset = _token_before(query, offset)
    else:
        offset += len(query[offset:]) - len(query[offset:].lstrip())
    token = _TOKEN.match(query, offset)
    problem = reason or (f"unexpected {token[0]!r}" if token else "the text ends too early")
    line_start = query.rfind("\n", 0, offset) + 1
    return QuerySyntaxError(problem, query.count("\n", 0, offset) + 1, offset - line_start + 1)


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a 1-based line and column."""
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1


def _token_before(query: str, offset: int) -> int:
    """Where the token starts that ends at an offset."""
    match = _TOKEN_BEFORE.search(query[:offset])
    return match.start() if match else offset


def _narrowed(query: str, offset: int) -> int:
    """An offset into the widened query as one into the query, at most where its text ends."""
    for position, char in enumerate(query.rstrip()):
        offset -= 1 + len(_BLANKS) * char.isspace()
        if offset < 0:
            return position
    return len(query.rstrip())


def refuse_surrogates(query: str) -> None:
    try:
        query.encode()
    except UnicodeEncodeError as error:
        line = query.count("\n", 0, error.start) + 1
        column = error.start - query.rfind("\n", 0, error.start)
        raise QuerySyntaxError("half of a surrogate pair is no character", line, column) from None
