"""What every request and every response must have: a host that is ours, and headers that keep a page in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import UnknownHost
from app.http.problems import problem

#: Nothing but ourselves: text of reports is other people's, and no page here needs another host.
HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]*)(?::([0-9]{0,5}))?")

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def served_hosts(host: str, hosts: Iterable[str]) -> frozenset[str]:
    """The names that a server listening on ``host`` answers for; ``hosts`` are configured ones."""
    own = f"[{host}]" if ":" in host else host.lower()
    return _LOOPBACK | {own, *hosts}


def host_name(header: str) -> str:
    """The host in a ``Host`` header, lower case, without its port; an IPv6 address keeps its brackets."""
    if header.startswith("["):
        return header.partition("]")[0].lower() + "]"
    return header.partition(":")[0].lower()


def is_host(header: str) -> bool:
    """Whether a ``Host`` header is a name or an address, with a port or without, and nothing more: it becomes
    the beginning of addresses that clients are told."""
    match = _HOST.fullmatch(header)
    return match is not None and int(match[2] or 0) <= 65_535


class Guard:
    """ASGI middleware that refuses other hosts (DNS rebinding) and adds :data:`HEADERS` to every response."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        host = Headers(scope=scope).get("host", "")
        if is_host(host) and ("*" in self.hosts or host_name(host) in self.hosts):
            await self.app(scope, receive, send_with_headers)
        else:
            await problem(UnknownHost(host))(scope, receive, send_with_headers)
