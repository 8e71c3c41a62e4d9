"""What a request may be before a route looks at it: how long, in which encoding, how slow."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import AddressTooLong, BadRequest, HeadersTooLarge, RequestError, TooSlow
from app.http.problems import problem

#: Most bytes of a request's headers, names and values.
HEADERS = 1 << 15


class Bounded:
    """ASGI middleware that refuses a request whose address is longer than ``address`` bytes, whose parameters
    are not in UTF-8, whose headers are longer than :data:`HEADERS`, or whose body is not there after so many
    ``seconds``.

    How long a body may be is for its route to say: that of a query is not that of a graph. A path that is not
    in UTF-8 is the path of nothing.
    """

    def __init__(self, app: ASGIApp, address: int, seconds: float) -> None:
        self.app = app
        self.address = address
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif error := self._wrong(scope):
            await problem(error)(scope, receive, send)
        else:
            await self._in_time(scope, receive, send)

    def _wrong(self, scope: Scope) -> RequestError | None:
        path, query = scope["raw_path"], scope["query_string"]
        if len(path) + len(query) > self.address:
            return AddressTooLong(self.address)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS:
            return HeadersTooLarge(HEADERS)
        try:
            unquote_to_bytes(query).decode()
        except UnicodeDecodeError:
            return BadRequest("the parameters are not in UTF-8")
        return None

    async def _in_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through; its client counts as gone once the body takes too long."""
        deadline = asyncio.get_running_loop().time() + self.seconds
        whole = late = begun = False

        async def timely() -> Message:
            nonlocal whole, late
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                late = True
                return {"type": "http.disconnect"}
            whole = not message.get("more_body", False)
            return message

        async def unless_late(message: Message) -> None:
            nonlocal begun
            if begun or not late:
                begun = True
                await send(message)

        with suppress(ClientDisconnect):  # then nobody is there to be told, unless late
            await self.app(scope, timely, unless_late)
        if late and not begun:
            response = problem(TooSlow(self.seconds))
            response.headers["Connection"] = "close"
            await response(scope, receive, send)
