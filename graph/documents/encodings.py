"""Bytes to text, in the encodings of Chinese reports, and text to text without what is no character of it."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from graph.documents.radicals import IDEOGRAPHS
from graph.documents.source import Caveat
from graph.errors import NotText

# Where reports come from: mainland pages and office files, old and new.
ENCODINGS = ["utf_8", "gb18030", "utf_16_le", "utf_16_be", "big5"]
# Web pages and cut files often hold a few broken bytes; a text of more than one in a hundred is no text.
MOST_BROKEN = 0.01
REPLACEMENT = "\ufffd"
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_CHARSETS = {b"gb2312": "gb18030", b"gbk": "gb18030", b"gb18030": "gb18030", b"big5": "big5"}

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls, halves of surrogate pairs, private use and what Unicode promises never to assign: no XML, no JSON
# and no terminal takes them as text.
_STRANGE = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "\U000f0000-\U0010ffff]"
)


def decode(data: bytes, name: str) -> tuple[str, tuple[Caveat, ...]]:
    """The text of bytes in UTF-8, UTF-16, GB18030 or Big5, with warnings. Raises :class:`NotText`."""
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        place = error.start
    if (text := _mended(data, "utf-8-sig")) is not None:
        return text, (_damaged(f"UTF-8 from byte {place} on"),)
    if (declared := _declared(data)) and (text := _mended(data, declared)) is not None:
        return text, ()
    guess = from_bytes(data, cp_isolation=ENCODINGS).best()
    if guess is not None:
        return str(guess).removeprefix("\ufeff"), ()
    if (text := _mended(data, "gb18030")) is not None:
        return text, (_damaged("GB18030"),)
    raise NotText(name, "is not text in a known encoding; save it as UTF-8 text")


def _damaged(what: str) -> Caveat:
    return Caveat("damaged", f"is damaged {what}; what cannot be read stands as {REPLACEMENT}")


def _declared(data: bytes) -> str | None:
    """The encoding that a web page names, as far as Chinese pages name others than UTF-8."""
    match = _CHARSET.search(data[:4096])
    return _CHARSETS.get(match[1].lower()) if match else None


def _mended(data: bytes, encoding: str) -> str | None:
    text = data.decode(encoding, errors="replace")
    broken = text.count(REPLACEMENT)
    return text if broken <= max(3, MOST_BROKEN * len(text)) and broken * 4 < len(text) else None


def clean(text: str, name: str) -> str:
    """The text with ``\\n`` as line end, Chinese radicals as the characters they stand for, and without
    control characters. Raises :class:`NotText` where there are many of them."""
    text = _LINE_ENDS.sub("\n", text)
    cleaned = _STRANGE.sub("", text)
    if len(text) - len(cleaned) > len(text) // 50:
        raise NotText(name, "is a binary file; convert it to text first")
    return cleaned.translate(IDEOGRAPHS)
