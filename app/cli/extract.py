"""``weitu extract``: what reports say, without a store."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.console import complain, data

if TYPE_CHECKING:
    from graph.documents import Document
    from graph.extraction import Extraction


class Format(StrEnum):
    """How an extraction is printed."""

    JSONL = "jsonl"
    TEXT = "text"


def extract(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="reports (text, HTML, .docx, PDF), or folders of them"),
    ],
    format: Annotated[  # noqa: A002 - the name of the option
        Format, typer.Option(help="one JSON object a line, or the text with its mentions in colour")
    ] = Format.JSONL,
    base: options.Base = None,
    without_persons: options.WithoutPersons = False,
) -> None:
    """Read reports and print what they say."""
    from graph.build import find_files
    from graph.documents import load
    from graph.errors import DocumentError, UnwritableIri
    from graph.iris import DEFAULT_BASE
    from graph.reader import Reader

    settings = options.settings(context, base=base)
    show = _writer(format)
    reader = Reader(settings.base or DEFAULT_BASE)
    failed = False
    for path in find_files(paths):
        try:
            document = load(path)
            for warning in document.warnings:
                complain(f"warning: {path}: {warning}")
            if without_persons:
                document = reader.without_persons(document)
            show(document, reader.read(document))
        except DocumentError as error:
            complain(error)
            failed = True
        except UnwritableIri as error:
            complain(f"{path}: {error}")
            failed = True
    if failed:
        raise typer.Exit(1)


def _writer(format: Format) -> Callable[[Document, Extraction], None]:  # noqa: A002
    if format is Format.TEXT:
        from app.cli.marked import show

        return show
    return _write_line


def _write_line(document: Document, extraction: Extraction) -> None:  # noqa: ARG001
    out = data()
    # half of a surrogate pair, as the name of a file may hold it, comes out as JSON's own escape
    out.write((extraction.to_json() + "\n").encode(errors="backslashreplace"))
    out.flush()
