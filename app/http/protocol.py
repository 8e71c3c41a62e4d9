"""The SPARQL 1.1 Protocol: what a request asks or would change, out of its method, address, type and body.

A pure function. Every part is decoded exactly once, as UTF-8, and bytes that are not UTF-8 are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from app.errors import BadRequest, UnsupportedMediaType
from app.http.negotiation import media_type

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

#: More parameters than any honest request has.
_MOST_PARAMETERS = 1_000


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query and the data set that the protocol names for it. No graph named: the query's own, or all."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SparqlUpdate:
    """An update and the data set that the protocol names for it. No graph named: the update's own."""

    update: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


def parse(
    method: str, query_string: bytes, content_type: str | None, body: bytes
) -> SparqlRequest | SparqlUpdate:
    """The request that was made.

    Raises :class:`UnsupportedMediaType` for a body that is no form, query or update, and
    :class:`BadRequest` for anything else against the protocol.
    """
    parameters = parameters_of(query_string)
    if method != "POST":
        if _values(parameters, "update"):
            raise BadRequest("an update is sent by POST")
        return _request(parameters)
    _refuse_charset(content_type)
    kind = media_type(content_type)
    if kind == FORM:
        if any(name in ("query", "update") for name, _ in parameters):
            raise BadRequest("what is posted as a form goes into the form, not into the address")
        return _request([*parameters, *parameters_of(body, "the form")])
    if kind in (QUERY, UPDATE):
        if any(name in ("query", "update") for name, _ in parameters):
            raise BadRequest("there is one in the body and another in the address; send one")
        name = "query" if kind == QUERY else "update"
        return _request([*parameters, (name, _decode(body, "the body"))])
    raise UnsupportedMediaType(kind, (QUERY, UPDATE, FORM))


def _request(parameters: list[tuple[str, str]]) -> SparqlRequest | SparqlUpdate:
    queries, updates = _values(parameters, "query"), _values(parameters, "update")
    if not queries and not updates:
        raise BadRequest("there is no query; send one as the parameter 'query'")
    if queries and updates:
        raise BadRequest("there is a query and an update in the request; send one")
    if len(queries) > 1:
        raise BadRequest(f"there are {len(queries)} queries in the request; send one")
    if len(updates) > 1:
        raise BadRequest(f"there are {len(updates)} updates in the request; join them with ';'")
    if updates:
        return SparqlUpdate(
            update=updates[0],
            using=_values(parameters, "using-graph-uri"),
            using_named=_values(parameters, "using-named-graph-uri"),
        )
    return SparqlRequest(
        query=queries[0],
        default_graphs=_values(parameters, "default-graph-uri"),
        named_graphs=_values(parameters, "named-graph-uri"),
    )


def _refuse_charset(content_type: str | None) -> None:
    message = Message()
    message["Content-Type"] = content_type or ""
    if message.get_content_charset("utf-8") not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(content_type or "", (QUERY, UPDATE, FORM))


def parameters_of(encoded: bytes, where: str = "the address") -> list[tuple[str, str]]:
    """The parameters in an address or a form, in their order; :class:`BadRequest` says ``where`` they are
    wrong."""
    try:
        return parse_qsl(
            _decode(encoded, where), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeDecodeError:
        raise BadRequest(f"{where} is not in UTF-8") from None
    except ValueError:
        raise BadRequest(f"{where} holds more than {_MOST_PARAMETERS} parameters") from None


def _values(parameters: Iterable[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in parameters if key == name)


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"{where} is not in UTF-8 at byte {error.start}") from None
