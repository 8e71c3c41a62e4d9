"""PDF files, written here page by page: paragraphs from lines, and what is refused."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from graph.documents import parse
from graph.errors import DamagedDocument, DocumentError, DocumentTooLarge, EncryptedDocument, NoTextLayer

FONT, SIZE, LEFT, TOP, WIDTH = "STSong-Light", 16, 90, 740, 26
TITLE = "云溪县卫生健康局2021年工作总结"
OPENING = (
    "2021年，全县卫生健康系统坚持以人民健康为中心，扎实推进各项工作，孕产妇系统管理率达到百分之九十七以上，"
    "住院分娩率保持稳定，婴儿死亡率继续下降，群众满意度不断提高。"
)
CARE = (
    "（一）妇幼健康。全县开展“两癌”筛查一千余人，异常病例全部得到随访和治疗，免费孕前优生检查目标人群覆盖。"
)
LAST = "全县出生人口性别比保持平稳。"


def pdf(paragraphs: Sequence[str], header: str = "", lines_a_page: int = 20) -> bytes:
    """A PDF that breaks paragraphs into lines of :data:`WIDTH` characters, the first indented by two."""
    registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, invariant=True)
    lines = [line for paragraph in paragraphs for line in broken(paragraph)]
    for page, first in enumerate(range(0, max(len(lines), 1), lines_a_page), 1):
        canvas.setFont(FONT, SIZE)
        if header:
            canvas.drawString(LEFT, TOP + 50, header)
        for row, (indent, text) in enumerate(lines[first : first + lines_a_page]):
            canvas.drawString(LEFT + indent * SIZE, TOP - 28 * row, text)
        canvas.drawCentredString(300, 40, f"— {page} —")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def broken(paragraph: str) -> list[tuple[int, str]]:
    if len(paragraph) <= WIDTH - 2:
        return [(2, paragraph)]
    rest = paragraph[WIDTH - 2 :]
    return [
        (2, paragraph[: WIDTH - 2]),
        *((0, rest[i : i + WIDTH]) for i in range(0, len(rest), WIDTH)),
    ]


def rewritten(data: bytes, **encryption: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(algorithm="RC4-128", **encryption)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_broken_lines_become_paragraphs_again() -> None:
    document = parse(pdf([TITLE, OPENING, CARE, LAST]), "report.pdf")
    assert document.text.split("\n") == [TITLE, OPENING, CARE, LAST]
    assert (document.title, document.period) == (TITLE, "2021")
    assert document.paragraphs[3].headings == ("妇幼健康",)


def test_a_paragraph_goes_on_over_the_page_without_its_number_and_running_head() -> None:
    topics = ["妇幼健康", "免疫规划", "家庭医生", "老龄健康", "卫生应急", "医养结合"]
    paragraphs = [TITLE, *(f"关于{topic}的情况。{OPENING}{topic}工作有序推进。" for topic in topics)]
    document = parse(pdf(paragraphs, header="云溪县卫生健康文集", lines_a_page=8), "report.pdf")
    assert document.text.split("\n") == paragraphs


def test_a_pdf_that_anyone_may_open_is_read_though_it_is_encrypted() -> None:
    data = rewritten(pdf([TITLE, OPENING]), user_password="", owner_password="secret")
    assert parse(data, "report.pdf").title == TITLE


def test_a_password_is_named() -> None:
    data = rewritten(pdf([TITLE, OPENING]), user_password="secret")
    with pytest.raises(EncryptedDocument, match=r"^report\.pdf: is an encrypted PDF"):
        parse(data, "report.pdf")


def test_a_scan_is_told_from_an_empty_file() -> None:
    with pytest.raises(NoTextLayer, match="OCR"):
        parse(pdf([]), "report.pdf")


@pytest.mark.parametrize("part", [0.05, 0.3, 0.6, 0.9])
def test_a_truncated_pdf_is_an_error_or_read_as_far_as_it_goes(part: float) -> None:
    data = pdf([TITLE, *[OPENING] * 40])
    try:
        document = parse(data[: int(part * len(data))], "report.pdf")
    except DocumentError as error:
        assert "\n" not in str(error)
        assert isinstance(error, DamagedDocument | NoTextLayer)
    else:
        assert document.title == TITLE


def test_a_pdf_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()
    stream = StreamObject()
    stream.set_data(packed)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    font = DictionaryObject(
        {NameObject("/F1"): DictionaryObject({NameObject("/Subtype"): NameObject("/Type1")})}
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): font})
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    with pytest.raises(DocumentTooLarge):
        parse(out.getvalue(), "bomb.pdf")
