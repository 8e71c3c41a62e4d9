"""Triples as they come, in the forms of RDF that Oxigraph writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, cast

from pyoxigraph import RdfFormat, Triple, serialize

from graph.errors import Inexpressible
from graph.export.xml import XmlStream
from graph.namespaces import RDF

# What the name of an element can be, at the end of an IRI.
_NAME = re.compile(r"[^\W\d][\w.·-]*\Z")
_XML_NAMES = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")


def write(triples: Iterable[Triple], stream: IO[bytes], form: RdfFormat, prefixes: Mapping[str, str]) -> None:
    """Write triples as UTF-8. In RDF/XML a character that XML cannot hold becomes U+FFFD.

    Raises :class:`Inexpressible` where the form cannot say something, before or after a part is written.
    """
    if form == RdfFormat.RDF_XML:
        triples, stream = _with_names(triples), cast("IO[bytes]", XmlStream(stream))
    try:
        serialize(triples, stream, form, prefixes=dict(prefixes))
    except OSError as error:
        if error.errno is not None:  # of the stream
            raise
        raise Inexpressible(form.name, str(error)) from None


def _with_names(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples, as long as their properties are names of elements."""
    for triple in triples:
        iri = triple.predicate.value
        if not _NAME.search(iri) or iri.startswith(_XML_NAMES) or iri == RDF.iri:
            raise Inexpressible("RDF/XML", f"{iri} ends in no name of an element")
        yield triple
