"""Word files, written here: paragraphs, automatic numbers, tables, tracked changes, and what is refused."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from graph.documents import parse
from graph.errors import DamagedDocument, DocumentError, DocumentTooLarge, EncryptedDocument, NotText

TITLE = "云溪县卫生健康局2021年工作总结"
OPENING = "2021年，全县卫生健康系统坚持以人民健康为中心，孕产妇系统管理率97.52%。"


def saved(document: WordDocument) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def report() -> WordDocument:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph("云卫健〔2022〕3号")
    document.add_paragraph(f"　　{OPENING}")
    return document


def lines(document: WordDocument) -> list[str]:
    return parse(saved(document), "report.docx").text.split("\n")


def test_paragraphs_and_tables_come_in_the_order_of_reading() -> None:
    document = report()
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["指标", "2021年", "床位数", "180"], strict=True):
        cell.text = text
    document.add_paragraph("接种率达").add_run("90%").bold = True
    found = parse(saved(document), "report.docx")
    assert found.text.split("\n")[2:] == [OPENING, "指标\t2021年", "床位数\t180", "接种率达90%"]
    assert (found.title, found.number, found.issuer) == (TITLE, "云卫健〔2022〕3号", "云溪县卫生健康局")


def test_a_cell_that_spans_others_leaves_columns_in_their_places() -> None:
    document = report()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "床位数"
    table.cell(0, 2).text = "备注"
    for cell, text in zip(table.rows[1].cells, ["180", "160", "含中医"], strict=True):
        cell.text = text
    assert lines(document)[-2:] == ["床位数\t\t备注", "180\t160\t含中医"]


def numbered(document: WordDocument, *levels: tuple[str, str]) -> None:
    """Give the document's list 99 its levels, each a format and a pattern."""
    numbering = document.part.numbering_part.element
    written = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    numbers = f'{nsdecls("w")} w:abstractNumId="99"'
    numbering.insert(0, parse_xml(f"<w:abstractNum {numbers}>{written}</w:abstractNum>"))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))


def item(document: WordDocument, level: int, text: str) -> None:
    place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="99"/></w:numPr>'
    document.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(place))


def test_numbers_that_word_counts_are_read_and_make_headings() -> None:
    document = report()
    numbered(document, ("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    for level, text in enumerate(["主要做法", "公共卫生", "免疫"]):
        item(document, level, text)
    for level, text in [(2, "妇幼"), (1, "医改"), (0, "存在问题"), (1, "人才")]:
        item(document, level, text)
    found = parse(saved(document), "report.docx")
    assert "".join(found.text.split("\n")[3:]) == (
        "一、主要做法（一）公共卫生1.免疫2.妇幼（二）医改二、存在问题（一）人才"
    )
    assert found.paragraphs[-1].headings == ("存在问题", "人才")


def test_tracked_changes_are_read_as_accepted() -> None:
    document = report()
    changed = document.add_paragraph("出生")._p
    mark = f'{nsdecls("w")} w:id="1" w:author="a"'
    changed.append(parse_xml(f"<w:ins {mark}><w:r><w:t>1067人。</w:t></w:r></w:ins>"))
    changed.append(parse_xml(f"<w:del {mark}><w:r><w:delText>999人。</w:delText></w:r></w:del>"))
    assert lines(document)[-1] == "出生1067人。"


def test_line_breaks_in_a_paragraph_are_lines() -> None:
    document = report()
    document.add_paragraph("接种率90%。\n建档率92%。")
    assert lines(document)[-2:] == ["接种率90%。", "建档率92%。"]


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_broken_archive_is_named(part: float) -> None:
    data = saved(report())
    with pytest.raises(DamagedDocument, match=r"^report\.docx: is a damaged Word file") as caught:
        parse(data[: int(part * len(data))], "report.docx")
    assert "\n" not in str(caught.value)


def test_any_damaged_byte_is_an_error_or_read() -> None:
    data = saved(report())
    for place in range(0, len(data), len(data) // 150):
        try:
            parse(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :], "report.docx")
        except DocumentError as error:
            assert "\n" not in str(error)


def archive(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def test_an_archive_that_unpacks_to_gigabytes_is_refused_unopened() -> None:
    for part, size in (("word/document.xml", 30_000_000), ("word/media/image1.png", 250_000_000)):
        data = archive({part: bytes(size)})
        assert len(data) < 1_000_000
        with pytest.raises(DocumentTooLarge, match="unpacks to more"):
            parse(data, "bomb.docx")


def test_an_archive_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(archive({"[Content_Types].xml": b"<a/>", "word/document.xml": bytes(10_000_000)}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    with pytest.raises(DocumentError):
        parse(bytes(data), "bomb.docx")


def test_entities_that_grow_are_not_expanded() -> None:
    data = saved(report())
    bomb = (
        '<!DOCTYPE a [<!ENTITY a "全县">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
        + f"]><w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with pytest.raises(DocumentError):
        parse(archive(parts | {"word/document.xml": bomb.encode()}), "bomb.docx")


def test_other_office_files_are_named() -> None:
    with pytest.raises(NotText, match="no Word document"):
        parse(archive({"xl/workbook.xml": b"<a/>"}), "table.xlsx")
    with pytest.raises(NotText, match=r"save it as \.docx"):
        parse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old.doc")
    with pytest.raises(NotText, match="RTF"):
        parse(rb"{\rtf1\ansi}", "old.doc")


def test_an_archive_with_a_password_is_named() -> None:
    data = bytearray(archive({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1
    with pytest.raises(EncryptedDocument, match="password"):
        parse(bytes(data), "locked.docx")
