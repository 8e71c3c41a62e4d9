"""Makes the index of a graph: a new SQLite file, filled from queries as their rows come.

What is gathered on the way lies in a temporary database that SQLite keeps on disk. The file is a function of
the graph alone: entities are numbered by their rank, sentences by their report, the latest first, and place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph import sparql
from graph.index.pinyin import spellings
from graph.index.schema import FUZZY_FROM, INDEX, SCRATCH, Kind
from graph.index.text import has_han, key, tokens
from graph.institution_names import shortened
from graph.iris import Iris
from graph.namespaces import NIF
from graph.quads import ENTITY_CLASSES
from graph.reading.text import fold as fold_marks
from graph.reading.text import sentences
from graph.statements import RELATIONS
from graph.union import UNION

_TYPES = {class_: type_ for type_, class_ in ENTITY_CLASSES.items()}
_PASSAGES = {"task"}  # named by the passage that they stand in

_TYPED = f"""
SELECT ?entity ?class WHERE {{
  VALUES ?class {{ {" ".join(f"wt:{class_}" for class_ in sorted(_TYPES))} }}
  ?entity a ?class
}}"""
_LABELS = """
SELECT ?entity (IF(LANG(?label) = "zh", "0", "1") AS ?rank) ?label WHERE {
  ?entity rdfs:label|skos:prefLabel ?label
}"""
_OTHER_LABELS = """
SELECT ?entity ("2" AS ?rank) ?label WHERE { ?entity skos:altLabel ?label FILTER(ISLITERAL(?label)) }"""
_CODES = """
SELECT ?entity ("3" AS ?rank) (STR(?code) AS ?label) WHERE {
  { ?entity a wt:Region ; dcterms:identifier|wt:formerCode ?code } UNION { ?entity wt:documentNumber ?code }
}"""
_HOMES = """
SELECT ?entity ?region WHERE {
  ?entity wt:locatedIn|wt:partOf|dcterms:spatial ?region . ?region a wt:Region
}"""
_OBSERVED = """
SELECT ?entity (COUNT(*) AS ?count) WHERE {
  ?fact a qb:Observation ; sdmx-dimension:refArea|wt:indicator|wt:program|wt:institution ?entity
} GROUP BY ?entity"""
_RELATED = """
SELECT ?entity (COUNT(*) AS ?count) WHERE {
  { ?fact a wt:Assertion ; rdf:subject ?entity }
  UNION { ?fact a wt:Assertion ; rdf:object ?entity FILTER NOT EXISTS { ?fact rdf:subject ?entity } }
} GROUP BY ?entity"""
_MENTIONS = "SELECT ?entity (COUNT(*) AS ?count) WHERE { ?place itsrdf:taIdentRef ?entity } GROUP BY ?entity"
_REPORTS = """
SELECT ?document ?title ?name ?period ?published ?region ?issuer WHERE {
  ?document a wt:Report ; dcterms:title ?title
  OPTIONAL { ?document dcterms:identifier ?name }
  OPTIONAL { ?document wt:period ?period }
  OPTIONAL { ?document dcterms:issued ?published }
  OPTIONAL { ?document dcterms:spatial ?region }
  OPTIONAL { ?document dcterms:publisher ?issuer }
}"""
_TOLD = """
SELECT ?document ?class (COUNT(DISTINCT ?fact) AS ?count) WHERE {
  VALUES ?class { wt:Mention qb:Observation wt:Assertion }
  GRAPH ?document { ?fact a ?class }
} GROUP BY ?document ?class"""
_EDGES = f"""
SELECT ?source ?relation ?target (IF(BOUND(?title), 1, 0) AS ?told) WHERE {{
  VALUES ?relation {{ {" ".join(f"wt:{name}" for name in RELATIONS)} }}
  GRAPH ?graph {{ ?source ?relation ?target }}
  OPTIONAL {{ GRAPH ?graph {{ ?graph dcterms:title ?title }} }}
}}"""
_OBSERVATIONS = """
SELECT ?fact ?document ?period ?status ?value ?region ?indicator ?program ?institution WHERE {
  ?fact a qb:Observation ; dcterms:source ?document ; sdmx-dimension:refPeriod ?period ; wt:status ?status
  OPTIONAL { ?fact sdmx-measure:obsValue ?value }
  OPTIONAL { ?fact sdmx-dimension:refArea ?region }
  OPTIONAL { ?fact wt:indicator ?indicator }
  OPTIONAL { ?fact wt:program ?program }
  OPTIONAL { ?fact wt:institution ?institution }
}"""

_CLASSES = "SELECT ?class (COUNT(*) AS ?things) WHERE { ?thing a ?class } GROUP BY ?class"
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?triples) WHERE { ?s ?property ?o } GROUP BY ?property"

# Which query fills which table, of SCRATCH but for the last two.
_GATHERED = (
    (_TYPED, "INSERT OR IGNORE INTO typed VALUES (?, ?)"),
    (_LABELS, "INSERT OR IGNORE INTO labelled VALUES (?, ?, ?)"),
    (_OTHER_LABELS, "INSERT OR IGNORE INTO labelled VALUES (?, ?, ?)"),
    (_CODES, "INSERT OR IGNORE INTO labelled VALUES (?, ?, ?)"),
    (_HOMES, "INSERT OR IGNORE INTO lying VALUES (?, ?)"),
    (_OBSERVED, "INSERT OR IGNORE INTO observed VALUES (?, ?)"),
    (_RELATED, "INSERT OR IGNORE INTO related VALUES (?, ?)"),
    (_MENTIONS, "INSERT OR IGNORE INTO mentioned VALUES (?, ?)"),
    (_REPORTS, "INSERT OR IGNORE INTO report VALUES (?, ?, ?, ?, ?, ?, ?)"),
    (_TOLD, "INSERT OR IGNORE INTO told VALUES (?, ?, ?)"),
    (
        _EDGES,
        """INSERT INTO edge VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET documents = documents + excluded.documents""",
    ),
    (_OBSERVATIONS, "INSERT OR IGNORE INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    (_CLASSES, "INSERT OR IGNORE INTO class VALUES (?, ?)"),
    (_PROPERTIES, "INSERT INTO property VALUES (?, ?)"),
)
_ENTITIES = """
INSERT INTO entity (iri, type, label, observations, relations, mentions)
SELECT iri, type_of(MIN(class)), label,
  coalesce(observations, 0), coalesce(relations, 0), coalesce(mentions, 0)
FROM typed
JOIN (
  SELECT iri, substr(MIN(rank || label), 2) AS label FROM labelled WHERE rank < '2' GROUP BY iri
) USING (iri)
LEFT JOIN (SELECT iri, count AS observations FROM observed) USING (iri)
LEFT JOIN (SELECT iri, count AS relations FROM related) USING (iri)
LEFT JOIN (SELECT iri, count AS mentions FROM mentioned) USING (iri)
WHERE substr(iri, 1, length(:ids)) = :ids
GROUP BY iri
ORDER BY coalesce(observations, 0) + coalesce(relations, 0) DESC, coalesce(mentions, 0) DESC, label, iri"""
_HOMES_OF_ENTITIES = """
UPDATE entity SET home = (
  SELECT region.id FROM lying JOIN entity AS region ON region.iri = lying.region
  WHERE lying.iri = entity.iri AND lying.region <> lying.iri ORDER BY lying.region LIMIT 1
)"""
_NAMES = """
SELECT id, type, rank, labelled.label FROM entity JOIN labelled USING (iri)
ORDER BY id, rank, labelled.label"""
_NEW_NAME = "INSERT INTO name (entity, kind, text, key, tail, length) VALUES (?, ?, ?, ?, ?, ?)"
_NEW_NAME_TOKENS = "INSERT INTO name_tokens (rowid, tokens) VALUES (?, ?)"
_DOCUMENTS = """
INSERT INTO document (iri, title, name, period, published, region, issuer, mentions, observations, relations)
SELECT report.iri, MIN(title), MIN(name), MIN(period), MIN(published), MIN(region.id), MIN(issuer.id),
  (SELECT coalesce(MAX(count), 0) FROM told WHERE iri = report.iri AND class LIKE '%Mention'),
  (SELECT coalesce(MAX(count), 0) FROM told WHERE iri = report.iri AND class LIKE '%Observation'),
  (SELECT coalesce(MAX(count), 0) FROM told WHERE iri = report.iri AND class LIKE '%Assertion')
FROM report
LEFT JOIN entity AS region ON region.iri = report.region
LEFT JOIN entity AS issuer ON issuer.iri = report.issuer
WHERE substr(report.iri, 1, length(:ids)) = :ids
GROUP BY report.iri
ORDER BY coalesce(MIN(period), '') DESC, MIN(title), report.iri"""
_LINKS = """
INSERT INTO link
SELECT source.id, number_of(relation), target.id, documents FROM edge
JOIN entity AS source ON source.iri = edge.source JOIN entity AS target ON target.iri = edge.target"""
_FACTS = """
INSERT INTO observation (iri, document, period, status, value, region, indicator, program, institution)
SELECT fact.iri, document.id, fact.period, substr(fact.status, length(:ontology) + 1), CAST(value AS REAL),
  region.id, indicator.id, program.id, institution.id
FROM fact JOIN document ON document.iri = fact.document
LEFT JOIN entity AS region ON region.iri = fact.region
LEFT JOIN entity AS indicator ON indicator.iri = fact.indicator
LEFT JOIN entity AS program ON program.iri = fact.program
LEFT JOIN entity AS institution ON institution.iri = fact.institution
WHERE substr(fact.iri, 1, length(:ids)) = :ids
ORDER BY fact.period DESC, document.id, place_of(fact.iri), fact.iri"""
_NEW_SENTENCE = "INSERT INTO sentence (id, document, start, end, text) VALUES (?, ?, ?, ?, ?)"
_NEW_SENTENCE_TOKENS = "INSERT INTO sentence_tokens (rowid, tokens) VALUES (?, ?)"


_FUNCTIONS: dict[str, Callable[[str], Any]] = {
    "type_of": lambda class_: _TYPES[class_.rpartition("#")[2]],
    "number_of": lambda relation: RELATIONS.index(relation.rpartition("#")[2]),
}


def write(source: sparql.Source, file: Path) -> None:
    """Write the index of a graph. Raises :class:`sqlite3.Error` or :class:`OSError` where that fails."""
    iris = Iris(source.base)
    # what other tools wrote may have other names, which no answer can have
    bases = {"ids": iris.ids, "ontology": iris.ontology}
    with closing(sqlite3.connect(file, isolation_level=None)) as index:
        for name, function in (_FUNCTIONS | {"place_of": partial(_place, iris)}).items():
            index.create_function(name, 1, function, deterministic=True)
        index.executescript(SCRATCH)
        index.executescript(INDEX)
        index.execute("BEGIN")
        for query, statement in _GATHERED:
            index.executemany(statement, _rows(source, query))
        index.execute(_ENTITIES, bases)
        index.execute(_HOMES_OF_ENTITIES)
        index.executemany(_NEW_NAME, _names(index))
        named = index.execute("SELECT id, text FROM name WHERE kind < ?", (Kind.CODE,))
        index.executemany(_NEW_NAME_TOKENS, ((id_, _tokens(text)) for id_, text in named))
        index.execute(_DOCUMENTS, bases)
        index.execute(_LINKS)
        index.execute(_FACTS, bases)
        _write_sentences(source, index)
        for table in ("name_tokens", "sentence_tokens"):
            index.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        index.execute("COMMIT")
        index.execute("ANALYZE")


def _place(iris: Iris, iri: str) -> int:
    """Where in its document an observation stands, as a number."""
    start, number = iris.place(iri)
    return start * 10_000 + number


def _rows(source: sparql.Source, query: str) -> Iterator[tuple[str | None, ...]]:
    """The solutions of a SELECT query as they come, each as its lexical values."""
    solutions = sparql.run(source, query)
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        yield tuple(getattr(term, "value", None) for term in solution)


def _names(index: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """The rows of ``name``: all names of an entity, each followed by its spellings in pinyin."""
    for entity, type_, rank, text in index.execute(_NAMES):
        kind = {"2": Kind.OTHER_LABEL, "3": Kind.CODE}.get(rank, Kind.LABEL)
        yield from _name(entity, kind, text, passage=type_ in _PASSAGES)
        if type_ == "institution" and kind == Kind.LABEL:
            for short in shortened(text):
                yield from _name(entity, Kind.SHORT, short)


def _name(entity: int, kind: Kind, text: str, *, passage: bool = False) -> Iterator[tuple[Any, ...]]:
    spelt = key(text)
    spoken = kind != Kind.CODE and not passage
    fuzzy = spoken and len(spelt) >= FUZZY_FROM and has_han(spelt)
    yield entity, kind, text, spelt, spelt[-2:] if fuzzy else None, len(spelt)
    if spoken:
        whole, initials = spellings(text)
        for spelling_kind, each in ((Kind.PINYIN, whole), (Kind.INITIALS, initials)):
            yield from ((entity, spelling_kind, text, spelling, None, len(spelling)) for spelling in each)


def _write_sentences(source: sparql.Source, index: sqlite3.Connection) -> None:
    number = 0
    for document, iri in index.execute("SELECT id, iri FROM document ORDER BY id"):
        text = _text(source, iri)
        found = [(start, end, text[start:end]) for start, end in sentences(fold_marks(text), 0, len(text))]
        numbered = list(enumerate(found, start=number + 1))
        index.executemany(_NEW_SENTENCE, ((id_, document, *place) for id_, place in numbered))
        index.executemany(_NEW_SENTENCE_TOKENS, ((id_, _tokens(place[2])) for id_, place in numbered))
        number += len(found)


def _text(source: sparql.Source, document: str) -> str:
    """The text of a document, the least where something else than Weitu wrote several."""
    quads = source.database.quads_for_pattern(ox.NamedNode(document), NIF["isString"], None, UNION)
    return min((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), default="")


def _tokens(text: str) -> str:
    return " ".join(tokens(text))
