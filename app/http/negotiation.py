"""Which of the media types at hand a client gets. Pure functions of the ``Accept`` header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import mimeparse

from app.errors import BadRequest, NotAcceptable

ANY = "*/*"

#: How rows and truth values can be written, the preferred one first: media type → extension of the format.
RESULTS: Mapping[str, str] = MappingProxyType(
    {
        "application/sparql-results+json": "srj",
        "application/json": "srj",
        "application/sparql-results+xml": "srx",
        "application/xml": "srx",
        "text/xml": "srx",
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
    }
)

#: How graphs can be written, the preferred one first: media type → extension of the format.
GRAPHS: Mapping[str, str] = MappingProxyType(
    {
        "text/turtle": "ttl",
        "application/n-triples": "nt",
        "application/ld+json": "jsonld",
        "application/rdf+xml": "rdf",
        "application/n-quads": "nq",
        "application/trig": "trig",
    }
)


def best(accept: str | None, available: Sequence[str]) -> str:
    """The media type among ``available`` that ``accept`` likes best; among equals, the earlier one.

    A missing or empty header accepts anything. Raises :class:`NotAcceptable` where nothing fits and
    :class:`BadRequest` where the header cannot be read.
    """
    wanted = (accept or "").strip() or ANY
    try:
        found = mimeparse.best_match(list(reversed(available)), wanted.lower())
    except mimeparse.MimeTypeParseException:
        raise BadRequest(f"the header Accept cannot be read: {wanted!r}") from None
    if not found:
        raise NotAcceptable(wanted, available)
    return str(found)


def media_type(content_type: str | None) -> str:
    """The media type in a ``Content-Type`` header, lower case, without parameters; empty if there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def with_charset(media_type: str) -> str:
    """The ``Content-Type`` for a body in UTF-8: textual types say so, the others are UTF-8 by definition."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
