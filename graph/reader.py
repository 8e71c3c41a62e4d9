"""The whole of reading: a :class:`Document` in, an :class:`Extraction` out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.documents import Document
from graph.extraction import Extraction, Mention, Observation, Relation
from graph.iris import DEFAULT_BASE, Iris
from graph.linking import Linker, Words, precision
from graph.reading import pipeline
from graph.reading.candidates import Candidate
from graph.reading.observations import Figure, find_figures
from graph.reading.persons import without_persons
from graph.reading.relations import Tie, find_ties
from graph.reading.tagged import Tagged

# Quotation marks around the whole of a name are no part of it.
_WRAPPED = re.compile(r"“[^“”]+”|\"[^\"]+\"")


class Reader:
    """Reads documents. Loading takes a second, so one reader should serve many documents."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self._iris = Iris(base)
        self._nlp = pipeline.load()

    def without_persons(self, document: Document) -> Document:
        """The document with the names of natural persons blotted out, to be read and stored in its place."""
        return without_persons(self._nlp, document)

    def read(self, document: Document) -> Extraction:
        """All that a document says, linked. A function of the document and the base alone."""
        tagged = pipeline.tag(self._nlp, document)
        linker = Linker(document, self._iris)
        mentions = list(_mentions(tagged, linker))
        observations = list(_observations(tagged, linker))
        relations = list(self._relations(tagged, linker))
        return Extraction(
            doc=document.name,
            sha256=document.sha256,
            title=document.title,
            issuer=linker.issuer.name if linker.issuer else None,
            issuer_id=linker.issuer.id if linker.issuer else None,
            region=linker.region.code if linker.region else None,
            region_id=linker.region_link.id or "",
            period=document.period,
            published=document.published,
            mentions=mentions,
            observations=observations,
            relations=relations,
            entities=linker.entities,
        )

    def _relations(self, tagged: Tagged, linker: Linker) -> Iterator[Relation]:
        document = self._iris.document(tagged.document.sha256)
        for tie in find_ties(tagged):
            subject = linker.link(tie.subject) if tie.subject else linker.authority
            if subject is None:
                continue
            if tie.object is None:
                number = (tie.task or tie.sentence.paragraph).number
                name, iri = str(number), self._iris.paragraph(document, number)
            elif found := linker.link(tie.object):
                written = tie.object.type in ("PROGRAM", "POLICY")
                name, iri = _as_written(tagged, tie.object) if written else found.name, found.id or ""
            else:
                continue
            yield _relation(tie, subject.name, subject.id, name, iri or None)


def _relation(tie: Tie, subject: str, subject_id: str | None, name: str, iri: str | None) -> Relation:
    return Relation(
        type=tie.type,
        subject=subject,
        object=name,
        start=tie.sentence.start,
        end=tie.sentence.end,
        subject_id=subject_id,
        object_id=iri,
    )


def _mentions(tagged: Tagged, linker: Linker) -> Iterator[Mention]:
    for mention in tagged.mentions():
        link = linker.link(mention)
        text = tagged.text(mention.start, mention.end)
        yield Mention(
            mention.start,
            mention.end,
            mention.type,
            text,
            link.id if link else None,
            mention.score,
            precision(link.how) if link and link.id else None,
            link.candidates if link else (),
        )


def _observations(tagged: Tagged, linker: Linker) -> Iterator[Observation]:
    for figure in find_figures(tagged):
        period = figure.period or tagged.document.period
        if figure.name and period:
            yield _observation(tagged, linker, figure, period)


def _as_written(tagged: Tagged, mention: Candidate) -> str:
    text = tagged.text(mention.start, mention.end)
    return text[1:-1] if _WRAPPED.fullmatch(text) else text


def _observation(tagged: Tagged, linker: Linker, figure: Figure, period: str) -> Observation:
    quantity = figure.measure.quantity
    indicator = linker.indicator(Words.around(tagged, figure))
    program = linker.link(figure.program) if figure.program else None
    institution = linker.link(figure.institution) if figure.institution else None
    region = linker.area(figure.region)
    return Observation(
        indicator=figure.name,
        surface=figure.surface,
        quantity=tagged.text(quantity.start, quantity.end),
        value=quantity.value,
        unit=figure.unit,
        comparator=quantity.comparator,
        region=region.name,
        period=period,
        status=figure.status,
        program=_as_written(tagged, figure.program) if figure.program else None,
        institution=institution.name if institution else None,
        start=figure.sentence.start,
        end=figure.sentence.end,
        quantity_start=quantity.start,
        indicator_id=indicator.id,
        indicator_score=precision(indicator.how),
        region_id=region.id,
        program_id=program.id if program else None,
        institution_id=institution.id if institution else None,
    )
