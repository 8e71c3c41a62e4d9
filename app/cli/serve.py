"""``weitu serve``: the graph over HTTP."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import socket
import threading
from contextlib import ExitStack
from typing import Annotated

import typer

from app.cli import options
from app.cli.console import results, talk
from app.errors import AddressUnusable, SettingsError
from app.settings import Settings, row

# Open files besides connections: the store's, the workers', and connections beyond the bound for a moment.
_FILES = 512

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
    from app.http.observed import log_requests
    from app.http.server import Server, configured
    from graph.store import Store

    def announce() -> None:
        talk().print(f"weitu: serving {settings.store}; Ctrl-C ends it")
        results().print(_address(listener), soft_wrap=True)

    _allow_files(settings.connections)
    Store.open(settings.store).close()
    if settings.request_log:
        log_requests()
    logging.getLogger("uvicorn.error").addFilter(_not_cancelled)
    with _listen(settings.host, settings.port) as listener:
        server = Server(configured(settings), announce)
        try:
            server.run(sockets=[listener])
        finally:
            _leave()
    if server.forced:
        raise typer.Exit(1)


def _not_cancelled(record: logging.LogRecord) -> bool:
    """Whether a failure is more than that the server gave up a request because it is to end."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def _allow_files(connections: int) -> None:
    """Have the system let this process open as many files as it may need: without one for a connection it
    could not even refuse it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + _FILES
    if hard != resource.RLIM_INFINITY and hard < wanted:
        problem = f"needs {wanted} open files and the system allows {hard} (ulimit -Hn); set a lower number"
        raise SettingsError(row("connections").variable, problem)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _leave() -> None:
    """End the process if a request is still running in a thread, which nothing can cancel and Python would
    wait for. The store is open for reading only, so there is nothing to lose."""
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
