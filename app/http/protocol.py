"""The SPARQL 1.1 Protocol: what a request asks, out of its method, address, content type and body.

A pure function. Every part is decoded exactly once, as UTF-8, and bytes that are not UTF-8 are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.errors import BadRequest, UnsupportedMediaType, UpdateForbidden
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


def parse(method: str, query_string: bytes, content_type: str | None, body: bytes) -> SparqlRequest:
    """The request that was made.

    Raises :class:`UnsupportedMediaType` for a body that is neither a form nor a query,
    :class:`UpdateForbidden` for an update, and :class:`BadRequest` for anything else against the protocol.
    """
    parameters = _parameters(query_string, "the address")
    if method != "POST":
        return _request(parameters)
    kind = media_type(content_type)
    if kind == FORM:
        if any(name in ("query", "update") for name, _ in parameters):
            raise BadRequest("a query posted as a form goes into the form, not into the address")
        return _request([*parameters, *_parameters(body, "the form")])
    if kind == QUERY:
        if any(name == "query" for name, _ in parameters):
            raise BadRequest("there is a query in the body and another in the address; send one")
        return _request([*parameters, ("query", _decode(body, "the body"))])
    if kind == UPDATE:
        raise UpdateForbidden
    raise UnsupportedMediaType(kind, (QUERY, FORM))


def _request(parameters: list[tuple[str, str]]) -> SparqlRequest:
    queries = _values(parameters, "query")
    if _values(parameters, "update"):
        raise UpdateForbidden
    if not queries:
        raise BadRequest("there is no query; send one as the parameter 'query'")
    if len(queries) > 1:
        raise BadRequest(f"there are {len(queries)} queries in the request; send one")
    return SparqlRequest(
        query=queries[0],
        default_graphs=_values(parameters, "default-graph-uri"),
        named_graphs=_values(parameters, "named-graph-uri"),
    )


def _values(parameters: Iterable[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in parameters if key == name)


def _parameters(encoded: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            _decode(encoded, where), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeDecodeError:
        raise BadRequest(f"{where} is not in UTF-8") from None
    except ValueError:
        raise BadRequest(f"{where} holds more than {_MOST_PARAMETERS} parameters") from None


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"{where} is not in UTF-8 at byte {error.start}") from None
