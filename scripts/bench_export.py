#!/usr/bin/env python3
"""How much memory and time exports take as the graph grows; prints JSON.

usage: bench_export.py [--triples N] [FORMAT ...]

Makes two synthetic stores of our shape, one of N triples (a million by default) and one of a tenth, and
exports both in each format (all of RDF and tables by default), each in a process of its own. ``peak_mb`` is
the most resident memory of such a process, ``ratio`` the larger store's peak through the smaller one's:
bounded memory keeps it far below ten.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pyoxigraph import Literal, NamedNode, Quad  # noqa: E402

from graph.export import everything, export  # noqa: E402
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

FORMATS = ("ttl", "trig", "nt", "nq", "jsonld", "rdf", "csv", "parquet")
A_DOCUMENT = 100  # observations
AN_OBSERVATION = 14  # triples


def observations(document: str, sha256: str, iris: Iris) -> Iterator[Quad]:
    """The quads of a document with so many observations."""
    graph, wt = NamedNode(document), Namespace(iris.ontology)
    yield Quad(graph, DCTERMS["title"], Literal(f"报告{sha256[:8]}", language="zh"), graph)
    for number in range(A_DOCUMENT):
        node = NamedNode(iris.observation(sha256, number * 40, 1))
        span = NamedNode(iris.span(document, number * 40, number * 40 + 39))
        for predicate, value in (
            (RDF["type"], QB["Observation"]),
            (DCTERMS["source"], graph),
            (wt["name"], Literal(f"指标{number}", language="zh")),
            (wt["indicator"], NamedNode(iris.local_concept("indicator", f"指标{number}"))),
            (SDMX_DIMENSION["refArea"], NamedNode(iris.region("220322"))),
            (SDMX_DIMENSION["refPeriod"], Literal("2021")),
            (wt["status"], wt["actual"]),
            (wt["comparator"], Literal("=")),
            (wt["quantity"], Literal(f"{number}%")),
            (wt["quantityStart"], Literal(str(number * 40), datatype=XSD["integer"])),
            (SDMX_MEASURE["obsValue"], Literal(str(number), datatype=XSD["decimal"])),
            (PROV["wasDerivedFrom"], span),
        ):
            yield Quad(node, predicate, value, graph)
        yield Quad(span, RDF["type"], wt["Evidence"], graph)
        yield Quad(span, NIF["anchorOf"], Literal(f"全县指标{number}为{number}%。"), graph)


def make(path: Path, triples: int) -> None:
    """A store of so many triples."""
    iris = Iris()
    with writing(path) as writer:
        for number in range(max(1, triples // (A_DOCUMENT * AN_OBSERVATION))):
            sha256 = f"{number:064x}"[::-1]
            document = iris.document(sha256)
            writer.replace_document(document, observations(document, sha256, iris))


def measure(path: Path, format_: str) -> dict[str, float]:
    """Peak memory in MB and seconds of one export, in a process of its own."""
    command = [sys.executable, __file__, "--one", str(path), format_]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def one(path: Path, format_: str) -> None:
    """Export a store in this process and say what it took."""
    started = time.perf_counter()
    with Store.open(path) as store, tempfile.TemporaryFile() as file:
        export(everything(store), format_, file)  # type: ignore[arg-type]
        size = file.tell()
    seconds = round(time.perf_counter() - started, 1)
    # of this program alone: what getrusage says is carried over from the process that started it
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]
    print(json.dumps({"peak_mb": peak, "seconds": seconds, "file_mb": round(size / 1e6, 1)}))


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        one(Path(sys.argv[2]), sys.argv[3])
        return
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--triples", type=int, default=1_000_000)
    options.add_argument("formats", nargs="*", default=FORMATS)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        small, large = Path(scratch, "small"), Path(scratch, "large")
        make(small, asked.triples // 10)
        make(large, asked.triples)
        figures: dict[str, object] = {"triples": asked.triples}
        for format_ in asked.formats:
            less, more = measure(small, format_), measure(large, format_)
            ratio = round(more["peak_mb"] / less["peak_mb"], 2)
            figures[format_] = {"tenth": less, "whole": more, "ratio": ratio}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
