"""What one document says: the hinge between language and graph.

Left of it is language (:mod:`graph.documents`, :mod:`graph.reading`, :mod:`graph.linking`), which knows no
RDF; right of it is graph (:mod:`graph.quads` and on), which knows no spaCy. This module imports neither.

Offsets count Unicode code points of the document's text, whose line ends are ``\\n``. The types and relations
are those of the annotation guide. ``score`` is a calibrated probability, or ``None`` where none was measured.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

Number: TypeAlias = int | float
"""A number of a report; a whole one stays whole."""
MentionType = Literal[
    "REGION",
    "INSTITUTION",
    "ORG_CLASS",
    "PROGRAM",
    "POLICY",
    "INDICATOR",
    "QUANTITY",
    "DATE",
    "PERSON",
]
RelationType = Literal["responsible_for", "delivers", "follows", "issues", "partners_with"]
Comparator = Literal["=", ">=", "<=", "~", "range"]
Status = Literal["actual", "target", "baseline"]
EntityType = Literal[
    "region", "institution", "institution_type", "program", "policy", "indicator", "person", "task"
]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text. ``score`` is the probability that it is a name of that type; ``entity`` is the IRI
    it was linked to, or ``None`` where no link is honest, ``entity_score`` the probability that the link is
    right, and ``candidates`` are the IRIs of what an unresolved name may stand for."""

    start: int
    end: int
    type: MentionType
    text: str
    entity: str | None = None
    score: float | None = None
    entity_score: float | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of an indicator for a region in a period.

    ``value`` is in the base ``unit`` (万 and 亿 multiplied out), ``[low, high]`` where ``comparator`` is
    ``range``. ``period`` is a year, ``2021-H1``, ``2021-Q3``, a month or an ISO date. ``start`` and ``end``
    are the span of the sentence or clause that states it, ``quantity_start`` the offset of the quantity.
    ``indicator_score`` is the probability that ``indicator_id`` is the right one.
    """

    indicator: str
    surface: str
    quantity: str
    value: Number | list[Number]
    unit: str
    comparator: Comparator
    region: str
    period: str
    status: Status
    program: str | None
    institution: str | None
    start: int
    end: int
    quantity_start: int
    indicator_id: str | None = None
    region_id: str | None = None
    program_id: str | None = None
    institution_id: str | None = None
    indicator_score: float | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed relation between two names. The object of ``responsible_for`` is a task: the paragraph's
    1-based number as text, with the IRI of that paragraph as ``object_id``."""

    type: RelationType
    subject: str
    object: str
    start: int
    end: int
    subject_id: str | None = None
    object_id: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that this document mentions and that no curated file describes, or describes only in part.

    ``region`` is the IRI of the home region, ``part_of`` of the organisation that an office belongs to,
    ``broader`` of the nearest curated concept, ``kind`` of the institution's type.
    """

    id: str
    type: EntityType
    label: str
    region: str | None = None
    part_of: str | None = None
    broader: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document says. ``region`` is the GB/T 2260 code of the region that the report is about,
    ``None`` where the text never names it; ``region_id`` is its IRI in either case."""

    doc: str
    sha256: str
    title: str
    issuer: str | None
    issuer_id: str | None
    region: str | None
    region_id: str
    period: str | None
    published: str | None
    mentions: list[Mention]
    observations: list[Observation]
    relations: list[Relation]
    entities: list[Entity]

    def to_dict(self) -> dict[str, Any]:
        """The extraction as plain JSON types, in the order of the fields above."""
        return asdict(self)

    def to_json(self) -> str:
        """One line of JSON Lines."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Extraction:
        """The inverse of :meth:`to_dict`."""
        parts = {
            "mentions": Mention,
            "observations": Observation,
            "relations": Relation,
            "entities": Entity,
        }
        read = {name: [part(**item) for item in data[name]] for name, part in parts.items()}
        read["mentions"] = [replace(m, candidates=tuple(m.candidates)) for m in read["mentions"]]
        return cls(**{**data, **read})
