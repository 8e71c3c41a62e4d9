"""What workers do. A task is called with the generation and with a stream, by which it sends the head and the
pieces of an answer; what it returns, if anything, is the answer of a task that does not stream."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from pydantic import BaseModel
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Triple

from app.http.negotiation import GRAPHS, RESULTS, best
from app.queries.generation import Generation
from graph import sparql
from graph.export.rdf import write
from graph.export.xml import XmlStream
from graph.namespaces import prefixes

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Stream:
    """Where a task sends its answer to: first the head, then any number of pieces."""

    head: Callable[[Any], None]
    data: Callable[[bytes], None]


class _Pieces(io.RawIOBase):
    """A file that hands on what is written to it."""

    def __init__(self, data: Callable[[bytes], None]) -> None:
        self._data = data
        self._size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def write(self, piece: Any) -> int:
        self._data(bytes(piece))
        self._size += len(piece)
        return len(piece)


def output(stream: Stream) -> io.BufferedWriter:
    """A file that sends what is written to it as the pieces of an answer."""
    return io.BufferedWriter(_Pieces(stream.data), _CHUNK)


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query with the data set that its request names. The head of the answer is its media type."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str | None = None

    def __call__(self, generation: Generation, stream: Stream) -> None:
        store = generation.store
        answer = sparql.run(
            store, self.query, default_graphs=self.default_graphs, named_graphs=self.named_graphs
        )
        if isinstance(answer, QueryTriples):
            send_graph(generation, answer, best(self.accept, tuple(GRAPHS)), stream)
            return
        media_type = best(self.accept, tuple(RESULTS))
        stream.head(media_type)
        form = QueryResultsFormat.from_extension(RESULTS[media_type])
        with output(stream) as file:
            out = cast("IO[bytes]", XmlStream(file)) if form == QueryResultsFormat.XML else file
            answer.serialize(out, format=form)


JSON = "application/json"


class Question:
    """A question of :mod:`app.queries` with what is asked. Its answer is JSON."""

    def __init__(self, question: Callable[..., BaseModel], *arguments: Any, **named: Any) -> None:
        self._question = question
        self._arguments = arguments
        self._named = named

    def __call__(self, generation: Generation, stream: Stream) -> None:
        answer = self._question(generation, *self._arguments, **self._named)
        stream.head(JSON)
        stream.data(answer.model_dump_json().encode())


class Call:
    """A question of :mod:`app.queries` whose answer is taken as it is."""

    def __init__(self, question: Callable[..., Any], *arguments: Any, **named: Any) -> None:
        self._question = question
        self._arguments = arguments
        self._named = named

    def __call__(self, generation: Generation, stream: Stream) -> Any:  # noqa: ARG002
        return self._question(generation, *self._arguments, **self._named)


@dataclass(frozen=True, slots=True)
class Describe:
    """The triples that a question of :mod:`app.queries` gives about something. The head of the answer is
    their media type."""

    question: Callable[[Generation, str], Iterator[Triple]]
    about: str
    media_type: str

    def __call__(self, generation: Generation, stream: Stream) -> None:
        send_graph(generation, self.question(generation, self.about), self.media_type, stream)


def send_graph(generation: Generation, triples: Iterable[Triple], media_type: str, stream: Stream) -> None:
    """Send triples in a media type of :data:`GRAPHS`, which is the head of the answer."""
    stream.head(media_type)
    rdf = RdfFormat.from_extension(GRAPHS[media_type])
    assert rdf is not None
    with output(stream) as file:
        write(triples, file, rdf, prefixes(generation.store.base))
