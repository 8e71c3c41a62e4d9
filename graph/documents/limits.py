"""How large a report may be. The limits bound time and memory on files that are no reports at all."""

from __future__ import annotations

from graph.errors import DocumentTooLarge

# A yearbook of a prefecture has a million characters, a county's report of 40 pages thirty thousand.
MOST_CHARACTERS = 2_000_000
MOST_TEXT_BYTES = 4 * MOST_CHARACTERS
# Scans, photographs and embedded fonts make office files large; markup is smaller, but more than its text.
MOST_FILE_BYTES = 100_000_000
MOST_PAGE_BYTES = 10_000_000
MOST_PAGE_ELEMENTS = 100_000
MOST_UNPACKED_BYTES = 200_000_000
# A parsed tree takes some twenty times the memory of its markup; pictures are never parsed.
MOST_XML_BYTES = 20_000_000
MOST_PARTS = 5_000
MOST_PDF_PAGES = 2_000
# Over all pages: a page of a report has some ten thousand bytes of content and three thousand operators.
MOST_PDF_CONTENT = 50_000_000
MOST_PDF_OPERATORS = 3_000_000


def check_bytes(size: int, most: int, name: str) -> None:
    """Raise :class:`DocumentTooLarge` for more than ``most`` bytes."""
    if size > most:
        raise DocumentTooLarge(name, f"is larger than the {most // 1_000_000} MB that a report can have")


def check_characters(text: str, name: str) -> None:
    """Raise :class:`DocumentTooLarge` for a text of more than :data:`MOST_CHARACTERS`."""
    if len(text) > MOST_CHARACTERS:
        raise DocumentTooLarge(
            name, f"has more than {MOST_CHARACTERS:,} characters; split it into its reports"
        )
