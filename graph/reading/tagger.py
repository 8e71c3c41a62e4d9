"""The statistical component: a linear-chain CRF that settles what is a mention, and how sure that is.

It reads the words of a sentence and the candidates of the rules (:mod:`graph.reading.features`); its most
probable labelling gives the mentions. ``scripts/train.py`` trains it on ``seeds/training``.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import cast

import pycrfsuite
from spacy.language import Language
from spacy.tokens import Doc

from graph.extraction import MentionType
from graph.reading.candidates import Candidate, Source
from graph.reading.features import OUTSIDE, items
from graph.reading.tagged import Sentence

_MODEL = "model.crfsuite.gz"
_CALIBRATION = "calibration.json"
# Probabilities are kept off 0 and 1, where their log odds would be infinite.
_EDGE = 1e-6


class Calibration:
    """Platt scaling: log odds of what the CRF says → probability that a mention is right.

    ``slope`` and ``shift`` by type of mention (J. Platt, Probabilistic outputs for support vector machines,
    1999). ``None`` for a type that was not measured.
    """

    def __init__(self, parameters: dict[str, tuple[float, float]] | None = None) -> None:
        self.parameters = parameters or {}

    def __call__(self, kind: str, raw: float) -> float | None:
        """The calibrated probability of a raw one, to three places, never 0 or 1: nothing is that sure."""
        if kind not in self.parameters:
            return None
        slope, shift = self.parameters[kind]
        return min(max(round(1 / (1 + math.exp(-(slope * log_odds(raw) + shift))), 3), 0.001), 0.999)


def log_odds(probability: float) -> float:
    """The log odds of a probability, finite at 0 and 1."""
    kept = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(kept / (1 - kept))


class Tagger:
    """The component. ``candidates`` of the document's sentences become their ``mentions``."""

    def __init__(self) -> None:
        self._model = b""
        self._crf = pycrfsuite.Tagger()
        self.calibration = Calibration()

    def load(self, model: bytes) -> None:
        """Take a model as CRFsuite writes it."""
        self._model = model
        self._crf.open_inmemory(model)

    def __call__(self, doc: Doc) -> Doc:
        tagged = doc._.tagged
        for sentence, tokens in by_sentence(doc, tagged.sentences):
            sentence.mentions = list(self._mentions(tagged.folded, tokens, sentence.candidates))
        return doc

    def _mentions(
        self, text: str, tokens: Sequence[tuple[int, int]], candidates: Sequence[Candidate]
    ) -> Iterator[Candidate]:
        sources: dict[tuple[int, int, str], Source] = {}
        for c in candidates:
            sources[c.start, c.end, c.type] = max(c.source, sources.get((c.start, c.end, c.type), c.source))
        for first, last, kind, raw in self.tag(items(text, tokens, candidates)):
            start, end = tokens[first][0], tokens[last][1]
            source = sources.get((start, end, kind), Source.TAGGER)
            yield Candidate(start, end, cast(MentionType, kind), source, self.calibration(kind, raw))

    def tag(self, row: list[list[str]]) -> Iterator[tuple[int, int, str, float]]:
        """(first token, last token, type, raw probability) of each mention in the row of items.

        The raw probability is the least of the marginal ones along the span, and of the label behind it not
        going on.
        """
        if not row:
            return
        tags = self._crf.tag(row)
        for first, last, kind in spans(tags):
            sure = self._crf.marginal(tags[first], first)
            for i in range(first + 1, last + 1):
                sure = min(sure, self._crf.marginal(tags[i], i))
            if last + 1 < len(tags):
                sure = min(sure, 1 - self._crf.marginal(f"I-{kind}", last + 1))
            yield first, last, kind, sure

    def to_disk(self, path: Path, **_: object) -> None:
        """Write the model and its calibration into a folder, as spaCy asks of a component."""
        path.mkdir(parents=True, exist_ok=True)
        (path / _MODEL).write_bytes(gzip.compress(self._model, mtime=0))
        parameters = json.dumps(self.calibration.parameters, indent=1, sort_keys=True)
        (path / _CALIBRATION).write_text(parameters + "\n", encoding="utf-8")

    def from_disk(self, path: Path, **_: object) -> Tagger:
        """Read them again."""
        self.load(gzip.decompress((path / _MODEL).read_bytes()))
        self.calibration = Calibration(json.loads((path / _CALIBRATION).read_text(encoding="utf-8")))
        return self


@Language.factory("weitu_tagger")
def create_tagger(nlp: Language, name: str) -> Tagger:  # noqa: ARG001
    """The factory that a pipeline's configuration names; the model comes from the pipeline's folder."""
    return Tagger()


def by_sentence(doc: Doc, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, list[tuple[int, int]]]]:
    """Each sentence with the spans of its tokens that are not blank. Both go in the order of the text."""
    text = doc.text
    edges = [token.idx for token in doc] + [len(text)]
    spans_ = [(start, end) for start, end in pairwise(edges) if not text[start:end].isspace()]
    i = 0
    for sentence in sentences:
        while i < len(spans_) and spans_[i][0] < sentence.start:
            i += 1
        first = i
        while i < len(spans_) and spans_[i][1] <= sentence.end:
            i += 1
        yield sentence, spans_[first:i]


def spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first, last, type) of each run of labels B-, I-, I-…; a run that starts with I- counts as well."""
    first, kind = 0, OUTSIDE
    for i, tag in enumerate((*tags, OUTSIDE)):
        if kind != OUTSIDE and tag != f"I-{kind}":
            yield first, i - 1, kind
            kind = OUTSIDE
        if tag != OUTSIDE and kind == OUTSIDE:
            first, kind = i, tag[2:]
