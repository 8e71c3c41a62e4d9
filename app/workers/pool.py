"""The workers of a server: who is free, who is past its bounds, who takes its place."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import pickle
import resource
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from app.errors import AnswerTooLarge, OutOfMemory, OutOfTime, TooBusy, WorkerLost
from app.workers.channel import Kind, error_of, frame, read

_LOOK = 0.05  # seconds between two looks at what a task uses and whether who asked is still there
_AGAIN = 1.0  # seconds until a worker that could not start is started again
_PAGE = resource.getpagesize()

log = logging.getLogger(__name__)

Gone = Callable[[], Awaitable[bool]]
"""Whether who asked has gone away."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one task may use: ``seconds`` from when it is asked for, ``memory`` and ``answer`` in bytes."""

    seconds: float
    memory: int
    answer: int


class Worker:
    """A process that does one task at a time."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @classmethod
    async def start(cls, store: Path) -> Self:
        """A worker that has opened a store; :class:`WorkerLost` if it ended instead."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "app.workers.worker", str(store), str(theirs.fileno())),
                pass_fds=(theirs.fileno(),),
                stdin=asyncio.subprocess.DEVNULL,
            )
        worker = cls(process, *await asyncio.open_connection(sock=ours))
        try:
            await worker.read()
        except BaseException:
            await worker.end()
            raise
        return worker

    def give(self, task: Any) -> None:
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
            resident = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(resident) * _PAGE

    def kill(self) -> None:
        """End it whatever it does."""
        self._writer.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """End it, and wait until it has."""
        self.kill()
        await self._process.wait()


class Answer:
    """The answer of a task while it comes in: async iteration gives its pieces. :attr:`head` comes before the
    first piece, :attr:`value` is what the task returned. It has to be closed, at whatever point."""

    def __init__(
        self, pool: Pool, worker: Worker, bounds: Bounds, deadline: float, gone: Gone | None
    ) -> None:
        self.head: Any = None
        self.value: Any = None
        self._pool = pool
        self._worker = worker
        self._bounds = bounds
        self._size = 0
        self._ended = self._closed = False
        self._error: Exception | None = None
        self._deadline = asyncio.get_running_loop().call_at(deadline, self._stop, OutOfTime(bounds.seconds))
        self._looking = asyncio.create_task(self._look(gone))

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while not self._ended:
            try:
                kind, body = await self._worker.read()
            except WorkerLost as error:
                raise self._error or error from None
            if kind is Kind.DATA:
                self._size += len(body)
                if self._size > self._bounds.answer:
                    raise AnswerTooLarge(self._bounds.answer)
                return body
            if kind is Kind.HEAD:
                self.head = pickle.loads(body)
            else:
                self._ended = True
                if kind is Kind.FAILED:
                    raise error_of(body)
                self.value = pickle.loads(body)
        raise StopAsyncIteration

    def close(self) -> None:
        """Let go of the worker; a task that has not ended is given up."""
        if not self._closed:
            self._closed = True
            self._deadline.cancel()
            self._looking.cancel()
            self._pool.take_back(self._worker, whole=self._ended and self._error is None)

    async def _look(self, gone: Gone | None) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            if self._worker.memory() > self._bounds.memory:
                self._stop(OutOfMemory(self._bounds.memory))
            if gone is not None and self._size == 0 and await gone():
                self._stop(WorkerLost())

    def _stop(self, error: Exception) -> None:
        """Give the task up; who waits for its answer gets the error."""
        if self._error is None:
            self._error = error
            self._worker.kill()


class Pool:
    """So many workers on a store. A worker whose task is given up is ended, and another takes its place."""

    def __init__(self, store: Path, *, size: int, waiting: int, bounds: Bounds) -> None:
        self._store = store
        self._size = size
        self._most = size + waiting
        self._bounds = bounds
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._asked = 0
        self._open = False

    async def __aenter__(self) -> Self:
        self._open = True
        for worker in await asyncio.gather(*(Worker.start(self._store) for _ in range(self._size))):
            self._add(worker)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open = False
        await asyncio.gather(*self._tasks)
        await asyncio.gather(*(worker.end() for worker in self._workers))

    async def run(self, task: Any, gone: Gone | None = None) -> Answer:
        """The answer of a task, to be closed.

        Its iteration raises what the task raises, and :class:`OutOfTime`, :class:`OutOfMemory` or
        :class:`AnswerTooLarge` past a bound, :class:`WorkerLost` where the process ended or nobody waits for
        the answer any more. Raises :class:`TooBusy` where too many wait already, :class:`OutOfTime` where no
        worker got free in time.
        """
        if self._asked >= self._most:
            raise TooBusy
        deadline = asyncio.get_running_loop().time() + self._bounds.seconds
        self._asked += 1
        try:
            async with asyncio.timeout_at(deadline):
                worker = await self._free.get()
        except BaseException as error:
            self._asked -= 1
            if isinstance(error, TimeoutError):
                raise OutOfTime(self._bounds.seconds) from None
            raise
        worker.give(task)
        return Answer(self, worker, self._bounds, deadline, gone)

    async def call(self, task: Any, gone: Gone | None = None) -> Any:
        """What a task returns."""
        answer = await self.run(task, gone)
        try:
            async for _ in answer:
                pass
            return answer.value
        finally:
            answer.close()

    def take_back(self, worker: Worker, *, whole: bool) -> None:
        """A worker that has done its task is free again, for another one comes a new one."""
        self._asked -= 1
        if whole:
            self._free.put_nowait(worker)
            return
        self._workers.discard(worker)
        worker.kill()
        task = asyncio.create_task(self._replace(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: Worker) -> None:
        while self._open:
            try:
                self._add(await Worker.start(self._store))
                break
            except (WorkerLost, OSError):
                log.error("a worker could not start; trying again")
                await asyncio.sleep(_AGAIN)
        await worker.end()

    def _add(self, worker: Worker) -> None:
        self._workers.add(worker)
        self._free.put_nowait(worker)
