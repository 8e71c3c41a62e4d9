"""Conditional requests: a generation of the store answers the same until the next one is published."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.errors import StoreError
from graph.generations import Marker

_PREFIXES = ("/api/v1/", "/sparql", "/id/", "/graphs", "/.well-known/void")
_TAG = {
    "ETag": {
        "description": "what to send as If-None-Match",
        "required": True,
        "schema": {"type": "string", "pattern": '^W/"[0-9a-f]{8}-[0-9]+-[0-9a-f]{8}"$'},
    }
}
_KNOWN = {
    "name": "If-None-Match",
    "in": "header",
    "description": "the tags of answers that the client has",
    "schema": {"type": "string"},
}
_FRESH = {"description": "What the client has is what would be answered", "headers": _TAG}


class Conditional:
    """ASGI middleware that gives answers out of the store an entity tag, and answers 304 where the client has
    that of the present generation already.

    ``published`` gives the marker of the store. An answer may be of the next generation, if that is published
    while it is made; then its tag is out of date at once. The tag is weak: two answers with one tag say the
    same, if not in the same bytes. It holds the generation and what the client accepts, for each media type
    is an answer of its own.
    """

    def __init__(self, app: ASGIApp, published: Callable[[], Marker]) -> None:
        self.app = app
        self.published = published

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not asked or not scope["path"].startswith(_PREFIXES):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        accepted = zlib.crc32(",".join(headers.getlist("accept")).encode("latin-1"))
        try:
            marker = self.published()
        except StoreError:
            await self.app(scope, receive, send)  # what the route has to say of it is better
            return
        tag = f'W/"{marker.id}-{marker.generation}-{accepted:08x}"'
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


def describe(paths: dict[str, Any]) -> None:
    """Say so of the operations in a description of the API."""
    for path, operations in paths.items():
        if path.startswith(_PREFIXES) and "get" in operations:
            operation = operations["get"]
            operation.setdefault("parameters", []).append(_KNOWN)
            operation["responses"] |= {"304": _FRESH}
            operation["responses"]["200"]["headers"] = _TAG
