"""Everything that can go wrong, as one tree.

A class says what is wrong and carries the data that a caller needs to point at the place; its message is
one line that names the thing and the next step. ``app`` maps these classes to exit codes and to HTTP
problem types in one table each.
"""

from __future__ import annotations

from pathlib import Path


class WeituError(Exception):
    """Base of all errors that Weitu raises on purpose. ``str(error)`` is one line for a person."""


# --- documents -------------------------------------------------------------------------------------


class DocumentError(WeituError):
    """A file that cannot be read as a report. ``name`` is the file as the caller gave it."""

    def __init__(self, name: str | Path, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = str(name)
        self.problem = problem


class DocumentNotFound(DocumentError):
    """There is no file of that name, or it cannot be opened."""


class EmptyDocument(DocumentError):
    """The file holds no text."""


class NoArticle(EmptyDocument):
    """A web page of links and menus, without an article."""


class NoTextLayer(EmptyDocument):
    """A PDF of pictures of pages."""


class NotText(DocumentError):
    """The bytes are neither a format that Weitu reads nor text in an encoding of Chinese reports."""


class DamagedDocument(DocumentError):
    """A Word or PDF file that is cut off or broken."""


class EncryptedDocument(DocumentError):
    """A file that only opens with a password."""


class DocumentTooLarge(DocumentError):
    """A file that is larger, or unpacks to more, than a report can be."""


class NotChinese(DocumentError):
    """The text is not Chinese, so nothing in it can be read."""


# --- identifiers -----------------------------------------------------------------------------------


class UnwritableIri(WeituError):
    """A name from which no faithful IRI can be written. A repaired one would name another thing."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"no IRI can be written for {name!r}: {problem}")
        self.name = name


# --- vocabulary ------------------------------------------------------------------------------------


class VocabularyError(WeituError):
    """A file in ``ontology/`` or ``seeds/`` that cannot be used; ``line`` is 1-based where known."""

    def __init__(self, file: str | Path, problem: str, line: int | None = None) -> None:
        super().__init__(f"{file}:{line}: {problem}" if line else f"{file}: {problem}")
        self.file = str(file)
        self.line = line


# --- store -----------------------------------------------------------------------------------------


class StoreError(WeituError):
    """A store that cannot be used as asked. ``path`` is the store's folder."""

    def __init__(self, path: str | Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = str(path)


class StoreMissing(StoreError):
    """There is no store at that path yet."""


class NotAStore(StoreError):
    """The folder holds something else. Nothing in it was touched."""


class StoreVersion(StoreError):
    """The store was written by another format version of Weitu. Nothing in it was touched."""


class StoreBusy(StoreError):
    """Another process is writing to the store."""


class UnknownIri(WeituError):
    """An IRI that names nothing in the store."""

    def __init__(self, iri: str, problem: str) -> None:
        super().__init__(f"{iri}: {problem}")
        self.iri = iri


class Inexpressible(WeituError):
    """Something in the graph that a format cannot say, such as a property without a name in XML. ``format``
    is its name."""

    def __init__(self, format: str, problem: str) -> None:  # noqa: A002
        super().__init__(f"{format} cannot say it: {problem}")
        self.format = format


# --- search -----------------------------------------------------------------------------------------


class UnsearchableText(WeituError):
    """A search text that asks for nothing: empty, too long, or no text at all. ``problem`` says which."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(f"cannot be searched for: {problem}")
        self.text = text
        self.problem = problem


class PatternError(WeituError):
    """A chain of types and relations that cannot be read. ``column`` is 1-based, in characters."""

    def __init__(self, problem: str, column: int) -> None:
        super().__init__(f"character {column}: {problem}")
        self.problem = problem
        self.column = column


# --- queries ---------------------------------------------------------------------------------------


class QueryError(WeituError):
    """A SPARQL query that cannot be answered, or an update that cannot be done."""


class QuerySyntaxError(QueryError):
    """The query does not parse. ``line`` and ``column`` are 1-based; columns count code points."""

    def __init__(self, problem: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {problem}")
        self.problem = problem
        self.line = line
        self.column = column


class QueryForbidden(QueryError):
    """The query or update would reach out of the store (``SERVICE``, ``LOAD``), which Weitu never does."""


class UpdateFailed(QueryError):
    """The update parses and cannot be done, such as one that drops a graph that is not there."""


class DataSetConflict(QueryError):
    """The request names a data set for an update that has one of its own (``USING``, ``WITH``)."""

    def __init__(self) -> None:
        super().__init__("the request names a data set and the update another (USING or WITH); leave one out")
