"""What a file is, by its content and never by its name, and its text."""

from __future__ import annotations

import re

from graph.documents.encodings import clean, decode
from graph.documents.limits import MOST_FILE_BYTES, MOST_PAGE_BYTES, MOST_TEXT_BYTES, check_bytes
from graph.documents.source import Source
from graph.errors import EmptyDocument, NotText

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Comments and an XML declaration may stand before the first tag, and fragments of pages have no <html>.
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,5000}?-->\s*){0,5}"
    r"<(?:!doctype\s+html|html|head|body|meta|title|script|style|link|div|table|article|section|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)


def read(data: bytes, name: str) -> Source:
    """The text of a file's bytes. Raises a :class:`graph.errors.DocumentError`."""
    check_bytes(len(data), MOST_FILE_BYTES, name)
    if not data:
        raise EmptyDocument(name, "is empty; a report has text")
    if b"%PDF-" in data[:1024]:
        from graph.documents.pdf import read_pdf

        return read_pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        from graph.documents.word import read_word

        return read_word(data, name)
    if data.startswith(_OLD_OFFICE):
        raise NotText(name, "is an old or protected office file; save it as .docx without a password")
    if data.startswith(b"{\\rtf"):
        raise NotText(name, "is rich text (RTF); save it as .docx or as text")
    return _read_text(data, name)


def _read_text(data: bytes, name: str) -> Source:
    check_bytes(len(data), MOST_PAGE_BYTES, name)
    text, warnings = decode(data, name)
    if _HTML.match(text):
        from graph.documents.html import read_html

        return read_html(text, warnings, name)
    check_bytes(len(data), MOST_TEXT_BYTES, name)
    return Source(clean(text, name), warnings=warnings)
