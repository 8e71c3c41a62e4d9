"""What is sent in the body of a request: read within bounds, and JSON as what it has to be."""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from app.errors import BadRequest, BodyTooLarge

T = TypeVar("T")


async def body_of(request: Request, limit: int) -> bytes:
    """The body of a request, read no further than to ``limit`` bytes."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise BodyTooLarge(limit)
        chunks.append(chunk)
    return b"".join(chunks)


def from_json(shape: type[T], text: bytes | str, what: str = "the body", hint: str = "") -> T:
    """JSON as ``shape``; ``what`` is what it is called, ``hint`` what to send instead.

    Raises :class:`BadRequest`, which names the place where the first thing is wrong.
    """
    try:
        return TypeAdapter(shape).validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or what
        raise BadRequest(f"{where}: {first['msg']}{hint}") from None
