"""How files are named and typed that an answer may be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Response

from app.http.negotiation import with_charset
from app.http.streaming import streamed
from app.workers.pool import Answer
from graph.export import Format

MEDIA_TYPES: Mapping[Format, str] = MappingProxyType(
    {
        "ttl": "text/turtle",
        "trig": "application/trig",
        "nt": "application/n-triples",
        "nq": "application/n-quads",
        "jsonld": "application/ld+json",
        "rdf": "application/rdf+xml",
        "graphml": "application/graphml+xml",
        "gexf": "application/gexf+xml",
        "csv": "text/csv",
        "parquet": "application/vnd.apache.parquet",
    }
)


async def download(answer: Answer, name: str) -> Response:
    """The answer of a task whose head is a format, as a file to be saved; ``name`` is without its ending."""
    response = await streamed(answer)
    format_: Format = answer.head
    response.headers["Content-Type"] = with_charset(MEDIA_TYPES[format_])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{format_}"'
    return response
