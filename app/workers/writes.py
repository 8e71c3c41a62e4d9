"""What workers do with whole graphs: read one out, and write.

A write is published before its task returns, or not at all: a worker that is ended in the middle leaves the
published generation as it was. Each is done beside the generation that the worker holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import NotFound
from app.http.rdf_bodies import Part, triples
from app.queries.generation import Generation
from app.workers.tasks import Stream, send_graph
from graph.store import writing


@dataclass(frozen=True, slots=True)
class ReadGraph:
    """A named graph, or the default graph, in a media type. The head of the answer is that."""

    graph: str | None
    media_type: str

    def __call__(self, generation: Generation, stream: Stream) -> None:
        found = generation.store.graph(self.graph)
        if found is None:
            raise no_graph(self.graph)
        send_graph(generation, found, self.media_type, stream)


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update with the data set that its request names."""

    update: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()

    def __call__(self, generation: Generation, stream: Stream) -> None:  # noqa: ARG002
        with writing(generation.store.path) as writer:
            writer.update(self.update, self.using, self.using_named)


@dataclass(frozen=True, slots=True)
class PutGraph:
    """RDF in place of a graph, or with ``add`` into it. Returns whether the graph is new."""

    graph: str | None
    parts: list[Part]
    add: bool = False

    def __call__(self, generation: Generation, stream: Stream) -> bool:  # noqa: ARG002
        with writing(generation.store.path) as writer:
            base = self.graph or writer.base
            return writer.put_graph(self.graph, triples(self.parts, base), add=self.add)


@dataclass(frozen=True, slots=True)
class DropGraph:
    """The end of a named graph, or of what is in the default graph."""

    graph: str | None

    def __call__(self, generation: Generation, stream: Stream) -> None:  # noqa: ARG002
        with writing(generation.store.path) as writer:
            if not writer.drop_graph(self.graph):
                raise no_graph(self.graph)


def no_graph(graph: str | None) -> NotFound:
    return NotFound("named graph", graph or "")
