"""What a SPARQL request asks: method, address, content type and body as a table."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

from app.errors import BadRequest, UnsupportedMediaType
from app.http.protocol import FORM, QUERY, UPDATE, SparqlRequest, SparqlUpdate, parse

ASK = "ASK { ?s ?p '县+%E5%8E%BF' }"
G, H = "http://example.org/a?b=c&d", "https://example.org/县"
DATA_SET = [("default-graph-uri", G), ("default-graph-uri", H), ("named-graph-uri", H)]
PLAIN = SparqlRequest(ASK)
FULL = SparqlRequest(ASK, (G, H), (H,))
CLEAR = "CLEAR ALL # 县+%E5%8E%BF"
USING = [("using-graph-uri", G), ("using-graph-uri", H), ("using-named-graph-uri", H)]
PLAIN_UPDATE = SparqlUpdate(CLEAR)
FULL_UPDATE = SparqlUpdate(CLEAR, (G, H), (H,))


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


@pytest.mark.parametrize(
    ("method", "address", "content_type", "body", "expected"),
    [
        ("GET", form(("query", ASK)), None, b"", PLAIN),
        ("HEAD", form(("query", ASK)), None, b"", PLAIN),
        ("GET", form(("query", ASK), *DATA_SET), None, b"", FULL),
        ("GET", form(("query", ASK), ("format", "x"), ("query2", "")), None, b"", PLAIN),
        ("GET", form(("query", ASK)), FORM, form(("query", "ignored")), PLAIN),
        ("POST", b"", FORM, form(("query", ASK)), PLAIN),
        ("POST", b"", f"{FORM}; charset=UTF-8", form(("query", ASK), *DATA_SET), FULL),
        ("POST", form(*DATA_SET), FORM, form(("query", ASK)), FULL),
        ("POST", b"", QUERY, ASK.encode(), PLAIN),
        ("POST", b"", "Application/Sparql-Query;charset=utf-8", ASK.encode(), PLAIN),
        ("POST", form(*DATA_SET), QUERY, ASK.encode(), FULL),
        ("POST", b"", UPDATE, CLEAR.encode(), PLAIN_UPDATE),
        ("POST", form(*USING), f"{UPDATE}; charset=utf-8", CLEAR.encode(), FULL_UPDATE),
        ("POST", form(*USING), FORM, form(("update", CLEAR)), FULL_UPDATE),
        ("POST", b"", FORM, form(("update", CLEAR), *USING), FULL_UPDATE),
        ("POST", form(*DATA_SET), UPDATE, CLEAR.encode(), PLAIN_UPDATE),
        ("POST", b"", FORM, b"query=" + quote(ASK, safe="").encode(), PLAIN),
    ],
)
def test_requests(
    method: str,
    address: bytes,
    content_type: str | None,
    body: bytes,
    expected: SparqlRequest | SparqlUpdate,
):
    assert parse(method, address, content_type, body) == expected


@pytest.mark.parametrize(
    ("method", "address", "content_type", "body", "error", "says"),
    [
        ("GET", b"", None, b"", BadRequest, "no query"),
        ("GET", b"Query=ASK%7B%7D", None, b"", BadRequest, "no query"),
        ("GET", b"query=ASK%7B%7D&query=ASK%7B%7D", None, b"", BadRequest, "2 queries"),
        ("GET", b"query=%FF", None, b"", BadRequest, "UTF-8"),
        ("GET", b"query=\xff", None, b"", BadRequest, "UTF-8"),
        ("GET", b"query=%ED%A0%80", None, b"", BadRequest, "UTF-8"),
        ("GET", b"&".join([b"a=b"] * 1001), None, b"", BadRequest, "1000 parameters"),
        ("GET", b"update=CLEAR+ALL", None, b"", BadRequest, "by POST"),
        ("GET", b"query=ASK%7B%7D&update=CLEAR+ALL", None, b"", BadRequest, "by POST"),
        ("POST", b"", FORM, b"", BadRequest, "no query"),
        ("POST", b"", FORM, b"query=a&query=b", BadRequest, "2 queries"),
        ("POST", b"", FORM, b"query=%E5%8E", BadRequest, "UTF-8"),
        ("POST", b"", FORM, b"update=a&update=b", BadRequest, "2 updates"),
        ("POST", b"", FORM, b"update=a&query=b", BadRequest, "a query and an update"),
        ("POST", b"update=a", FORM, b"", BadRequest, "address"),
        ("POST", b"update=a", FORM, b"update=b", BadRequest, "address"),
        ("POST", b"update=a", UPDATE, b"b", BadRequest, "another in the address"),
        ("POST", b"query=a", UPDATE, b"b", BadRequest, "another in the address"),
        ("POST", b"update=a", QUERY, b"ASK{}", BadRequest, "another in the address"),
        ("POST", b"", UPDATE, b"CLEAR ALL # \xff", BadRequest, "UTF-8 at byte 12"),
        ("POST", b"", f"{UPDATE}; charset=utf-16", b"", UnsupportedMediaType, "utf-16"),
        ("POST", b"", f"{QUERY}; charset=gbk", b"ASK{}", UnsupportedMediaType, "gbk"),
        ("POST", b"query=a", FORM, b"query=b", BadRequest, "address"),
        ("POST", b"query=a", QUERY, b"ASK{}", BadRequest, "another in the address"),
        ("POST", b"", QUERY, b"ASK { ?s ?p '\xff' }", BadRequest, "UTF-8 at byte 13"),
        ("POST", b"", "text/plain", b"ASK{}", UnsupportedMediaType, "text/plain"),
        ("POST", b"", "multipart/form-data; boundary=x", b"", UnsupportedMediaType, "multipart"),
        ("POST", b"", None, b"ASK{}", UnsupportedMediaType, "not taken"),
    ],
)
def test_refusals(
    method: str, address: bytes, content_type: str | None, body: bytes, error: type[Exception], says: str
):
    with pytest.raises(error, match=says):
        parse(method, address, content_type, body)
