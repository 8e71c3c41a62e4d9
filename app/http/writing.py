"""Who may write, and what follows a write."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from app.errors import ForeignOrigin, Unauthorized, UpdateForbidden
from app.http.dependencies import Configured
from app.settings import Secret

#: How the token is shown, in the description of the API; :func:`allow` looks at it.
SHOWN = HTTPBearer(
    scheme_name="write token", description="what the server was started with", auto_error=False
)


def allow(request: Request, token: Secret | None) -> None:
    """Let a write pass that shows the token and comes from no page of another site.

    Raises :class:`ForeignOrigin`, :class:`UpdateForbidden` where there is no token, or :class:`Unauthorized`.
    """
    origins = request.headers.getlist("origin")
    if origins and not (len(origins) == 1 and _is_own(origins[0], request.headers.get("host", ""))):
        raise ForeignOrigin
    if token is None:
        raise UpdateForbidden
    shown = request.headers.getlist("authorization")
    scheme, _, given = shown[0].partition(" ") if len(shown) == 1 else ("", "", "")
    if not token.is_(given.strip(" ").encode("latin-1")) or scheme.lower() != "bearer":
        raise Unauthorized


def _writer(request: Request, settings: Configured, _: Annotated[Any, Security(SHOWN)]) -> None:
    allow(request, settings.write_token)


WRITING = Depends(_writer)
"""For a route by which one writes: it lets pass whom :func:`allow` does."""


def _is_own(origin: str, host: str) -> bool:
    """Whether a page of that origin came from here; ``host`` has been checked before."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


async def write(request: Request, task: Any) -> Any:
    """What a task of writing returns, once what it wrote is published: later requests are answered from it.

    It goes on if the client goes away: who asked for it cannot know whether it was done.
    """
    return await request.app.state.writer.call(task)
