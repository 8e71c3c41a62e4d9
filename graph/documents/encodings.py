"""Bytes to text, in the encodings of Chinese reports."""

from __future__ import annotations

import unicodedata

from charset_normalizer import from_bytes

from graph.errors import NotText

# Where reports come from: mainland pages and office files, old and new.
ENCODINGS = ["utf_8", "gb18030", "utf_16_le", "utf_16_be", "big5"]


def decode(data: bytes, name: str) -> str:
    """The text of bytes in UTF-8, UTF-16, GB18030 or Big5, line ends as ``\\n``. Raises :class:`NotText`."""
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
