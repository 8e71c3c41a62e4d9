"""The whole graph as a file."""

from __future__ import annotations

from functools import partial
from tempfile import TemporaryFile
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from graph.export import Format, export

from app.http.dependencies import Current
from app.http.negotiation import with_charset
from app.http.problems import documented

MEDIA_TYPES = {
    "ttl": "text/turtle",
    "trig": "application/trig",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
}
_CHUNK = 1 << 16

router = APIRouter(prefix="/api/v1", tags=["export"])


@router.get("/export", responses=documented(422, 503), summary="The whole graph as a file")
def export_graph(
    snapshot: Current,
    format: Annotated[Format, Query(description="RDF, or the entity graph as GraphML or GEXF")],  # noqa: A002
) -> StreamingResponse:
    # a file without a name: its size is known before the answer begins, and it goes when the answer ends
    file = TemporaryFile()  # noqa: SIM115
    export(snapshot.generation.store, format, file)
    size = file.tell()
    file.seek(0)
    return StreamingResponse(
        iter(partial(file.read, _CHUNK), b""),
        media_type=with_charset(MEDIA_TYPES[format]),
        headers={
            "Content-Length": str(size),
            "Content-Disposition": f'attachment; filename="weitu.{format}"',
        },
    )
