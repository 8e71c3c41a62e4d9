"""Names in tables of others to entities here, as the Reconciliation Service API 0.2 asks for it.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, get_args

from pydantic import BaseModel, Field, RootModel, StringConstraints
from rapidfuzz.distance import OSA

from app.errors import NotFound
from app.queries.generation import Generation
from graph.errors import UnsearchableText
from graph.extraction import EntityType
from graph.index.search import EntityMatch
from graph.index.search import search as search_index
from graph.index.text import LONGEST

REGION = "region"
"""The one property by which candidates are told apart: the region that they lie in."""
MOST = 50
"""The most names in a request, and candidates for one of them."""
SUGGESTED = 10
"""The most suggestions for what somebody types."""

_SURE = 100.0


class Property(BaseModel):
    """What else is known of a name: ``v`` is text, or a thing with its ``id``, or several of these."""

    pid: str
    v: Any = None


class NameQuery(BaseModel):
    """A name that is to be found. Without a ``type`` it may be of any."""

    query: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST)]
    type: EntityType | list[EntityType] | None = None
    limit: int = Field(5, ge=1)
    properties: list[Property] = []


class TypeRef(BaseModel):
    """A type of entities."""

    id: str
    name: str


class Candidate(BaseModel):
    """An entity that may be meant. ``score`` is 100 for a name that is just that, less the more it differs;
    ``match`` says that nothing else has that name."""

    id: str
    name: str
    description: str | None = None
    type: list[TypeRef]
    score: float
    match: bool


class Candidates(BaseModel):
    """Those for one name, the likeliest first."""

    result: list[Candidate]


class Reconciled(RootModel[dict[str, Candidates]]):
    """The candidates for each name of a request by its key."""


class View(BaseModel):
    """Where an entity can be looked at; ``{{id}}`` is its id."""

    url: str


class Service(BaseModel):
    """Where a part of the service is."""

    service_url: str
    service_path: str


class Suggest(BaseModel):
    """What is suggested while somebody types."""

    entity: Service


class Manifest(BaseModel):
    """What the service is, for tools that are given its address."""

    versions: list[str]
    name: str
    identifierSpace: str  # noqa: N815 - the names of the standard
    schemaSpace: str  # noqa: N815
    defaultTypes: list[TypeRef]  # noqa: N815
    view: View
    suggest: Suggest
    batchSize: int  # noqa: N815


class Suggestion(BaseModel):
    """An entity whose name somebody is typing."""

    id: str
    name: str
    description: str | None = None
    notable: list[TypeRef]


class Suggestions(BaseModel):
    """Those that fit so far, the likeliest first."""

    result: list[Suggestion]


def manifest(generation: Generation, own: str) -> Manifest:
    """What the service at the address of this server is."""
    return Manifest(
        versions=["0.2"],
        name="Weitu 卫图",
        identifierSpace=f"{generation.iris.base}id/",
        schemaSpace=generation.iris.ontology,
        defaultTypes=[_type(generation, each) for each in get_args(EntityType)],
        view=View(url=f"{own}/id/{{{{id}}}}"),
        suggest=Suggest(entity=Service(service_url=own, service_path="/reconcile/suggest/entity")),
        batchSize=MOST,
    )


def reconcile(generation: Generation, queries: Mapping[str, NameQuery]) -> Reconciled:
    """The candidates for each of these names."""
    return Reconciled({key: Candidates(result=_candidates(generation, of)) for key, of in queries.items()})


def suggest(generation: Generation, prefix: str, limit: int) -> Suggestions:
    """Entities by what has been typed of their names."""
    return Suggestions(
        result=[
            Suggestion(
                id=generation.id(match.iri),
                name=match.label,
                description=match.region.label if match.region else None,
                notable=[_type(generation, match.type)],
            )
            for match in _found(generation, prefix, None, None, limit)
        ]
    )


def _candidates(generation: Generation, asked: NameQuery) -> list[Candidate]:
    types: list[EntityType | None] = [*asked.type] or [None] if isinstance(asked.type, list) else [asked.type]
    values = [each.v for each in asked.properties if each.pid == REGION]
    given = [v for value in values for v in (value if isinstance(value, list) else [value])]
    # what lies in a region that is not known here is not here
    regions = [iri for v in given if (iri := _region(generation, v))] if given else [None]
    limit = min(asked.limit, MOST)
    matches = {
        match.iri: match
        for type_ in types
        for region in regions
        # one more, which may have the same name as the last one that is wanted
        for match in _found(generation, asked.query, type_, region, limit + 1)
    }
    found = [(_score(asked.query, match), match) for match in matches.values()]
    found.sort(key=lambda each: -each[0])
    alone = sum(score == _SURE for score, _ in found) == 1
    return [
        Candidate(
            id=generation.id(match.iri),
            name=match.label,
            description=match.region.label if match.region else None,
            type=[_type(generation, match.type)],
            score=score,
            match=alone and score == _SURE,
        )
        for score, match in found[:limit]
    ]


def _type(generation: Generation, type_: EntityType) -> TypeRef:
    return TypeRef(id=type_, name=generation.type_labels[type_])


def _region(generation: Generation, value: Any) -> str | None:
    """The IRI of a region by its id, its code or its name, if just one is called so."""
    text = str(value.get("id", "") if isinstance(value, dict) else value).strip()
    try:
        if region := generation.region(text):
            return region
    except NotFound:
        pass
    named = [each for each in _found(generation, text, "region", None, 2) if _score(text, each) == _SURE]
    return named[0].iri if len(named) == 1 else None


def _found(
    generation: Generation, text: str, type_: EntityType | None, region: str | None, limit: int
) -> list[EntityMatch]:
    try:
        found = search_index(generation.index, text, type=type_, region=region, limit=limit)
    except UnsearchableText:
        return []
    return [match for match in found.matches if isinstance(match, EntityMatch)]


def _score(text: str, match: EntityMatch) -> float:
    if match.kind == "code" or text.casefold() == match.name.casefold():
        return _SURE
    return round(OSA.normalized_similarity(text.casefold(), match.name.casefold()) * (_SURE - 1), 1)
