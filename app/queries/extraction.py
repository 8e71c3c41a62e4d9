"""What a file says, read and linked: told to who sent it, or made ready to be stored."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from app.answers import Extracted, Reading
from app.queries.generation import Generation
from graph.documents import Caveat, Document, parse
from graph.quads import quads


@dataclass(frozen=True, slots=True)
class Said:
    """All that a document says, in the graph that its IRI names. ``triples`` are N-Triples, ``warnings`` say
    what may be missing."""

    iri: str
    triples: bytes
    warnings: tuple[Caveat, ...]


def extract(generation: Generation, data: bytes, name: str, *, persons: bool) -> Extracted:
    """What the bytes of a file say: a text, a web page, a Word file or a PDF, told by its content. Without
    ``persons`` the names of natural persons are blotted out before.

    Raises a :class:`graph.errors.DocumentError` for anything that is no Chinese report.
    """
    document = _document(generation, data, name, persons)
    said = generation.reader.read(document)
    fields = {field: getattr(said, field) for field in said.__dataclass_fields__}
    return Extracted(Reading(**fields, text=document.text, warnings=document.warnings))


def said(generation: Generation, data: bytes, name: str, *, persons: bool) -> Said:
    """The same as triples. Raises what :func:`extract` raises."""
    document = _document(generation, data, name, persons)
    base = generation.store.base
    triples = (quad.triple for quad in quads(document, generation.reader.read(document), base))
    return Said(
        iri=generation.iris.document(document.sha256),
        triples=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"",
        warnings=document.warnings,
    )


def _document(generation: Generation, data: bytes, name: str, persons: bool) -> Document:
    document = parse(data, name)
    return document if persons else generation.reader.without_persons(document)
