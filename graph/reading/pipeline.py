"""The spaCy pipeline: one component a step, registered as factories, from text to tagged ``Doc``.

The tokens are words (:mod:`graph.reading.words`), split where a candidate starts or ends inside one, so that
each name is a span of tokens. What the components know beyond spans travels in ``doc._.tagged``
(:class:`graph.reading.tagged.Tagged`); the mentions are ``doc.ents``.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from graph.documents import Document, Paragraph, find_tables, parse
from graph.reading import grammar, tagger, words  # the latter two register their factories
from graph.reading.candidates import Candidate, Source, resolve
from graph.reading.gazetteer import concept_mentions
from graph.reading.measured import as_tagged, settled_quantities
from graph.reading.measures import STRUCK, find_measures
from graph.reading.organisations import find_again, find_institutions, find_persons, find_roles
from graph.reading.places import find_regions
from graph.reading.quantities import find_dates, find_quantities
from graph.reading.tables import table_figures
from graph.reading.tagged import Sentence, Tagged
from graph.reading.text import fold, sentences

MODEL = Path(__file__).parent / "model"
"""The trained pipeline, written by ``scripts/train.py``: ``spacy.load(MODEL)``."""

__all__ = ["MODEL", "load", "tag", "tagger", "words"]

if not Doc.has_extension("document"):
    Doc.set_extension("document", default=None)
    Doc.set_extension("tagged", default=None)


def load(model: Path = MODEL) -> Language:
    """The trained pipeline."""
    nlp = spacy.load(model)
    # spaCy's own bound is for parsers; how long a text may be is for graph.documents to say
    nlp.max_length = sys.maxsize
    # what spaCy works out for each new word nobody here reads
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]  # missing in its stubs
    return nlp


def tag(nlp: Language, document: Document) -> Tagged:
    """Run the pipeline over a document."""
    # what the document's words add to the vocabulary goes with the document, or memory would grow
    with nlp.memory_zone():
        doc = nlp.make_doc(document.text)
        doc._.document = document
        for _, component in nlp.pipeline:
            doc = component(doc)
        tagged: Tagged = doc._.tagged
        return tagged


@Language.component("weitu_sentences")
def split(doc: Doc) -> Doc:
    """The document's sentences. A text that comes without a document is read as one."""
    document = doc._.document or parse(doc.text.encode(), "text")
    folded = fold(document.text)
    doc._.tagged = Tagged(document, folded, list(_sentences(document, folded)))
    return doc


def _sentences(document: Document, folded: str) -> Iterator[Sentence]:
    """The sentences of the report. Of the page around it only the issuing body's name is read."""
    for paragraph in document.paragraphs:
        if not paragraph.furniture:
            for start, end in sentences(folded, paragraph.body, paragraph.end):
                yield Sentence(paragraph, start, end)
        elif document.issuer:
            for match in re.finditer(re.escape(document.issuer), document.line(paragraph)):
                yield Sentence(paragraph, paragraph.start + match.start(), paragraph.start + match.end())


@Language.component("weitu_numbers")
def numbers(doc: Doc) -> Doc:
    """Quantities and dates."""
    for s in doc._.tagged.sentences:
        s.quantities = find_quantities(doc._.tagged.folded, s.start, s.end)
        s.dates = find_dates(doc._.tagged.folded, s.start, s.end)
        s.candidates += [Candidate(q.start, q.end, "QUANTITY", Source.NUMBER) for q in s.quantities]
        s.candidates += [Candidate(d.start, d.end, "DATE", Source.NUMBER) for d in s.dates]
    return doc


@Language.component("weitu_names")
def proper_names(doc: Doc) -> Doc:
    """Regions, institutions, persons and offices."""
    tagged = doc._.tagged
    for s in tagged.sentences:
        for find in (find_regions, find_institutions, find_roles, find_persons):
            s.candidates += find(tagged.folded, s.start, s.end)
    sure = {
        tagged.folded[c.start : c.end]
        for s in tagged.sentences
        for c in s.candidates
        if c.type == "PERSON" and c.source is Source.MARKED
    }
    for s in tagged.sentences:
        s.candidates += find_again(tagged.folded, s.start, s.end, sorted(sure))
    return doc


@Language.component("weitu_grammar")
def heads_and_modifiers(doc: Doc) -> Doc:
    """Programmes, policies, indicators and classes of institutions by their heads."""
    for s in doc._.tagged.sentences:
        numbers = [(number.start, number.end) for number in (*s.quantities, *s.dates)]
        owners = [
            c for c in s.candidates if c.type in ("REGION", "INSTITUTION") and c.source is not Source.HINT
        ]
        s.candidates += grammar.find_names(doc._.tagged.folded, s.start, s.end, numbers, owners)
    return doc


@Language.component("weitu_vocabulary")
def vocabulary(doc: Doc) -> Doc:
    """Curated concepts by their labels."""
    for s in doc._.tagged.sentences:
        s.candidates += concept_mentions(doc._.tagged.folded, s.start, s.end)
    return doc


@Language.component("weitu_measures")
def measures(doc: Doc) -> Doc:
    """The words that name what a quantity measures."""
    text = _without_owners(doc._.tagged)
    for s in doc._.tagged.sentences:
        classes = _measure(text, s)
        # behind its number a class stays a class (29个卫生院), before it it is what is counted (护理院1家)
        spans = {
            (m.start, m.end)
            for m in s.measures
            if m.end - m.start >= 2 and not (m.start >= m.quantity.end and (m.start, m.end) in classes)
        }
        s.candidates += [Candidate(*span, "INDICATOR", Source.NUMBER) for span in sorted(spans)]
    return doc


def _measure(text: str, sentence: Sentence) -> set[tuple[int, int]]:
    """Find the measures of a sentence; the spans of the classes in it."""
    classes = {(c.start, c.end) for c in sentence.candidates if c.type == "ORG_CLASS"}
    sentence.measures = find_measures(
        text, sentence.start, sentence.end, sentence.quantities, dict(sorted(classes))
    )
    return classes


# An institution inside the name of a rate (寄省疾控中心及时率) is part of it.
_IN_RATE = re.compile(r"[一-鿿]{1,4}率")


def _without_owners(tagged: Tagged) -> str:
    """The folded text with regions and institutions struck out: they are no part of what is measured."""
    text = list(tagged.folded)
    for sentence in tagged.sentences:
        for c in sentence.candidates:
            if c.source is Source.HINT:
                continue
            if c.type == "REGION" or (c.type == "INSTITUTION" and not _IN_RATE.match(tagged.folded, c.end)):
                text[c.start : c.end] = STRUCK * (c.end - c.start)
    return "".join(text)


# A line above a table up to this long is its title, in characters.
_LONGEST_CAPTION = 60


@Language.component("weitu_tables")
def cells(doc: Doc) -> Doc:
    """The figures in the cells of tables, in place of what reading a row as a sentence made of them."""
    tagged: Tagged = doc._.tagged
    by_line: dict[int, list[Sentence]] = {}
    for s in tagged.sentences:
        by_line.setdefault(s.paragraph.number, []).append(s)
    for rows in find_tables(tagged.document):
        here = [s for row in rows for s in by_line.get(row.paragraph.number, [])]
        names = [c for s in here for c in s.candidates if c.source is not Source.HINT]
        found = table_figures(tagged.folded, rows, names, _caption(tagged.document, rows[0].paragraph))
        starts = [s.start for s in here]
        for figure in found:
            here[bisect_right(starts, figure.measure.quantity.start) - 1].cells.append(figure)
        for mark in sorted({m for figure in found for m in figure.marks}, key=lambda m: (m.start, m.end)):
            here[bisect_right(starts, mark.start) - 1].candidates.append(mark)
        for s in here:
            _put_in_place(s)
    return doc


def _caption(document: Document, first: Paragraph) -> str:
    """The lines right above a table: its title, and its unit."""
    above = [p for p in document.paragraphs[max(0, first.number - 5) : first.number - 1] if p.end > p.start]
    return "\n".join(line for p in above[-2:] if len(line := document.line(p)) <= _LONGEST_CAPTION)


def _put_in_place(sentence: Sentence) -> None:
    """Let the figures of a row's cells take the place of what was found there before."""
    quantities = [figure.measure.quantity for figure in sentence.cells]
    taken = {place for quantity in quantities for place in range(quantity.start, quantity.end)}
    kept = [q for q in sentence.quantities if taken.isdisjoint(range(q.start, q.end))]
    sentence.quantities = sorted([*quantities, *kept], key=lambda quantity: quantity.start)
    sentence.measures = [m for m in sentence.measures if m.quantity in kept]


@Language.component("weitu_boundaries")
def boundaries(doc: Doc) -> Doc:
    """The same text with its tokens split where a candidate or a sentence starts or ends."""
    text = doc.text  # put together from the tokens each time that it is asked for
    edges = {token.idx for token in doc} | {len(text)}
    for s in doc._.tagged.sentences:
        edges |= {s.start, s.end}
        for candidate in s.candidates:
            edges |= {candidate.start, candidate.end}
    words = [text[start:end] for start, end in pairwise(sorted(edges))]
    finer = Doc(doc.vocab, words=words, spaces=[False] * len(words))
    finer._.document, finer._.tagged = doc._.document, doc._.tagged
    return finer


@Language.component("weitu_resolver")
def resolver(doc: Doc) -> Doc:
    """Settle the overlaps; what is left becomes ``doc.ents``. No name goes on in the next cell of a table."""
    tagged: Tagged = doc._.tagged
    for s in tagged.sentences:
        found = resolve([*s.mentions, *(c for c in s.candidates if c.source is Source.MARKED)])
        found = [part for mention in found for part in _quoted_apart(tagged.folded, mention)]
        s.mentions = [m for m in found if "\t" not in tagged.text(m.start, m.end)]
    spans = (doc.char_span(m.start, m.end, label=m.type) for m in doc._.tagged.mentions())
    doc.ents = [span for span in spans if span]
    return doc


def _quoted_apart(text: str, mention: Candidate) -> Iterator[Candidate]:
    """A mention, or each of the names in quotation marks that stand side by side in it (“甲”“乙”)."""
    start = mention.start
    while (end := text.find("”“", start, mention.end)) >= 0:
        yield replace(mention, start=start, end=end + 1)
        start = end + 1
    yield replace(mention, start=start)


@Language.component("weitu_measured")
def measured(doc: Doc) -> Doc:
    """The measures once more where the tagger found or bounded quantities otherwise than the rules, and the
    words of all of them as it bounds them."""
    tagged: Tagged = doc._.tagged
    text = ""
    for s in tagged.sentences:
        if (settled := settled_quantities(tagged, s)) != s.quantities:
            text = text or _without_owners(tagged)
            s.quantities = settled
            in_cells = {cell.measure.quantity for cell in s.cells}
            _measure(text, s)
            s.measures = [m for m in s.measures if m.quantity not in in_cells]
        s.measures = list(as_tagged(tagged, s))
    return doc
