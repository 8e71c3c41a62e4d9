"""Generations on disk: who may read which folder, who may write, and how a new one is published.

::

    <store>/weitu.json         the marker: format version, base, published generation, digest of its seeds
    <store>/weitu.lock         held by the one writer
    <store>/generations/<n>    an immutable generation, a folder; each reader holds a shared lock on it
    <store>/generations/draft  the writer's own

Publishing is replacing the marker. Whatever happens before that leaves the published generation as it was;
what an interrupted writer left behind is removed by the next one, and so are old generations nobody reads.
This module knows nothing of what is in a generation.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

from graph.errors import NotAStore, StoreBusy, StoreError, StoreMissing, StoreVersion
from graph.iris import DEFAULT_BASE, Iris

FORMAT = 4
_MARKER = "weitu.json"
_NEW_MARKER = "weitu.json.new"
_LOCK = "weitu.lock"
_GENERATIONS = "generations"
_DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Marker:
    """What ``weitu.json`` says. ``generation`` is 0 until something is published; ``id`` tells a store from
    another one that stands in its place later."""

    base: str
    id: str
    generation: int = 0
    seeds: str = ""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Held:
    """A published generation that stays on disk until it is let go. ``lock`` is a file descriptor."""

    marker: Marker
    folder: Path
    lock: int

    def release(self) -> None:
        os.close(self.lock)


def hold(store: Path) -> Held:
    """Hold the published generation for reading.

    Raises :class:`StoreMissing`, :class:`NotAStore` or :class:`StoreVersion`.
    """
    seen = None
    while (marker := published(store)) != seen:
        folder = _folder(store, marker)
        if marker.generation == 0:
            raise StoreMissing(store, "nothing has been built in this store yet; run weitu build")
        lock = _lock_folder(folder)
        if lock is not None:
            return Held(marker, folder, lock)
        seen = marker  # a writer may have published a newer one and removed this one meanwhile
    raise StoreError(store, f"its generation {marker.generation} is gone; build the store again")


class Draft:
    """A writer's turn. Fill :attr:`folder`, then :meth:`publish` it; what is not published is dropped."""

    def __init__(self, store: Path, marker: Marker) -> None:
        self.store = store
        self.marker = marker
        self.folder = store / _GENERATIONS / _DRAFT
        self.next = store / _GENERATIONS / str(marker.generation + 1)

    @property
    def published(self) -> Path | None:
        """The folder of the published generation, if there is one."""
        return _folder(self.store, self.marker) if self.marker.generation else None

    def publish(self, seeds: str) -> None:
        """Make :attr:`next` the published generation. It must be complete; it is synced to disk first."""
        for file in [*self.next.rglob("*"), self.next, self.next.parent]:
            _sync(file)
        self.marker = replace(self.marker, generation=self.marker.generation + 1, seeds=seeds)
        _write_marker(self.store, self.marker)


@contextmanager
def drafting(store: Path, base: str | None) -> Iterator[Draft]:
    """Be the one writer of a store, which is made where the folder is absent or empty.

    ``base`` is that of a new store; an old one keeps its own, and refuses another with :class:`StoreError`.
    Raises :class:`StoreBusy` while another process writes.
    """
    with suppress(StoreMissing):
        published(store)  # what must not be touched is refused before a lock file is made
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock = os.open(store / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise StoreError(store, f"cannot be written ({error.strerror})") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(store, "another process is writing to it; try again when that is done") from None
        draft = Draft(store, _marker_to_extend(store, base))
        _sweep(draft)
        try:
            yield draft
        finally:
            _sweep(draft)
    finally:
        os.close(lock)


# --- the marker --------------------------------------------------------------------------------------


def published(store: Path) -> Marker:
    """What the marker of a store says, without opening it.

    Raises :class:`StoreMissing`, :class:`NotAStore` or :class:`StoreVersion`.
    """
    try:
        written = json.loads((store / _MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        _refuse_foreign(store)
        raise StoreMissing(store, "there is no store here yet; run weitu build") from None
    except NotADirectoryError:
        raise NotAStore(store, "is a file, not a store") from None
    except OSError as error:
        raise StoreError(store, f"cannot be read ({error.strerror})") from None
    except ValueError:
        written = None
    if not isinstance(written, dict) or "format" not in written:
        raise NotAStore(store, f"its {_MARKER} is not one of Weitu's; nothing was touched")
    if written["format"] != FORMAT:
        problem = (
            f"was written in format {written['format']}, this Weitu reads {FORMAT}; build it anew elsewhere"
        )
        raise StoreVersion(store, problem)
    try:
        return Marker(**written)
    except TypeError:
        raise NotAStore(store, f"its {_MARKER} is damaged; nothing was touched") from None


def _marker_to_extend(store: Path, base: str | None) -> Marker:
    """The marker of a store that is about to be written, made if it is new."""
    try:
        marker = published(store)
    except StoreMissing:
        marker = Marker(Iris(base or DEFAULT_BASE).base, uuid4().hex[:8])
        _write_marker(store, marker)
    if base not in {None, marker.base}:
        raise StoreError(store, f"is on the base {marker.base}, not {base}; build into another folder")
    return marker


def _write_marker(store: Path, marker: Marker) -> None:
    new = store / _NEW_MARKER
    new.write_text(json.dumps(asdict(marker), indent=1) + "\n", encoding="utf-8")
    _sync(new)
    new.replace(store / _MARKER)
    _sync(store)


def _refuse_foreign(store: Path) -> None:
    """Refuse a folder with other files in it, save what a writer killed in its first moment left."""
    try:
        names = {entry.name for entry in store.iterdir()}
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise NotAStore(store, "is a file, not a store") from None
    except OSError as error:
        raise StoreError(store, f"cannot be read ({error.strerror})") from None
    if _MARKER not in names and names - {_LOCK, _NEW_MARKER}:
        raise NotAStore(store, "holds other files and is no store; nothing was touched")


# --- folders -----------------------------------------------------------------------------------------


def _folder(store: Path, marker: Marker) -> Path:
    return store / _GENERATIONS / str(marker.generation)


def _lock_folder(folder: Path, mode: int = fcntl.LOCK_SH) -> int | None:
    """A descriptor that holds a lock on a folder; ``None`` if it is gone or somebody is in the way."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, mode | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(lock), folder.stat()):
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(lock)
    return None


def _sweep(draft: Draft) -> None:
    """Remove what is neither published nor read by anybody."""
    folder = draft.folder.parent
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        if old == draft.published:
            continue
        lock = _lock_folder(old, fcntl.LOCK_EX)
        if lock is not None:
            shutil.rmtree(old)
            os.close(lock)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
