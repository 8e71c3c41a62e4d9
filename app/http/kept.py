"""Answers that are kept for who asks the same again (RFC 9111): what is published does not change.

A cache in front of the server could do no better: it would have to ask each time whether there is a newer
generation.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache
from starlette.types import Message, Scope, Send

#: Most bytes of one answer that is kept.
LONGEST = 1 << 20

_OVERHEAD = 2_000  # bytes that an answer takes beside its body: its address, its headers, objects around them
_STATUS = (b"cache-status", b"weitu; hit")  # RFC 9211


@dataclass(frozen=True, slots=True)
class Answer:
    """The messages of a response, and the route that made it."""

    start: Message
    body: bytes
    route: Any

    async def send(self, scope: Scope, send: Send) -> None:
        """Answer a request with it."""
        scope["route"] = self.route
        await send({**self.start, "headers": [*self.start["headers"], _STATUS]})
        await send({"type": "http.response.body", "body": self.body})


class KeptAnswers:
    """Those that were asked for last, up to so many bytes of them; they are of one generation."""

    def __init__(self, size: int) -> None:
        self._answers: LRUCache[Hashable, Answer] = LRUCache(
            size, getsizeof=lambda answer: _OVERHEAD + len(answer.body)
        )
        self._generation: Hashable = None

    def of(self, generation: Hashable, key: Hashable) -> Answer | None:
        """The answer to what ``key`` asks of a generation, if it is kept. Those of another one are let go."""
        if generation != self._generation:
            self._generation = generation
            self._answers.clear()
        return self._answers.get(key)

    def keeping(self, generation: Hashable, key: Hashable, scope: Scope, send: Send) -> Send:
        """A way to send an answer by which it is kept, if it is whole, short, and says nothing against it."""
        start: Message | None = None
        pieces: list[bytes] = []
        size = 0

        async def kept(message: Message) -> None:
            nonlocal start, size
            if message["type"] == "http.response.start":
                may_be = message["status"] == 200 and _may_be_kept(message)
                # a copy, for those on the way out add headers to this one
                start = {**message, "headers": [*message["headers"]]} if may_be else None
            elif start is not None:
                pieces.append(message.get("body", b""))
                size += len(pieces[-1])
                if size > LONGEST:
                    start = None
                    pieces.clear()
                elif not message.get("more_body", False):
                    self._keep(generation, key, Answer(start, b"".join(pieces), scope.get("route")))
            await send(message)

        return kept

    def _keep(self, generation: Hashable, key: Hashable, answer: Answer) -> None:
        fits = _OVERHEAD + len(answer.body) <= self._answers.maxsize
        if fits and generation == self._generation:
            self._answers[key] = answer


def _may_be_kept(start: Message) -> bool:
    return (b"cache-control", b"no-store") not in start["headers"]
