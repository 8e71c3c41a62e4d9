"""A worker as the server sees it: a process that does one task at a time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import resource
import socket
import sys
from pathlib import Path
from typing import Any, Self

from app.errors import WorkerLost
from app.workers.channel import Kind, frame, read

_PAGE = resource.getpagesize()
_TICK = os.sysconf("SC_CLK_TCK")
_BEHIND = 10  # niceness: a ninth of what others get of a processor that is scarce


class Worker:
    """A process that does one task at a time."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self._used = 0.0

    @classmethod
    async def start(cls, store: Path, *, behind: bool = False) -> Self:
        """A worker that has opened a store, ``behind`` the others: :meth:`step_behind`; :class:`WorkerLost`
        if it ended instead."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "app.workers.worker", str(store), str(theirs.fileno())),
                pass_fds=(theirs.fileno(),),
                stdin=asyncio.subprocess.DEVNULL,
            )
        worker = cls(process, *await asyncio.open_connection(sock=ours))
        try:
            if behind:
                worker.step_behind()
            await worker.read()
        except BaseException:
            await worker.end()
            raise
        return worker

    def give(self, task: Any) -> None:
        """A task to do."""
        self._used = self._seconds()
        self._writer.write(frame(Kind.TASK, pickle.dumps(task)))

    async def read(self) -> tuple[Kind, bytes]:
        """The next frame; :class:`WorkerLost` if the process has ended."""
        try:
            return await read(self._reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise WorkerLost from None

    def gone(self) -> bool:
        """Whether the process has ended."""
        return self._reader.at_eof()

    def memory(self) -> int:
        """Bytes of memory that it holds, 0 once it has ended."""
        try:
            resident = self._proc("statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(resident) * _PAGE

    def used(self) -> float:
        """Seconds of a processor that it has used for its task, which others that run beside it do not
        change."""
        return max(0.0, self._seconds() - self._used)

    def step_behind(self) -> None:
        """Leave processors to other processes from now on where they are scarce; there is no way back."""
        with contextlib.suppress(OSError):  # it has ended
            for thread in self._proc("task").iterdir():
                with contextlib.suppress(ProcessLookupError):
                    os.setpriority(os.PRIO_PROCESS, int(thread.name), _BEHIND)

    def kill(self) -> None:
        """End it whatever it does."""
        self._writer.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """End it, and wait until it has."""
        self.kill()
        await self._process.wait()

    def _seconds(self) -> float:
        try:
            fields = self._proc("stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / _TICK  # utime and stime, proc(5)

    def _proc(self, name: str) -> Path:
        return Path(f"/proc/{self._process.pid}/{name}")
