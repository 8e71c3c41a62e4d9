"""A selection of a store in one of many formats. Equal selections give equal bytes, sorted so that small
changes stay small, in bounded memory, save for the networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Literal

from pyoxigraph import RdfFormat, serialize

from graph.export import networks, tables
from graph.export.jsonld import jsonld
from graph.export.rdf import write
from graph.export.selection import Selection
from graph.export.sorting import sorted_lines, subjects
from graph.export.turtle import trig, turtle
from graph.namespaces import prefixes

Format = Literal["ttl", "trig", "nt", "nq", "jsonld", "rdf", "graphml", "gexf", "csv", "parquet"]


def export(selection: Selection, format: Format, stream: IO[bytes]) -> None:  # noqa: A002
    """Write what was selected in one format, text as UTF-8.

    ``trig``, ``nq`` and ``jsonld`` keep the named graphs; ``ttl``, ``nt`` and ``rdf`` (RDF/XML) are their
    union. ``graphml`` and ``gexf`` are the graph of entities that :func:`graph.views.to_networkx` gives.
    ``csv`` and ``parquet`` are the observations, a row each, with labels and evidence.
    """
    _WRITERS[format](selection, stream)


def _pieces(pieces: Iterator[str], stream: IO[bytes]) -> None:
    stream.writelines(piece.encode() for piece in pieces)


def _ttl(selection: Selection, stream: IO[bytes]) -> None:
    _pieces(turtle(selection.quads(), prefixes(selection.store.base)), stream)


def _trig(selection: Selection, stream: IO[bytes]) -> None:
    _pieces(trig(selection.graphs(), prefixes(selection.store.base)), stream)


def _jsonld(selection: Selection, stream: IO[bytes]) -> None:
    _pieces(jsonld(selection.graphs(), selection.store.base), stream)


def _rdf(selection: Selection, stream: IO[bytes]) -> None:
    triples = (triple for group in subjects(selection.quads()) for triple in group)
    write(triples, stream, RdfFormat.RDF_XML, prefixes(selection.store.base))


def _nt(selection: Selection, stream: IO[bytes]) -> None:
    for triples in subjects(selection.quads()):
        stream.write(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")


def _nq(selection: Selection, stream: IO[bytes]) -> None:
    lines = (serialize([quad], format=RdfFormat.N_QUADS) or b"" for quad in selection.quads())
    stream.writelines(sorted_lines(lines))


_WRITERS: dict[Format, Callable[[Selection, IO[bytes]], None]] = {
    "ttl": _ttl,
    "trig": _trig,
    "nt": _nt,
    "nq": _nq,
    "jsonld": _jsonld,
    "rdf": _rdf,
    "graphml": networks.graphml,
    "gexf": networks.gexf,
    "csv": lambda selection, stream: tables.csv(tables.selected(selection), stream),
    "parquet": lambda selection, stream: tables.parquet(tables.selected(selection), stream),
}
