"""A server that may be written to, and graphs to compare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox

from graph.store import writing
from tests.app.running import serving

TOKEN = "Weitu-test.token_0123456789"
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


@contextmanager
def writable(path: Path, **variables: str) -> Iterator[httpx.Client]:
    """A client that shows the token, of a server on a store of its own that holds the seeds alone."""
    with writing(path):
        pass
    with serving(path, WEITU_WRITE_TOKEN=TOKEN, **variables) as client:
        client.headers.update(WITH_TOKEN)
        yield client


def is_graph(response: httpx.Response, turtle: str, base: str = "http://example.org/") -> bool:
    """Whether a response is a graph, but for the names of its blank nodes."""
    assert response.status_code == 200, response.text
    media_type = ox.RdfFormat.from_media_type(response.headers["content-type"])
    found, expected = (
        ox.Dataset(ox.parse(text, format_, base_iri=base))
        for text, format_ in ((response.content, media_type), (turtle, ox.RdfFormat.TURTLE))
    )
    for data_set in (found, expected):
        data_set.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found == expected
