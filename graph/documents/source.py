"""What the readers of formats hand on: plain text, and what the file says of it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Caveat:
    """What may be missing from a text, or from what can be read in it. ``text`` is one line."""

    kind: Literal["damaged", "traditional", "no_year"]
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, a paragraph a line, the cells of a table's row parted by tabs.

    ``fields`` are further lines of the form ``label: value`` that the file holds outside its text, such as
    the meta tags of a page. ``title`` is set where the file names it beyond doubt."""

    text: str
    title: str | None = None
    fields: tuple[str, ...] = ()
    warnings: tuple[Caveat, ...] = ()
