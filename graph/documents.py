"""Bytes to :class:`Document`: text, paragraphs, the tree of headings, and what the page says of itself."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from charset_normalizer import from_bytes

from graph.errors import DocumentNotFound, EmptyDocument, NotChinese, NotText

Kind = Literal["review", "plan", "both"]

# Where reports come from: mainland pages and office files, old and new.
ENCODINGS = ["utf_8", "gb18030", "utf_16_le", "utf_16_be", "big5"]
# Less Han than this among the letters is another language (measured on nothing: a page of English with a
# Chinese address stays below it, a table of figures with Chinese row heads stays above).
LEAST_HAN = 0.2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text. ``number`` is 1-based; ``start`` and ``end`` are offsets into the text, without
    the line end. ``headings`` are the titles above it, outermost first, its own last if it opens with one.
    ``body`` is the offset where the text after its own heading mark starts. ``period`` is the year it is
    about and ``planned`` whether it speaks of what shall be. ``furniture`` belongs to the page, not to the
    report."""

    number: int
    start: int
    end: int
    body: int
    headings: tuple[str, ...]
    period: str | None
    planned: bool
    furniture: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A report as text with what is known of it. ``period`` is the year that it is about, ``published`` an
    ISO date, ``issuer`` the issuing body as the page names it."""

    name: str
    sha256: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str
    kind: Kind
    issuer: str | None
    period: str | None
    published: str | None

    def line(self, paragraph: Paragraph) -> str:
        """The text of one paragraph."""
        return self.text[paragraph.start : paragraph.end]


def load(path: Path) -> Document:
    """Read a file. Raises a :class:`graph.errors.DocumentError` that says what is wrong with it."""
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise DocumentNotFound(path, "is a folder, not a report") from None
    except FileNotFoundError:
        raise DocumentNotFound(path, "there is no such file") from None
    except OSError as error:
        raise DocumentNotFound(path, f"cannot be read ({error.strerror})") from None
    return parse(data, str(path))


def parse(data: bytes, name: str) -> Document:
    """Read bytes; ``name`` is used for messages and as the document's file name.

    Raises :class:`EmptyDocument`, :class:`NotText` or :class:`NotChinese`.
    """
    text = _decode(data, name)
    if not text.strip():
        raise EmptyDocument(name, "is empty; a report has text")
    letters = [c for c in text if c.isalpha()]
    if sum(map(is_han, letters)) < LEAST_HAN * len(letters) or not letters:
        raise NotChinese(name, "is not Chinese text; Weitu reads Chinese reports")
    lines = _lines(text)
    furniture = _furniture(lines)
    title = _title(lines, furniture)
    kind = _kind(title)
    period = _period(title, text)
    return Document(
        name=Path(name).name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        paragraphs=tuple(_paragraphs(lines, furniture, period, kind)),
        title=title,
        kind=kind,
        issuer=_issuer(title, lines, furniture),
        period=period,
        published=_published(lines, furniture),
    )


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "一" <= char <= "鿿" or "㐀" <= char <= "䶿"


def _decode(data: bytes, name: str) -> str:
    if not data:
        raise EmptyDocument(name, "is empty; a report has text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(data, cp_isolation=ENCODINGS).best()
        if guess is None:
            raise NotText(name, "is not text in a known encoding; save it as UTF-8 text") from None
        text = str(guess).removeprefix("\ufeff")
    strange = sum(unicodedata.category(c) in {"Cc", "Co", "Cn"} and c not in "\n\r\t\f\u3000" for c in text)
    if "\0" in text or strange > len(text) // 50:
        raise NotText(name, "is a binary file; convert it to text first")
    return text.replace("\r\n", "\n").replace("\r", "\n")


# --- lines and page furniture ----------------------------------------------------------------------

FURNITURE = re.compile(
    r"#\s|(索\s*引\s*号?|组配分类|发布机构|发文机关|成文日期|文\s*号|名\s*称|主题分类|主\s*题\s*词?|关\s*键\s*词|"
    r"发布时间|发布日期|发文日期|生成日期|信息来源|来\s*源|作\s*者|浏览次数|阅读次数|点击数?|访问量|字体(?:大小)?|字号|有效性|"
    r"公开方式|公开范围|信息名称|内容概述|责任编辑|编辑|审核|打印|分享|当前位置|您的?位置|首页|页面纠错|上一[篇条]|"
    r"下一[篇条]|附件下载|相关链接|版权所有|主办单位|扫一扫)\s*[:：\[【(（>|]|.*(打印本页|关闭窗口|【打印】|返回顶部)|页面纠错"
)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    start: int
    text: str


def _lines(text: str) -> list[_Line]:
    found, offset = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        found.append(_Line(number, offset, line))
        offset += len(line) + 1
    return found


def _furniture(lines: list[_Line]) -> set[int]:
    """Numbers of the lines that belong to the page, not to the report: labelled fields before the body and
    links after it. The body is what lies between the first and the last long line."""
    long = [line.number for line in lines if len(line.text) > 60 and not FURNITURE.match(line.text.strip())]
    first, last = (long[0], long[-1]) if long else (len(lines), 0)
    return {
        line.number
        for line in lines
        if (line.number < first or line.number > last) and FURNITURE.match(line.text.strip())
    }


def _field(lines: list[_Line], furniture: set[int], label: str, value: str) -> str | None:
    pattern = re.compile(rf"(?:{label})\s*[:：]\s*({value})")
    for line in lines:
        if line.number in furniture and (match := pattern.search(line.text)):
            return match[1].strip()
    return None


def _published(lines: list[_Line], furniture: set[int]) -> str | None:
    day = r"20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}"
    found = _field(lines, furniture, "发布时间|发布日期|发文日期|日期", day)
    return "-".join(part.zfill(2) for part in re.split(r"[-年/.月]", found)) if found else None


# --- title, kind, year, issuer ---------------------------------------------------------------------

REVIEW = re.compile(r"总结|报告|回顾|小结|述职|完成情况|开展情况|工作情况|公报|汇报")
PLAN = re.compile(r"计划(?!生育|免疫)|要点|安排|打算|思路|部署|规划|方案")
TITLE = re.compile(rf"({REVIEW.pattern}|{PLAN.pattern})")
YEAR = re.compile(r"(20[0-4]\d)\s*年")


def _title(lines: list[_Line], furniture: set[int]) -> str:
    """The first lines that name a kind of report; a title that was broken over two lines is joined."""
    head = [line.text.strip() for line in lines if line.number not in furniture and line.text.strip()][:6]
    for index, text in enumerate(head):
        if len(text) > 60:
            break
        if TITLE.search(text):
            above = head[index - 1] if index else ""
            broken = index and len(above) <= 30 and YEAR.search(above) and not YEAR.search(text)
            return above + text if broken else text
    return head[0][:60] if head else ""


def _kind(title: str) -> Kind:
    review, plan = REVIEW.search(title), PLAN.search(title)
    return "both" if review and plan else "plan" if plan else "review"


def _period(title: str, text: str) -> str | None:
    """The year that the report is about: the title's first, else the one that its opening names most."""
    if match := YEAR.search(title):
        return match[1]
    years = Counter(YEAR.findall(text[:2000])) or Counter(YEAR.findall(text))
    return years.most_common(1)[0][0] if years else None


AUTHORITY = re.compile(
    r"[一-鿿]{2,20}?(?:卫生健康(?:和计划生育)?(?:委员会|局|委)|卫生和计划生育(?:委员会|局)|卫计[委局]|卫健[委局]|"
    r"卫健体[委局]|卫生局|人民政府办公室|人民政府|疾病预防控制中心|疾病预防控制局)"
)


def _issuer(title: str, lines: list[_Line], furniture: set[int]) -> str | None:
    """The issuing body: the signature under the text, else the page's own field, else the title's first
    words."""
    tail = [line.text.strip() for line in lines if line.number not in furniture and line.text.strip()][-3:]
    for text in tail:
        if len(text) <= 24 and (match := AUTHORITY.fullmatch(text)):
            return match[0]
    field = _field(lines, furniture, "发布机构|发文机关|信息来源|来源", r"[一-鿿]+")
    if field and AUTHORITY.fullmatch(field):
        return field
    match = AUTHORITY.match(YEAR.sub("", title).strip())
    return match[0] if match else None


# --- headings --------------------------------------------------------------------------------------

LEVELS = [
    re.compile(r"\s*第[一二三四五六七八九十]+[部章][分]?[、\s　]*"),
    re.compile(r"\s*[一二三四五六七八九十]{1,3}[、.．]\s*"),
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）][、.．]?\s*"),
    re.compile(r"\s*\d{1,2}(?:[、．]|\.(?!\d))\s*"),
    re.compile(r"\s*[（(]\d{1,2}[)）][、.．]?\s*"),
    re.compile(r"\s*[①②③④⑤⑥⑦⑧⑨⑩]\s*"),
]
# A sentence that a heading shares its line with starts after the first full stop; longer is no heading.
LONGEST_HEADING = 48
AHEAD = re.compile(
    r"计划(?!生育|免疫)|安排|打算|思路|下[一]?步|明年|来年|今后|要点|目标任务|重点任务|工作举措|展望"
)
BEHIND = re.compile(r"总结|回顾|完成情况|开展情况|进展|工作情况|成效|主要做法|基本情况")


def _mark(text: str) -> tuple[int, int]:
    """(level, length of the mark) of a line that opens with a heading mark, else (-1, 0)."""
    for level, pattern in enumerate(LEVELS):
        if match := pattern.match(text):
            return level, match.end()
    return -1, 0


def _heading(text: str, after: int) -> str:
    """The heading of a marked line: the whole line, or its first sentence where text follows on the same
    line."""
    title = re.split(r"[。：:！？]", text[after:], maxsplit=1)[0].strip()
    return title if len(title) <= LONGEST_HEADING else ""


@dataclass(slots=True)
class _Section:
    level: int
    title: str
    period: str | None
    planned: bool


def _paragraphs(
    lines: list[_Line], furniture: set[int], period: str | None, kind: Kind
) -> Iterator[Paragraph]:
    stack = [_Section(-1, "", period, kind == "plan")]
    for line in lines:
        level, after = _mark(line.text)
        if line.number in furniture:
            level = -1
        if level >= 0:
            while stack[-1].level >= level:
                stack.pop()
            stack.append(_open(stack[-1], level, _heading(line.text, after), period))
        yield Paragraph(
            number=line.number,
            start=line.start,
            end=line.start + len(line.text),
            body=line.start + after,
            headings=tuple(section.title for section in stack if section.title),
            period=stack[-1].period,
            planned=stack[-1].planned,
            furniture=line.number in furniture,
        )


def _open(above: _Section, level: int, title: str, period: str | None) -> _Section:
    """A section that a heading opens. Next year's plan at the end of a review changes year and status."""
    named = YEAR.search(title)
    if level > 2 or (named is None and not AHEAD.search(title) and not BEHIND.search(title)):
        return _Section(level, title, above.period, above.planned)
    planned = (bool(AHEAD.search(title)) or above.planned) and not BEHIND.search(title)
    if named:
        year: str | None = named[1]
    elif planned and not above.planned and period:
        year = str(int(period) + 1)
    else:
        year = above.period
    return _Section(level, title, year, planned)
