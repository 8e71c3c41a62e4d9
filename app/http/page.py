"""The page, and the files that it and the API's manual are made of. All of them come from this machine."""

from __future__ import annotations

import os
import re
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).resolve().parents[1] / "web" / "dist"
_STATIC = Path(__file__).resolve().parent / "static"

_TAKES_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))")


def docs(request: Request) -> Response:  # noqa: ARG001
    """The manual of the API, which reads /openapi.json in the browser."""
    return FileResponse(_STATIC / "docs.html")


def start(request: Request) -> Response:  # noqa: ARG001
    """The script that starts the manual; a file, for inline scripts do not run here."""
    return FileResponse(_STATIC / "start.js")


def missing(request: Request) -> Response:  # noqa: ARG001
    """Says what to run where the page was not built."""
    return FileResponse(_STATIC / "missing.html", status_code=503)


class PageFiles(StaticFiles):
    """The built page. Names under ``assets/`` hold a hash of the content, so browsers may keep them. Beside
    each text file lies one that is compressed already, which is sent to who accepts it."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        short = Path(f"{os.fspath(full_path)}.gz")
        if _TAKES_GZIP.search(Headers(scope=scope).get("accept-encoding", "")) and short.is_file():
            # the type is told by the name without .gz
            response = super().file_response(short, short.stat(), scope, status_code)
            response.headers["Content-Encoding"] = "gzip"
        else:
            response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Vary"] = "Accept-Encoding"
        hashed = scope["path"].startswith("/assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return response


def install(app: FastAPI, dist: Path = DIST) -> None:
    """Serve a built page: every address that no other route has, whatever its method."""
    built = (dist / "index.html").is_file()
    app.router.routes.append(Route("/docs", docs if built else missing))
    app.router.routes.append(Route("/docs/start.js", start))
    if built:
        app.router.default = PageFiles(directory=dist, html=True)
    else:
        app.router.routes.append(Route("/", missing))
