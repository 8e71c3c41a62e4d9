"""The vocabulary itself as a file: what ``ontology/core.ttl`` defines, without the concept schemes."""

from __future__ import annotations

from importlib.resources import files

from pyoxigraph import RdfFormat, parse, serialize

from graph.errors import VocabularyError
from graph.iris import DEFAULT_BASE


def core(base: str = DEFAULT_BASE, extension: str = "ttl") -> bytes:
    """The classes, properties and individuals of the vocabulary on a base, in the form of RDF that the files
    with this extension hold; as Turtle with the comments of the source."""
    source = files("ontology").joinpath("core.ttl").read_text(encoding="utf-8").replace(DEFAULT_BASE, base)
    if extension == "ttl":
        return source.encode()
    try:
        parser = parse(source, RdfFormat.TURTLE)
        triples = [quad.triple for quad in parser]
        form = RdfFormat.from_extension(extension)
        return serialize(triples, format=form, prefixes=parser.prefixes) or b""
    except SyntaxError as error:
        raise VocabularyError("ontology/core.ttl", error.msg, error.lineno) from None
