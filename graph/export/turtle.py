"""Turtle and TriG for people and for version control: grouped by subject, prefixed, sorted, a value a line.

Equal sets of quads give equal bytes, in bounded memory (:mod:`graph.export.sorting`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.export.sorting import subjects
from graph.namespaces import RDF, XSD

# Narrower than the grammar, which lets more stand but wants some of it escaped.
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]*")
_TYPE = "a"


class Terms:
    """Writes terms with the prefixes given."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(sorted(prefixes.items()))
        self._names = {namespace: prefix for prefix, namespace in prefixes.items()}

    def write(self, term: object) -> str:
        """A term as Turtle."""
        if isinstance(term, NamedNode):
            end = max(term.value.rfind("/"), term.value.rfind("#")) + 1
            prefix, name = self._names.get(term.value[:end]), term.value[end:]
            return f"{prefix}:{name}" if prefix and _LOCAL_NAME.fullmatch(name) else str(term)
        if isinstance(term, Literal) and not term.language and term.datatype != XSD["string"]:
            return f"{Literal(term.value)}^^{self.write(term.datatype)}"
        return str(term)  # its N-Triples form

    def declarations(self) -> Iterator[str]:
        """The prefixes, as the file has to declare them."""
        for prefix, namespace in self._prefixes.items():
            yield f"@prefix {prefix}: <{namespace}> .\n"


def turtle(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> Iterator[str]:
    """The union of all graphs as Turtle, in pieces."""
    terms = Terms(prefixes)
    yield from terms.declarations()
    yield from _described(quads, terms, "")


def trig(graphs: Iterable[tuple[NamedNode, Iterable[Quad]]], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Named graphs as TriG, in pieces and in the order given."""
    terms = Terms(prefixes)
    yield from terms.declarations()
    for name, quads in graphs:
        yield f"\n{terms.write(name)} {{\n"
        yield from _described(quads, terms, "    ")
        yield "}\n"


def _described(quads: Iterable[Quad], terms: Terms, indent: str) -> Iterator[str]:
    for triples in subjects(quads):
        statements = sorted(_statement(triple, terms) for triple in triples)
        each = groupby(statements, key=itemgetter(0))
        properties = [_property(key[1], [value for _, value in group], indent) for key, group in each]
        subject = terms.write(triples[0].subject)
        yield f"\n{indent}{subject}\n" + " ;\n".join(properties) + " .\n"


def _statement(triple: Triple, terms: Terms) -> tuple[tuple[bool, str], str]:
    """((whether it is no type, predicate), value), so that the types sort first."""
    typed = triple.predicate == RDF["type"]
    return (not typed, _TYPE if typed else terms.write(triple.predicate)), terms.write(triple.object)


def _property(predicate: str, values: list[str], indent: str) -> str:
    written = f"{indent}    {predicate}"
    if len(values) == 1 or predicate == _TYPE:
        return f"{written} {', '.join(values)}"
    return written + ",".join(f"\n{indent}        {value}" for value in values)
