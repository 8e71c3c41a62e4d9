"""What a text says, without storing anything."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.answers import Extracted
from app.http.dependencies import AskingReader
from app.http.problems import documented
from app.http.report_bodies import BODY, Sent
from app.queries.extraction import extract as read

router = APIRouter(prefix="/api/v1", tags=["extraction"])


@router.post(
    "/extract",
    response_model=Extracted,
    responses=documented(413, 422, 504),
    openapi_extra={"requestBody": BODY},
    summary="What a text says",
)
async def extract(ask: AskingReader, report: Sent) -> Response:
    """Send JSON with a `text`, or a file as it is: a text, a web page, a Word file or a PDF, told by its
    content whatever the header `Content-Type` says. Nothing is stored."""
    return await ask(read, report.data, report.name, persons=report.persons)
