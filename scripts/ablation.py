#!/usr/bin/env python3
"""What each part of the reader brings to its mentions: F1 on gold reports without it; prints JSON.

usage: ablation.py [--gold DIR] [--text DIR] [VARIANT…]

Each variant is trained anew on seeds/training and read on the gold reports:
  rules        the rules alone, their overlaps settled by length and source
  characters   the tagger on characters instead of words
  words        the tagger on words of our own pkuseg model: what is shipped
  no-rules     the same, without what the rules propose
  ner          spaCy's own `ner` on those words, with the rules' labels as a feature, in place of the tagger
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graph.documents import load  # noqa: E402
from graph.reading.candidates import Candidate, resolve  # noqa: E402
from graph.reading.features import items, labels  # noqa: E402
from graph.reading.tagger import Tagger, by_sentence, spans  # noqa: E402
from scripts.evaluate import SHARED, commit, score  # noqa: E402
from scripts.train import Sight, blank, pipelines, row, sights, train_tagger, unseen  # noqa: E402
from scripts.training_corpus import passages  # noqa: E402

Mention = tuple[int, int, str]
Find = Callable[[str, list[tuple[int, int]], list[Candidate]], Iterable[Mention]]
ROUNDS = 18
NER = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": 96,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG"],
                "rows": [5000, 2500, 2500, 500, 200],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 96,
                "window_size": 1,
                "maxout_pieces": 3,
                "depth": 4,
            },
        },
    }
}


def found(nlp: Language, find: Find, text: Path, gold: list[Path]) -> list[str]:
    """The mentions of the gold files' reports, a JSON line each."""
    lines = []
    for file in gold:
        document = load(text / f"{file.stem}.txt")
        doc = nlp.make_doc(document.text)
        doc._.document = document
        for _, component in nlp.pipeline:
            doc = component(doc)
        mentions = [
            {"start": start, "end": end, "type": kind, "text": document.text[start:end]}
            for sentence, tokens in by_sentence(doc, doc._.tagged.sentences)
            for start, end, kind in find(doc._.tagged.folded, tokens, sentence.candidates)
        ]
        lines.append(
            json.dumps({"doc": file.stem, "mentions": mentions, "observations": [], "relations": []})
        )
    return lines


def by_rules(text: str, tokens: list[tuple[int, int]], candidates: list[Candidate]) -> Iterator[Mention]:  # noqa: ARG001
    """What the rules find by themselves."""
    return ((c.start, c.end, c.type) for c in resolve(candidates))


def by_tagger(model: bytes, *, with_rules: bool = True) -> Find:
    """What a CRF model finds."""
    tagger = Tagger()
    tagger.load(model)

    def find(text: str, tokens: list[tuple[int, int]], candidates: list[Candidate]) -> Iterator[Mention]:
        row = items(text, tokens, candidates if with_rules else [])
        return ((tokens[a][0], tokens[b][1], kind) for a, b, kind, _ in tagger.tag(row))

    return find


def by_ner(seen: Iterable[list[Sight]]) -> Find:
    """What spaCy's `ner` finds after some rounds over the sentences."""
    fix_random_seed(0)
    nlp = spacy.blank("zh")
    ner = nlp.add_pipe("ner", config=NER)

    def as_doc(text: str, tokens: list[tuple[int, int]], candidates: list[Candidate]) -> Doc:
        rules = labels(tokens, ((c.start, c.end, c.type) for c in resolve(candidates)))
        words = [text[a:b] for a, b in tokens]
        return Doc(nlp.vocab, words=words, spaces=[False] * len(words), tags=rules)

    examples = []
    for sight in (sight for passage in seen for sight in passage if sight.tokens):
        marked = as_doc(sight.text, sight.tokens, sight.candidates)
        runs = spans(labels(sight.tokens, sight.marks))
        marked.ents = [Span(marked, first, last + 1, label=kind) for first, last, kind in runs]
        examples.append(Example(as_doc(sight.text, sight.tokens, sight.candidates), marked))
    nlp.initialize(lambda: examples)
    optimizer, shuffle = nlp.resume_training(), random.Random(0)
    for _ in range(ROUNDS):
        shuffle.shuffle(examples)
        for batch in minibatch(examples, size=32):
            nlp.update(batch, drop=0.25, sgd=optimizer)

    def find(text: str, tokens: list[tuple[int, int]], candidates: list[Candidate]) -> Iterator[Mention]:
        with nlp.use_params(optimizer.averages):
            entities = ner(as_doc(text, tokens, candidates)).ents if tokens else ()
        return ((tokens[e.start][0], tokens[e.end - 1][1], e.label_) for e in entities)

    return find


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("variant", nargs="*", default=["rules", "characters", "words", "no-rules", "ner"])
    options.add_argument("--gold", type=Path, default=SHARED / "gold")
    options.add_argument("--text", type=Path, default=SHARED / "seeds")
    asked = options.parse_args()
    gold, corpus = sorted(asked.gold.glob("*.json")), list(passages())
    with tempfile.TemporaryDirectory() as scratch:
        made, nlp = pipelines(corpus, Path(scratch))
    on_words, characters = unseen(corpus, made), blank(None)

    def trained(seen: Iterable[list[Sight]]) -> bytes:
        return train_tagger(list(map(row, one)) for one in seen)

    bare = [[sight._replace(candidates=[]) for sight in one] for one in on_words]
    variants: dict[str, Callable[[], tuple[Language, Find]]] = {
        "rules": lambda: (nlp, by_rules),
        "characters": lambda: (characters, by_tagger(trained(sights(characters, corpus)))),
        "words": lambda: (nlp, by_tagger(trained(on_words))),
        "no-rules": lambda: (nlp, by_tagger(trained(bare), with_rules=False)),
        "ner": lambda: (nlp, by_ner(on_words)),
    }
    measured = {}
    for name in asked.variant:
        base, find = variants[name]()
        _, f1 = score(asked.gold / "score.py", gold, found(base, find, asked.text, gold), asked.text)
        measured[name] = {key: value for key, value in f1.items() if key.startswith("mention.loose")}
        print(name, measured[name]["mention.loose"], file=sys.stderr)
    print(json.dumps({"commit": commit(), "passages": len(corpus), "f1": measured}))


if __name__ == "__main__":
    main()
