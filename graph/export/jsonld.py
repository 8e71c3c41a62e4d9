"""JSON-LD in the words of ``ontology/context.jsonld``: a named graph an object, a subject a line, sorted.

The context is written into the document, so nobody has to fetch it. A value that does not fit what the
context says of its property is written out in full.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph.errors import Inexpressible
from graph.export.sorting import subjects
from graph.iris import DEFAULT_BASE
from graph.namespaces import RDF, XSD


def jsonld(graphs: Iterable[tuple[NamedNode, Iterable[Quad]]], base: str) -> Iterator[str]:
    """Named graphs as one JSON-LD document, in pieces and in the order given."""
    words = _Words(context(base))
    yield f'{{"@context": {_json(words.context)},\n"@graph": ['
    for number, (graph, quads) in enumerate(graphs):
        yield f'{"," if number else ""}\n{{"@id": {_json(words.iri(graph))}, "@graph": ['
        for place, triples in enumerate(subjects(quads)):
            yield f"{',' if place else ''}\n{_json(words.node(triples))}"
        yield "\n]}"
    yield "\n]}\n"


def context(base: str = DEFAULT_BASE) -> dict[str, Any]:
    """The JSON-LD context for a base."""
    text = files("ontology").joinpath("context.jsonld").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.replace(DEFAULT_BASE, base))["@context"]
    return found


class _Words:
    """Writes terms as the context has them."""

    def __init__(self, context: dict[str, Any]) -> None:
        self.context = context
        self._prefixes = {iri: name for name, iri in context.items() if isinstance(iri, str)}
        terms = {name: entry for name, entry in context.items() if isinstance(entry, dict)}
        self._terms = {self._full(entry["@id"]): (name, entry) for name, entry in terms.items()}

    def node(self, triples: list[Triple]) -> dict[str, Any]:
        """All that is said of one subject."""
        values: dict[str, list[Any]] = defaultdict(list)
        for triple in triples:
            if triple.predicate == RDF["type"]:
                values["@type"].append(self.iri(triple.object))
            else:
                word, entry = self._terms.get(triple.predicate.value, (self.iri(triple.predicate), {}))
                values[word].append(self._value(triple.object, entry))
        node: dict[str, Any] = {"@id": self.iri(triples[0].subject)}
        for word in sorted(values):
            ordered = sorted(values[word], key=_json)
            node[word] = ordered if len(ordered) > 1 else ordered[0]
        return node

    def iri(self, term: object) -> str:
        """An IRI, with a prefix where that leaves no doubt, or the name of a blank node."""
        if isinstance(term, BlankNode):
            return str(term)
        if not isinstance(term, NamedNode):
            raise Inexpressible("JSON-LD", f"{term} is a statement within a statement")
        for namespace, prefix in self._prefixes.items():
            if term.value.startswith(namespace) and not term.value.startswith("//", len(namespace)):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
        return term.value

    def _value(self, term: object, entry: dict[str, str]) -> Any:
        """A plain string where the context tells what it is, else an object that tells it itself."""
        if not isinstance(term, Literal):
            iri = self.iri(term)
            return iri if entry.get("@type") == "@id" else {"@id": iri}
        if term.direction:
            direction = {"@language": term.language, "@direction": term.direction.value}
            return {"@value": term.value, **direction}
        if term.language:
            plain = entry.get("@language") == term.language
            return term.value if plain else {"@value": term.value, "@language": term.language}
        datatype = self.iri(term.datatype)
        if entry.get("@type") == datatype or (term.datatype == XSD["string"] and not entry.keys() - {"@id"}):
            return term.value
        return {"@value": term.value, "@type": datatype}

    def _full(self, compact: str) -> str:
        prefix, _, name = compact.partition(":")
        return str(self.context[prefix]) + name


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
