"""``weitu extract``: what reports say, without a store."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.console import data

if TYPE_CHECKING:
    pass


class Format(StrEnum):
    """How an extraction is printed."""

    JSONL = "jsonl"
    TEXT = "text"


def extract(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="reports, or folders of reports")],
    format: Annotated[  # noqa: A002 - the name of the option
        Format, typer.Option(help="one JSON object a line, or the text with its mentions in colour")
    ] = Format.JSONL,
) -> None:
    """Read reports and print what they say."""
    settings = options.settings(context)
    failed = False
    for document, extraction in ():
        if extraction is None:
            failed = True
        elif format is Format.JSONL:
            data().write((extraction.to_json() + "\n").encode())
            data().flush()
        else:
            from app.cli.marked import show

            show(document, extraction)
    if failed:
        raise typer.Exit(1)
