"""The whole way from files to a published graph: read, link, write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from graph.documents import Caveat, Document, load
from graph.errors import DocumentError, DocumentNotFound, UnwritableIri
from graph.iris import Iris
from graph.quads import quads
from graph.store import Writer, writing


@dataclass(frozen=True, slots=True)
class Built:
    """A document in the new generation, with how much it says. ``name`` is the file as given, ``warnings``
    say what may be missing from it."""

    name: str
    iri: str
    title: str
    mentions: int
    observations: int
    relations: int
    warnings: tuple[Caveat, ...] = ()


SUFFIXES = frozenset({".txt", ".html", ".htm", ".docx", ".pdf"})
"""The names of files that are read where a folder is given; what a file is, its content says."""

Outcome: TypeAlias = Built | DocumentError


@dataclass(slots=True)
class BuildReport:
    """What became of each file, in the order of the files."""

    done: list[Built] = field(default_factory=list)
    failed: list[DocumentError] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        if isinstance(outcome, Built):
            self.done.append(outcome)
        else:
            self.failed.append(outcome)


def build(
    paths: Sequence[str | Path],
    store: str | Path,
    base: str | None = None,
    on_progress: Callable[[int, int, Outcome], None] | None = None,
    *,
    persons: bool = True,
) -> BuildReport:
    """Read reports and publish them as one new generation of a store; other documents in it stay.

    Folders are walked for reports (:data:`SUFFIXES`). A file that cannot be read is reported and the others
    are still done; if none can be read, the store is left alone. ``base`` is that of a new store.
    ``on_progress`` is told after each file how many are done, of how many, and what became of it. Without
    ``persons`` the names of natural persons are blotted out before anything is read. Raises what
    :func:`graph.store.writing` raises.
    """
    files = list(find_files(paths))
    report = BuildReport()
    for done, outcome in enumerate(_outcomes(files, store, base, persons), start=1):
        report.add(outcome)
        if on_progress:
            on_progress(done, len(files), outcome)
    return report


def find_files(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files to read: those given, and the reports below the folders given, sorted; each once."""
    seen = set()
    for path in map(Path, paths):
        found = sorted(filter(_is_report, path.rglob("*"))) if path.is_dir() else []
        for file in found or [path]:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _is_report(path: Path) -> bool:
    # names that start so are locks that Word leaves beside open files, and what systems hide
    named = path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", "."))
    return named and not path.is_dir()


def _outcomes(files: Iterable[Path], store: str | Path, base: str | None, persons: bool) -> Iterator[Outcome]:
    """Read the files one by one. The store is opened for the first that is a report."""
    with ExitStack() as stack:
        put = None
        for file in files:
            document = _loaded(file)
            if isinstance(document, DocumentError):
                yield document
                continue
            if put is None:
                put = _Put(stack.enter_context(writing(store, base)), persons)
            yield put(file, document)


def _loaded(file: Path) -> Document | DocumentError:
    if file.is_dir():
        return DocumentNotFound(file, "is a folder without reports (.txt, .html, .docx, .pdf)")
    try:
        return load(file)
    except DocumentError as error:
        return error


class _Put:
    """Reads a document and writes it; nothing of it is written if a name in it cannot be."""

    def __init__(self, writer: Writer, persons: bool) -> None:
        from graph.reader import Reader  # loads spaCy, so not before the store is found writable

        self.writer = writer
        self.persons = persons
        self.reader = Reader(writer.base)

    def __call__(self, file: Path, document: Document) -> Outcome:
        base = self.writer.base
        try:
            if not self.persons:
                document = self.reader.without_persons(document)
            extraction = self.reader.read(document)
            iri = Iris(base).document(document.sha256)
            self.writer.replace_document(iri, quads(document, extraction, base))
        except UnwritableIri as error:
            return DocumentError(file, str(error))
        found = len(extraction.mentions), len(extraction.observations), len(extraction.relations)
        return Built(str(file), iri, document.title, *found, document.warnings)
