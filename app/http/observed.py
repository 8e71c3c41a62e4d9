"""What the server tells of itself: a line of JSON for each request, and counts for Prometheus.

Neither holds a token, a body or a parameter: the path is that of the route, the parameters stay out.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime
from http import HTTPMethod

from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = frozenset(method.value for method in HTTPMethod)
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

router = APIRouter(tags=["service"])
requests_log = logging.getLogger("weitu.requests")


class Metrics:
    """The counts of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "weitu_requests",
            "Requests by method, route and status",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "weitu_request_seconds",
            "Time until the last byte of the response",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.running = Gauge("weitu_requests_running", "Requests being answered", registry=self.registry)

    def note(
        self, client: str, method: str | None, route: str | None, status: int, size: int, seconds: float
    ) -> None:
        """Count and log a request. ``method`` and ``route`` are ``None`` where it had none that is known, so
        that clients do not make up names to be counted by."""
        method = method if method in _METHODS else "other"
        route = route or "other"
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(route).observe(seconds)
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": client,
            "method": method,
            "route": route,
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1_000, 1),
        }
        requests_log.info(json.dumps(line, ensure_ascii=True))


class Observed:
    """ASGI middleware that counts and logs every request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, size = time.perf_counter(), 0, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        self.metrics.running.inc()
        try:
            await self.app(scope, receive, watched)
        finally:
            self.metrics.running.dec()
            client = (scope.get("client") or ("",))[0]
            route = getattr(scope.get("route"), "path", None)
            seconds = time.perf_counter() - began
            self.metrics.note(client, scope["method"], route, status, size, seconds)


def log_requests() -> None:
    """Write the line of each request to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    requests_log.addHandler(handler)
    requests_log.setLevel(logging.INFO)
    requests_log.propagate = False


@router.get("/metrics", response_class=Response, summary="Counts for Prometheus")
def metrics(request: Request) -> Response:
    """The counts in the text format of Prometheus."""
    found: Metrics = request.app.state.metrics
    return Response(generate_latest(found.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
