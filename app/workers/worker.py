"""A worker: a process that does one task after the other until the server closes their socket."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import socket
import threading
from pathlib import Path
from typing import NoReturn

from app.queries.generation import Generation
from app.workers.channel import Channel, Kind, failed
from app.workers.tasks import Stream
from graph.errors import WeituError
from graph.generations import published
from graph.store import Store

# The parser of queries recurses with each level of nesting and each link of a chain. On this stack no query
# within the default request_limit overflows. It is address space, not memory: only what is used is backed.
_STACK = 1 << 30
_SPARE = 500  # of 1,000: the kernel ends workers first where memory runs out


def work(path: Path, channel: Channel) -> None:
    """Do tasks on the generation that is published when each begins."""
    try:
        generation = Generation(Store.open(path))
    except WeituError as error:
        channel.send(Kind.FAILED, failed(error))
        return
    channel.send(Kind.READY, pickle.dumps(os.getpid()))
    while True:
        task = channel.receive()
        try:
            if generation.store.generation != published(path).generation:
                newer = Generation(Store.open(path))
                generation.store.close()
                generation = newer
            stream = Stream(
                lambda head: channel.send(Kind.HEAD, pickle.dumps(head)),
                lambda piece: channel.send(Kind.DATA, piece),
            )
            answer = task(generation, stream)
        except Exception as error:
            channel.send(Kind.FAILED, failed(error))
        else:
            channel.send(Kind.DONE, pickle.dumps(answer))


def main(path: Path, descriptor: int) -> NoReturn:
    """Work until the server is gone."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(_SPARE), encoding="ascii")
    channel = Channel(socket.socket(fileno=descriptor))
    threading.stack_size(_STACK)

    def until_it_ends() -> None:
        with contextlib.suppress(EOFError, OSError):
            work(path, channel)

    worker = threading.Thread(target=until_it_ends)
    worker.start()
    gone = select.poll()
    gone.register(descriptor, 0)  # for a hang-up alone, which comes even where the server was killed
    while worker.is_alive() and not gone.poll(1_000):
        pass
    os._exit(0)
