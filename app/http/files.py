"""How files are named and typed that an answer may be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Request, Response

from app.http.negotiation import with_charset
from app.http.streaming import answered
from app.workers.files import Export, Table
from app.workers.pool import Pool
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


async def download(request: Request, pool: Pool, task: Export | Table, name: str) -> Response:
    """What a task writes, as a file to be saved; ``name`` is without its ending."""
    response = await answered(request, pool, task)
    response.headers["Content-Type"] = with_charset(MEDIA_TYPES[task.format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{task.format}"'
    return response
