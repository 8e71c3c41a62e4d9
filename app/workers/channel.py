"""How the server and a worker talk: frames of a kind, a length and a body over a socket.

A task goes to the worker as one frame. Back come any number of ``HEAD`` and ``DATA`` frames and one that ends
them: ``DONE`` with what the task returned, or ``FAILED`` with the error that it raised. The pickles are made
by our own processes, no byte of them by a client.
"""

from __future__ import annotations

import asyncio
import pickle
import socket
import struct
from enum import IntEnum
from typing import Any

_HEADER = struct.Struct("!BI")


class Kind(IntEnum):
    """What a frame is."""

    READY = 1
    TASK = 2
    HEAD = 3
    DATA = 4
    DONE = 5
    FAILED = 6


def frame(kind: Kind, body: bytes = b"") -> bytes:
    """A frame as bytes."""
    return _HEADER.pack(kind, len(body)) + body


def failed(error: Exception) -> bytes:
    """An error as the body of a frame: its class, arguments and attributes, without its traceback."""
    return pickle.dumps((type(error), error.args, error.__dict__))


def error_of(body: bytes) -> Exception:
    """The error in the body of a frame."""
    kind, arguments, attributes = pickle.loads(body)
    error: Exception = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(attributes)
    return error


class Channel:
    """The worker's end. Blocking."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._input = connection.makefile("rb")

    def receive(self) -> Any:
        """The next task; :class:`EOFError` when the server has gone."""
        header = self._input.read(_HEADER.size)
        if len(header) < _HEADER.size:
            raise EOFError
        _, size = _HEADER.unpack(header)
        body = self._input.read(size)
        if len(body) < size:
            raise EOFError
        return pickle.loads(body)

    def send(self, kind: Kind, body: bytes = b"") -> None:
        self._connection.sendall(frame(kind, body))


async def read(reader: asyncio.StreamReader) -> tuple[Kind, bytes]:
    """The next frame; :class:`asyncio.IncompleteReadError` where the other end has gone."""
    kind, size = _HEADER.unpack(await reader.readexactly(_HEADER.size))
    return Kind(kind), await reader.readexactly(size) if size else b""
