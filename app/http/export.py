"""The graph, or a part of it, as a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.http.dependencies import Queries
from app.http.files import MEDIA_TYPES, download
from app.http.problems import documented
from app.workers.files import Export
from graph.export import Format

router = APIRouter(prefix="/api/v1", tags=["export"])


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {"description": "The file", "content": {media_type: {} for media_type in MEDIA_TYPES.values()}},
        **documented(404, 406, 422, 504),
    },
    summary="The graph, or a part of it, as a file",
)
async def export(
    request: Request,
    pool: Queries,
    format: Annotated[  # noqa: A002
        Format, Query(description="RDF, the entity graph (graphml, gexf) or the observations (csv, parquet)")
    ],
    region: Annotated[str | None, Query(description="code: documents about it and what lies in it")] = None,
    document: Annotated[str | None, Query(description="id of one document")] = None,
    around: Annotated[str | None, Query(description="path below id/: an entity and its neighbours")] = None,
    depth: Annotated[int, Query(ge=1, le=4, description="relations away from the entity")] = 1,
) -> Response:
    task = Export(format, region, document, around, depth)
    return await download(request, pool, task, "weitu")
