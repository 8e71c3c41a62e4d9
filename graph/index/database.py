"""An index that is open for asking."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import StoreError
from graph.index.schema import VERSION

LARGEST = 2**62
"""The most that a limit or an offset may be: SQLite counts in 64 bits."""

INSIDE = """
WITH RECURSIVE inside (id) AS (
  SELECT id FROM entity WHERE iri = :region
  UNION SELECT entity.id FROM entity JOIN inside ON entity.home = inside.id WHERE entity.type = 'region'
)"""
"""The region of the IRI ``:region`` and the regions that lie in it, to stand before a SELECT."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region by its IRI."""

    iri: str
    label: str


class Index:
    """The index of a generation, read-only, for any number of threads. ``path`` is that of the store."""

    def __init__(self, path: Path, file: Path) -> None:
        self._path = path
        self._address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        ((written,),) = self.rows("PRAGMA user_version")
        if written != VERSION:
            raise StoreError(path, "its index cannot be read; build it again")

    def rows(self, query: str, bound: Mapping[str, Any] | None = None) -> list[Any]:
        """All rows of a query."""
        with self.connection() as connection:
            return connection.execute(query, bound or {}).fetchall()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that no other thread uses meanwhile."""
        if self._closed:
            raise StoreError(self._path, "is closed")
        try:
            connection = self._idle.pop() if self._idle else self._connect()
        except IndexError:  # another thread was faster
            connection = self._connect()
        try:
            yield connection
        except sqlite3.Error as error:
            raise StoreError(self._path, f"its index cannot be read ({error}); build it again") from None
        finally:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _connect(self) -> sqlite3.Connection:
        try:
            return sqlite3.connect(self._address, uri=True, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise StoreError(self._path, f"its index cannot be read ({error}); build it again") from None
