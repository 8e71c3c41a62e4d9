"""What a text says, read and linked, and not stored."""

from __future__ import annotations

from app.answers import Extracted
from app.queries.generation import Generation


def extract(generation: Generation, data: bytes, name: str) -> Extracted:
    """What the bytes of a file say: a text, a web page, a Word file or a PDF, told by its content.

    Raises a :class:`graph.errors.DocumentError` for anything that is no Chinese report.
    """
    from graph.documents import parse

    return Extracted(generation.reader.read(parse(data, name)))
