"""RDF in the body of a request: types that are taken, parts, places of errors, and what must not be taken."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from app.errors import BadRequest, UnreadableGraph, UnsupportedMediaType
from app.http.rdf_bodies import TAKEN, parts, triples

BASE = "https://w3id.org/weitu/graph/x"
RDF_XML = "application/rdf+xml"
ROOT = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="urn:">'


def xml(content: bytes, before: bytes = b"") -> bytes:
    return b'<?xml version="1.0"?>' + before + ROOT + content + b"</rdf:RDF>"


def read(kind: str, body: bytes) -> list[ox.Triple]:
    return list(triples(parts(kind, body), BASE))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/turtle", "<y> <urn:p> '县'@zh .".encode()),
        ("Text/Turtle; charset=UTF-8", "<y> <urn:p> '县'@zh .".encode()),
        ("application/n-triples", f'<{BASE[:-1]}y> <urn:p> "县"@zh .'.encode()),
        ("application/ld+json", '{"@id": "y", "urn:p": {"@value": "县", "@language": "zh"}}'.encode()),
        (RDF_XML, xml('<rdf:Description rdf:about="y"><p xml:lang="zh">县</p></rdf:Description>'.encode())),
    ],
)
def test_a_graph_in_each_type(kind: str, body: bytes):
    subject, predicate = ox.NamedNode("https://w3id.org/weitu/graph/y"), ox.NamedNode("urn:p")
    assert read(kind, body) == [ox.Triple(subject, predicate, ox.Literal("县", language="zh"))]


def test_blank_nodes_are_nobody_elses():
    one, two = (read("text/turtle", b"_:a <urn:p> _:a .") for _ in range(2))
    assert one[0].subject == one[0].object
    assert one[0].subject != two[0].subject


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "",
        "text/plain",
        "application/trig",
        "application/n-quads",
        "text/turtle; charset=gbk",
        "text/turtle; charset=utf-16",
        "application/json",
    ],
)
def test_other_types_are_not_taken(kind: str | None):
    with pytest.raises(UnsupportedMediaType) as caught:
        parts(kind, b"")
    assert "text/turtle" in caught.value.supported


@pytest.mark.parametrize(
    ("kind", "body", "line"),
    [
        ("text/turtle", b"<a> <b> <c> .\n<a> <b> ] .", 2),
        ("text/turtle", b"<a> <b> '\xff' .", 1),
        ("text/turtle", b"<a> <b> <c d> .", 1),
        ("application/n-triples", b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> .", 2),
        ("application/ld+json", b'{"@id": "x",\n"urn:p": ]', 2),
        ("application/ld+json", b"[" * 1_000_000, 1),
        ("application/ld+json", b'{"@context": "http://127.0.0.1:9/", "@id": "x", "p": 1}', None),
        ("application/ld+json", b'{"@id": "urn:g", "@graph": [{"@id": "urn:x", "urn:p": 1}]}', None),
        (RDF_XML, xml(b"\n<rdf:Description>"), 2),
        (RDF_XML, b"\n" + ROOT, 2),
        (RDF_XML, xml(b"\n" + b"<rdf:Description><p>" * 100_000), 2),
        (RDF_XML, xml(b"<p>&a;</p>", b'<!DOCTYPE x [\n<!ENTITY a "aaaa">\n]>'), 2),
        (RDF_XML, xml(b"<p>&a;</p>", b'<!DOCTYPE x [\n<!ENTITY a SYSTEM "file:///etc/passwd">\n]>'), 2),
        (RDF_XML, xml(b"<p>\xff</p>"), 1),
        (RDF_XML, xml(b"<p>&a;</p>"), 1),
        (RDF_XML, xml(b"").decode().encode("utf-16"), 1),
    ],
)
def test_what_cannot_be_read_has_a_line(kind: str, body: bytes, line: int | None):
    with pytest.raises(UnreadableGraph) as caught:
        read(kind, body)
    assert caught.value.line == line, str(caught.value)
    assert "root:" not in str(caught.value)


# --- forms with files ------------------------------------------------------------------------------

FORM = "multipart/form-data; boundary=b"
FILE = b'--b\r\nContent-Disposition: form-data; name="x"\r\nContent-Type: text/turtle\r\n\r\n<a> <b> 1 .\r\n'


@pytest.mark.parametrize(
    ("kind", "body", "count"),
    [
        (FORM, FILE + b"--b--\r\n", 1),
        (FORM, FILE + b"--b--", 1),
        (FORM, FILE.replace(b"1", b"1, 2") * 2 + b"--b--\r\nafter", 4),
        ('multipart/form-data; boundary="b"', FILE + b"--b--", 1),
        (
            FORM,
            FILE.replace(b"text/turtle", b"application/n-triples").replace(b"<a> <b> 1 .", b"") + b"--b--",
            0,
        ),
    ],
)
def test_a_form_with_files_is_one_graph(kind: str, body: bytes, count: int):
    assert len(read(kind, body)) == count


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("multipart/form-data", FILE + b"--b--", BadRequest),
        ("multipart/form-data; boundary=", FILE + b"--b--", BadRequest),
        (f"multipart/form-data; boundary={'b' * 71}", b"", BadRequest),
        (FORM, b"", BadRequest),
        (FORM, FILE, BadRequest),
        (FORM, b"--b--", BadRequest),
        (FORM, b"--bc\r\n\r\n--b--", BadRequest),
        (FORM, b"before" + FILE + b"--b--", BadRequest),
        (FORM, FILE * 1001 + b"--b--", BadRequest),
        (FORM, FILE.replace(b"Content-Type", b"Content-Tape") + b"--b--", UnsupportedMediaType),
        (FORM, FILE.replace(b"text/turtle", b"text/plain") + b"--b--", UnsupportedMediaType),
        (FORM, FILE.replace(b"text/turtle", FORM.encode()) + b"--b--", UnsupportedMediaType),
    ],
)
def test_forms_that_are_none(kind: str, body: bytes, error: type[Exception]):
    with pytest.raises(error):
        parts(kind, body)


def test_every_type_that_is_taken_can_be_parsed():
    assert all(ox.RdfFormat.from_media_type(kind) == format_ for kind, format_ in TAKEN.items())
