#!/usr/bin/env python3
"""Train the pipeline on seeds/training and write it to graph/reading/model; prints JSON.

usage: train.py [--out DIR]

`unseen_f1` is that of exact mentions in the files of the corpus that the model at hand has not seen.

First the segmenter (spacy-pkuseg), on words of the passages in which every mention starts and ends a word;
then the tagger (a CRF), on what the rules and a segmenter that has not seen them make of the passages: on its
own training text a segmenter is surer of the edges of names than it ever is again; last the calibration of
the scores, on files that the model at hand has not seen. The same passages give the same pipeline.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import jieba
import numpy as np
import pycrfsuite
import spacy
import spacy_pkuseg
import srsly
from pyoxigraph import Literal, RdfFormat
from pyoxigraph import parse as parse_turtle
from spacy.language import Language
from spacy_pkuseg.config import config as pkuseg_config

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graph.documents import parse  # noqa: E402
from graph.errors import DocumentError  # noqa: E402
from graph.reading.candidates import Candidate  # noqa: E402
from graph.reading.features import items, labels  # noqa: E402
from graph.reading.pipeline import MODEL  # noqa: E402
from graph.reading.tagger import Calibration, Tagger, by_sentence, log_odds, spans  # noqa: E402
from scripts.training_corpus import Passage, fingerprint, passages  # noqa: E402

RULES = ("sentences", "numbers", "names", "grammar", "vocabulary", "measures", "tables", "boundaries")
FOLDS = 2
SEGMENTER_ROUNDS = 4
TAGGER = {"c1": 0.05, "c2": 0.6, "max_iterations": 120, "feature.minfreq": 2}


class Sight(NamedTuple):
    """A sentence of a passage before anything is learned of it: the folded text of its document, the spans of
    the sentence's tokens, what the rules propose there, and its marks (start, end, type)."""

    text: str
    tokens: list[tuple[int, int]]
    candidates: list[Candidate]
    marks: list[tuple[int, int, str]]


class Row(NamedTuple):
    """A sentence as the tagger sees it, with the labels that it shall give."""

    items: list[list[str]]
    labels: list[str]


# --- the segmenter ---------------------------------------------------------------------------------


def segmented(passage: Passage) -> str:
    """The words of a passage, parted by blanks: those of jieba's dictionary, cut at the edges of mentions."""
    cuts, position = {0, len(passage.text)}, 0
    for word in jieba.cut(passage.text, HMM=False):
        position += len(word)
        cuts.add(position)
    for start, end, _ in passage.marks:
        cuts |= {start, end}
    ordered = sorted(cuts)
    return " ".join(passage.text[a:b] for a, b in zip(ordered, ordered[1:], strict=False))


def _definitions() -> Iterator[Passage]:
    """The Chinese labels and definitions of the ontology: more words of the field."""
    for file in sorted((ROOT / "ontology").glob("*.ttl")):
        texts = {
            str(o.value)
            for _, _, o, _ in parse_turtle(path=file, format=RdfFormat.TURTLE)
            if isinstance(o, Literal) and (o.language or "").startswith("zh")
        }
        yield from (Passage(file.name, text, []) for text in sorted(texts))


def train_segmenter(corpus: Sequence[Passage], folder: Path) -> None:
    """Train a pkuseg model and write it into ``folder``, without the pairs of words that pkuseg collects and
    never uses."""
    jieba.setLogLevel("ERROR")
    random.seed(0)
    np.random.seed(0)
    lines = [segmented(passage) + "\n" for passage in (*corpus, *_definitions())]
    with tempfile.TemporaryDirectory() as scratch:
        train, test = Path(scratch, "train.txt"), Path(scratch, "test.txt")
        train.write_text("".join(lines), encoding="utf-8")
        test.write_text("".join(lines[:10]), encoding="utf-8")  # pkuseg wants one; its figures are not used
        pkuseg_config.featureTrim = 1  # features seen once are left out
        with contextlib.redirect_stdout(sys.stderr):
            spacy_pkuseg.train(str(train), str(test), str(folder), train_iter=SEGMENTER_ROUNDS)
    features = srsly.read_msgpack(folder / "features.msgpack")
    srsly.write_msgpack(folder / "features.msgpack", {**features, "bigram": []})
    compress(folder)


def compress(folder: Path) -> None:
    """Make the weights of a segmenter small on disk, at three places; pkuseg and spaCy write them in full."""
    weights = folder / "weights.npz"
    with np.load(weights) as model:
        kept = {"sizes": model["sizes"], "w": np.round(model["w"], 3)}
    np.savez_compressed(weights, **kept)


def blank(segmenter: Path | None) -> Language:
    """The pipeline as far as nothing is learned in it. Without a segmenter its tokens are characters."""
    if segmenter is None:
        nlp = spacy.blank("zh")
    else:
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "weitu.Words.v1"}}})
        nlp.tokenizer.pkuseg_seg = spacy_pkuseg.pkuseg(str(segmenter), user_dict=None)
        # no dictionary of general words on top; spaCy writes these two sets to disk
        nlp.tokenizer.pkuseg_seg.postprocesser.common_words = set()
        nlp.tokenizer.pkuseg_seg.postprocesser.other_words = set()
    for step in RULES:
        nlp.add_pipe(f"weitu_{step}")
    return nlp


# --- the tagger ------------------------------------------------------------------------------------


def sights(nlp: Language, corpus: Iterable[Passage]) -> Iterator[list[Sight]]:
    """The sentences of each passage."""
    for passage in corpus:
        try:
            document = parse(passage.text.encode(), passage.place)
        except DocumentError:
            yield []
            continue
        doc = nlp.make_doc(document.text)
        doc._.document = document
        for _, component in nlp.pipeline:
            doc = component(doc)
        offset = document.text.index(passage.text)
        marks = [(start + offset, end + offset, kind) for start, end, kind in passage.marks]
        yield [
            Sight(
                doc._.tagged.folded,
                tokens,
                sentence.candidates,
                [mark for mark in marks if sentence.start <= mark[0] and mark[1] <= sentence.end],
            )
            for sentence, tokens in by_sentence(doc, doc._.tagged.sentences)
        ]


def row(sight: Sight) -> Row:
    """The row of a sentence."""
    return Row(items(sight.text, sight.tokens, sight.candidates), labels(sight.tokens, sight.marks))


def train_tagger(seen: Iterable[Sequence[Row]]) -> bytes:
    """A CRF model of the rows."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=TAGGER, verbose=False)
    for passage in seen:
        for one in passage:
            if one.items:
                trainer.append(one.items, one.labels)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "model")
        trainer.train(str(file))
        return file.read_bytes()


# --- the calibration -------------------------------------------------------------------------------


def judged(model: bytes, unseen: Iterable[Sequence[Row]]) -> Iterator[tuple[str, float, bool]]:
    """(type, raw probability, whether it is right) of what a model finds in rows that it has not seen."""
    tagger = Tagger()
    tagger.load(model)
    for passage in unseen:
        for one in passage:
            gold = set(spans(one.labels))
            for first, last, kind, raw in tagger.tag(one.items):
                yield kind, raw, (first, last, kind) in gold


def calibrate(found: Sequence[tuple[str, float, bool]]) -> Calibration:
    """Platt's two parameters for each type, by Newton's method on the log loss."""
    parameters = {}
    for kind in sorted({kind for kind, _, _ in found}):
        x = np.array([[log_odds(raw), 1.0] for k, raw, _ in found if k == kind])
        y = np.array([right for k, _, right in found if k == kind], dtype=float)
        w = np.array([1.0, 0.0])
        for _ in range(50):
            p = 1 / (1 + np.exp(-x @ w))
            # a little ridge keeps a type with few mentions from running away
            hessian = x.T @ (x * (p * (1 - p))[:, None]) + 0.1 * np.eye(2)
            w -= np.linalg.solve(hessian, x.T @ (p - y) + 0.1 * (w - [1.0, 0.0]))
        parameters[kind] = (round(float(w[0]), 4), round(float(w[1]), 4))
    return Calibration(parameters)


def folds(corpus: Sequence[Passage]) -> list[int]:
    """The fold of each passage: that of its file, so that none is judged by a model that saw its writer."""
    files = sorted({passage.place.partition(":")[0] for passage in corpus})
    fold = {file: i % FOLDS for i, file in enumerate(files)}
    return [fold[passage.place.partition(":")[0]] for passage in corpus]


def pipelines(corpus: Sequence[Passage], folder: Path) -> tuple[list[Language], Language]:
    """A pipeline for each fold, whose segmenter saw the other passages only, and one whose saw all."""
    fold = folds(corpus)
    # the longest first, so that no processor waits for it
    parts = [list(corpus)] + [[p for p, f in zip(corpus, fold, strict=True) if f != i] for i in range(FOLDS)]
    places = [folder / str(i) for i in range(FOLDS + 1)]
    with ProcessPoolExecutor() as pool:
        list(pool.map(train_segmenter, parts, places))
    whole, *made = (blank(place) for place in places)
    return made, whole


def unseen(corpus: Sequence[Passage], made: Sequence[Language]) -> list[list[Sight]]:
    """The sentences of each passage, segmented by the pipeline of its fold."""
    found: list[list[Sight]] = [[] for _ in corpus]
    fold = folds(corpus)
    for i, nlp in enumerate(made):
        chosen = [n for n, f in enumerate(fold) if f == i]
        for n, sight in zip(chosen, sights(nlp, (corpus[n] for n in chosen)), strict=True):
            found[n] = sight
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--out", type=Path, default=MODEL)
    asked = options.parse_args()
    corpus, trained_on, started = list(passages()), fingerprint(), time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        made, nlp = pipelines(corpus, Path(scratch))
    segmented_at = time.perf_counter()
    all_rows, fold = [list(map(row, one)) for one in unseen(corpus, made)], folds(corpus)
    kept = [[r for r, f in zip(all_rows, fold, strict=True) if f != i] for i in range(FOLDS)]
    with ProcessPoolExecutor() as pool:
        model, *models = pool.map(train_tagger, [all_rows, *kept])
    found = [
        one
        for i, of_fold in enumerate(models)
        for one in judged(of_fold, (r for r, f in zip(all_rows, fold, strict=True) if f == i))
    ]
    marks = sum(len(passage.marks) for passage in corpus)
    tagger = nlp.add_pipe("weitu_tagger")
    tagger.load(model)
    tagger.calibration = calibrate(found)
    nlp.add_pipe("weitu_resolver")
    nlp.add_pipe("weitu_measured")
    nlp.meta["name"], nlp.meta["trained_on"] = "weitu", trained_on
    shutil.rmtree(asked.out, ignore_errors=True)
    nlp.to_disk(asked.out, exclude=["vocab"])
    compress(asked.out / "tokenizer" / "pkuseg_model")
    size = sum(file.stat().st_size for file in asked.out.rglob("*") if file.is_file())
    print(
        json.dumps(
            {
                "passages": len(corpus),
                "trained_on": trained_on,
                "bytes": size,
                "unseen_f1": round(2 * sum(right for _, _, right in found) / (len(found) + marks), 4),
                "seconds": {
                    "segmenters": round(segmented_at - started),
                    "taggers": round(time.perf_counter() - segmented_at),
                },
            }
        )
    )


if __name__ == "__main__":
    main()
