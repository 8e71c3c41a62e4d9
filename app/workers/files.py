"""What workers write as files: the graph or a part of it, and tables of observations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.queries.generation import Generation
from app.queries.observations import Asked, filters
from app.workers.tasks import Stream, output
from graph.export import Format, export, select, tables
from graph.index.observations import Order, every

TableFormat: TypeAlias = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Export:
    """A selection of the graph in a format: :func:`graph.export.select`. The head of the answer is that."""

    format: Format
    region: str | None
    document: str | None
    around: str | None
    depth: int

    def __call__(self, generation: Generation, stream: Stream) -> None:
        selection = select(
            generation.store, region=self.region, document=self.document, around=self.around, depth=self.depth
        )
        stream.head(self.format)
        with output(stream) as file:
            export(selection, self.format, file)


@dataclass(frozen=True, slots=True)
class Table:
    """All observations that are asked for as a table. The head of the answer is its format."""

    format: TableFormat
    asked: Asked
    order: Order

    def __call__(self, generation: Generation, stream: Stream) -> None:
        found = every(generation.index, filters(generation, self.asked), order=self.order)
        rows = tables.rows(generation.store, found)
        stream.head(self.format)
        with output(stream) as file:
            (tables.csv if self.format == "csv" else tables.parquet)(rows, file)
