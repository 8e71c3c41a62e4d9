"""The answer of a worker as a response: whole where it is short, in pieces where it is long."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import anyio
from fastapi import Response
from starlette.types import Receive, Scope, Send

from app.http.negotiation import with_charset
from app.workers.pool import Answer
from graph.errors import WeituError

# Held back before a response begins, in bytes: what fails up to there is told as a problem, what fails later
# can only cut the response short.
_HELD = 1 << 20

log = logging.getLogger(__name__)


async def streamed(answer: Answer) -> Response:
    """The response to a task whose head is a media type."""
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
    return _Pieces(b"".join(held), answer, headers)


class _Pieces(Response):
    """A response that goes on as the answer comes in, and ends when its client goes away."""

    def __init__(self, begun: bytes, answer: Answer, headers: Mapping[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["Content-Length"]
        self._begun = begun
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with anyio.create_task_group() as group:

            async def until_gone() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                group.cancel_scope.cancel()

            group.start_soon(until_gone)
            try:
                await self._send(send, whole=scope["method"] != "HEAD")
            except WeituError as error:
                # the end is not sent, so that the client sees that it is missing
                log.warning("%s cut short: %s", scope["path"], error)
            finally:
                self._answer.close()
            group.cancel_scope.cancel()

    async def _send(self, send: Send, *, whole: bool) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if whole:
            await send({"type": "http.response.body", "body": self._begun, "more_body": True})
            async for piece in self._answer:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
