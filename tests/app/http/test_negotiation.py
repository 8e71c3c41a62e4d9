"""Which media type a client gets: the header as a table."""

from __future__ import annotations

import pytest

from app.errors import BadRequest, NotAcceptable
from app.http.negotiation import GRAPHS, RESULTS, best, media_type, with_charset

JSON, XML, CSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("  ", JSON),
        ("*/*", JSON),
        ("*", JSON),
        (XML, XML),
        (XML.upper(), XML),
        (f"{XML};q=0.5, {JSON};q=0.4", XML),
        (f"{JSON}; q=0.4 , {XML} ;q=0.5", XML),
        (f"{XML};q=0.5, */*;q=0.1", XML),
        ("text/*", "text/xml"),
        ("text/csv, text/*;q=0.5", CSV),
        (f"{JSON};q=0, */*", "application/json"),
        ("application/*;q=0.2, text/csv;q=0.3", CSV),
        ("text/csv; charset=utf-8", CSV),
        ("application/json", "application/json"),
        ("image/png, text/csv;q=0.01", CSV),
        (",, text/csv,", CSV),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
    ],
)
def test_rows(accept: str | None, chosen: str):
    assert best(accept, tuple(RESULTS)) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/turtle"),
        ("text/*", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
    ],
)
def test_graphs(accept: str | None, chosen: str):
    assert best(accept, tuple(GRAPHS)) == chosen


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "text/html, image/*", "*/*;q=0"])
def test_nothing_fits(accept: str):
    with pytest.raises(NotAcceptable) as caught:
        best(accept, tuple(RESULTS))
    assert caught.value.available == tuple(RESULTS)


@pytest.mark.parametrize("accept", ["csv", "text/csv/x", ";q=1", "text/csv, 县"])
def test_a_header_that_cannot_be_read(accept: str):
    with pytest.raises(BadRequest):
        best(accept, tuple(RESULTS))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, ""),
        ("Application/SPARQL-Query; charset=UTF-8", "application/sparql-query"),
        (" text/csv ", "text/csv"),
    ],
)
def test_media_type(header: str | None, expected: str):
    assert media_type(header) == expected


def test_text_says_its_charset():
    assert with_charset("text/turtle") == "text/turtle; charset=utf-8"
    assert with_charset("application/ld+json") == "application/ld+json"
