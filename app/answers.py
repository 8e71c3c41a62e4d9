"""The shapes of the JSON answers under ``/api/v1``; the OpenAPI description is made of them.

Things are named by their ``id``, the path of their IRI below ``id/``. Offsets count Unicode code points.
"""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, Field

from graph.extraction import Comparator, EntityType, Status
from graph.views import RelationName

MarkType = Literal[
    "region",
    "institution",
    "institution_type",
    "program",
    "policy",
    "indicator",
    "quantity",
    "date",
    "person",
]
Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """A part of a list. ``total`` counts the whole list."""

    items: list[Item]
    total: int


class Named(BaseModel):
    """A thing by its id, with its label."""

    id: str = Field(examples=["region/340504"])
    label: str = Field(examples=["雨山区"])


class EntityItem(Named):
    """An entity in a list. ``region`` is its home or the region above it, ``count`` its number of facts."""

    iri: str
    type: EntityType
    region: Named | None = None
    count: int


class EntityCounts(BaseModel):
    """Relations that an entity takes part in, observations about it, and places that mention it."""

    relations: int
    observations: int
    mentions: int


class DocumentRef(BaseModel):
    """A document by its id. ``period`` is the year it is about."""

    id: str = Field(examples=["document/0123456789abcdef"])
    title: str
    period: str | None = None


class EntityCard(EntityItem):
    """An entity with its other names and the documents that speak of it."""

    alt_labels: list[str]
    counts: EntityCounts
    documents: list[DocumentRef]


class Node(Named):
    """An entity in a subgraph. ``degree`` counts its neighbours in the whole graph."""

    iri: str
    type: EntityType
    degree: int


class Edge(BaseModel):
    """A typed relation in a subgraph; ``label`` is its name in Chinese."""

    id: str
    source: str
    target: str
    type: RelationName
    label: str


class Neighbourhood(BaseModel):
    """The entities around one, and all relations among them. ``truncated`` says that there are more."""

    center: str
    nodes: list[Node]
    edges: list[Edge]
    truncated: bool


class ObservationItem(BaseModel):
    """A value of an indicator for a region in a period. A range has ``low`` and ``high`` and no ``value``."""

    id: str = Field(examples=["observation/0123456789abcdef/120-1"])
    indicator: Named | None
    name: str = Field(description="the indicator as the report names it")
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    quantity: str = Field(description="the value as it is written", examples=["97.52%"])
    comparator: Comparator
    period: str
    status: Status
    region: Named | None
    program: Named | None
    institution: Named | None
    score: float | None
    document: DocumentRef


class Mark(BaseModel):
    """A mention inside a sentence; offsets count from the start of the sentence."""

    start: int
    end: int
    type: MarkType
    text: str
    entity: str | None


class Evidence(BaseModel):
    """A sentence of a document and the mentions in it. ``start`` and ``end`` are offsets in the document."""

    document: DocumentRef
    sentence: str
    start: int
    end: int
    paragraph: int = Field(description="number of the line in the document, 1-based")
    marks: list[Mark]


class DocumentCounts(BaseModel):
    """What a document says, in numbers."""

    mentions: int
    observations: int
    relations: int


class DocumentItem(DocumentRef):
    """A document in a list. ``published`` is an ISO date."""

    name: str = Field(description="the file that it was read from")
    issuer: Named | None
    region: Named | None
    published: str | None
    counts: DocumentCounts


class DocumentDetail(DocumentItem):
    """A document with its text."""

    text: str


class Stats(BaseModel):
    """What the documents say, in numbers: entities with at least one fact, and relations each once.

    ``generation`` counts the builds that were published."""

    generation: int
    documents: int
    entities: dict[EntityType, int]
    observations: int
    relations: dict[RelationName, int]
    mentions: int
