"""``weitu export``: the whole graph as a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from app.cli import options
from app.cli.console import data
from app.errors import OutputError


class Format(StrEnum):
    """What :mod:`graph.export` writes; named here, too, so that the help needs no RDF library."""

    TTL = "ttl"
    TRIG = "trig"
    NT = "nt"
    NQ = "nq"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"


def export(
    context: typer.Context,
    format: Annotated[  # noqa: A002 - the name of the option
        Format, typer.Option(help="RDF, or the graph of entities as GraphML or GEXF")
    ] = Format.TTL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="the file to write  [default: stdout]"),
    ] = None,
    store: options.Store = None,
) -> None:
    """Write the whole graph. A file is replaced only when the new one is complete."""
    from graph.export import export as export_graph
    from graph.store import Store

    settings = options.settings(context, store=store)
    with Store.open(settings.store) as opened:
        if output is None:
            export_graph(opened, format.value, data())
        else:
            with _replacing(output) as file:
                export_graph(opened, format.value, file)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` when all went well, and is gone when not.

    What is no file, such as a pipe or a device, keeps its place and is written to."""
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                yield device
            return
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchmod(file.fileno(), 0o666 & ~_umask())
                yield file
            Path(name).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise OutputError(str(path), f"cannot be written ({error.strerror})") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
