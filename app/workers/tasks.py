"""What workers do. A task is called with the store and with the channel's ``head`` and ``data``, by which it
streams an answer; what it returns, if anything, is the answer of a task that does not stream."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, serialize

from app.http.negotiation import GRAPHS, RESULTS, best
from graph import sparql
from graph.namespaces import prefixes
from graph.store import Store

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Stream:
    """Where a task sends its answer to: first the head, then any number of pieces."""

    head: Callable[[Any], None]
    data: Callable[[bytes], None]


class Pieces(io.RawIOBase):
    """A file that hands on what is written to it."""

    def __init__(self, data: Callable[[bytes], None]) -> None:
        self._data = data

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._data(bytes(piece))
        return len(piece)


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query with the data set that its request names. The head of the answer is its media type."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str | None = None

    def __call__(self, store: Store, stream: Stream) -> None:
        answer = sparql.run(
            store, self.query, default_graphs=self.default_graphs, named_graphs=self.named_graphs
        )
        with io.BufferedWriter(Pieces(stream.data), _CHUNK) as output:
            if isinstance(answer, QueryTriples):
                media_type = best(self.accept, tuple(GRAPHS))
                stream.head(media_type)
                rdf = RdfFormat.from_extension(GRAPHS[media_type])
                serialize(answer, output, format=rdf, prefixes=prefixes(store.base))
            else:
                media_type = best(self.accept, tuple(RESULTS))
                stream.head(media_type)
                answer.serialize(output, format=QueryResultsFormat.from_extension(RESULTS[media_type]))
