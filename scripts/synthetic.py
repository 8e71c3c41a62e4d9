"""A synthetic graph of our shape, and twelve queries that users ask of it.

N observations of 3,000 regions, 300 indicators and 60 programmes over ten years, each report of one region
and year, with a text of a sentence an observation. One sentence in 500 has the word that is searched for.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pyoxigraph as ox  # noqa: E402
from pyoxigraph import Literal, NamedNode, Quad  # noqa: E402

from graph import sparql, vocabulary  # noqa: E402
from graph.iris import Iris  # noqa: E402
from graph.namespaces import (  # noqa: E402
    DCTERMS,
    NIF,
    PROV,
    QB,
    RDF,
    SDMX_DIMENSION,
    SDMX_MEASURE,
    XSD,
    Namespace,
    prefixes,
)
from graph.store import Store, writing  # noqa: E402

REGIONS, INDICATORS, PROGRAMS, YEARS = 3_000, 300, 60, range(2015, 2025)
FIGURES = (
    33  # of a report, at the least: with a million observations there is a report of each place and year
)
WORD = "义诊"
WORD_IN = 500  # sentences
FOUND = 50  # sentences wanted, and one more each time

_QUERIES = {
    "label": "SELECT ?label WHERE { REGION rdfs:label ?label }",
    "card": "SELECT ?p ?o WHERE { REGION ?p ?o }",
    "values of a region": """SELECT ?i ?year ?value WHERE { ?o sdmx-dimension:refArea REGION ;
        wt:indicator ?i ; sdmx-dimension:refPeriod ?year ; sdmx-measure:obsValue ?value }""",
    "year series": """SELECT ?year ?value WHERE { ?o wt:indicator INDICATOR ; sdmx-dimension:refArea REGION ;
        sdmx-dimension:refPeriod ?year ; sdmx-measure:obsValue ?value } ORDER BY ?year""",
    "ranking": """SELECT ?name ?value WHERE { ?o wt:indicator INDICATOR ; sdmx-dimension:refPeriod "2021" ;
        sdmx-dimension:refArea ?r ; sdmx-measure:obsValue ?value . ?r rdfs:label ?name
        } ORDER BY DESC(?value) LIMIT 20""",
    "mean by year": """SELECT ?year (AVG(?value) AS ?mean) WHERE { ?o wt:indicator INDICATOR ;
        sdmx-dimension:refPeriod ?year ; sdmx-measure:obsValue ?value } GROUP BY ?year ORDER BY ?year""",
    "programme by region": """SELECT ?r (COUNT(?o) AS ?n) WHERE { ?o wt:program PROGRAM ;
        sdmx-dimension:refArea ?r } GROUP BY ?r ORDER BY DESC(?n) LIMIT 50""",
    "region to indicator": "SELECT DISTINCT ?p ?i WHERE { REGION wt:implements ?p . ?p wt:measuredBy ?i }",
    "regions below": "SELECT ?r WHERE { ?r wt:partOf+ PROVINCE }",
    "evidence": """SELECT ?text WHERE { ?o sdmx-dimension:refArea REGION ; wt:indicator INDICATOR ;
        prov:wasDerivedFrom/nif:anchorOf ?text }""",
    "all values of an indicator": """SELECT ?r ?year ?value WHERE { ?o wt:indicator INDICATOR ;
        sdmx-dimension:refArea ?r ; sdmx-dimension:refPeriod ?year ; sdmx-measure:obsValue ?value }""",
    "search": "SELECT ?text WHERE { ?span nif:anchorOf ?text FILTER(CONTAINS(?text, WORD)) } LIMIT FOUND",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its prefixes written out. One that has a ``word`` searches the sentences for it, and wants
    at most so many."""

    sparql: str
    word: str | None = None
    most: int = 0


def make(path: Path, observations: int) -> None:
    """A store with so many observations."""
    iris, lots = Iris(), random.Random(7)
    regions = [code for code in vocabulary.regions() if not code.endswith("0000")][:REGIONS]
    programs = [iris.concept("program", slug) for slug in list(vocabulary.concepts("program"))[:PROGRAMS]]
    slugs = list(vocabulary.concepts("indicator"))[:INDICATORS]
    measures = [(iris.concept("indicator", s), programs[i % len(programs)]) for i, s in enumerate(slugs)]
    places = [(code, year) for code in regions for year in YEARS]
    reports = lots.sample(places, min(len(places), max(1, observations // FIGURES)))
    with writing(path) as writer:
        for number, (code, year) in enumerate(reports):
            sha256 = f"{number:064x}"[::-1]
            each = observations * (number + 1) // len(reports) - observations * number // len(reports)
            told = _report(iris, sha256, iris.region(code), year, lots.sample(measures, each), lots)
            writer.replace_document(iris.document(sha256), told)


def _report(
    iris: Iris, sha256: str, region: str, year: int, measures: list[tuple[str, str]], lots: random.Random
) -> Iterator[Quad]:
    """The quads of a report that gives so many indicators of so many programmes a value."""
    wt = Namespace(iris.ontology)
    document = iris.document(sha256)
    graph, place = NamedNode(document), NamedNode(region)
    text = ""

    def quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(subject, predicate, value, graph)

    yield quad(graph, RDF["type"], wt["Report"])
    yield quad(graph, DCTERMS["title"], Literal(f"{year}年工作报告", language="zh"))
    yield quad(graph, DCTERMS["identifier"], Literal(f"{sha256[:8]}.txt"))
    yield quad(graph, wt["sha256"], Literal(sha256))
    yield quad(graph, wt["period"], Literal(str(year)))
    yield quad(place, RDF["type"], wt["Region"])
    for number, (indicator, of) in enumerate(measures):
        value = lots.uniform(0, 100)
        ending = f"{WORD}{number}场" if lots.randrange(WORD_IN) == 0 else f"检查{number}次"
        sentence = f"全县该指标达到{value:.1f}%，{ending}。"
        node = NamedNode(iris.observation(sha256, len(text), 1))
        span = NamedNode(iris.span(document, len(text), len(text) + len(sentence)))
        text += sentence
        program = NamedNode(of)
        yield quad(place, wt["implements"], program)
        yield quad(program, wt["measuredBy"], NamedNode(indicator))
        yield quad(node, RDF["type"], QB["Observation"])
        yield quad(node, DCTERMS["source"], graph)
        yield quad(node, wt["indicator"], NamedNode(indicator))
        yield quad(node, wt["program"], program)
        yield quad(node, SDMX_DIMENSION["refArea"], place)
        yield quad(node, SDMX_DIMENSION["refPeriod"], Literal(str(year)))
        yield quad(node, wt["status"], wt["actual"])
        yield quad(node, SDMX_MEASURE["obsValue"], Literal(f"{value:.1f}", datatype=XSD["decimal"]))
        yield quad(node, PROV["wasDerivedFrom"], span)
        yield quad(span, RDF["type"], wt["Evidence"])
        yield quad(span, NIF["anchorOf"], Literal(sentence))
    yield quad(graph, NIF["isString"], Literal(text))


def questions(store: Store, about: int = 1) -> dict[str, list[Question]]:
    """The twelve queries by name, each about so many regions, indicators and programmes of the store one
    after the other, as far as it has as many."""
    found = sparql.run(store, "SELECT * { ?o sdmx-dimension:refArea ?r ; wt:indicator ?i ; wt:program ?p }")
    assert isinstance(found, ox.QuerySolutions)
    places: dict[str, tuple[str, str]] = {}
    for row in found:
        places.setdefault(str(row["r"]), (str(row["i"]), str(row["p"])))
        if len(places) == about:
            break
    provinces = sorted({f"{code[:2]}0000" for code in vocabulary.regions()})
    asked: dict[str, list[Question]] = {name: [] for name in _QUERIES}
    for number, (region, (indicator, program)) in enumerate(places.items()):
        province = Iris(store.base).region(provinces[number % len(provinces)])
        words = {
            "REGION": region,
            "INDICATOR": indicator,
            "PROGRAM": program,
            "PROVINCE": str(NamedNode(province)),
            "WORD": str(Literal(WORD)),
            "FOUND": str(FOUND + number),
        }
        for name, question in _about(words, prefixes(store.base)):
            asked[name].append(question)
    return asked


def _about(words: dict[str, str], known: dict[str, str]) -> Iterator[tuple[str, Question]]:
    for name, query in _QUERIES.items():
        text = re.sub(r"\b[A-Z]+\b", lambda match: words.get(match[0], match[0]), query)
        search = (WORD, int(words["FOUND"])) if name == "search" else (None, 0)
        yield name, Question(with_prefixes(text, known), *search)


def with_prefixes(query: str, known: dict[str, str]) -> str:
    """A query with declarations of those prefixes that it uses, for servers that know none."""
    used = {prefix: iri for prefix, iri in known.items() if re.search(rf"(?<![\w-]){prefix}:", query)}
    return "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in used.items()) + " ".join(query.split())
