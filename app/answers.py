"""The shapes of the JSON answers under ``/api/v1``; the OpenAPI description is made of them.

Things are named by their ``id``, the path of their IRI below ``id/``. Offsets count Unicode code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, Field, RootModel

from graph.documents import Caveat
from graph.extraction import Comparator, EntityType, Extraction, Status
from graph.statements import RelationName

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


class ListedEntity(EntityItem):
    """An entity in a list of all. ``kind`` is what an institution is, as far as that is known."""

    kind: Named | None


class Highlight(BaseModel):
    """A part of a text that was searched for."""

    start: int
    end: int


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


class EntityHit(EntityItem):
    """An entity that was found by a name. Highlights are offsets in that name."""

    kind: Literal["label", "pinyin", "code", "fuzzy"] = Field(
        description="whether the label or another name holds the text, the pinyin of one or a code begins "
        "with it, or a name differs from it by one character"
    )
    name: str = Field(description="the name by which it was found, which may not be its label")
    highlights: list[Highlight]


class SentenceHit(BaseModel):
    """A sentence that was found by its words, or the part of a long one that holds them.

    ``start`` and ``end`` place the snippet in the text of the document; highlights are offsets in the
    snippet, ``region`` is the one that the document is about."""

    kind: Literal["sentence"]
    document: DocumentRef
    region: Named | None
    snippet: str
    start: int
    end: int
    highlights: list[Highlight]


class SearchPage(Page[Annotated[EntityHit | SentenceHit, Field(discriminator="kind")]]):
    """A part of what was found: entities, then sentences. ``total`` counts both."""

    entities: int
    sentences: int


class LinkKind(BaseModel):
    """How many entities of a type a relation of an entity leads to, or comes from where it is not
    ``outgoing``."""

    type: RelationName
    label: str
    outgoing: bool
    entity_type: EntityType
    count: int


class NationalTarget(BaseModel):
    """The value that a national document sets for an indicator in a year. ``source`` is that document."""

    period: str
    comparator: Comparator
    value: float
    unit: str | None
    source: Named | None


class Definition(BaseModel):
    """What an indicator measures: in words by language, in what unit, which way is ``better``, and what is
    set for it in the whole country, the earliest year first."""

    text: dict[str, str] = Field(examples=[{"zh": "产后28天内接受访视的产妇占比。"}])
    unit: str | None
    better: Literal["higher", "lower"] | None
    targets: list[NationalTarget]


class EntityCard(EntityItem):
    """An entity with its other names, what it is linked to, and the documents that speak of it.
    ``definition`` is that of an indicator which the vocabulary describes."""

    alt_labels: list[str]
    counts: EntityCounts
    links: list[LinkKind]
    documents: list[DocumentRef]
    definition: Definition | None


class Node(Named):
    """An entity in a subgraph. ``degree`` counts its neighbours in the whole graph."""

    iri: str
    type: EntityType
    degree: int


class Edge(BaseModel):
    """A typed relation in a subgraph; ``label`` is its name in Chinese. ``documents`` counts those that state
    it, 0 for what was known before."""

    id: str
    source: str
    target: str
    type: RelationName
    label: str
    documents: int


class Neighbourhood(BaseModel):
    """The entities around one, and all relations among them. ``truncated`` says that there are more."""

    center: str
    nodes: list[Node]
    edges: list[Edge]
    truncated: bool


class Subgraph(BaseModel):
    """Entities and all relations among them."""

    nodes: list[Node]
    edges: list[Edge]


class Paths(BaseModel):
    """The shortest ways between two entities, each as the ids on it, and all relations among these."""

    paths: list[list[str]]
    nodes: list[Node]
    edges: list[Edge]


class WalkStep(BaseModel):
    """A relation on a way; it leads to the next entity, or, where it is not ``forward``, from there."""

    type: RelationName
    label: str
    forward: bool


class Walk(BaseModel):
    """A way that fits a pattern: an entity for each station, and a step between each two."""

    entities: list[EntityItem]
    steps: list[WalkStep]


class WalkPage(Page[Walk]):
    """A part of what fits a pattern. There are more than ``total`` where not all were ``counted``."""

    counted: bool


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
    link_score: float | None = Field(description="how sure it is that the indicator is the right one")
    document: DocumentRef
    start: int | None = Field(description="where the sentence that states it starts in the document")
    end: int | None


class Mark(BaseModel):
    """A mention inside a sentence; offsets count from the start of the sentence, scores are those of
    :class:`DocumentMention`."""

    start: int
    end: int
    type: MarkType
    text: str
    entity: str | None
    score: float | None
    link_score: float | None


class Evidence(BaseModel):
    """A sentence of a document and the mentions in it. ``start`` and ``end`` are offsets in the document.

    ``score`` is the probability that it states the fact, ``link_score`` that the fact is about that
    indicator; null where that is not known, and for sentences that just mention an entity."""

    document: DocumentRef
    sentence: str
    start: int
    end: int
    paragraph: int = Field(description="number of the line in the document, 1-based")
    marks: list[Mark]
    score: float | None
    link_score: float | None


class DocumentMention(BaseModel):
    """A mention in a document. ``score`` is the probability that it is a name of that type, ``link_score``
    that it is one of that entity."""

    start: int
    end: int
    type: MarkType
    text: str
    entity: Named | None
    score: float | None
    link_score: float | None


class DocumentRelation(BaseModel):
    """A relation that a document states; ``label`` is its name in Chinese. ``start`` and ``end`` are the
    offsets of the sentence that states it."""

    id: str = Field(examples=["assertion/0123456789abcdef/120-1"])
    subject: Named
    type: RelationName
    label: str
    object: Named
    score: float | None
    start: int
    end: int


class DocumentHeading(BaseModel):
    """A line of a document that opens a section. ``level`` is 1 for the outermost; ``start`` is the offset of
    the line."""

    level: int
    title: str
    start: int


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
    """A document with its text and the headings in it."""

    text: str
    outline: list[DocumentHeading]


class StoredDocument(DocumentItem):
    """A document that has been stored. ``warnings`` say what may be missing from it."""

    warnings: tuple[Caveat, ...]


class Stats(BaseModel):
    """What the documents say, in numbers: entities with at least one fact, and relations each once.

    ``generation`` counts the builds that were published."""

    generation: int
    documents: int
    entities: dict[EntityType, int]
    observations: int
    relations: dict[RelationName, int]
    mentions: int


class Term(BaseModel):
    """A class or a property. ``label`` and ``definition`` are in Chinese for those of our own vocabulary;
    others have the name that they have in JSON-LD."""

    name: str = Field(description="as queries write it", examples=["wt:implements"])
    kind: Literal["class", "property"]
    label: str
    definition: str | None = None


class Vocabulary(BaseModel):
    """What queries are made of. The prefixes are known without being declared."""

    prefixes: dict[str, str]
    terms: list[Term]


@dataclass(frozen=True, slots=True)
class Reading(Extraction):
    """An extraction with the text that its offsets count in, and with what may be missing from it."""

    text: str
    warnings: tuple[Caveat, ...]


class Extracted(RootModel[Reading]):
    """All that one text says: the mentions in it, the observations and relations that it states, and what it
    speaks of that no curated file describes. Things are named by their IRIs."""
