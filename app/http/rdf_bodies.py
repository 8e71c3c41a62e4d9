"""RDF in the body of a request: which types are taken, and its triples. Pure functions.

Nothing is fetched: a remote context of JSON-LD is an error. XML is looked through before it is parsed, for
the parser would unfold entities without end and take a body that breaks off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.message import Message
from types import MappingProxyType
from typing import TypeAlias
from xml.parsers import expat

import pyoxigraph as ox

from app.errors import BadRequest, UnreadableGraph, UnsupportedMediaType
from app.http.negotiation import media_type

_XML = "application/rdf+xml"
_MULTIPART = "multipart/form-data"

#: How a graph can be sent: media type → format.
TAKEN: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "text/turtle": ox.RdfFormat.TURTLE,
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "application/ld+json": ox.RdfFormat.JSON_LD,
        _XML: ox.RdfFormat.RDF_XML,
    }
)
SUPPORTED = (*TAKEN, _MULTIPART)

_DEEPEST = 1_000  # elements within elements
_MOST_PARTS = 1_000
_PLACE = re.compile(r"Parser error (?:at|between) [^:]*: ")
_BOUNDARY = re.compile(r"[ -~]{0,69}[!-~]")
_NAMED = re.compile(rb"[ \t]*\r\n(.*?)\r\n\r\n(.*)", re.DOTALL)

Part: TypeAlias = tuple[str, bytes]
"""A media type of :data:`TAKEN` and a body of that type."""


def parts(content_type: str | None, body: bytes) -> list[Part]:
    """The graphs in a body: one, or those of a form with files.

    Raises :class:`UnsupportedMediaType` or :class:`BadRequest`.
    """
    kind = media_type(content_type)
    if kind == _MULTIPART:
        return [(_taken(header), content) for header, content in _split(content_type or "", body)]
    return [(_taken(content_type), body)]


def triples(parts: list[Part], base: str) -> Iterator[ox.Triple]:
    """The triples of all parts, whose blank nodes are other ones than those of any other graph.

    ``base`` is what relative IRIs are relative to. Raises :class:`UnreadableGraph` where a part cannot be
    read on.
    """
    for kind, body in parts:
        if kind == _XML:
            _look_through(body)
        try:
            for quad in ox.parse(
                body, TAKEN[kind], base_iri=base, without_named_graphs=True, rename_blank_nodes=True
            ):
                yield quad.triple
        except SyntaxError as error:
            raise UnreadableGraph(_PLACE.sub("", error.msg), error.lineno) from None


def _taken(content_type: str | None) -> str:
    kind = media_type(content_type)
    charset = _parameters(content_type or "").get_content_charset("utf-8")
    if kind not in TAKEN or charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(content_type or "", SUPPORTED)
    return kind


def _parameters(content_type: str) -> Message:
    message = Message()
    message["Content-Type"] = content_type
    return message


def _split(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """The parts of a form with files (RFC 7578): content type and content of each."""
    boundary = _parameters(content_type).get_boundary() or ""
    if not _BOUNDARY.fullmatch(boundary):
        raise BadRequest("the header Content-Type names no boundary of parts")
    first, *found = (b"\r\n" + body).split(b"\r\n--" + boundary.encode(), _MOST_PARTS + 1)
    matches = [_NAMED.fullmatch(part) for part in found[:-1]]
    if first.strip() or not matches or not found[-1].startswith(b"--"):
        raise BadRequest(f"the body is not made of 1 to {_MOST_PARTS} parts between its boundaries")
    return [_part(match) for match in matches]


def _part(match: re.Match[bytes] | None) -> tuple[str, bytes]:
    if match is None:
        raise BadRequest("a part of the body has no header")
    for line in match[1].decode("latin-1").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-type":
            return value.strip(), match[2]
    raise UnsupportedMediaType("", tuple(TAKEN))


def _look_through(body: bytes) -> None:
    """Refuse XML that is not whole, defines entities, or nests without end."""
    try:
        body.decode()  # what is looked through has to be what is parsed
    except UnicodeDecodeError as error:
        raise UnreadableGraph("not in UTF-8", body.count(b"\n", 0, error.start) + 1) from None
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableGraph(
                f"more than {_DEEPEST} elements within each other", parser.CurrentLineNumber
            )

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def entity(*_: object) -> None:
        raise UnreadableGraph("entities are not taken; write them out", parser.CurrentLineNumber)

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise UnreadableGraph(expat.ErrorString(error.code), error.lineno) from None
