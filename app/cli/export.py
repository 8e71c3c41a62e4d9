"""``weitu export``: the graph, or a part of it, as a file."""

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
    RDF = "rdf"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    PARQUET = "parquet"


def export(
    context: typer.Context,
    format: Annotated[  # noqa: A002 - the name of the option
        Format,
        typer.Option(help="RDF, the graph of entities (graphml, gexf) or the observations (csv, parquet)"),
    ] = Format.TTL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="the file to write  [default: stdout]"),
    ] = None,
    region: Annotated[
        str | None, typer.Option(metavar="CODE", help="only documents about this region and those inside it")
    ] = None,
    document: Annotated[
        str | None,
        typer.Option(metavar="ID", help="only this document (its IRI, or what follows id/document/)"),
    ] = None,
    around: Annotated[
        str | None,
        typer.Option(metavar="ID", help="only this entity (IRI or path below id/) and its neighbours"),
    ] = None,
    depth: Annotated[int, typer.Option(min=1, max=4, help="relations away from the entity")] = 1,
    store: options.Store = None,
) -> None:
    """Write the graph, or a part of it. A file is replaced only when the new one is complete."""
    from graph.export import export as export_graph
    from graph.export import select
    from graph.store import Store

    settings = options.settings(context, store=store)
    if sum(chosen is not None for chosen in (region, document, around)) > 1:
        raise typer.BadParameter("name one of --region, --document and --around, not several")
    with Store.open(settings.store) as opened:
        selection = select(opened, region=region, document=document, around=around, depth=depth)
        if output is None:
            export_graph(selection, format.value, data())
        else:
            with _replacing(output) as file:
                export_graph(selection, format.value, file)


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
