"""``weitu query``: ask the graph in SPARQL."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.cli import options
from app.cli.console import data, results, table
from app.errors import FormatMismatch, InputError

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    from graph.sparql import Result, Term


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


def query(
    context: typer.Context,
    sparql: Annotated[
        str, typer.Argument(metavar="SPARQL|@FILE", help="the query, or the file that holds it; @- is stdin")
    ],
    format: Annotated[  # noqa: A002 - the name of the option
        Format | None,
        typer.Option(help="table, csv or json for rows, ttl for graphs  [default: table or ttl]"),
    ] = None,
    store: options.Store = None,
) -> None:
    """Ask the graph in SPARQL. The default graph is the union of all graphs."""
    from graph.sparql import run
    from graph.store import Store

    settings = options.settings(context, store=store)
    text = _text(sparql)
    with Store.open(settings.store) as opened:
        write(run(opened, text), format, opened.base)


def _text(given: str) -> str:
    if not given.startswith("@"):
        return given
    name = given.removeprefix("@")
    try:
        return (sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()).decode()
    except OSError as error:
        raise InputError(name, f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise InputError("stdin" if name == "-" else name, "is not text in UTF-8") from None


def write(answer: Result, format: Format | None, base: str) -> None:  # noqa: A002
    """Print an answer to stdout. :class:`FormatMismatch` where the format cannot hold it."""
    from pyoxigraph import QueryBoolean, QueryTriples

    if isinstance(answer, QueryTriples):
        _write_graph(answer, format, base)
    elif format is Format.TTL:
        raise FormatMismatch("ttl", "the answer to SELECT or ASK", [Format.TABLE, Format.CSV, Format.JSON])
    elif format in (Format.CSV, Format.JSON):
        _write_results(answer, format)
    elif isinstance(answer, QueryBoolean):
        results().print("true" if answer else "false")
    else:
        results().print(_table(answer))


def _write_graph(triples: QueryTriples, format: Format | None, base: str) -> None:  # noqa: A002
    from pyoxigraph import RdfFormat, serialize

    from graph.namespaces import prefixes

    if format not in (None, Format.TTL):
        raise FormatMismatch(format, "the answer to CONSTRUCT or DESCRIBE", [Format.TTL])
    serialize(triples, data(), RdfFormat.TURTLE, prefixes=prefixes(base))


def _write_results(answer: QuerySolutions | QueryBoolean, format: Format) -> None:  # noqa: A002
    from pyoxigraph import QueryResultsFormat

    out = data()
    answer.serialize(out, QueryResultsFormat.CSV if format is Format.CSV else QueryResultsFormat.JSON)
    if format is Format.JSON:
        out.write(b"\n")


def _table(solutions: QuerySolutions) -> Table:
    names = [variable.value for variable in solutions.variables]
    return table(names, ([_cell(solution[name]) for name in names] for solution in solutions))


def _cell(term: Term | None) -> str:
    """The lexical form of a value; nothing for an unbound one."""
    return "" if term is None else str(getattr(term, "value", term))
