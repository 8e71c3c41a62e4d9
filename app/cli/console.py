"""Where the command line writes: results to stdout, talk to stderr.

Names and sentences come from other people's files. Their control characters are shown as pictures, so that
none of them moves the cursor, recolours the terminal or breaks a one-line message.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_NO_PICTURE = (
    *range(0x80, 0xA0),
    *range(0x202A, 0x202F),  # marks that reorder the text around them
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),  # halves of surrogate pairs, which names of files may hold
)
_PICTURES |= dict.fromkeys(_NO_PICTURE, 0xFFFD)
_LINES = {code: picture for code, picture in _PICTURES.items() if code not in (0x09, 0x0A)}


def one_line(text: object) -> str:
    """``text`` as one printable line of as many code points."""
    return str(text).translate(_PICTURES)


def lines(text: str) -> str:
    """``text`` with tabs and line ends kept and every other control character made visible, one for one."""
    return text.translate(_LINES)


def talk() -> Console:
    """The console that talks to the person: on stderr, plain words, colour only on a terminal."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def results() -> Console:
    """The console for results that people read. Away from a terminal nothing is wrapped or cut."""
    width = None if sys.stdout.isatty() else 100_000
    return Console(highlight=False, markup=False, emoji=False, width=width)


def table(columns: Iterable[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table of plain text, whose long cells are folded and never cut."""
    found = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        found.add_column(Text(one_line(column)), overflow="fold")
    for row in rows:
        found.add_row(*(Text(one_line(cell)) for cell in row))
    return found


def complain(problem: object) -> None:
    """One line on stderr about something that went wrong."""
    talk().print(one_line(f"weitu: {problem}"))


def data() -> BinaryIO:
    """Stdout for results that programs read, as bytes: UTF-8, whatever the terminal's encoding is."""
    sys.stdout.flush()
    return sys.stdout.buffer
