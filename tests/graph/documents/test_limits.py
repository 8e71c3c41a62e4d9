"""Files that are no reports: each an error of one line, or a document that says what is missing."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.documents import Document, load, parse
from graph.errors import DocumentError, DocumentTooLarge, NotText

REPORT = "云溪县2021年卫生健康工作总结\n全县孕产妇系统管理率97.52%，住院分娩率100%。\n" * 20


@pytest.mark.parametrize("unit", ["全县出生1067人，", "a", "<p>全县</p>"])
def test_fifty_megabytes_in_one_line_are_refused(unit: str) -> None:
    data = unit.encode() * (50_000_000 // len(unit.encode()))
    with pytest.raises(DocumentTooLarge, match=r"^long\.txt: is larger than the \d+ MB"):
        parse(data, "long.txt")


def test_a_text_of_too_many_characters_is_refused() -> None:
    with pytest.raises(DocumentTooLarge, match="2,000,000 characters"):
        parse(("1" * 100 + "县" * 100).encode("utf-16") * 10_100, "long.txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_file_is_refused() -> None:
    with pytest.raises(DocumentTooLarge):
        load(Path("/dev/zero"))


def test_control_characters_are_left_out() -> None:
    document = parse((REPORT + "全县\x00出生\x1b[31m1067\x07人\ufffe。\u2028全市。").encode(), "report.txt")
    assert document.text == REPORT + "全县出生[31m1067人。\n全市。"


def test_many_control_characters_are_no_text() -> None:
    with pytest.raises(NotText, match="binary"):
        parse("全\x00县\x00出\x00生\x00".encode(), "report.txt")


@pytest.mark.parametrize("broken", [b"\xed\xa0\x80", b"\xff", "人".encode()[:2]])
def test_a_few_broken_bytes_are_read_with_a_warning(broken: bytes) -> None:
    data = REPORT.encode()
    document = parse(data + broken, "report.txt")
    assert document.text.rstrip("\ufffd") == REPORT
    (warning,) = document.warnings
    assert warning.kind == "damaged"
    assert str(warning) == f"is damaged UTF-8 from byte {len(data)} on; what cannot be read stands as \ufffd"


def test_lone_surrogates_without_end_are_no_text() -> None:
    with pytest.raises(NotText):
        parse("全县\ud800\udc00出\ud800生".encode("utf-8", "surrogatepass") * 50, "report.txt")


def test_radicals_are_read_as_the_characters_they_stand_for() -> None:
    assert "人民医院" in parse((REPORT + "⼈⺠医院").encode(), "report.txt").text


def test_traditional_characters_are_named() -> None:
    text = "雲溪縣衛生局2021年工作總結\n全縣開展醫療衛生服務，產婦住院分娩率達到100%。"
    (warning,) = parse(text.encode(), "report.txt").warnings
    assert warning.kind == "traditional"
    assert parse(text.encode("big5"), "report.txt").text == text
    assert not parse(REPORT.encode(), "report.txt").warnings


def consistent(document: Document) -> bool:
    text = "\n".join(map(document.line, document.paragraphs))
    return text == document.text and all(p.start <= p.body <= p.end for p in document.paragraphs)


MAGIC = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"<!DOCTYPE html><p>",
]
MARKS = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]
OPENINGS = [*MAGIC, *MARKS, *(REPORT.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16"))]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(OPENINGS), st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
@example(b"", b"<p><![CDATA[\xff")
@example(b"%PDF-1.7\n", b"1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj trailer<</Root 1 0 R>>")
def test_any_bytes_give_a_document_or_an_error_of_one_line(opening: bytes, rest: bytes) -> None:
    try:
        document = parse(opening + rest, "any.txt")
    except DocumentError as error:
        assert str(error).startswith("any.txt: ") and "\n" not in str(error)
    else:
        assert consistent(document)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="<>/=\"'!-&;#ptdrablediv县卫生，。 \n", max_size=300))
def test_any_markup_gives_a_document_or_an_error(markup: str) -> None:
    with suppress(DocumentError):
        assert consistent(parse(f"<html>{markup}全县出生1067人。".encode(), "any.html"))
