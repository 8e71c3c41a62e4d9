"""What a text says, without storing anything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from app.answers import Extracted
from app.errors import BadRequest
from app.http.dependencies import AskingReader, Configured
from app.http.negotiation import media_type
from app.http.problems import documented
from app.http.writing import body_of
from app.queries.extraction import extract as read

router = APIRouter(prefix="/api/v1", tags=["extraction"])

_JSON = "application/json"
_NAME = "report.txt"


class Text(BaseModel):
    """A text to be read."""

    text: str = Field(description="the text of a report, its title in the first line")
    name: str = Field(_NAME, max_length=255, description="the name of its file, for the answer")


_BODY = {
    "required": True,
    "content": {
        _JSON: {"schema": Text.model_json_schema()},
        "text/plain": {"schema": {"type": "string"}},
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}


@router.post(
    "/extract",
    response_model=Extracted,
    responses=documented(413, 422, 504),
    openapi_extra={"requestBody": _BODY},
    summary="What a text says",
)
async def extract(
    request: Request,
    ask: AskingReader,
    settings: Configured,
    name: Annotated[
        str, StringConstraints(max_length=255), Query(description="the name of the file, for the answer")
    ] = _NAME,
) -> Response:
    """Send JSON with a `text`, or a file as it is: a text, a web page, a Word file or a PDF, told by its
    content whatever the header `Content-Type` says. Nothing is stored."""
    body = await body_of(request, settings.document_limit)
    if media_type(request.headers.get("content-type")) == _JSON:
        try:
            sent = Text.model_validate_json(body)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the body"
            raise BadRequest(f"{where}: {first['msg']}") from None
        body, name = sent.text.encode(errors="surrogatepass"), sent.name
    return await ask(read, body, name)
