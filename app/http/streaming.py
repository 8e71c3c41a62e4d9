"""The answer of a worker as a response: whole where it is short, in pieces where it is long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from tempfile import TemporaryFile
from typing import IO, Any

import anyio
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from app.errors import ClientAsleep
from app.http.negotiation import with_charset
from app.workers.pool import Answer, Pool
from graph.errors import WeituError

# Held back before a response begins, in bytes: what fails up to there is told as a problem, what fails later
# can only cut the response short.
_HELD = 1 << 20
_PIECE = 1 << 18

log = logging.getLogger(__name__)


async def answered(request: Request, pool: Pool, task: Any) -> Response:
    """The response to a task whose head is a media type. Raises what :meth:`Pool.run` and the task raise.

    A client that takes no piece of a long one for the ``patience`` of the settings is let go.
    """
    answer = await pool.run(task, request.is_disconnected)
    held, size, whole = [], 0, False
    try:
        async for piece in answer:
            held.append(piece)
            size += len(piece)
            if size > _HELD:
                break
        else:
            whole = True
    except BaseException:
        answer.close()
        raise
    headers = {"Content-Type": with_charset(answer.head), "Vary": "Accept"}
    if whole:
        answer.close()
        return Response(b"".join(held), headers=headers)
    return _Pieces(b"".join(held), answer, headers, request.app.state.settings.patience)


class _Pieces(Response):
    """A response that goes on as the answer comes in, and ends when its client goes away or falls asleep.

    What the client has not taken yet waits in a file, so that a slow one does not keep the worker."""

    def __init__(self, begun: bytes, answer: Answer, headers: Mapping[str, str], seconds: float) -> None:
        super().__init__(headers=headers)
        del self.headers["Content-Length"]
        self._begun = begun
        self._answer = answer
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with TemporaryFile() as file:
            spool = _Spool(file, self._answer)
            try:
                async with anyio.create_task_group() as group:

                    async def until_gone() -> None:
                        while (await receive())["type"] != "http.disconnect":
                            pass
                        group.cancel_scope.cancel()

                    group.start_soon(until_gone)
                    if scope["method"] != "HEAD":
                        group.start_soon(spool.fill)
                    await self._send(send, spool, whole=scope["method"] != "HEAD")
                    group.cancel_scope.cancel()
            finally:
                self._answer.close()
            if spool.error is not None:
                # the end is not sent, so that the client sees that it is missing
                log.warning("%s cut short: %s", scope["path"], spool.error)

    async def _send(self, send: Send, spool: _Spool, *, whole: bool) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if whole:
            await self._piece(send, spool, self._begun)
            async for piece in spool:
                await self._piece(send, spool, piece)
        if spool.error is None:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _piece(self, send: Send, spool: _Spool, piece: bytes) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        except TimeoutError:
            spool.end(ClientAsleep(self._seconds))


class _Spool:
    """The pieces of an answer in a file, written at its end while they are read at another place."""

    def __init__(self, file: IO[bytes], answer: Answer) -> None:
        self.error: WeituError | None = None
        self._file = file
        self._answer = answer
        self._written = self._read = 0
        self._ended = False
        self._more = anyio.Event()

    async def fill(self) -> None:
        """Take the answer to its end, and let go of the worker."""
        try:
            async for piece in self._answer:
                self._file.seek(self._written)
                self._file.write(piece)
                self._written += len(piece)
                self._more.set()
        except WeituError as error:
            self.end(error)
        finally:
            self._ended = True
            self._answer.close()
            self._more.set()

    def end(self, error: WeituError) -> None:
        """Give no more pieces, for this reason."""
        self.error = self.error or error
        self._more.set()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while not (self._ended and self._read == self._written) and self.error is None:
            if self._read == self._written:
                self._more = anyio.Event()
                await self._more.wait()
                continue
            self._file.seek(self._read)
            piece = self._file.read(min(_PIECE, self._written - self._read))
            self._read += len(piece)
            yield piece
