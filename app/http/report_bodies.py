"""A report in the body of a request: a file as it is, or a text in JSON."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field, StringConstraints

from app.http.bodies import body_of, from_json
from app.http.dependencies import Configured
from app.http.negotiation import media_type

_JSON = "application/json"
_NAME = "report.txt"


class Text(BaseModel):
    """A text to be read."""

    text: str = Field(description="the text of a report, its title in the first line")
    name: str = Field(_NAME, max_length=255, description="the name of its file")


BODY = {
    "required": True,
    "content": {
        _JSON: {"schema": Text.model_json_schema()},
        "text/plain": {"schema": {"type": "string"}},
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}
"""What is sent, for the description of an operation."""


class Report(NamedTuple):
    """The bytes of a file and its name. Without ``persons`` the names of natural persons are to be blotted
    out before it is read."""

    data: bytes
    name: str
    persons: bool


async def _report(
    request: Request,
    settings: Configured,
    name: Annotated[
        str, StringConstraints(max_length=255), Query(description="the name of the file")
    ] = _NAME,
    persons: Annotated[
        bool, Query(description="false to blot out the names of natural persons before anything is read")
    ] = True,
) -> Report:
    data = await body_of(request, settings.document_limit)
    if media_type(request.headers.get("content-type")) != _JSON:
        return Report(data, name, persons)
    sent = from_json(Text, data)
    return Report(sent.text.encode(errors="surrogatepass"), sent.name, persons)


Sent = Annotated[Report, Depends(_report)]
