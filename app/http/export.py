"""The whole graph as a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from app.http.dependencies import Current
from app.http.negotiation import with_charset
from app.http.problems import documented
from graph.export import Format, export

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
    # written out before the answer begins, so that a failure is still a problem and the size is known
    with ExitStack() as stack:
        file = stack.enter_context(TemporaryFile())
        export(snapshot.generation.store, format, file)
        size = file.tell()
        stack.pop_all()
    return StreamingResponse(
        _chunks(file),
        media_type=with_charset(MEDIA_TYPES[format]),
        headers={
            "Content-Length": str(size),
            "Content-Disposition": f'attachment; filename="weitu.{format}"',
        },
    )


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
