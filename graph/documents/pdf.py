"""A PDF with a text layer to text: lines in their places, joined to the paragraphs that they break."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING, Any

from graph.documents.encodings import clean
from graph.documents.limits import MOST_CHARACTERS, MOST_PDF_CONTENT, MOST_PDF_OPERATORS, MOST_PDF_PAGES
from graph.documents.pdf_lines import PdfLine, join_pages
from graph.documents.source import Source
from graph.errors import DamagedDocument, DocumentError, DocumentTooLarge, EncryptedDocument, NoTextLayer

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

# A page of a scan may still carry a number or a stamp as text.
LEAST_CHARACTERS = 20
# pypdf logs each oddity of a file; what matters is raised.
logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False


def read_pdf(data: bytes, name: str) -> Source:
    """The text of a PDF. Raises a :class:`graph.errors.DocumentError`."""
    from pypdf.errors import LimitReachedError

    try:
        reader, pages = _open(data, name), _Pages(name)
        lines = [pages.lines(page) for page in reader.pages]
    except DocumentError:
        raise
    except RecursionError:
        raise DamagedDocument(name, "is a damaged PDF (it is nested without end)") from None
    except (LimitReachedError, MemoryError):
        raise DocumentTooLarge(name, "unpacks to more than a report can hold") from None
    except Exception as error:  # noqa: BLE001 - a broken PDF makes pypdf raise whatever Python can
        raise DamagedDocument(name, f"is a damaged PDF ({_first_line(error)})") from None
    text = clean("\n".join(join_pages(lines)), name)
    if len("".join(text.split())) < LEAST_CHARACTERS:
        raise NoTextLayer(name, "is a PDF of pictures without text; run character recognition (OCR) first")
    return Source(text)


def _open(data: bytes, name: str) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError:
        locked = True
    if locked:
        raise EncryptedDocument(name, "is an encrypted PDF; save it without a password")
    if len(reader.pages) > MOST_PDF_PAGES:
        raise DocumentTooLarge(name, f"has more than {MOST_PDF_PAGES:,} pages; split it into its reports")
    return reader


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


class _Pages:
    """Takes the lines of pages, and stops where all pages together are more than a report has."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._characters = self._content = self._operators = 0

    def lines(self, page: PageObject) -> list[PdfLine]:
        """The lines of a page in the order of its content, with where each starts and ends in points."""
        content = page.get_contents()
        self._content += len(content.get_data()) if content is not None else 0
        self._check()
        lines = [PdfLine()]

        def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float | None) -> None:
            left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            for index, part in enumerate(text.split("\n")):
                if index:
                    lines.append(PdfLine())
                lines[-1].add(part, left, (size or 0) * _scale(cm, tm))

        page.extract_text(visitor_text=visit, visitor_operand_before=self._count)
        self._characters += sum(len(line.text) for line in lines)
        self._check()
        return [line for line in lines if line.text.strip()]

    def _count(self, *_operation: Any) -> None:
        self._operators += 1
        if self._operators > MOST_PDF_OPERATORS:
            self._check()

    def _check(self) -> None:
        if (
            self._characters > MOST_CHARACTERS
            or self._content > MOST_PDF_CONTENT
            or self._operators > MOST_PDF_OPERATORS
        ):
            raise DocumentTooLarge(self._name, "draws more than a report can hold; split it")


def _scale(cm: list[float], tm: list[float]) -> float:
    """How much larger a font is drawn than its nominal size."""
    return abs(tm[0] * cm[0] + tm[1] * cm[2]) or abs(tm[3] * cm[3]) or 1.0
