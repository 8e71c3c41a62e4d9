"""The graph, or a part of it, as a file."""

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
from graph.export import Format, export, select

MEDIA_TYPES = {
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
_CHUNK = 1 << 16

router = APIRouter(prefix="/api/v1", tags=["export"])


@router.get("/export", responses=documented(404, 422, 503), summary="The graph, or a part of it, as a file")
def export_graph(
    snapshot: Current,
    format: Annotated[  # noqa: A002
        Format, Query(description="RDF, the entity graph (graphml, gexf) or the observations (csv, parquet)")
    ],
    region: Annotated[str | None, Query(description="code: documents about it and what lies in it")] = None,
    document: Annotated[str | None, Query(description="id of one document")] = None,
    around: Annotated[str | None, Query(description="path below id/: an entity and its neighbours")] = None,
    depth: Annotated[int, Query(ge=1, le=4, description="relations away from the entity")] = 1,
) -> StreamingResponse:
    # written out before the answer begins, so that a failure is still a problem and the size is known
    with ExitStack() as stack:
        file = stack.enter_context(TemporaryFile())
        selection = select(
            snapshot.generation.store, region=region, document=document, around=around, depth=depth
        )
        export(selection, format, file)
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
