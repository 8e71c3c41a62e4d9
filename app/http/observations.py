"""Observations by what they are of: as pages, or all as a table."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import StringConstraints

from app.answers import ObservationItem, Page
from app.http.dependencies import Asking, Queries, Wanted
from app.http.files import MEDIA_TYPES, download
from app.http.problems import documented
from app.queries.observations import Asked
from app.queries.observations import observations as find
from app.workers.files import Table
from graph.extraction import Status
from graph.index.observations import Order

router = APIRouter(prefix="/api/v1", tags=["observations"])

Period = Annotated[
    str, StringConstraints(pattern=r"^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$")
]


def _asked(
    region: Annotated[
        list[str],
        Query(description="id or code of a region; several may be given", examples=[["region/340500"]]),
    ] = [],  # noqa: B006
    inner: Annotated[bool, Query(description="with those of the regions inside these regions")] = True,
    indicator: Annotated[list[str], Query(description="id of an indicator; several may be given")] = [],  # noqa: B006
    program: Annotated[list[str], Query(description="id of a programme; several may be given")] = [],  # noqa: B006
    institution: Annotated[str, Query(description="id of an institution or a type of institution")] = "",
    document: Annotated[str, Query(description="id of the document that states them")] = "",
    status: Annotated[
        list[Status], Query(description="results, targets or earlier figures; several may be given")
    ] = [],  # noqa: B006
    since: Annotated[Period, Query(alias="from", description="the first year, month or day")] = "",
    until: Annotated[Period, Query(alias="to", description="the last year, month or day")] = "",
) -> Asked:
    return Asked(
        regions=region,
        inner=inner,
        indicators=indicator,
        programs=program,
        institution=institution,
        document=document,
        statuses=status,
        since=since or None,
        until=until or None,
    )


@router.get(
    "/observations",
    response_model=Page[ObservationItem],
    responses={
        200: {
            "description": "A page as JSON, or all of them as a table",
            "content": {MEDIA_TYPES["csv"]: {}, MEDIA_TYPES["parquet"]: {}},
        },
        **documented(404, 422, 504),
    },
    summary="Observations by region, indicator, programme, period and status",
)
async def observations(
    request: Request,
    ask: Asking,
    pool: Queries,
    wanted: Wanted,
    asked: Annotated[Asked, Depends(_asked)],
    format: Annotated[  # noqa: A002
        Literal["json", "csv", "parquet"], Query(description="a table holds all of them, without pages")
    ] = "json",
    order: Annotated[
        Order, Query(description="the latest period first, or by value, the smallest or largest first")
    ] = "period",
) -> Response:
    """One observation a row: what, where, when, how much, and which document says so."""
    if format == "json":
        return await ask(find, asked, order=order, **wanted._asdict())
    return await download(request, pool, Table(format, asked, order), "observations")
