"""The workers of a server: who is free, who is past its bounds, who takes its place.

Most tasks are short, and one that is not must not keep them waiting. A task that has used more than
:data:`SHORT` leaves its place to the next one and goes on, or begins anew, in a place for long tasks, behind
all others where processors are scarce. There are as many of these as of the others.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, Self

from app.errors import AnswerTooLarge, OutOfMemory, OutOfTime, TooBusy, WorkerLost
from app.workers.channel import Kind, error_of
from app.workers.process import Template, Worker
from graph.errors import WeituError

SHORT: Final = 0.3  # seconds of a processor
_LOOK = 0.05  # seconds between two looks at what a task uses and whether who asked is still there
_AGAIN = 1.0  # seconds until a worker that could not start is started again
_SPARE = 1  # workers that wait for a place to become empty, so that none is while another worker starts

log = logging.getLogger(__name__)

Gone = Callable[[], Awaitable[bool]]
"""Whether who asked has gone away."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one task may use: ``seconds`` from when it is asked for, ``memory`` and ``answer`` in bytes."""

    seconds: float
    memory: int
    answer: int


class Answer:
    """The answer of a task while it comes in: async iteration gives its pieces. :attr:`head` comes before the
    first piece, :attr:`value` is what the task returned. It has to be closed, at whatever point."""

    def __init__(self, pool: Pool, worker: Worker, task: Any, deadline: float, gone: Gone | None) -> None:
        self.head: Any = None
        self.value: Any = None
        self._pool = pool
        self._worker = worker
        self._task = task
        self._size = 0
        self._long = self._in_long_place = False
        self._ended = self._closed = False
        self._error: Exception | None = None
        self._has_worker = asyncio.Event()
        self._has_worker.set()
        self._moving: asyncio.Task[None] | None = None
        self._deadline = asyncio.get_running_loop().call_at(
            deadline, self._stop, OutOfTime(pool.bounds.seconds)
        )
        self._looking = asyncio.create_task(self._look(gone))

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while not self._ended:
            kind, body = await self._frame()
            if kind is Kind.DATA:
                self._size += len(body)
                if self._size > self._pool.bounds.answer:
                    raise AnswerTooLarge(self._pool.bounds.answer)
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
        if self._closed:
            return
        self._closed = True
        self._deadline.cancel()
        self._looking.cancel()
        if self._moving is not None:
            self._moving.cancel()
        if not self._long:
            self._pool.take_back(self._worker, whole=self._ended and self._error is None)
            return
        self._pool.end(self._worker)
        if self._in_long_place:
            self._pool.leave_long_place()

    async def _frame(self) -> tuple[Kind, bytes]:
        """The next frame of the worker that has the task now."""
        while True:
            await self._has_worker.wait()
            if self._error is not None:
                raise self._error
            worker = self._worker
            try:
                found = await worker.read()
            except WorkerLost:
                if self._has_worker.is_set() and worker is self._worker:
                    raise self._error or WorkerLost() from None
            else:
                if self._has_worker.is_set() and worker is self._worker:
                    return found

    async def _look(self, gone: Gone | None) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            if self._worker.memory() > self._pool.bounds.memory:
                self._stop(OutOfMemory(self._pool.bounds.memory))
            if gone is not None and self._size == 0 and await gone():
                self._stop(WorkerLost())
            may_be_long = not self._pool.keeping and not self._long and self._error is None
            if may_be_long and self._worker.used() > SHORT:
                self._make_way()

    def _make_way(self) -> None:
        """Go on in a long place, or begin anew when there is one. What can do neither stays where it is."""
        if self._pool.take_long_place():
            self._long = self._in_long_place = True
            self._pool.leave(self._worker)
            self._worker.step_behind()
        elif self._size == 0:
            self._long = True
            self._has_worker.clear()
            self._pool.leave(self._worker)
            self._pool.end(self._worker)
            self._moving = asyncio.create_task(self._begin_anew())

    async def _begin_anew(self) -> None:
        try:
            await self._pool.wait_for_long_place()
            self._in_long_place = True
            self._worker = await self._pool.start(behind=True)
        except (WeituError, OSError) as error:
            self._stop(error if isinstance(error, WeituError) else WorkerLost())
        else:
            self._worker.give(self._task)
            self._has_worker.set()

    def _stop(self, error: Exception) -> None:
        """Give the task up; who waits for its answer gets the error."""
        if self._error is None:
            self._error = error
            self._worker.kill()
            self._has_worker.set()


class Pool:
    """So many places for short tasks and as many for long ones, and workers to fill them. A worker
    whose task is given up is ended, and so is one whose task was long; another takes its place.

    With ``keeping`` no task is long: each keeps its place and its worker, as where only one may work at a
    time, or where the worker has loaded what the next task needs, too. These workers start when first needed.
    """

    def __init__(
        self, template: Template, *, size: int, waiting: int, bounds: Bounds, keeping: bool = False
    ) -> None:
        self.bounds: Final = bounds
        self.keeping: Final = keeping
        self._template = template
        self._size = size
        self._waiting = waiting
        self._places = _full(size)
        self._long_places = _full(size)
        # the one that worked last comes first: what it has read of the store is at hand
        self._free: asyncio.Queue[Worker] = asyncio.LifoQueue()
        self._workers: set[Worker] = set()
        self._short: set[Worker] = set()  # those of them for which another one comes when they end
        self._tasks: set[asyncio.Task[None]] = set()
        self._asked = self._waiting_long = 0
        self._open = False

    async def __aenter__(self) -> Self:
        self._open = True
        at_once = 0 if self.keeping else self._size + _SPARE
        for worker in await asyncio.gather(*(self.start() for _ in range(at_once))):
            self._free.put_nowait(worker)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open = False
        await asyncio.gather(*self._tasks)
        await asyncio.gather(*(worker.end() for worker in self._workers))

    async def run(self, task: Any, gone: Gone | None = None) -> Answer:
        """The answer of a task, to be closed.

        Its iteration raises what the task raises, and :class:`OutOfTime`, :class:`OutOfMemory` or
        :class:`AnswerTooLarge` past a bound, :class:`TooBusy` where too many long ones wait,
        :class:`WorkerLost` where the process ended or nobody waits for the answer any more. Raises
        :class:`TooBusy` where too many wait already, :class:`OutOfTime` where no worker got free in time.
        A task may be begun anew in another worker, but for one of a pool that is ``keeping``.
        """
        if self._asked >= self._size + self._waiting:
            raise TooBusy
        deadline = asyncio.get_running_loop().time() + self.bounds.seconds
        self._asked += 1
        try:
            async with asyncio.timeout_at(deadline):
                worker = await self._next()
        except BaseException as error:
            self._asked -= 1
            if isinstance(error, TimeoutError):
                raise OutOfTime(self.bounds.seconds) from None
            raise
        worker.give(task)
        return Answer(self, worker, task, deadline, gone)

    async def call(self, task: Any) -> Any:
        """What a task returns."""
        answer = await self.run(task)
        try:
            async for _ in answer:
                pass
            return answer.value
        finally:
            answer.close()

    def take_back(self, worker: Worker, *, whole: bool) -> None:
        """A worker that has done its task is free again, for another one comes a new one."""
        if whole:
            self._free.put_nowait(worker)
        else:
            self._lose(worker)
        self._leave_place()

    def leave(self, worker: Worker) -> None:
        """The place of a short task is for another worker than the one that has it."""
        self._short.discard(worker)
        self._leave_place()
        self._in_background(self._replace())

    def take_long_place(self) -> bool:
        """Whether there was a place for a long task; it is taken."""
        try:
            self._long_places.get_nowait()
        except asyncio.QueueEmpty:
            return False
        return True

    async def wait_for_long_place(self) -> None:
        """Take a place for a long task; :class:`TooBusy` where too many wait for one."""
        if self._waiting_long >= self._waiting:
            raise TooBusy
        self._waiting_long += 1
        try:
            await self._long_places.get()
        finally:
            self._waiting_long -= 1

    def leave_long_place(self) -> None:
        """The place of a long task is for another one."""
        self._long_places.put_nowait(None)

    async def start(self, *, behind: bool = False) -> Worker:
        """A new worker: :meth:`Worker.start`."""
        worker = await Worker.start(self._template, self._ended, behind=behind)
        self._workers.add(worker)
        if not behind:
            self._short.add(worker)
        return worker

    def end(self, worker: Worker) -> None:
        """End a worker."""
        self._forget(worker)
        worker.kill()
        self._in_background(worker.end())

    async def _next(self) -> Worker:
        """The worker of the next short task, once there is a place for it."""
        await self._places.get()
        try:
            while (worker := await self._take()) not in self._short:
                pass  # it ended while it waited, and another one has come for it
            return worker
        except BaseException:
            self._places.put_nowait(None)
            raise

    async def _take(self) -> Worker:
        """A worker that is free, or where none are kept ready a new one."""
        return await self.start() if self.keeping and self._free.empty() else await self._free.get()

    def _lose(self, worker: Worker) -> None:
        """End a worker that is of no use any more; another one comes for it."""
        if worker in self._short:
            self.end(worker)
            self._come_another()

    def _ended(self, worker: Worker) -> None:
        """What becomes of a worker that has ended by itself, or that something else has ended."""
        was_short = worker in self._short
        self._forget(worker)
        if was_short:
            self._come_another()

    def _forget(self, worker: Worker) -> None:
        self._workers.discard(worker)
        self._short.discard(worker)

    def _come_another(self) -> None:
        if self._open and not self.keeping:
            self._in_background(self._replace())

    def _leave_place(self) -> None:
        self._asked -= 1
        self._places.put_nowait(None)

    async def _replace(self) -> None:
        while self._open:
            try:
                self._free.put_nowait(await self.start())
                break
            except (WeituError, OSError):
                log.error("a worker could not start; trying again")
                await asyncio.sleep(_AGAIN)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _full(size: int) -> asyncio.Queue[None]:
    """So many places, all empty; who waits for one gets it in turn."""
    places: asyncio.Queue[None] = asyncio.Queue()
    for _ in range(size):
        places.put_nowait(None)
    return places
