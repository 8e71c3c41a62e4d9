#!/usr/bin/env python3
"""How fast queries that users ask are answered, beside Oxigraph in process; prints JSON.

usage: bench_sparql.py [--observations N] [--rounds N]

Makes a synthetic store of our shape (N observations, a million by default, of 3,000 regions, 300 indicators
and 60 programmes over ten years) and asks each of twelve queries in turn of Oxigraph in this process,
serialised as the server does it, and of ``weitu serve`` in a process of its own over one connection. ``ms``
are medians of so many rounds, ``overhead_ms`` is what the server adds, ``ratio`` its time through that of
Oxigraph. ``small`` says that the answer has less than 100 rows.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat  # noqa: E402

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
)
from graph.store import Store, writing  # noqa: E402

REGIONS, INDICATORS, PROGRAMS, YEARS = 3_000, 300, 60, range(2015, 2025)
SMALL = 100  # rows

QUERIES = {
    "label": "SELECT ?label WHERE { REGION rdfs:label ?label }",
    "card": "SELECT ?p ?o WHERE { REGION ?p ?o }",
    "values of a region": """SELECT ?i ?year ?value WHERE { ?o sdmx-dimension:refArea REGION ;
        wt:indicator ?i ;
        sdmx-dimension:refPeriod ?year ; sdmx-measure:obsValue ?value }""",
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
    "below a value": """SELECT ?r ?value WHERE { ?o wt:indicator INDICATOR ; sdmx-dimension:refPeriod "2020" ;
        sdmx-dimension:refArea ?r ; sdmx-measure:obsValue ?value FILTER(?value < 20) }""",
}


def make(path: Path, observations: int) -> None:
    """A store with so many observations, each report of one region and year."""
    iris, lots = Iris(), random.Random(7)
    wt = Namespace(iris.ontology)
    regions = [code for code in vocabulary.regions() if not code.endswith("0000")][:REGIONS]
    programs = [iris.concept("program", slug) for slug in list(vocabulary.concepts("program"))[:PROGRAMS]]
    slugs = list(vocabulary.concepts("indicator"))[:INDICATORS]
    measures = [(iris.concept("indicator", s), programs[i % len(programs)]) for i, s in enumerate(slugs)]
    reports = [(code, year) for code in regions for year in YEARS]
    each = max(1, observations // len(reports))
    with writing(path) as writer:
        for number, (code, year) in enumerate(lots.sample(reports, min(len(reports), observations))):
            sha256 = f"{number:064x}"[::-1]
            told = _report(iris, wt, sha256, iris.region(code), year, lots.sample(measures, each), lots)
            writer.replace_document(iris.document(sha256), told)


def _report(
    iris: Iris,
    wt: Namespace,
    sha256: str,
    region: str,
    year: int,
    measures: list[tuple[str, str]],
    lots: random.Random,
) -> Iterator[Quad]:
    """The quads of a report that gives so many indicators of so many programmes a value."""
    document = iris.document(sha256)
    graph, place = NamedNode(document), NamedNode(region)

    def quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(subject, predicate, value, graph)

    yield quad(graph, RDF["type"], wt["Report"])
    yield quad(graph, DCTERMS["title"], Literal(f"{year}年工作报告", language="zh"))
    yield quad(graph, DCTERMS["identifier"], Literal(f"{sha256[:8]}.txt"))
    yield quad(graph, wt["sha256"], Literal(sha256))
    yield quad(place, RDF["type"], wt["Region"])
    for number, (indicator, of) in enumerate(measures):
        node = NamedNode(iris.observation(sha256, number * 40, 1))
        span = NamedNode(iris.span(document, number * 40, number * 40 + 39))
        program, value = NamedNode(of), lots.uniform(0, 100)
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
        yield quad(span, NIF["anchorOf"], Literal(f"全县该指标达到{value:.1f}%，第{number}句。"))


def asked(store: Store) -> dict[str, str]:
    """The queries about things that the store holds."""
    one = "{ ?o sdmx-dimension:refArea ?r ; wt:indicator ?i ; wt:program ?p }"
    found = sparql.rows(store, f"SELECT ?r ?i ?p WHERE {one} LIMIT 1")[0]
    province = Iris(store.base).region("220000")
    words = {
        "REGION": str(found["r"]),
        "INDICATOR": str(found["i"]),
        "PROGRAM": str(found["p"]),
        "PROVINCE": f"<{province}>",
    }
    queries = {}
    for name, query in QUERIES.items():
        for word, term in words.items():
            query = query.replace(word, term)  # noqa: PLW2901
        queries[name] = query
    return queries


def in_process(store: Store, query: str) -> bytes:
    """The answer of Oxigraph as the server would write it."""
    content = sparql.run(store, query).serialize(format=QueryResultsFormat.JSON)
    assert content is not None
    return content


def median_ms(ask: Callable[[], object], rounds: int) -> float:
    """Of so many rounds, after one that is not counted."""
    ask()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken)


def compare(path: Path, rounds: int) -> dict[str, dict[str, float | int | bool]]:
    """Medians of each query in process and by the server, in turn."""
    command = [sys.executable, "-m", "app.cli.main", "serve", "--store", str(path), "--port", "0"]
    figures = {}
    with (
        Store.open(path) as store,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server,
    ):
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        try:
            with closing(HTTPConnection(urlsplit(address).netloc, timeout=60)) as client:
                for name, query in asked(store).items():
                    rows = len(json.loads(in_process(store, query))["results"]["bindings"])

                    def over_http(query: str = query) -> bytes:
                        client.request("GET", f"/sparql?{urlencode({'query': query})}")
                        response = client.getresponse()
                        assert response.status == HTTPStatus.OK
                        return response.read()

                    def here(query: str = query) -> bytes:
                        return in_process(store, query)

                    oxigraph, weitu = median_ms(here, rounds), median_ms(over_http, rounds)
                    figures[name] = {
                        "rows": rows,
                        "small": rows < SMALL,
                        "oxigraph_ms": round(oxigraph, 2),
                        "weitu_ms": round(weitu, 2),
                        "overhead_ms": round(weitu - oxigraph, 2),
                        "ratio": round(weitu / oxigraph, 2),
                    }
        finally:
            server.terminate()
    return figures


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--observations", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=15)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "store")
        began = time.perf_counter()
        make(path, wanted.observations)
        made = round(time.perf_counter() - began, 1)
        with Store.open(path) as store:
            quads = len(store.database)
        figures = compare(path, wanted.rounds)
    small = [f["overhead_ms"] for f in figures.values() if f["small"]]
    large = [f["ratio"] for f in figures.values() if not f["small"]]
    print(
        json.dumps(
            {
                "observations": wanted.observations,
                "quads": quads,
                "made_seconds": made,
                "most_overhead_of_small_ms": max(small, default=None),
                "worst_ratio_of_large": max(large, default=None),
                "queries": figures,
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
