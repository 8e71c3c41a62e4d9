"""The words that queries are made of: prefixes, classes and properties."""

from __future__ import annotations

from collections.abc import Iterator

from app.answers import Term, Vocabulary
from app.queries.generation import Generation
from graph.export.jsonld import context
from graph.namespaces import prefixes

_DECLARED = """
SELECT ?ontology ?term ?class ?label ?definition WHERE {
  VALUES ?class { owl:Class owl:ObjectProperty owl:DatatypeProperty }
  GRAPH ?ontology { ?term a ?class ; rdfs:label ?label FILTER(LANG(?label) = "zh")
    OPTIONAL { ?term skos:definition ?definition FILTER(LANG(?definition) = "zh") } }
} ORDER BY ?term"""
# What the context has no name for.
_FURTHER = (
    Term(name="qb:Observation", kind="class", label="Observation"),
    Term(name="skos:Concept", kind="class", label="Concept"),
    Term(name="rdf:type", kind="property", label="type"),
)


def vocabulary(generation: Generation) -> Vocabulary:
    """The prefixes that queries need not declare, our own classes and properties with their Chinese labels,
    and those of shared vocabularies that the graph is written in, with their names in the JSON-LD context."""
    known = prefixes(generation.store.base)
    return Vocabulary(prefixes=known, terms=[*_own(generation, known), *_shared(generation)])


def _own(generation: Generation, known: dict[str, str]) -> Iterator[Term]:
    graph = generation.iris.graph("ontology")
    for row in generation.rows(_DECLARED, ontology=graph):
        yield Term(
            name=row["term"].replace(known["wt"], "wt:", 1),
            kind="class" if row["class"].endswith("#Class") else "property",
            label=row["label"],
            definition=row.get("definition"),
        )


def _shared(generation: Generation) -> Iterator[Term]:
    yield from _FURTHER
    for label, entry in context(generation.store.base).items():
        if isinstance(entry, dict) and not entry["@id"].startswith("wt:"):
            yield Term(name=entry["@id"], kind="property", label=label)
