"""The entity graph as subgraphs: around an entity, between two, and along a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from app.answers import Edge, Neighbourhood, Node, Paths, Subgraph, Walk, WalkPage, WalkStep
from app.queries.entities import item
from app.queries.generation import Generation
from graph.errors import UnwritableIri
from graph.extraction import EntityType
from graph.index import catalogue, network, patterns
from graph.index.network import Link, Network
from graph.statements import RelationName


def neighbourhood(
    generation: Generation,
    id: str,  # noqa: A002
    *,
    depth: int,
    limit: int,
    each: int | None,
    types: Sequence[EntityType],
    relations: Sequence[RelationName],
) -> Neighbourhood:
    """The entities around one: :func:`graph.index.network.neighbourhood`."""
    center = generation.entity(id)
    found = network.neighbourhood(
        generation.index, center.iri, depth=depth, limit=limit, each=each, types=types, relations=relations
    )
    nodes, edges = _drawn(generation, found)
    return Neighbourhood(center=generation.id(center.iri), nodes=nodes, edges=edges, truncated=found.cut)


def subgraph(generation: Generation, ids: Iterable[str]) -> Subgraph:
    """The entities with these ids and all relations among them; an id of nothing is left out."""
    iris = []
    for id_ in ids:
        with suppress(UnwritableIri):
            iris.append(generation.iris.from_local(id_))
    nodes, edges = _drawn(generation, network.among(generation.index, iris))
    return Subgraph(nodes=nodes, edges=edges)


def paths(
    generation: Generation,
    start: str,
    end: str,
    *,
    longest: int,
    limit: int,
    types: Sequence[EntityType],
    relations: Sequence[RelationName],
) -> Paths:
    """The shortest ways between two entities by their ids."""
    found, between = network.shortest_paths(
        generation.index,
        generation.entity(start).iri,
        generation.entity(end).iri,
        longest=longest,
        limit=limit,
        types=types,
        relations=relations,
    )
    nodes, edges = _drawn(generation, between)
    return Paths(paths=[[generation.id(iri) for iri in path] for path in found], nodes=nodes, edges=edges)


def walks(generation: Generation, pattern: str, *, limit: int, offset: int) -> WalkPage:
    """What fits a pattern such as ``region -> program -> indicator``: :mod:`graph.index.patterns`."""
    chain = patterns.parse(pattern, generation.words)
    total, found = patterns.walks(generation.index, chain, generation.iris.ids, limit=limit, offset=offset)
    entities = catalogue.entities(generation.index, {iri for walk in found for iri in walk.entities})
    return WalkPage(
        items=[
            Walk(
                entities=[item(generation, entities[iri]) for iri in walk.entities],
                steps=[
                    WalkStep(type=relation, label=generation.relation_labels[relation], forward=forward)
                    for relation, forward in walk.steps
                ],
            )
            for walk in found
        ],
        total=total,
        counted=total < patterns.COUNTED,
    )


def _drawn(generation: Generation, found: Network) -> tuple[list[Node], list[Edge]]:
    entities = catalogue.entities(generation.index, found.entities)
    nodes = [
        Node(
            id=generation.id(iri),
            label=entities[iri].label,
            iri=iri,
            type=entities[iri].type,
            degree=found.degrees[iri],
        )
        for iri in found.entities
    ]
    return nodes, list(_edges(generation, found.links))


def _edges(generation: Generation, links: Iterable[Link]) -> Iterable[Edge]:
    for link in links:
        source, target = generation.id(link.source), generation.id(link.target)
        yield Edge(
            id=f"{source} {link.relation} {target}",
            source=source,
            target=target,
            type=link.relation,
            label=generation.relation_labels[link.relation],
            documents=link.documents,
        )
