"""Quads in a fixed order, grouped by subject, in bounded memory: sorted in runs on disk, then merged."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from operator import attrgetter
from tempfile import TemporaryFile
from typing import IO

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

RUN = 200_000
"""So many lines are sorted in memory at a time."""


def subjects(quads: Iterable[Quad]) -> Iterator[list[Triple]]:
    """The triples of quads, each once, subject by subject in the order of their IRIs."""
    with TemporaryFile() as lines:
        lines.writelines(sorted_lines(_written(quads)))
        lines.seek(0)
        triples = (quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES))
        for _, group in groupby(triples, key=attrgetter("subject")):
            yield list(group)


def _written(quads: Iterable[Quad]) -> Iterator[bytes]:
    remaining = iter(quads)
    while batch := [quad.triple for quad in islice(remaining, RUN)]:
        yield from (serialize(batch, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)


def sorted_lines(lines: Iterable[bytes], run: int = RUN) -> Iterator[bytes]:
    """The lines in the order of their bytes, each once. No more than ``run`` of them are held in memory."""
    remaining = iter(lines)
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        while batch := sorted(set(islice(remaining, run))):
            file = stack.enter_context(TemporaryFile())
            file.writelines(batch)
            file.seek(0)
            runs.append(file)
        for line, _ in groupby(heapq.merge(*runs)):
            yield line
