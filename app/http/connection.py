"""A connection: what may come over it, and how slowly, before there is a request that could be answered.

The protocol is uvicorn's own over h11, with the bounds that it lacks. It is h11 and not httptools, because
uvicorn bounds the head of a request with the one and takes a head without end with the other. Its ``auto``
would be either, depending on what else is installed.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

from app.errors import AddressTooLong, BadRequest, HeadersTooLarge, TooManyConnections, TooSlow
from app.http.bounds import HEADERS
from app.http.guard import HEADERS as PAGE_HEADERS
from app.http.observed import Metrics
from app.http.problems import problem
from graph.errors import WeituError

#: Connections beyond the bound that are kept until their clients have read that there are too many. Those
#: beyond them are closed at once, by which the answer may be lost.
SPARE = 64

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class ConnectionBounds:
    """``seconds`` are for a request to come in and for its client to go on reading, ``address`` is bytes."""

    seconds: float
    connections: int
    address: int

    @property
    def head(self) -> int:
        """Most bytes of a request before its body."""
        return self.address + HEADERS


def protocol(bounds: ConnectionBounds, metrics: Metrics) -> type[asyncio.Protocol]:
    """The class of connections with these bounds, for uvicorn to make them of."""
    return type("BoundedConnection", (Connection,), {"bounds": bounds, "metrics": metrics})


class Connection(H11Protocol):
    """A connection that is ended when nothing comes for too long, or nothing is taken.

    A request that h11 refuses is answered with a problem, too. The body of one is timed by
    :class:`app.http.bounds.Bounded` while a route reads it, and here once it is answered.
    """

    bounds: ConnectionBounds
    metrics: Metrics

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._awaiting = _Timer(self.loop, self.bounds.seconds, self._late)
        self._sending = _Timer(self.loop, self.bounds.seconds, self._look_at_reading)
        self._since = self.loop.time()
        self._unsent = 0
        self._refused = self._closing = self._lingering = False

    # --- what comes ----------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast("asyncio.Transport", _Transport(transport, self)))
        if len(self.connections) > self.bounds.connections:
            self._refuse(TooManyConnections())
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        if not self._closing:  # else it is the rest of what has been answered
            super().data_received(self._encoded(data))
            self._watch()

    def _encoded(self, data: bytes) -> bytes:
        """What came, with the address percent-encoded that the client sent as people type it."""
        if self.conn.their_state is not h11.IDLE or b"\n" in self.conn.trailing_data[0]:
            return data
        line, end, rest = data.partition(b"\n")
        return _BEYOND_ASCII.sub(lambda match: b"%%%02X" % match[0][0], line) + end + rest

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def _watch(self) -> None:
        """See to it that what is awaited of the client comes in time: a request, or the end of one that was
        answered before."""
        state = self.conn.their_state
        unread = state is h11.SEND_BODY and self.conn.our_state is h11.DONE
        if self._closing or not (unread or state is h11.IDLE):
            self._awaiting.stop()
        elif not self._awaiting.running and self.timeout_keep_alive_task is None:
            self._since = self.loop.time()
            self._awaiting.start()

    def _late(self) -> None:
        begun = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if begun:
            self._refuse(TooSlow(self.bounds.seconds))
        else:
            self.transport.abort()

    # --- what is refused -----------------------------------------------------------------------------

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words, for any request that h11 refuses
        received, _ = self.conn.trailing_data
        if self._running() or len(received) <= self.bounds.head:
            self._refuse(BadRequest("the request is not HTTP/1.1"))
        elif b"\n" in received[: self.bounds.address]:
            self._refuse(HeadersTooLarge(HEADERS))
        else:
            self._refuse(AddressTooLong(self.bounds.address))

    def _running(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, error: WeituError) -> None:
        """Answer what is no request yet, or no longer."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.abort()  # in the middle of an answer
            return
        response = problem(error)
        response.headers.update({**PAGE_HEADERS, "Connection": "close"})
        headers = [*self.server_state.default_headers, *response.raw_headers]
        reason = STATUS_PHRASES[response.status_code]
        for event in (
            h11.Response(status_code=response.status_code, headers=headers, reason=reason),
            h11.Data(data=bytes(response.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event))
        if self._running():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        else:
            client = self.client[0] if self.client else ""
            seconds = self.loop.time() - self._since
            self.metrics.note(client, None, None, response.status_code, len(response.body), seconds)
        self._refused = True
        self.transport.close()

    # --- the end -------------------------------------------------------------------------------------

    def close(self, transport: asyncio.Transport) -> None:
        """End the connection once all is sent, and where a request is still coming in, once its client has
        read the answer.

        A socket that is closed with something unread in it resets the connection, and what the client has not
        read by then is lost.
        """
        if self._closing:
            return
        self._closing = True
        self._awaiting.stop()
        self._expect_reading()
        unread = self._refused or self.conn.their_state is h11.SEND_BODY
        if unread and len(self.connections) <= self.bounds.connections + SPARE:
            self._lingering = True
            transport.write_eof()
            self.flow.resume_reading()
        else:
            transport.close()

    def is_closing(self) -> bool:
        return self._closing

    def shutdown(self) -> None:
        if not self._closing:
            super().shutdown()
        if self._lingering and not self.transport.get_write_buffer_size():
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._closing = True
        self._awaiting.stop()
        self._sending.stop()
        super().connection_lost(exc)

    # --- who does not read ---------------------------------------------------------------------------

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self._closing:
            self._sending.stop()

    def _expect_reading(self) -> None:
        if not self._sending.running:
            self._unsent = self.transport.get_write_buffer_size()
            self._sending.start()

    def _look_at_reading(self) -> None:
        """End the connection of a client that has taken nothing since the last look."""
        if self.transport.get_write_buffer_size() < self._unsent:
            self._expect_reading()
        else:
            self.transport.abort()


class _Transport:
    """A transport that leaves it to its connection how to close."""

    def __init__(self, transport: asyncio.Transport, connection: Connection) -> None:
        self._transport = transport
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def close(self) -> None:
        self._connection.close(self._transport)

    def is_closing(self) -> bool:
        return self._connection.is_closing() or self._transport.is_closing()


class _Timer:
    """Calls something so many seconds after it was started, unless it is stopped before."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, then: Callable[[], None]) -> None:
        self._loop = loop
        self._seconds = seconds
        self._then = then
        self._handle: asyncio.TimerHandle | None = None

    @property
    def running(self) -> bool:
        return self._handle is not None

    def start(self) -> None:
        self._handle = self._loop.call_later(self._seconds, self._fire)

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _fire(self) -> None:
        self._handle = None
        self._then()
