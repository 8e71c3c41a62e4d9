"""A generation of the store with what is kept of it in memory, and the switch to the next one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from threading import Lock

from app.answers import Neighbourhood, ObservationItem, Stats
from app.queries import documents, entities, links, observations
from app.queries.entities import Entity
from app.queries.evidence import Evidences
from app.queries.generation import Generation
from app.queries.links import Links
from graph.generations import published
from graph.store import Store
from graph.views import RELATIONS


class Snapshot:
    """One published generation, with its names, documents and units, read when it is opened. Thread-safe."""

    def __init__(self, store: Store) -> None:
        self.generation = Generation(store)
        self.entities = entities.load(self.generation)
        self.documents = documents.load(self.generation, self.entities)
        self._units = observations.units(self.generation)
        self._relation_names = links.names(self.generation)

    @property
    def number(self) -> int:
        """The number of the generation."""
        return self.generation.store.generation

    def evidence(self) -> Evidences:
        """Where things are written; keeps the texts it has read, so one for each request."""
        return Evidences(self.generation, self.documents)

    def observation(self, fact: str) -> ObservationItem:
        """The observation of that IRI."""
        return observations.read(self.generation, self.entities, self.documents, self._units, fact)

    def neighbourhood(self, center: Entity, depth: int, limit: int) -> Neighbourhood:
        """The entities around one: :func:`app.queries.links.neighbourhood`."""
        found = Links(self.generation, self.entities)
        return links.neighbourhood(found, self.entities, self._relation_names, center, depth, limit)

    def stats(self) -> Stats:
        """The graph in numbers."""
        items = list(self.documents)
        relations = links.totals(self.generation)
        types = Counter(entity.type for entity in self.entities if entity.count)
        return Stats(
            generation=self.number,
            documents=len(items),
            entities=dict(types.most_common()),
            observations=sum(item.counts.observations for item in items),
            relations={name: relations[name] for name in RELATIONS if relations[name]},
            mentions=sum(item.counts.mentions for item in items),
        )


class Snapshots:
    """The current snapshot of a store. Thread-safe.

    A request keeps the snapshot that it began with, which lives until its last request ends. While one
    request opens a new generation, the others go on with the one before.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opening = Lock()
        self._current: Snapshot | None = None

    @property
    def settled(self) -> int | None:
        """The number of the published generation where it is the one that requests are answered from now;
        ``None`` while it has yet to be opened. Raises what :func:`published` raises."""
        current = self._current
        return current.number if current is not None and current.number == published(self._path) else None

    def current(self, *, wait: bool = False) -> Snapshot:
        """The snapshot of the generation that is published now.

        While another request opens that, the one before, or with ``wait`` the one that is opened.
        """
        current = self._current
        if current is not None and current.number == published(self._path):
            return current
        if not self._opening.acquire(blocking=wait or current is None):
            assert current is not None
            return current
        try:
            if self._current is None or self._current.number != published(self._path):
                self._current = Snapshot(Store.open(self._path))
            return self._current
        finally:
            self._opening.release()
