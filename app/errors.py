"""What can go wrong between people and the graph, on the one tree of :mod:`graph.errors`.

Every class here, as there, has a row in the table of :mod:`app.http.problems`.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from graph.errors import WeituError

# --- starting --------------------------------------------------------------------------------------


class SettingsError(WeituError):
    """An environment variable that is unknown or holds a wrong value. ``name`` is the variable."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


class AddressUnusable(WeituError):
    """The address to serve on cannot be bound: it is in use, not ours, or not an address."""

    def __init__(self, host: str, port: int, problem: str) -> None:
        super().__init__(f"cannot serve on {host}:{port}: {problem}; choose another with --host or --port")
        self.host = host
        self.port = port


class FormatMismatch(WeituError):
    """An output format that cannot hold this kind of answer, such as a table of rows in Turtle."""

    def __init__(self, wanted: str, holds: str, available: Sequence[str]) -> None:
        super().__init__(f"{wanted} cannot hold {holds}; choose one of {', '.join(available)}")
        self.wanted = wanted
        self.available = tuple(available)


class FileError(WeituError):
    """A file of the command line's own, not a report, that cannot be used. ``name`` is the file."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


class InputError(FileError):
    """A file that a query cannot be read from."""


class OutputError(FileError):
    """A file that the result cannot be written to."""


# --- requests --------------------------------------------------------------------------------------


class RequestError(WeituError):
    """A request that cannot be answered as it was made."""


class BadRequest(RequestError):
    """A request that contradicts the protocol, such as two queries at once or bytes that are not UTF-8."""


class UnknownParameter(RequestError):
    """A parameter that the resource does not have, such as a filter with a slip in its name. ``available``
    are those that it has."""

    def __init__(self, name: str, available: Sequence[str]) -> None:
        close = difflib.get_close_matches(name, available, n=1, cutoff=0.75)
        there = f"did you mean {close[0]}?" if close else f"there are {', '.join(available) or 'none'}"
        super().__init__(f"there is no parameter {name!r}; {there}")
        self.available = tuple(available)


class RepeatedParameter(RequestError):
    """A parameter stands several times in a request that takes one value of it. ``name`` is that."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the parameter {name!r} takes one value; it stands there several times")
        self.name = name


class UnknownHost(RequestError):
    """The ``Host`` header names a host that this server is not: a misdirected request or DNS rebinding."""

    def __init__(self, host: str) -> None:
        super().__init__(f"this server does not answer for the host {host!r}")
        self.host = host


class NotFound(RequestError):
    """There is no such thing in the graph. ``id`` is the local path that was asked for."""

    def __init__(self, kind: str, id: str) -> None:  # noqa: A002 - the field's own name in the API
        super().__init__(f"the graph holds no {kind} {id!r}")
        self.kind = kind
        self.id = id


class NotAcceptable(RequestError):
    """``Accept`` names no media type that the answer can be written in. ``available`` are those it can."""

    def __init__(self, accept: str, available: Sequence[str]) -> None:
        super().__init__(f"the answer cannot be written as {accept!r}")
        self.available = tuple(available)


class UnsupportedMediaType(RequestError):
    """The body is of a media type that the resource does not take. ``supported`` are those it does."""

    def __init__(self, media_type: str, supported: Sequence[str]) -> None:
        given = f"a body of type {media_type!r} is" if media_type else "a body without a Content-Type is"
        super().__init__(f"{given} not taken here")
        self.supported = tuple(supported)


class UpdateForbidden(RequestError):
    """Something was to be written on a server that has no write token."""

    def __init__(self) -> None:
        super().__init__("this server is read-only: it answers queries and takes no updates")


class Unauthorized(RequestError):
    """The write token is missing or wrong."""

    def __init__(self) -> None:
        super().__init__("to write here, send the write token: Authorization: Bearer <token>")


class ForeignOrigin(RequestError):
    """A page of another site had a browser send a write."""

    def __init__(self) -> None:
        super().__init__("pages of other sites may not write here")


class ForeignRequest(RequestError):
    """A page of another site asks for more than reading. ``methods`` and ``headers`` are what it may send."""

    def __init__(self, methods: Sequence[str], headers: Sequence[str]) -> None:
        super().__init__("pages of other sites may read here, and send no token")
        self.methods = tuple(methods)
        self.headers = tuple(headers)


class UnreadableGraph(RequestError):
    """A body that is no RDF of the type it says. ``line`` is 1-based where known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.line = line


class AddressTooLong(RequestError):
    """The path and the parameters of the request are longer than ``limit`` bytes. A query may be posted."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the address is longer than {limit} bytes; post what is long")
        self.limit = limit


class HeadersTooLarge(RequestError):
    """The headers of the request are longer than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the headers are longer than {limit} bytes")
        self.limit = limit


class BodyTooLarge(RequestError):
    """The body of the request is longer than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the request is longer than {limit} bytes")
        self.limit = limit


class TooSlow(RequestError):
    """The request did not come in whole in time. ``seconds`` is how long it may take."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the request was not there after {seconds:g} seconds")
        self.seconds = seconds


class TooManyConnections(RequestError):
    """More connections are open than may be. Ask again in a moment."""

    def __init__(self) -> None:
        super().__init__("too many connections are open; ask again in a moment")


class TooManyRequests(RequestError):
    """More requests of one client within a minute than may be."""

    def __init__(self, each_minute: int) -> None:
        super().__init__(f"more than {each_minute} requests within a minute; ask again later")


# --- bounds ----------------------------------------------------------------------------------------


class BoundError(WeituError):
    """A task that was given up because it would cost too much. Ask for less, or again later."""


class OutOfTime(BoundError):
    """A task that took longer than it may. ``seconds`` is how long that is."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer within {seconds:g} seconds; ask for less, for example with a LIMIT")
        self.seconds = seconds


class OutOfMemory(BoundError):
    """A task that needed more memory than it may. ``limit`` is that in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer needs more than {limit >> 20} MB of memory; ask for less")
        self.limit = limit


class AnswerTooLarge(BoundError):
    """An answer that is longer than it may be. ``limit`` is that in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer is longer than {limit >> 20} MB; ask for less, with LIMIT and OFFSET")
        self.limit = limit


class ClientAsleep(BoundError):
    """A client that asked for a long answer and took no more of it. ``seconds`` is how long that lasted."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the client took nothing for {seconds:g} seconds")
        self.seconds = seconds


class TooBusy(BoundError):
    """More requests wait for a worker than may. Ask again in a moment."""

    def __init__(self) -> None:
        super().__init__("too many requests are waiting; ask again in a moment")


class WorkerLost(BoundError):
    """The process that worked on the request ended before it was done."""

    def __init__(self) -> None:
        super().__init__("the process that worked on the request ended; ask for less")
