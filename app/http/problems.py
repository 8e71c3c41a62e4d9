"""Errors as RFC 9457 problem details: one table from error classes to problem types.

An error without a row of its own has the row of its nearest ancestor. Problems of the server's own (5xx) tell
the client the title only; the details go to the log, for they may name files of this machine.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPMethod, HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import errors as app_errors
from graph import errors

MEDIA_TYPE = "application/problem+json"
_PATH = "/problems/"

#: What any request may come to before it has reached its route.
ANYWHERE = (400, 408, 414, 421, 429, 431, 503)

_AGAIN = {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer", "minimum": 1}}}
_CHALLENGE = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
_HEADERS: Mapping[int, dict[str, Any]] = MappingProxyType({401: _CHALLENGE, 429: _AGAIN, 503: _AGAIN})

log = logging.getLogger(__name__)
router = APIRouter(prefix=_PATH.rstrip("/"), tags=["service"])


@dataclass(frozen=True, slots=True)
class Kind:
    """A problem type. ``members`` are the attributes of the error that the problem carries as members.
    ``told`` says that the client is told the details although the status is one of the server's, ``again`` in
    how many seconds it may try again, ``challenge`` how it may show who it is.

    A kind without a ``slug`` means no more than its status (RFC 9457, section 4.2.1).
    """

    slug: str
    status: HTTPStatus
    title: str
    members: tuple[str, ...] = ()
    told: bool = False
    again: int | None = None
    challenge: str | None = None

    @property
    def type(self) -> str:
        """The URI reference that names this problem type."""
        return _PATH + self.slug if self.slug else "about:blank"


_S = HTTPStatus

TABLE: Mapping[type[Exception], Kind] = MappingProxyType(
    {
        errors.DocumentError: Kind("document", _S.UNPROCESSABLE_ENTITY, "The document cannot be read"),
        errors.EmptyDocument: Kind("document-empty", _S.UNPROCESSABLE_ENTITY, "The document holds no text"),
        errors.NoArticle: Kind(
            "document-no-article", _S.UNPROCESSABLE_ENTITY, "The web page holds no article"
        ),
        errors.NoTextLayer: Kind(
            "document-no-text-layer", _S.UNPROCESSABLE_ENTITY, "The PDF holds pictures of pages"
        ),
        errors.NotText: Kind(
            "document-not-text", _S.UNPROCESSABLE_ENTITY, "The file is of no kind that is read"
        ),
        errors.DamagedDocument: Kind("document-damaged", _S.UNPROCESSABLE_ENTITY, "The file is broken"),
        errors.EncryptedDocument: Kind(
            "document-encrypted", _S.UNPROCESSABLE_ENTITY, "The file opens with a password only"
        ),
        errors.DocumentTooLarge: Kind(
            "document-too-large", _S.UNPROCESSABLE_ENTITY, "The document is larger than a report can be"
        ),
        errors.NotChinese: Kind(
            "document-not-chinese", _S.UNPROCESSABLE_ENTITY, "The document is not in Chinese"
        ),
        errors.UnknownIri: Kind("unknown-iri", _S.NOT_FOUND, "Nothing in the graph has this identifier"),
        errors.Inexpressible: Kind(
            "inexpressible", _S.NOT_ACCEPTABLE, "The media type cannot hold the answer"
        ),
        errors.UnsearchableText: Kind(
            "unsearchable-text", _S.UNPROCESSABLE_ENTITY, "Nothing can be searched for with this text"
        ),
        errors.PatternError: Kind("pattern", _S.BAD_REQUEST, "The path pattern cannot be read", ("column",)),
        errors.UnwritableIri: Kind("unwritable-iri", _S.BAD_REQUEST, "No identifier fits this name"),
        errors.VocabularyError: Kind("vocabulary", _S.INTERNAL_SERVER_ERROR, "The vocabulary cannot be used"),
        errors.StoreError: Kind("store", _S.SERVICE_UNAVAILABLE, "The graph store cannot be used"),
        errors.StoreMissing: Kind("store-missing", _S.SERVICE_UNAVAILABLE, "There is no graph store yet"),
        errors.StoreBusy: Kind(
            "store-busy", _S.SERVICE_UNAVAILABLE, "The graph store is being written to", again=2
        ),
        errors.QueryError: Kind("query", _S.BAD_REQUEST, "The query cannot be answered"),
        errors.QuerySyntaxError: Kind(
            "query-syntax", _S.BAD_REQUEST, "The query does not parse", ("line", "column")
        ),
        errors.QueryForbidden: Kind("query-forbidden", _S.FORBIDDEN, "The query reaches out of the graph"),
        errors.UpdateFailed: Kind("update-failed", _S.BAD_REQUEST, "The update cannot be done"),
        errors.DataSetConflict: Kind("data-set-conflict", _S.BAD_REQUEST, "Two data sets for one update"),
        app_errors.SettingsError: Kind("settings", _S.INTERNAL_SERVER_ERROR, "A setting is wrong"),
        app_errors.AddressUnusable: Kind("address", _S.INTERNAL_SERVER_ERROR, "The address cannot be used"),
        app_errors.FormatMismatch: Kind(
            "format", _S.BAD_REQUEST, "The format cannot hold the answer", ("available",)
        ),
        app_errors.FileError: Kind("file", _S.INTERNAL_SERVER_ERROR, "A file cannot be used"),
        app_errors.RequestError: Kind("request", _S.BAD_REQUEST, "The request cannot be answered"),
        app_errors.BadRequest: Kind("bad-request", _S.BAD_REQUEST, "The request is against the protocol"),
        app_errors.UnknownParameter: Kind(
            "unknown-parameter", _S.UNPROCESSABLE_ENTITY, "There is no such parameter", ("available",)
        ),
        app_errors.RepeatedParameter: Kind(
            "repeated-parameter", _S.UNPROCESSABLE_ENTITY, "A parameter stands there several times", ("name",)
        ),
        app_errors.UnknownHost: Kind("unknown-host", _S.MISDIRECTED_REQUEST, "The host is not served here"),
        app_errors.NotFound: Kind("not-found", _S.NOT_FOUND, "There is no such thing in the graph"),
        app_errors.NotAcceptable: Kind(
            "not-acceptable", _S.NOT_ACCEPTABLE, "No acceptable media type", ("available",)
        ),
        app_errors.UnsupportedMediaType: Kind(
            "unsupported-media-type", _S.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type", ("supported",)
        ),
        app_errors.UpdateForbidden: Kind("update-forbidden", _S.FORBIDDEN, "The server is read-only"),
        app_errors.Unauthorized: Kind(
            "unauthorized",
            _S.UNAUTHORIZED,
            "The write token is missing or wrong",
            challenge='Bearer realm="Weitu"',
        ),
        app_errors.ForeignOrigin: Kind("foreign-origin", _S.FORBIDDEN, "A write of another site's page"),
        app_errors.ForeignRequest: Kind(
            "foreign-request",
            _S.BAD_REQUEST,
            "A request that pages of other sites may not send",
            ("methods", "headers"),
        ),
        app_errors.UnreadableGraph: Kind(
            "unreadable-graph", _S.BAD_REQUEST, "The body is not the RDF it says it is", ("line",)
        ),
        app_errors.TooManyRequests: Kind(
            "too-many-requests", _S.TOO_MANY_REQUESTS, "Too many requests", again=10
        ),
        app_errors.BoundError: Kind("bound", _S.SERVICE_UNAVAILABLE, "The request costs too much", told=True),
        app_errors.OutOfTime: Kind(
            "out-of-time", _S.GATEWAY_TIMEOUT, "The request takes too long", ("seconds",), told=True
        ),
        app_errors.OutOfMemory: Kind(
            "out-of-memory",
            _S.SERVICE_UNAVAILABLE,
            "The request needs too much memory",
            ("limit",),
            told=True,
        ),
        app_errors.AnswerTooLarge: Kind(
            "answer-too-large", _S.SERVICE_UNAVAILABLE, "The answer is too long", ("limit",), told=True
        ),
        app_errors.ClientAsleep: Kind(
            "client-asleep", _S.REQUEST_TIMEOUT, "The client took no more of the answer", ("seconds",)
        ),
        app_errors.TooBusy: Kind(
            "too-busy", _S.SERVICE_UNAVAILABLE, "Too many requests are waiting", told=True, again=1
        ),
        app_errors.WorkerLost: Kind(
            "worker-lost", _S.SERVICE_UNAVAILABLE, "The work was cut short", told=True
        ),
        app_errors.AddressTooLong: Kind(
            "address-too-long", _S.REQUEST_URI_TOO_LONG, "The address is too long", ("limit",)
        ),
        app_errors.HeadersTooLarge: Kind(
            "headers-too-large",
            _S.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "The headers are too large",
            ("limit",),
        ),
        app_errors.TooSlow: Kind(
            "too-slow", _S.REQUEST_TIMEOUT, "The request comes in too slowly", ("seconds",)
        ),
        app_errors.TooManyConnections: Kind(
            "too-many-connections",
            _S.SERVICE_UNAVAILABLE,
            "Too many connections are open",
            told=True,
            again=5,
        ),
        app_errors.BodyTooLarge: Kind(
            "too-large", _S.REQUEST_ENTITY_TOO_LARGE, "The request is too large", ("limit",)
        ),
    }
)

_INVALID = Kind("invalid-parameter", _S.UNPROCESSABLE_ENTITY, "A parameter is missing or has a wrong value")
_INTERNAL = Kind("internal", _S.INTERNAL_SERVER_ERROR, "The server failed")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["/problems/not-found"])
    title: str
    status: int
    detail: str | None = None


def kind_of(error: type[Exception]) -> Kind:
    """The problem type of an error class."""
    return next((TABLE[ancestor] for ancestor in error.__mro__ if ancestor in TABLE), _INTERNAL)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI ``responses`` of a route that can end in these problems."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            "headers": _HEADERS.get(status, {}),
        }
        for status in statuses
    }


def respond(kind: Kind, detail: str | None = None, **members: Any) -> JSONResponse:
    """The response that tells of a problem."""
    content = {"type": kind.type, "title": kind.title, "status": int(kind.status)}
    if detail is not None and (kind.told or kind.status < _S.INTERNAL_SERVER_ERROR):
        content["detail"] = detail
    headers = {}
    if kind.again is not None:
        headers["Retry-After"] = str(kind.again)
    if kind.challenge is not None:
        headers["WWW-Authenticate"] = kind.challenge
    return JSONResponse({**content, **members}, kind.status, headers, media_type=MEDIA_TYPE)


def problem(error: errors.WeituError) -> JSONResponse:
    """The response that tells of an error, by its row of the table."""
    kind = kind_of(type(error))
    return respond(kind, str(error), **{name: getattr(error, name) for name in kind.members})


def install(app: FastAPI) -> None:
    """Make every failure of ``app`` a problem."""
    app.add_exception_handler(errors.WeituError, _weitu_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)


def _weitu_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.WeituError)
    kind = kind_of(type(error))
    if kind.status >= _S.INTERNAL_SERVER_ERROR and not kind.told:
        log.error("%s %s: %s", request.method, request.url.path, error)
    return problem(error)


def _validation_error(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    assert isinstance(error, RequestValidationError)
    wrong = [{"parameter": str(e["loc"][:2][-1]), "problem": e["msg"]} for e in error.errors()]
    detail = "; ".join(f"{row['parameter']}: {row['problem']}" for row in wrong)
    return respond(_INVALID, detail, errors=wrong)


def _http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    kind = Kind("", status, status.phrase)
    response = respond(kind, error.detail if error.detail != status.phrase else None)
    response.headers.update(error.headers or {})
    if status == _S.METHOD_NOT_ALLOWED and (methods := _methods(request)):
        response.headers["Allow"] = ", ".join(methods)  # of all routes here, not of the first
    return response


def _methods(request: Request) -> list[str]:
    """The methods that some route has for the address of a request."""
    return [
        method.value
        for method in HTTPMethod
        if any(
            route.matches({**request.scope, "method": method.value})[0] is Match.FULL
            for route in request.app.routes
        )
    ]


class Unforeseen:
    """ASGI middleware that answers where something fails in a way that nobody thought of.

    The framework would do so, too, but outside of all that gives a response its headers and counts it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            raise
        except Exception:
            if begun or scope["type"] != "http":
                raise
            log.exception("%s %s", scope["method"], scope["path"])
            await respond(_INTERNAL)(scope, receive, send)


class Description(BaseModel):
    """What a problem type means."""

    type: str
    title: str
    status: int
    description: str


@router.get("/{slug}", responses=documented(404, 422), summary="What a problem type means")
def describe(slug: str) -> Description:
    for error, kind in TABLE.items():
        if kind.slug == slug:
            text = " ".join((error.__doc__ or "").split())
            return Description(type=kind.type, title=kind.title, status=kind.status, description=text)
    raise app_errors.NotFound("problem type", slug)
