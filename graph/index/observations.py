"""Which observations there are of what: their IRIs, in an order, out of filters."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from json import dumps
from typing import Any, Literal, TypeAlias

from graph.extraction import Status
from graph.index.database import LARGEST, Index

Order: TypeAlias = Literal["period", "value", "-value"]
"""The latest first, the smallest value first, or the largest. Ranges, which have no value, come last."""

_INSIDE = """
WITH RECURSIVE inside (id) AS (
  SELECT id FROM entity WHERE iri IN (SELECT value FROM json_each(:regions))
  UNION SELECT entity.id FROM entity JOIN inside ON entity.home = inside.id WHERE entity.type = 'region'
)"""
"""The regions of the IRIs ``:regions`` and the regions that lie in them, to stand before a SELECT."""
_ORDERS: dict[Order, str] = {
    "period": "observation.id",
    "value": "value IS NULL, value, observation.id",
    "-value": "value IS NULL, value DESC, observation.id",
}
# What a year and a month lack to their first and to their last day; days are compared as text, so that each
# month may have 31.
_FIRST, _LAST = "-01-01", "-12-31"
_MONTHS = {"H1": ("01", "06"), "H2": ("07", "12"), "Q1": ("01", "03"), "Q2": ("04", "06")}
_MONTHS |= {"Q3": ("07", "09"), "Q4": ("10", "12")}


def _day(which: int, rest: str) -> str:
    """The first or the last day of a period, which is a year, a half of one, a quarter, a month or a day."""
    months = " ".join(f"WHEN '-{part}' THEN '-{ends[which]}'" for part, ends in _MONTHS.items())
    known = f"(substr(period, 1, 4) || CASE substr(period, 5) {months} ELSE substr(period, 5) END)"
    return f"{known} || substr('{rest}', length({known}) - 3)"


# The entities and documents are bound by their IRIs; what is not asked for is left out of the statement, so
# that SQLite sees which table to begin with.
_FILTERS = {
    "inside": "region IN (SELECT id FROM inside)",
    "regions": """region IN (
      SELECT id FROM entity WHERE iri IN (SELECT value FROM json_each(:regions)))""",
    "indicators": """indicator IN (
      SELECT id FROM entity WHERE iri IN (SELECT value FROM json_each(:indicators)))""",
    "programs": """program IN (
      SELECT id FROM entity WHERE iri IN (SELECT value FROM json_each(:programs)))""",
    "institution": "institution = (SELECT id FROM entity WHERE iri = :institution)",
    "document": "document = (SELECT id FROM document WHERE iri = :document)",
    "about": """observation.id IN (
      SELECT id FROM observation WHERE region = (SELECT id FROM entity WHERE iri = :about)
      UNION SELECT id FROM observation WHERE indicator = (SELECT id FROM entity WHERE iri = :about)
      UNION SELECT id FROM observation WHERE program = (SELECT id FROM entity WHERE iri = :about)
      UNION SELECT id FROM observation WHERE institution = (SELECT id FROM entity WHERE iri = :about))""",
    "statuses": "status IN (SELECT value FROM json_each(:statuses))",
    "since": f"{_day(0, _FIRST)} >= :since",
    "until": f"{_day(1, _LAST)} <= :until",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What observations are wanted: all that fit everything that is given, entities and documents by IRI.

    ``about`` is an entity that is their region, indicator, programme or institution; ``inner`` says that
    those of regions inside ``regions`` are wanted, too. ``since`` and ``until`` are a year, a month or a day,
    themselves included: ``2020``, ``2020-06``. A period has to lie between them as a whole.
    """

    about: str | None = None
    regions: tuple[str, ...] = ()
    inner: bool = True
    indicators: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    institution: str | None = None
    document: str | None = None
    statuses: tuple[Status, ...] = ()
    since: str | None = None
    until: str | None = None

    def condition(self) -> tuple[str, dict[str, Any]]:
        """The condition in SQL, and what is bound in it."""
        bound: dict[str, Any] = {
            "about": self.about,
            "regions": dumps(self.regions) if self.regions else None,
            "indicators": dumps(self.indicators) if self.indicators else None,
            "programs": dumps(self.programs) if self.programs else None,
            "institution": self.institution,
            "document": self.document,
            "statuses": dumps(self.statuses) if self.statuses else None,
            "since": self.since and self.since + _FIRST[len(self.since) - 4 :],
            "until": self.until and _end(self.until),
        }
        names = [name for name, value in bound.items() if value is not None]
        parts = [_FILTERS["inside" if name == "regions" and self.inner else name] for name in names]
        return " AND ".join(parts) or "TRUE", bound


def find(
    index: Index,
    filters: Filters,
    *,
    order: Order = "period",
    limit: int = LARGEST,
    offset: int = 0,
) -> tuple[int, list[str]]:
    """How many observations fit, and the IRIs of a part of them."""
    condition, bound = filters.condition()
    ((total,),) = index.rows(f"{_INSIDE} SELECT count(*) FROM observation WHERE {condition}", bound)
    bound |= {"limit": min(limit, LARGEST), "offset": min(offset, LARGEST)}
    found = index.rows(_select(condition, order) + " LIMIT :limit OFFSET :offset", bound)
    return total, [iri for (iri,) in found]


def every(index: Index, filters: Filters, *, order: Order = "period") -> Iterator[str]:
    """The IRIs of all observations that fit, as they come."""
    condition, bound = filters.condition()
    with index.connection() as connection:
        for (iri,) in connection.execute(_select(condition, order), bound):
            yield iri


def _end(until: str) -> str:
    """The last day of a year, a month or a day, as the statements have it."""
    day = until + _LAST[len(until) - 4 :]
    year, month, number = map(int, day.split("-"))
    return f"{day[:8]}31" if number >= monthrange(year, month)[1] else day


def _select(condition: str, order: Order) -> str:
    return f"{_INSIDE} SELECT iri FROM observation WHERE {condition} ORDER BY {_ORDERS[order]}"
