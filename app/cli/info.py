"""``weitu info``: what a store holds."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version

import typer
from rich.table import Table
from rich.text import Text

from app.cli import options
from app.cli.console import one_line, results, table

_PARTS = ("weitu", "pyoxigraph", "spacy", "rdflib", "fastapi")


def info(context: typer.Context, store: options.Store = None) -> None:
    """Say what the store holds and which versions are at work."""
    from graph.store import Store

    settings = options.settings(context, store=store)
    with Store.open(settings.store) as opened:
        console = results()
        console.print(
            _pairs(
                {
                    "store": settings.store,
                    "base": opened.base,
                    "generation": opened.generation,
                    **opened.counts(),
                }
            )
        )
        console.print()
        rows = ((d.period or "", d.sha256[:16], d.title, d.name) for d in opened.documents())
        console.print(table(("period", "document", "title", "file"), rows))
        console.print()
        console.print(
            _pairs({"python": platform.python_version()} | {name: version(name) for name in _PARTS})
        )


def _pairs(pairs: Mapping[str, object]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name, value in pairs.items():
        grid.add_row(Text(name, "bold"), Text(one_line(value)))
    return grid
