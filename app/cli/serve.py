"""``weitu serve``: the graph over HTTP."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.console import results, talk
from app.errors import AddressUnusable

if TYPE_CHECKING:
    from app.settings import Settings

# Seconds that running requests are given to end once the server has been told to.
_PATIENCE = 3

Host = Annotated[str | None, options.option("host", "--host", metavar="NAME")]
Port = Annotated[int | None, options.option("port", "--port", metavar="NUMBER")]


def serve(
    context: typer.Context,
    store: options.Store = None,
    host: Host = None,
    port: Port = None,
) -> None:
    """Serve the graph: the page, the REST API and the SPARQL endpoint."""
    settings = options.settings(context, store=store, host=host, port=port)
    run(settings)


def run(settings: Settings) -> None:
    """Serve until a signal ends it. The address goes to stdout once requests are answered."""
    import uvicorn

    from app.http.application import create_app
    from app.http.observed import log_requests
    from graph.store import Store

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                talk().print(f"weitu: serving {settings.store}; Ctrl-C ends it")
                results().print(_address(listener), soft_wrap=True)

    Store.open(settings.store).close()
    if settings.request_log:
        log_requests()
    logging.getLogger("uvicorn.error").addFilter(_not_cancelled)
    with _listen(settings.host, settings.port) as listener:
        config = uvicorn.Config(
            create_app(settings),
            log_level="warning",
            lifespan="on",
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE,
        )
        try:
            Announcing(config).run(sockets=[listener])
        finally:
            _leave()


def _not_cancelled(record: logging.LogRecord) -> bool:
    """Whether a failure is more than that the server gave up a request because it is to end."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def _leave() -> None:
    """End the process if a query is still running, which nothing can cancel and Python would wait for.

    The store is open for reading only, so there is nothing to lose."""
    workers = [thread for thread in threading.enumerate() if thread is not threading.current_thread()]
    for worker in workers:
        worker.join(timeout=0.1)
    if any(worker.is_alive() for worker in workers):
        os._exit(1)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address, so that one in use is known before anything else is done."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as stack:
            listener = stack.enter_context(socket.socket(family, kind, protocol))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
            stack.pop_all()
            return listener
    except OSError as error:
        raise AddressUnusable(host, port, (error.strerror or str(error)).lower()) from None


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
