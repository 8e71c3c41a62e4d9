"""RDF/XML, for tools that read nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import IO

from pyoxigraph import Literal, RdfFormat, Triple, serialize

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rdf_xml(subjects: Iterable[list[Triple]], prefixes: Mapping[str, str], stream: IO[bytes]) -> None:
    """Write triples, which come subject by subject. A character that XML cannot hold becomes U+FFFD."""
    triples = (_writable(triple) for group in subjects for triple in group)
    serialize(triples, stream, RdfFormat.RDF_XML, prefixes=dict(prefixes))


def as_xml(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _writable(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or not _NOT_XML.search(value.value):
        return triple
    text = as_xml(value.value)
    if value.language:
        return Triple(triple.subject, triple.predicate, Literal(text, language=value.language))
    return Triple(triple.subject, triple.predicate, Literal(text, datatype=value.datatype))
