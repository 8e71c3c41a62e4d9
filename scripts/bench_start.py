#!/usr/bin/env python3
"""How long it takes until people can work: load, build, serve. Prints JSON, times in seconds.

usage: bench_start.py [--runs N] REPORT…

Each run is a new process. `load` is constructing a Reader, `build` reading the reports and publishing them
into an empty store after that; `ready` is `weitu serve` on that store from its start to the first 200 of
/readyz. The baseline of the same run is `python`, an interpreter that starts and ends.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

BUILD = """
import sys, time, json
started = time.perf_counter()
from graph.reader import Reader
Reader()
loaded = time.perf_counter()
from graph.build import build
report = build(sys.argv[2:], sys.argv[1])
assert not report.failed, report.failed
ended = time.perf_counter()
print(json.dumps({"load": loaded - started, "build": ended - loaded}))
"""


def built(store: Path, reports: list[Path]) -> dict[str, float]:
    """Seconds for loading and for building."""
    command = [sys.executable, "-c", BUILD, str(store), *map(str, reports)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def ready(store: Path) -> float:
    """Seconds from the start of a server to its first answer that it is ready."""
    command = [sys.executable, "-m", "app.cli.main", "serve", "--store", str(store), "--port", "0"]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        try:
            while not is_ready(f"{address}readyz"):
                time.sleep(0.01)
            return time.perf_counter() - started
        finally:
            server.terminate()


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False


def interpreter() -> float:
    """Seconds that an interpreter needs to start and end."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - started


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("reports", type=Path, nargs="+")
    asked = options.parse_args()
    times: dict[str, list[float]] = {"python": [], "load": [], "build": [], "ready": []}
    for _ in range(asked.runs):
        with tempfile.TemporaryDirectory() as scratch:
            store = Path(scratch) / "data"
            times["python"].append(interpreter())
            for name, seconds in built(store, asked.reports).items():
                times[name].append(seconds)
            times["ready"].append(ready(store))
    median = {name: round(statistics.median(found), 3) for name, found in times.items()}
    worst = {name: round(max(found), 3) for name, found in times.items()}
    size = sum(path.stat().st_size for path in asked.reports)
    print(json.dumps({"runs": asked.runs, "bytes": size, "median": median, "worst": worst}))


if __name__ == "__main__":
    main()
