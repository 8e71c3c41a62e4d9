"""What pages of other sites may ask for (CORS): all that is read, and nothing with a token."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from app.errors import ForeignRequest
from app.http.problems import problem

_METHODS = ("GET", "HEAD", "POST")
_HEADERS = ("Accept", "Content-Type", "If-None-Match")


class CrossOrigin(CORSMiddleware):
    """ASGI middleware that tells browsers so, and refuses other requests announced by them as a problem."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            app,
            allow_origins=["*"],  # what is served is public to whoever reaches it; writes need a token
            allow_methods=_METHODS,
            allow_headers=_HEADERS,
            expose_headers=["ETag", "Retry-After"],
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """The answer to a browser that asks before it sends a request of another site's page."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        refusal = problem(ForeignRequest(_METHODS, _HEADERS))
        refusal.headers.update(self.preflight_headers)
        return refusal
