#!/usr/bin/env python3
"""How fast reports are read, and in how much memory; prints JSON.

usage: bench_extract.py [--reports N] [--runs N] REPORT…

`extract` is the whole of it after loading: bytes → Document → Extraction. The baseline of the same run is
`segmenter`, pkuseg alone over the same lines; `ratio` is the one's characters a second through the other's.
`linking_to_reading` is the time of linking through that of all the rest, each name looked up as if it were
met for the first time.
`length` reads one report's text 1, 10 and 100 times over as one document. `memory` reads N reports (the given
ones in turn, each with another number at its end, so that none is the same) and samples resident memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

_started = time.perf_counter()
import graph.reader  # noqa: E402
from graph.documents import Document, load, parse  # noqa: E402
from graph.iris import Iris  # noqa: E402
from graph.linking import Link, Linker, Words  # noqa: E402
from graph.linking.concepts import find_broader, find_concept, find_kind  # noqa: E402
from graph.reader import Reader  # noqa: E402
from graph.reading.candidates import Candidate  # noqa: E402
from graph.reading.pipeline import load as load_pipeline  # noqa: E402

IMPORTS = time.perf_counter() - _started
T = TypeVar("T")


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process for a piece of work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def resident() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


class TimedLinker(Linker):
    """A linker that knows how long it took, in processor seconds."""

    spent = 0.0
    _inside = False

    def _timed(self, work: Callable[[], T]) -> T:
        if TimedLinker._inside:
            return work()
        TimedLinker._inside, started = True, time.process_time()
        try:
            return work()
        finally:
            TimedLinker._inside = False
            TimedLinker.spent += time.process_time() - started

    def __init__(self, document: Document, iris: Iris) -> None:
        self._timed(lambda: super(TimedLinker, self).__init__(document, iris))

    def link(self, mention: Candidate) -> Link | None:
        return self._timed(lambda: super(TimedLinker, self).link(mention))

    def indicator(self, figure: Words) -> Link:
        return self._timed(lambda: super(TimedLinker, self).indicator(figure))

    def area(self, mention: Candidate | None) -> Link:
        return self._timed(lambda: super(TimedLinker, self).area(mention))


def linking_to_reading(texts: list[str], reader: Reader) -> float:
    """Time of linking through that of the rest of reading."""
    for forget in (find_concept, find_broader, find_kind):
        forget.cache_clear()
    TimedLinker.spent = 0.0
    graph.reader.Linker = TimedLinker  # type: ignore[misc]
    try:
        whole = seconds(lambda: [reader.read(parse(text.encode(), "report")) for text in texts])
    finally:
        graph.reader.Linker = Linker  # type: ignore[misc]
    return TimedLinker.spent / (whole - TimedLinker.spent)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("report", type=Path, nargs="+")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--reports", type=int, default=2000)
    asked = options.parse_args()
    started = time.perf_counter()
    reader = Reader()
    loaded = time.perf_counter() - started + IMPORTS
    segmenter = load_pipeline().tokenizer.pkuseg_seg
    documents = [load(file) for file in asked.report]
    texts = [document.text for document in documents]
    characters = sum(map(len, texts))

    def extract() -> None:
        for text in texts:
            reader.read(parse(text.encode(), "report"))

    def segment() -> None:
        for text in texts:
            for line in text.splitlines():
                segmenter.cut(line)

    extract(), segment()  # what is cached on first use is no part of either
    read, cut, ratios = [], [], []
    for _ in range(asked.runs):
        read.append(characters / seconds(extract))
        cut.append(characters / seconds(segment))
        ratios.append(read[-1] / cut[-1])
    shortest = min(texts, key=len)
    length = {}
    for times in (1, 10, 100):
        long = (shortest + "\n") * times
        length[f"{times}x"] = round(
            len(long) / seconds(lambda text=long: reader.read(parse(text.encode(), "report")))
        )
    memory = {}
    for i in range(asked.reports):
        reader.read(parse(f"{texts[i % len(texts)]}\n附件{i}：共{i}人。".encode(), f"report-{i}"))
        if i + 1 in (1, 100, 500, 1000, 1500, asked.reports):
            memory[str(i + 1)] = round(resident())
    print(
        json.dumps(
            {
                "load_seconds": round(loaded, 2),
                "characters": characters,
                "extract_per_second": round(statistics.median(read)),
                "segmenter_per_second": round(statistics.median(cut)),
                "ratio": round(statistics.median(ratios), 3),
                "linking_to_reading": round(linking_to_reading(texts, reader), 3),
                "length_per_second": length,
                "memory_mb": memory,
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
            }
        )
    )


if __name__ == "__main__":
    main()
