"""Conditional requests: a generation of the store answers the same until the next one is published."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.errors import StoreError

_PREFIXES = ("/api/v1/", "/sparql", "/id/", "/graphs")


class Conditional:
    """ASGI middleware that gives answers out of the store an entity tag, and answers 304 where the client has
    that of the present generation already.

    ``settled`` gives the generation that all answers are of at the moment, ``None`` between two, when there
    is no tag. The tag is weak: two answers with one tag say the same, if not in the same bytes. It holds the
    generation and what the client accepts, for each media type is an answer of its own.
    """

    def __init__(self, app: ASGIApp, settled: Callable[[], int | None]) -> None:
        self.app = app
        self.settled = settled

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not asked or not scope["path"].startswith(_PREFIXES):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        accepted = zlib.crc32(",".join(headers.getlist("accept")).encode("latin-1"))
        try:
            generation = self.settled()
        except StoreError:
            generation = None  # what the route has to say of it is better
        if generation is None:
            await self.app(scope, receive, send)
            return
        tag = f'W/"{generation}-{accepted:08x}"'
        fresh = {"ETag": tag, "Cache-Control": "no-cache"}

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                found = MutableHeaders(scope=message)
                found.update(fresh)
                found.setdefault("Vary", "Accept")
            await send(message)

        known = {each.strip() for each in ",".join(headers.getlist("if-none-match")).split(",")}
        if tag in known:
            raw = [
                (name.lower().encode(), value.encode()) for name, value in {**fresh, "Vary": "Accept"}.items()
            ]
            await send({"type": "http.response.start", "status": 304, "headers": raw})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self.app(scope, receive, tagged)
