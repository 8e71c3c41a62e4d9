#!/usr/bin/env python3
"""Whether many clients are answered while somebody sends queries that never end; prints JSON.

usage: bench_load.py [--store FOLDER] [--observations N] [--clients N] [--seconds N] [--calm-seconds N]
                     [--think SECONDS] [--about N] [--set NAME=VALUE …]

Starts ``weitu serve`` on the synthetic store of scripts/synthetic.py and asks its twelve queries, mixed by
lot: ``quiet`` one client, ``crowded`` so many clients at once, ``bombed`` as many while a bomb is sent each
second: a triple cross product, deep OPTIONALs, a path over everything, a huge ORDER BY, a regular expression
on every literal. Each client is a thread with a connection of its own that is kept alive; it asks again as
soon as it is answered, or --think seconds later. --set passes settings on, such as deadline=10.

``p99_to_quiet_median`` and ``p99_to_crowded_median`` compare the clients' slowest answers under bombs with
the median of one client alone and of as many without bombs. A ``status`` 0 is an answer that was cut short.
``memory`` is what is resident in the server and in its workers, at the start, every 30 seconds and at the
end; ``most_mb`` the most of both together, looked at each second. ``bombs`` tells by kind how they were
answered and the longest time until then.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.settings import Settings, row  # noqa: E402
from graph.store import Store  # noqa: E402
from scripts import servers, synthetic  # noqa: E402
from scripts.bench_sparql import asked_of_weitu  # noqa: E402
from scripts.servers import Connection, Server  # noqa: E402
from scripts.synthetic import Question  # noqa: E402

BOMBS = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "deep optional": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c "
    + "".join(f"OPTIONAL {{ ?x{i} ?y{i} ?z{i} " for i in range(12))
    + "}" * 13,
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|!<urn:y>)* ?b . ?c (!<urn:z>)* ?d }",
    "order by": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY DESC(?f) ?a LIMIT 2",
    "regular expression": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?f), '(.*)*县')) }",
}
QUIET = 20  # seconds
LOOK = 30  # seconds between two reports of memory
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Answers:
    """What was asked and how it was answered, by the name of the query: status and milliseconds."""

    seen: dict[str, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))

    def ask(self, connection: Connection, name: str, path: str) -> None:
        """Ask once, and wait for the last byte."""
        began = time.perf_counter()
        try:
            status, _ = connection.send(path)
        except (HTTPException, OSError):
            connection.close()
            status = 0
        self.seen[name].append((status, (time.perf_counter() - began) * 1_000))

    def figures(self) -> dict[str, Any]:
        """Statuses, median and 99th percentile."""
        every = [answer for answers in self.seen.values() for answer in answers]
        return _figures(every) | {"queries": {name: _figures(answers) for name, answers in self.seen.items()}}


def _figures(answers: list[tuple[int, float]]) -> dict[str, Any]:
    taken = sorted(ms for _, ms in answers)
    hundredths = statistics.quantiles(taken, n=100, method="inclusive") if len(taken) > 1 else taken * 99
    return {
        "requests": len(answers),
        "statuses": dict(Counter(status for status, _ in answers)),
        "p50_ms": round(hundredths[49], 2),
        "p99_ms": round(hundredths[98], 1),
        "most_ms": round(taken[-1], 1),
    }


def crowd(server: Server, paths: dict[str, list[str]], clients: int, seconds: float, think: float) -> Answers:
    """So many clients for so many seconds."""
    end = time.perf_counter() + seconds
    answers = [Answers() for _ in range(clients)]

    def ask_on(number: int) -> None:
        lots = random.Random(number)
        names = list(paths)
        time.sleep(think * lots.random())
        with closing(Connection(server)) as connection:
            while time.perf_counter() < end:
                name = lots.choice(names)
                answers[number].ask(connection, name, lots.choice(paths[name]))
                time.sleep(think)

    threads = [threading.Thread(target=ask_on, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = Answers()
    for each in answers:
        for name, seen in each.seen.items():
            together.seen[name] += seen
    return together


@contextmanager
def bombing(server: Server) -> Iterator[Answers]:
    """A bomb each second, the kinds in turn; at the end all have been answered."""
    answers, done = Answers(), threading.Event()

    def throw(kind: str) -> None:
        with closing(Connection(server)) as connection:
            answers.ask(connection, kind, server.path(BOMBS[kind]))

    def throw_on() -> None:
        thrown = []
        while not done.wait(1):
            kind = list(BOMBS)[len(thrown) % len(BOMBS)]
            thrown.append(threading.Thread(target=throw, args=(kind,)))
            thrown[-1].start()
        for thread in thrown:
            thread.join()

    thrower = threading.Thread(target=throw_on)
    thrower.start()
    try:
        yield answers
    finally:
        done.set()
        thrower.join()


@contextmanager
def watching(server: Server) -> Iterator[dict[str, Any]]:
    """The resident memory of a server and its workers while the block runs."""
    found: dict[str, Any] = {"most_mb": 0.0, "at": []}
    done, began = threading.Event(), time.perf_counter()

    def look(*, report: bool) -> None:
        workers = _below(server.pid)
        ours, theirs = _resident_mb(server.pid), sum(map(_resident_mb, workers))
        found["most_mb"] = max(found["most_mb"], round(ours + theirs, 1))
        if report:
            told = {"seconds": round(time.perf_counter() - began), "server_mb": round(ours, 1)}
            found["at"].append(told | {"workers": len(workers), "workers_mb": round(theirs, 1)})

    def look_on() -> None:
        looks = 0
        while not done.wait(1):
            looks += 1
            look(report=looks % LOOK == 0)

    look(report=True)
    watcher = threading.Thread(target=look_on)
    watcher.start()
    try:
        yield found
    finally:
        done.set()
        watcher.join()
        look(report=True)


def _below(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    parents: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        with suppress(OSError):  # it has ended meanwhile
            if folder.name.isdecimal():
                parents[int(_stat(folder)[1])].append(int(folder.name))
    found = list(parents[pid])
    for child in found:
        found += parents[child]
    return found


def _stat(folder: Path) -> list[str]:
    """The fields of ``/proc/…/stat`` after the name of the program."""
    return (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def _resident_mb(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * _PAGE / (1 << 20)


def measure(path: Path, wanted: argparse.Namespace) -> dict[str, Any]:
    """All phases, one after the other, on one server."""
    given = dict(setting.split("=", 1) for setting in wanted.set)
    deadline = row("deadline").parse(given.get("deadline", str(Settings.from_environ({}).deadline)))
    with Store.open(path) as store:
        questions = synthetic.questions(store, wanted.about)
        quads = sum(1 for _ in store.quads())
    with servers.weitu(path, **given) as server:
        paths = {name: [_path(server, each) for each in asked] for name, asked in questions.items()}
        quiet = crowd(server, paths, 1, QUIET, 0).figures()
        crowded = crowd(server, paths, wanted.clients, wanted.calm_seconds, wanted.think).figures()
        with watching(server) as memory, bombing(server) as bombs:
            bombed = crowd(server, paths, wanted.clients, wanted.seconds, wanted.think).figures()
    thrown = bombs.figures()
    return {
        "quads": quads,
        "clients": wanted.clients,
        "think_seconds": wanted.think,
        "about": wanted.about,
        "settings": given,
        "errors_5xx": sum(n for status, n in bombed["statuses"].items() if status >= 500 or not status),
        "p99_to_quiet_median": round(bombed["p99_ms"] / quiet["p50_ms"], 1),
        "p99_to_crowded_median": round(bombed["p99_ms"] / crowded["p50_ms"], 1),
        "worst_query_p99_to_quiet_median": _worst(bombed, quiet),
        "worst_query_p99_to_crowded_median": _worst(bombed, crowded),
        "bombs_after_deadline": sum(
            ms > (deadline + 1) * 1_000 for answers in bombs.seen.values() for _, ms in answers
        ),
        "deadline_seconds": deadline,
        "quiet": quiet,
        "crowded": crowded,
        "bombed": bombed,
        "bombs": thrown,
        "memory": memory,
    }


def _path(server: Server, question: Question) -> str:
    text = asked_of_weitu(question)
    return text if text.startswith("/api/") else server.path(text)


def _worst(bombed: dict[str, Any], before: dict[str, Any]) -> float:
    """The most that the p99 of a query has become to its median before."""
    medians = {name: figures["p50_ms"] for name, figures in before["queries"].items()}
    return round(max(row["p99_ms"] / medians[name] for name, row in bombed["queries"].items()), 1)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--store", type=Path, metavar="FOLDER", help="the synthetic store, made if missing")
    options.add_argument("--observations", type=int, default=1_000_000)
    options.add_argument("--clients", type=int, default=64)
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--calm-seconds", type=float, default=60, help="how long there are no bombs")
    options.add_argument("--think", type=float, default=0)
    options.add_argument("--about", type=int, default=1, metavar="N")
    options.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = wanted.store or Path(scratch, "store")
        if not path.exists():
            synthetic.make(path, wanted.observations)
        print(json.dumps(measure(path, wanted), ensure_ascii=False))


if __name__ == "__main__":
    main()
