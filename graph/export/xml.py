"""XML, which cannot hold every character and not every name."""

from __future__ import annotations

import re
from typing import IO

_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()


def as_xml(text: str) -> str:
    """A text whose characters that XML cannot hold are U+FFFD."""
    return _NOT_XML.sub(_REPLACEMENT, text.encode()).decode()


class XmlStream:
    """Takes XML in UTF-8 to another stream. A character that XML cannot hold becomes U+FFFD."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._begun = b""  # what may be the beginning of such a character; XML ends in none

    def write(self, piece: bytes) -> int:
        data = self._begun + piece
        end = len(data) - (2 if data.endswith(b"\xef\xbf") else data.endswith(b"\xef"))
        self._begun = data[end:]
        self._stream.write(_NOT_XML.sub(_REPLACEMENT, data[:end]))
        return len(piece)

    def flush(self) -> None:
        self._stream.flush()
