"""Running Weitu as people do: commands and servers in processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import httpx

_WEITU = [sys.executable, "-m", "app.cli.main"]


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without settings of whoever runs the tests. Warnings are errors."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WEITU_")}
    return kept | {"PYTHONWARNINGS": "error", "COLUMNS": "200"} | variables


def weitu(*arguments: str | Path, stdin: bytes = b"", **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    command = [*_WEITU, *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, env=environment(**variables), check=False
    )


@dataclass(frozen=True)
class Server:
    """A server in a process of its own, and a client of it."""

    process: subprocess.Popen[str]
    client: httpx.Client
    _talk: IO[str]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to end and wait until it has. Returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait()

    def said(self) -> str:
        """What it has written to stderr so far."""
        return _told(self._talk)

    def connect(self) -> socket.socket:
        """A connection of which the client library knows nothing."""
        address = (self.client.base_url.host, self.client.base_url.port)
        return socket.create_connection(address, timeout=60)


@contextmanager
def running(store: Path, port: int = 0, **variables: str) -> Iterator[Server]:
    """A server of its own, on a free port unless another is named, which ends with the block."""
    command = [*_WEITU, "serve", "--store", str(store), "--port", str(port)]
    with (
        TemporaryFile("w+", encoding="utf-8") as talk,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=talk, env=environment(**variables), text=True
        ) as process,
    ):
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            assert address, f"the server did not start: {_told(talk)}"
            with httpx.Client(base_url=address, timeout=60) as client:
                yield Server(process, client, talk)
        finally:
            process.terminate()
            process.wait()
        assert "Traceback" not in _told(talk), _told(talk)


@contextmanager
def serving(store: Path, **variables: str) -> Iterator[httpx.Client]:
    """A client of a server of its own on a free port, which ends with the block."""
    with running(store, **variables) as server:
        yield server.client


def raw(client: httpx.Client, request: bytes) -> bytes:
    """What comes back for bytes that a client library would not send, up to the end of the connection."""
    with socket.create_connection((client.base_url.host, client.base_url.port), timeout=60) as connection:
        connection.sendall(request)
        return rest(connection)


def rest(connection: socket.socket) -> bytes:
    """All that still comes over a connection."""
    return b"".join(iter(lambda: connection.recv(65_536), b""))


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something holds within thirty seconds."""
    for _ in range(300):
        if holds():
            return True
        time.sleep(0.1)
    return False


def _told(talk: IO[str]) -> str:
    talk.seek(0)
    return talk.read()
