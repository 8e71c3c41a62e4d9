"""How often a client may ask."""

from __future__ import annotations

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import TooManyRequests
from app.http.problems import problem

# What watches over the server asks without being counted.
_FREE = frozenset({"/healthz", "/readyz", "/metrics"})


class RateLimit:
    """ASGI middleware that refuses more than so many requests a minute of one client address."""

    def __init__(self, app: ASGIApp, each_minute: int) -> None:
        self.app = app
        self._rate = parse(f"{each_minute}/minute")
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _FREE:
            await self.app(scope, receive, send)
            return
        client = (scope.get("client") or ("",))[0]
        if await self._limiter.hit(self._rate, client):
            await self.app(scope, receive, send)
        else:
            await problem(TooManyRequests(self._rate.amount))(scope, receive, send)
