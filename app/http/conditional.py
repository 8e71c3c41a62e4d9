"""Conditional requests: a generation of the store answers the same until the next one is published."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.kept import KeptAnswers
from graph.errors import StoreError
from graph.generations import Marker

_PREFIXES = ("/api/v1/", "/sparql", "/id/", "/graphs", "/reconcile", "/.well-known/void")
_TAG = {
    "ETag": {
        "description": "what to send as If-None-Match",
        "required": True,
        "schema": {"type": "string", "pattern": '^W/"[0-9a-f]{8}-[0-9]+-[0-9a-f]{8}"$'},
    }
}
_TAG_OF_QUERIES = {"ETag": {**_TAG["ETag"], "required": False}}  # none where one asks for time or chance
_KNOWN = {
    "name": "If-None-Match",
    "in": "header",
    "description": "the tags of answers that the client has",
    "schema": {"type": "string"},
}
_FRESH = {"description": "What the client has is what would be answered", "headers": _TAG}


class Conditional:
    """ASGI middleware that gives answers out of the store an entity tag, answers 304 where the client has
    that of the present generation already, and what is kept where somebody has asked the same of it.

    ``published`` gives the marker of the store. An answer may be of the next generation, if that is published
    while it is made; then its tag is out of date at once. The tag is weak: two answers with one tag say the
    same, if not in the same bytes. It holds the generation and what the client accepts, for each media type
    is an answer of its own. An answer with ``Cache-Control: no-store`` gets none and is not kept.
    """

    def __init__(self, app: ASGIApp, published: Callable[[], Marker], kept: KeptAnswers) -> None:
        self.app = app
        self.published = published
        self.kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reads = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not reads or not scope["path"].startswith(_PREFIXES):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        accept = ",".join(headers.getlist("accept"))
        try:
            marker = self.published()
        except StoreError:
            await self.app(scope, receive, send)  # what the route has to say of it is better
            return
        generation = f"{marker.id}-{marker.generation}"
        tag = f'W/"{generation}-{zlib.crc32(accept.encode("latin-1")):08x}"'
        fresh = {"ETag": tag, "Cache-Control": "no-cache"}

        known = {each.strip() for each in ",".join(headers.getlist("if-none-match")).split(",")}
        if tag in known:
            raw = [
                (name.lower().encode(), value.encode()) for name, value in {**fresh, "Vary": "Accept"}.items()
            ]
            await send({"type": "http.response.start", "status": 304, "headers": raw})
            await send({"type": "http.response.body", "body": b""})
            return
        # some answers name the host that was asked
        asked = (scope["method"], headers.get("host"), scope["raw_path"], scope["query_string"], accept)
        if answer := self.kept.of(generation, asked):
            await answer.send(scope, send)
            return
        kept = self.kept.keeping(generation, asked, scope, send)

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                found = MutableHeaders(scope=message)
                if found.get("cache-control") != "no-store":
                    found.update(fresh)
                found.setdefault("Vary", "Accept")
            await kept(message)

        await self.app(scope, receive, tagged)


def describe(paths: dict[str, Any]) -> None:
    """Say so of the operations in a description of the API."""
    for path, operations in paths.items():
        if path.startswith(_PREFIXES) and "get" in operations:
            operation = operations["get"]
            operation.setdefault("parameters", []).append(_KNOWN)
            operation["responses"] |= {"304": _FRESH}
            operation["responses"]["200"]["headers"] = _TAG if path != "/sparql" else _TAG_OF_QUERIES
