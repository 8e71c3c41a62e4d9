"""The server that carries the application: its bounds, and how it ends."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from app.http.application import create_app
from app.http.connection import ConnectionBounds, protocol
from app.settings import Settings

#: Connections that are taken from the kernel at once, hence how many may exceed the bound for a moment.
BACKLOG = 128

_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_MORE = 5  # seconds that requests have at the end beyond those that a query may take


def configured(settings: Settings) -> uvicorn.Config:
    """The server of the store that ``settings`` name."""
    app = create_app(settings)
    bounds = ConnectionBounds(settings.patience, settings.connections, settings.request_limit)
    return uvicorn.Config(
        app,
        http=protocol(bounds, app.state.metrics),
        h11_max_incomplete_event_size=bounds.head,
        ws="none",
        lifespan="on",
        backlog=BACKLOG,
        log_level="error",  # what uvicorn warns of are bad requests, and each of them has its line already
        server_header=False,
        timeout_graceful_shutdown=settings.deadline + _MORE,
    )


class Server(uvicorn.Server):
    """A server that a signal ends once all requests are answered, for which they have as long as a query may
    take, and a second signal at once. ``forced`` says that it was the latter.
    """

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    @property
    def forced(self) -> bool:
        return self.force_exit

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            gc.freeze()  # what is loaded stays; to look at it again and again would hold requests up
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        if self.force_exit:  # then it leaves the workers alone, which would work on
            await self.lifespan.shutdown()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's, this does not raise them again at the end: to end when told to is success."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._told)
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)

    def _told(self) -> None:
        if not self.should_exit:
            self.should_exit = True
            return
        self.force_exit = True
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        for task in self.server_state.tasks:
            task.cancel()
