"""Turtle and TriG for people and for version control: grouped by subject, prefixed, sorted, a value a line.

Equal sets of quads give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from graph.namespaces import RDF, XSD

Statement: TypeAlias = tuple[str, str, str]

# Narrower than the grammar, which lets more stand but wants some of it escaped.
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]*")
_TYPE = "a"


class Terms:
    """Writes terms with the prefixes given."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(sorted(prefixes.items()))
        self._names = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._written: dict[str, str] = {}

    def write(self, term: object) -> str:
        """A term as Turtle."""
        if isinstance(term, NamedNode):
            written = self._written.get(term.value)
            return written or self._written.setdefault(term.value, self._iri(term))
        if isinstance(term, Literal) and not term.language and term.datatype != XSD["string"]:
            return f"{Literal(term.value)}^^{self.write(term.datatype)}"
        return str(term)  # its N-Triples form

    def _iri(self, node: NamedNode) -> str:
        end = max(node.value.rfind("/"), node.value.rfind("#")) + 1
        prefix, name = self._names.get(node.value[:end]), node.value[end:]
        return f"{prefix}:{name}" if prefix and _LOCAL_NAME.fullmatch(name) else str(node)

    def declarations(self) -> Iterator[str]:
        """The prefixes, as the file has to declare them."""
        for prefix, namespace in self._prefixes.items():
            yield f"@prefix {prefix}: <{namespace}> .\n"


def turtle(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> Iterator[str]:
    """The union of all graphs as Turtle, in pieces."""
    terms = Terms(prefixes)
    yield from terms.declarations()
    yield from _subjects({_statement(quad, terms) for quad in quads}, "")


def trig(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> Iterator[str]:
    """All graphs as TriG, in pieces. A store has nothing outside named graphs."""
    terms = Terms(prefixes)
    yield from terms.declarations()
    graphs: dict[str, set[Statement]] = {}
    for quad in quads:
        graphs.setdefault(terms.write(quad.graph_name), set()).add(_statement(quad, terms))
    for name, statements in sorted(graphs.items()):
        yield f"\nGRAPH {name} {{\n"
        yield from _subjects(statements, "    ")
        yield "}\n"


def _statement(quad: Quad, terms: Terms) -> Statement:
    predicate = _TYPE if quad.predicate == RDF["type"] else terms.write(quad.predicate)
    return terms.write(quad.subject), predicate, terms.write(quad.object)


def _subjects(statements: Iterable[Statement], indent: str) -> Iterator[str]:
    in_order = sorted(statements, key=lambda statement: (statement[0], statement[1] != _TYPE, *statement[1:]))
    for subject, group in groupby(in_order, key=itemgetter(0)):
        properties = (_property(list(each), indent) for _, each in groupby(group, key=itemgetter(1)))
        yield f"\n{indent}{subject}\n" + " ;\n".join(properties) + " .\n"


def _property(statements: list[Statement], indent: str) -> str:
    predicate = f"{indent}    {statements[0][1]}"
    if len(statements) == 1 or statements[0][1] == _TYPE:
        return f"{predicate} {', '.join(value for _, _, value in statements)}"
    return predicate + ",".join(f"\n{indent}        {value}" for _, _, value in statements)
