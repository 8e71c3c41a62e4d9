"""``weitu build``: from reports to a published graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.cli import options
from app.cli.console import one_line, results, talk

if TYPE_CHECKING:
    from graph.build import BuildReport, Outcome


def build(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="reports (text, HTML, .docx, PDF), or folders of them"),
    ],
    store: options.Store = None,
    base: options.Base = None,
    without_persons: options.WithoutPersons = False,
) -> None:
    """Read reports and publish what they say. A report that is there already is replaced."""
    from graph.build import build as build_graph

    settings = options.settings(context, store=store, base=base)
    with _progress() as tell:
        report = build_graph(paths, settings.store, settings.base, tell, persons=not without_persons)
    _summarise(report, settings.store)
    if report.failed:
        raise typer.Exit(1)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, Outcome], None]]:
    """Tells of each document: above a bar on a terminal, as plain lines elsewhere."""
    console = talk()
    columns = (TextColumn("weitu: reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("")

        def tell(done: int, total: int, outcome: Outcome) -> None:
            progress.update(task, completed=done, total=total)
            for line in _lines(outcome):
                progress.console.print(one_line(line))

        yield tell


def _lines(outcome: Outcome) -> Iterator[str]:
    from graph.build import Built

    if not isinstance(outcome, Built):
        yield f"weitu: {outcome}"
        return
    yield f"{outcome.name}: {_counts(outcome.mentions, outcome.observations, outcome.relations)}"
    yield from (f"weitu: warning: {outcome.name}: {warning}" for warning in outcome.warnings)


def _summarise(report: BuildReport, store: Path) -> None:
    done = report.done
    totals = (
        sum(d.mentions for d in done),
        sum(d.observations for d in done),
        sum(d.relations for d in done),
    )
    failed = f", {len(report.failed)} not read" if report.failed else ""
    results().print(one_line(f"{store}: {len(done)} documents built{failed}; {_counts(*totals)}"))


def _counts(mentions: int, observations: int, relations: int) -> str:
    return f"{mentions} mentions, {observations} observations, {relations} relations"
