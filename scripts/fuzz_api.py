#!/usr/bin/env python3
"""Any request at all, against a real server. Prints JSON; exits with 1 where something failed.

usage: fuzz_api.py [--cases N] [--writing N] [--seed N]

The server is `weitu serve` on the sample graph in a temporary folder. First it is read-only and asked all
that its description has. Then it takes a write token, which every request shows, and is asked all that again
with N of the cases, as each write that succeeds makes a new generation. What is held against each answer is
in `fuzzing.py`: no 5xx but the 503 and 504 of a bound, and no status, media type, header or body that the
description does not name.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import servers
from fuzzing import Outcome, fuzz

from graph.build import build

CORPUS = Path(__file__).resolve().parents[1] / "seeds" / "corpus"
TOKEN = "fuzz-a-throw-away-store"

# So many random requests of each operation in a round: Schemathesis keeps a round's requests until its end.
MOST_EACH = 500
BOUNDS = (503, 504)


def run(store: Path, cases: int, seed: int, token: str | None = None) -> dict[str, Any]:
    """Ask a server so many cases. Each round of random ones has a seed of its own."""
    settings = {"write_token": token} if token else {}
    outcome, began = Outcome(), time.perf_counter()
    with servers.weitu(store, **settings) as server:
        ask = partial(fuzz, f"http://{server.address}", outcome, token=token)
        ask(each=1, seed=seed, phases=("examples", "coverage"))
        while (left := cases - outcome.cases) > 0:
            seed += 1
            ask(each=min(MOST_EACH, left // len(outcome.statuses) + 1), seed=seed, phases=("fuzzing",))
    return told(outcome) | {"seconds": round(time.perf_counter() - began)}


def told(outcome: Outcome) -> dict[str, Any]:
    """What came of a run, as figures."""
    every = sum(outcome.statuses.values(), Counter[int]())
    return {
        "cases": outcome.cases,
        "statuses": dict(sorted(every.items())),
        "bounds": sum(every[status] for status in BOUNDS),
        "failures": list(outcome.failures.values()),
        "errors": outcome.errors,
        "operations": {
            name: {"cases": statuses.total(), "statuses": dict(sorted(statuses.items()))}
            for name, statuses in sorted(outcome.statuses.items())
        },
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--cases", type=int, default=100_000)
    options.add_argument("--writing", type=int, default=5_000, help="how many of them with the token")
    options.add_argument("--seed", type=int, default=1)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch, "store")
        build([CORPUS], store)
        read_only = run(store, wanted.cases - wanted.writing, wanted.seed)
        writable = run(store, wanted.writing, wanted.seed, TOKEN)
    result = {
        "seed": wanted.seed,
        "schemathesis": version("schemathesis"),
        "cases": read_only["cases"] + writable["cases"],
        "failed": len(read_only["failures"]) + len(writable["failures"]),
        "read_only": read_only,
        "writable": writable,
    }
    print(json.dumps(result, ensure_ascii=False))
    sys.exit(1 if result["failed"] or read_only["errors"] or writable["errors"] else 0)


if __name__ == "__main__":
    main()
