"""Entities: lists, and the card of one."""

from __future__ import annotations

from app.answers import EntityCard, EntityCounts, EntityItem, LinkKind, ListedEntity, Page
from app.queries.definitions import definition
from app.queries.documents import reference
from app.queries.generation import Generation
from graph.extraction import EntityType
from graph.index import catalogue, network
from graph.index.catalogue import Entity

_KINDS = "SELECT DISTINCT ?entity ?kind WHERE { ?entity org:classification ?kind }"
_SPEAKING_OF = """
SELECT DISTINCT ?entity ?document WHERE {
  ?document a wt:Report .
  GRAPH ?document { ?thing ?property ?entity }
}"""


def item(generation: Generation, entity: Entity) -> EntityItem:
    """An entity as lists show it."""
    return EntityItem(
        id=generation.id(entity.iri),
        label=entity.label,
        iri=entity.iri,
        type=entity.type,
        region=generation.named(entity.region),
        count=entity.facts,
    )


def entities(
    generation: Generation,
    *,
    type: EntityType | None,  # noqa: A002
    region: str,
    limit: int,
    offset: int,
) -> Page[ListedEntity]:
    """A part of the entities of a type, and in a region by its id, those with most facts first."""
    total, found = catalogue.list_entities(generation.index, type, generation.region(region), limit, offset)
    kinds = {
        entity.iri: row["kind"]
        for entity in found
        if entity.type == "institution"
        for row in generation.rows(_KINDS, entity=entity.iri)
    }
    names = generation.names(kinds.values())
    items = [
        ListedEntity(**item(generation, entity).model_dump(), kind=names.get(kinds.get(entity.iri, "")))
        for entity in found
    ]
    return Page(items=items, total=total)


def card(generation: Generation, id: str) -> EntityCard:  # noqa: A002
    """All that is known of one entity but its facts."""
    entity = generation.entity(id)
    speaking = [row["document"] for row in generation.rows(_SPEAKING_OF, entity=entity.iri)]
    documents = catalogue.documents(generation.index, speaking)
    return EntityCard(
        **item(generation, entity).model_dump(),
        alt_labels=catalogue.other_names(generation.index, entity.iri),
        counts=EntityCounts(
            relations=entity.relations, observations=entity.observations, mentions=entity.mentions
        ),
        links=[
            LinkKind(
                type=count.relation,
                label=generation.relation_labels[count.relation],
                outgoing=count.outgoing,
                entity_type=count.type,
                count=count.count,
            )
            for count in network.link_counts(generation.index, entity.iri)
        ],
        documents=[reference(generation, document) for document in documents.values()],
        definition=definition(generation, entity.iri) if entity.type == "indicator" else None,
    )
