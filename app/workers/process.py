"""Workers as the server sees them, processes that do one task at a time, and the one that forks them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import resource
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from app.errors import WorkerLost
from app.workers.channel import Kind, error_of, frame, read

_PAGE = resource.getpagesize()
_TICK = os.sysconf("SC_CLK_TCK")
_BEHIND = 10  # niceness: a ninth of what others get of a processor that is scarce


class Template:
    """A process that has loaded what workers need, so that a new one is there in a moment."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._process: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None

    async def __aenter__(self) -> Self:
        await self._start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._control is not None:
            self._control.close()  # upon which it ends
        if self._process is not None:
            await self._process.wait()

    async def fork(self) -> socket.socket:
        """The server's end of the socket of a new worker; :class:`WorkerLost` if there can be none now."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._send(theirs)
            except OSError:
                await self._start()
                try:
                    self._send(theirs)
                except OSError:
                    ours.close()
                    raise WorkerLost from None
        return ours

    def _send(self, descriptor: socket.socket) -> None:
        assert self._control is not None
        socket.send_fds(self._control, [b"\0"], [descriptor.fileno()])

    async def _start(self) -> None:
        if self._control is not None:
            self._control.close()
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "app.workers.template", str(self._store), str(theirs.fileno())),
                pass_fds=(theirs.fileno(),),
                stdin=asyncio.subprocess.DEVNULL,
            )


class Worker:
    """A process that does one task at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._pid = 0
        self._handle: int | None = None  # of the process, whoever has its number later
        self._ended = asyncio.Event()
        self._used = 0.0

    @classmethod
    async def start(cls, template: Template, then: Callable[[Self], None], *, behind: bool = False) -> Self:
        """A worker that has opened the store, ``behind`` the others: :meth:`step_behind`. ``then`` is called
        when its process has ended, for whatever reason. Raises what opening the store raises, and
        :class:`WorkerLost` if the process ended instead."""
        worker = cls(*await asyncio.open_connection(sock=await template.fork()))
        try:
            kind, body = await worker.read()
            if kind is Kind.FAILED:
                raise error_of(body)
            worker._pid = pickle.loads(body)
            worker._handle = os.pidfd_open(worker._pid)
            asyncio.get_running_loop().add_reader(worker._handle, worker._has_ended, then)
        except BaseException:
            worker.kill()
            raise
        if behind:
            worker.step_behind()
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
        if self._handle is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    async def end(self) -> None:
        """End it, and wait until it has."""
        self.kill()
        if self._handle is not None:
            await self._ended.wait()

    def _has_ended(self, then: Callable[[Self], None]) -> None:
        assert self._handle is not None
        asyncio.get_running_loop().remove_reader(self._handle)
        os.close(self._handle)
        self._handle = None
        self._writer.close()
        self._ended.set()
        then(self)

    def _seconds(self) -> float:
        try:
            fields = self._proc("stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / _TICK  # utime and stime, proc(5)

    def _proc(self, name: str) -> Path:
        return Path(f"/proc/{self._pid}/{name}")
