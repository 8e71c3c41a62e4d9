"""Where workers come from: ``python -m app.workers.template STORE DESCRIPTOR``. A process that has loaded
what they need and forks one for each socket that comes over the socket with that descriptor, until the server
closes it. It has one thread and opens no store, so that a fork is whole."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import sys
from pathlib import Path

# what tasks are made of, loaded here once and not in each worker
import app.queries.documents
import app.queries.entities
import app.queries.evidence
import app.queries.network
import app.queries.observations
import app.queries.reconciliation
import app.queries.search
import app.queries.vocabulary
import app.workers.files
import app.workers.writes  # noqa: F401
from app.workers import worker


def main() -> None:
    """Fork until the server is gone."""
    store, descriptor = Path(sys.argv[1]), int(sys.argv[2])
    for number in (signal.SIGINT, signal.SIGTERM):  # which may come to all processes: the server acts on them
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    gc.freeze()  # what is loaded is not looked at again, and its memory stays shared
    with socket.socket(fileno=descriptor) as control:
        while True:
            told, sockets, _, _ = socket.recv_fds(control, 1, 1)
            if not told:
                break
            with contextlib.suppress(OSError):  # then the other end sees that there is no worker
                if os.fork() == 0:
                    control.close()
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    worker.main(store, sockets[0])
            os.close(sockets[0])


if __name__ == "__main__":
    main()
