#!/usr/bin/env python3
"""How fast queries that users ask are answered, beside Oxigraph in process and other servers; prints JSON.

usage: bench_sparql.py [--observations N] [--rounds N] [--store FOLDER] [--virtuoso]
                       [--rdflib-endpoint PYTHON] [--rdflib-observations N]

Asks each of the twelve queries of scripts/synthetic.py in turn of Oxigraph in this process, serialised as the
server does it, and of ``weitu serve`` in a process of its own over one connection; a million observations by
default, in a folder that is kept where --store names one.

Each query is asked in two ways: ``fresh`` about another region, indicator and programme in each round, which
no server can have an answer to, and ``again`` about the same in each, which Weitu answers from its cache.
``ms`` are medians of the rounds, after as many that are not counted; ``overhead_ms`` is what the server adds,
``ratio`` its time through that of Oxigraph; ``rows`` are those of the last answer, ``large`` says that they
are 1,000 or more.

--virtuoso asks Virtuoso, too (Debian: virtuoso-opensource), which holds the union of all graphs as one, with
its full-text index. --rdflib-endpoint asks rdflib-endpoint, by the interpreter of an environment with
``pip install rdflib-endpoint==0.6.3 click uvicorn``, and a second server of ours on a store of
--rdflib-observations (100,000 by default). The ratio to such a server is its time through ours;
``geometric_mean`` is that of the twelve, ``geometric_mean_of_sparql`` leaves out the search, which is another
request for each. ``other_rows`` stands where a server gives another number of rows than Oxigraph.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pyoxigraph import QueryResultsFormat  # noqa: E402

from graph import sparql  # noqa: E402
from graph.export import everything, export  # noqa: E402
from graph.store import Store  # noqa: E402
from scripts import servers, synthetic  # noqa: E402
from scripts.servers import Connection, NoServer, Server, Virtuoso  # noqa: E402
from scripts.synthetic import Question  # noqa: E402

LARGE = 1_000  # rows
LONGEST = 30  # seconds for the rounds of a query, but for the first ones
FEWEST = 3  # rounds
UNION = "urn:weitu:union"
WAYS = ("fresh", "again")


@dataclass(frozen=True, slots=True)
class Engine:
    """Something that answers. ``asked`` is what a question becomes for it, ``answer`` gives the JSON."""

    name: str
    asked: Callable[[Question], str]
    answer: Callable[[str], bytes]

    def rows(self, question: Question) -> int:
        """How many rows, or hits, it finds."""
        found = json.loads(self.answer(self.asked(question)))
        return len(found["items"] if "items" in found else found["results"]["bindings"])


def oxigraph(store: Store) -> Engine:
    """Oxigraph in this process; it writes the answer as the server would."""

    def answer(query: str) -> bytes:
        content = sparql.run(store, query).serialize(format=QueryResultsFormat.JSON)
        assert content is not None
        return content

    return Engine("oxigraph", lambda question: question.sparql, answer)


def served(name: str, server: Server, asked: Callable[[Question], str], stack: ExitStack) -> Engine:
    """A server, asked over one connection."""
    connection = stack.enter_context(closing(Connection(server)))
    return Engine(
        name, asked, lambda text: connection.get(text if text.startswith("/api/") else server.path(text))
    )


def asked_of_weitu(question: Question) -> str:
    """The query, or the path of a search."""
    if question.word is None:
        return question.sparql
    asked = {"q": question.word, "type": "sentence", "limit": question.most}
    return f"/api/v1/search?{urlencode(asked)}"


def asked_of_virtuoso(question: Question) -> str:
    """The query; a search by the full-text index."""
    if question.word is None:
        return question.sparql
    head, _, _ = question.sparql.partition("FILTER")
    return f"""{head}. ?text bif:contains "'{question.word}'" }} LIMIT {question.most}"""


def load(virtuoso: Virtuoso, store: Store) -> float:
    """Put the union of a store into Virtuoso, with its full-text index. The seconds that Virtuoso took."""
    file = virtuoso.folder / "union.nt"
    with file.open("wb") as stream:
        export(everything(store), "nt", stream)
    began = time.perf_counter()
    virtuoso.load(file.name, UNION)
    virtuoso.index_text()
    taken = time.perf_counter() - began
    file.unlink()
    return round(taken, 1)


def median_ms(engine: Engine, questions: list[Question]) -> float:
    """Of the second half, after the first has made it warm; of less where they take very long."""
    asked = [engine.asked(question) for question in questions]
    taken: list[float] = []
    for half in (asked[: len(asked) // 2], asked[len(asked) // 2 :]):
        taken = []
        end = time.perf_counter() + LONGEST
        for each in half:
            if len(taken) >= FEWEST and time.perf_counter() > end:
                break
            began = time.perf_counter()
            engine.answer(each)
            taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken)


def read_whole(store: Path) -> None:
    """Have the files of a store in the system's memory: the first to ask shall not wait for the disk."""
    for file in filter(Path.is_file, store.rglob("*")):
        with file.open("rb") as stream:
            while stream.read(1 << 20):
                pass


def compare(
    questions: dict[str, list[Question]], first: Engine, ours: Engine, others: list[Engine]
) -> dict[str, dict[str, Any]]:
    """Medians of each query by all engines, one after the other."""
    engines = (first, ours, *others)
    figures: dict[str, dict[str, Any]] = {}
    for name, fresh in questions.items():
        last = fresh[-1]
        rows = {engine.name: engine.rows(last) for engine in engines}
        different = {engine: n for engine, n in rows.items() if n != rows[first.name]}
        row: dict[str, Any] = {"rows": rows[first.name], "large": rows[first.name] >= LARGE}
        row |= {"other_rows": different} if different else {}
        for way, asked in zip(WAYS, (fresh, [last] * len(fresh)), strict=True):
            ms = {engine.name: median_ms(engine, asked) for engine in engines}
            row[way] = {
                **{f"{engine}_ms": round(median, 2) for engine, median in ms.items()},
                "overhead_ms": round(ms[ours.name] - ms[first.name], 2),
                "ratio": round(ms[ours.name] / ms[first.name], 3),
                **{f"{other.name}_ratio": round(ms[other.name] / ms[ours.name], 3) for other in others},
            }
        row["asked"] = {engine.name: engine.asked(last) for engine in engines} if last.word else last.sparql
        figures[name] = row
    return figures


def beside(name: str, figures: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """How a server compares with ours in the mean, by the way of asking."""
    found = {}
    for way in WAYS:
        ratios = {query: row[way][f"{name}_ratio"] for query, row in figures.items()}
        of_sparql = [ratio for query, ratio in ratios.items() if query != "search"]
        found[way] = {
            "geometric_mean": round(statistics.geometric_mean(ratios.values()), 2),
            "geometric_mean_of_sparql": round(statistics.geometric_mean(of_sparql), 2),
            "worst": min(ratios.values()),
        }
    return found


def overhead(figures: dict[str, dict[str, Any]]) -> dict[str, dict[str, float | None]]:
    """What our server adds to Oxigraph at the worst, by the way of asking."""
    found = {}
    for way in WAYS:
        small = [row[way]["overhead_ms"] for row in figures.values() if not row["large"]]
        large = [row[way]["ratio"] for row in figures.values() if row["large"]]
        found[way] = {
            "most_overhead_of_small_ms": max(small, default=None),
            "worst_ratio_of_large": max(large, default=None),
        }
    return found


def at_full_size(folder: Path, wanted: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    """The comparison with Oxigraph and Virtuoso, as parts of the result."""
    path = wanted.store or folder / "store"
    if not path.exists():
        began = time.perf_counter()
        synthetic.make(path, wanted.observations)
        yield "made_seconds", round(time.perf_counter() - began, 1)
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(path))
        read_whole(path)
        yield "quads", sum(1 for _ in store.quads())
        others = []
        if wanted.virtuoso:
            database = folder / "virtuoso"
            database.mkdir()
            server = stack.enter_context(servers.virtuoso(database))
            yield "virtuoso_loaded_seconds", load(server, store)
            others.append(served("virtuoso", server, asked_of_virtuoso, stack))
        ours = served("weitu", stack.enter_context(servers.weitu(path)), asked_of_weitu, stack)
        questions = synthetic.questions(store, 2 * wanted.rounds)
        figures = compare(questions, oxigraph(store), ours, others)
    yield "oxigraph", overhead(figures)
    if wanted.virtuoso:
        yield "virtuoso", beside("virtuoso", figures)
    yield "queries", figures


def at_small_size(folder: Path, wanted: argparse.Namespace) -> dict[str, Any]:
    """The comparison with rdflib-endpoint."""
    path, file = folder / "small", folder / "small.nt"
    synthetic.make(path, wanted.rdflib_observations)
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(path))
        read_whole(path)
        with file.open("wb") as stream:
            export(everything(store), "nt", stream)
        theirs = stack.enter_context(servers.rdflib_endpoint(wanted.rdflib_endpoint, file))
        ours = served("weitu", stack.enter_context(servers.weitu(path)), asked_of_weitu, stack)
        other = served("rdflib_endpoint", theirs, lambda question: question.sparql, stack)
        questions = synthetic.questions(store, 2 * wanted.rounds)
        figures = compare(questions, oxigraph(store), ours, [other])
        size = {"observations": wanted.rdflib_observations, "quads": sum(1 for _ in store.quads())}
    return size | beside("rdflib_endpoint", figures) | {"queries": figures}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--observations", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--store", type=Path, metavar="FOLDER", help="the synthetic store, made if missing")
    options.add_argument("--virtuoso", action="store_true")
    options.add_argument("--rdflib-endpoint", metavar="PYTHON")
    options.add_argument("--rdflib-observations", type=int, default=100_000, metavar="N")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        result: dict[str, Any] = {"observations": wanted.observations}
        try:
            if wanted.virtuoso:
                servers.need_virtuoso()
            if wanted.rdflib_endpoint:
                servers.need_rdflib_endpoint(wanted.rdflib_endpoint)
                result["rdflib_endpoint"] = at_small_size(folder, wanted)
            result |= at_full_size(folder, wanted)
        except NoServer as error:
            sys.exit(f"bench_sparql: {error}")
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
