"""The documents of a generation: what they are, and how much each says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from app.answers import DocumentCounts, DocumentItem, DocumentRef
from app.queries.entities import Entities
from app.queries.generation import Generation, Row

_DOCUMENTS = """
SELECT DISTINCT ?document ?title ?name ?issuer ?region ?period ?published WHERE {
  ?document a wt:Report ; dcterms:title ?title ; dcterms:identifier ?name .
  OPTIONAL { ?document dcterms:publisher ?issuer }
  OPTIONAL { ?document dcterms:spatial ?region }
  OPTIONAL { ?document wt:period ?period }
  OPTIONAL { ?document dcterms:issued ?published }
}"""
_COUNTS = """
SELECT ?document ?class (COUNT(DISTINCT ?fact) AS ?count) WHERE {
  VALUES ?class { wt:Mention qb:Observation wt:Assertion }
  GRAPH ?document { ?fact a ?class }
} GROUP BY ?document ?class"""
_TEXT = "SELECT DISTINCT ?document ?text WHERE { ?document nif:isString ?text }"
_SPEAKING_OF = """
SELECT DISTINCT ?entity ?document WHERE {
  ?document a wt:Report .
  GRAPH ?document { ?thing ?property ?entity }
}"""


class Documents:
    """All documents by their IRI, the latest period first."""

    def __init__(self, documents: Iterable[tuple[str, DocumentItem]]) -> None:
        latest_first = sorted(documents, key=lambda pair: (pair[1].title, pair[0]))
        latest_first.sort(key=lambda pair: pair[1].period or "", reverse=True)
        self._by_iri = dict(latest_first)

    def __iter__(self) -> Iterator[DocumentItem]:
        return iter(self._by_iri.values())

    def get(self, iri: str) -> DocumentItem | None:
        """The document of that IRI."""
        return self._by_iri.get(iri)

    def refs(self, iris: Iterable[str]) -> list[DocumentRef]:
        """Those documents, as facts refer to them, in the order of this list."""
        wanted = set(iris)
        return [reference(item) for iri, item in self._by_iri.items() if iri in wanted]

    def ref(self, iri: str) -> DocumentRef:
        """The document of that IRI, as facts refer to it."""
        return reference(self._by_iri[iri])


def reference(item: DocumentItem) -> DocumentRef:
    """A document by its id, title and period."""
    return DocumentRef(id=item.id, title=item.title, period=item.period)


def load(generation: Generation, entities: Entities) -> Documents:
    """Read all documents out of the store, without their texts."""
    counts = _counts(generation)
    items: dict[str, DocumentItem] = {}
    for row in sorted(generation.rows(_DOCUMENTS), key=lambda row: sorted(row.items())):
        iri = row["document"]
        items.setdefault(iri, _item(iri, row, generation, entities, counts))
    return Documents(items.items())


def speaking_of(generation: Generation, entity: str) -> list[str]:
    """The IRIs of the documents that mention an entity or state a fact about it."""
    return [row["document"] for row in generation.rows(_SPEAKING_OF, entity=entity)]


def text(generation: Generation, iri: str) -> str:
    """The text of a document; empty where the store holds none."""
    return next((row["text"] for row in generation.rows(_TEXT, document=iri)), "")


def _item(
    iri: str,
    row: Row,
    generation: Generation,
    entities: Entities,
    counts: Counter[tuple[str, str]],
) -> DocumentItem:
    return DocumentItem(
        id=generation.iris.local(iri) or iri,
        title=row["title"],
        name=row["name"],
        issuer=entities.named(row.get("issuer")),
        region=entities.named(row.get("region")),
        period=row.get("period"),
        published=row.get("published"),
        counts=DocumentCounts(
            mentions=counts[iri, "Mention"],
            observations=counts[iri, "Observation"],
            relations=counts[iri, "Assertion"],
        ),
    )


def _counts(generation: Generation) -> Counter[tuple[str, str]]:
    return Counter(
        {(row["document"], _local_name(row["class"])): int(row["count"]) for row in generation.rows(_COUNTS)}
    )


def _local_name(iri: str) -> str:
    return iri.rpartition("#")[2]
