"""Leaving natural persons out: their names are blotted out before a document is read."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language

from graph.documents import Document
from graph.reading import pipeline

BLOT = "×"
"""Stands for each character of a name, so that offsets stay those of the document."""


def without_persons(nlp: Language, document: Document) -> Document:
    """The document with every name of a person blotted out wherever it stands. It keeps the identity of its
    bytes."""
    tagged = pipeline.tag(nlp, document)
    names = {tagged.text(m.start, m.end) for m in tagged.mentions() if m.type == "PERSON"}
    if not names:
        return document
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))

    def blotted(text: str) -> str:
        return pattern.sub(lambda match: BLOT * len(match[0]), text)

    paragraphs = tuple(
        replace(paragraph, headings=tuple(map(blotted, paragraph.headings)))
        for paragraph in document.paragraphs
    )
    return replace(
        document, text=blotted(document.text), title=blotted(document.title), paragraphs=paragraphs
    )
