"""The trained pipeline: loadable by spaCy alone, fitting the text to the character, and small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from graph.reading.candidates import Candidate, Source, resolve
from graph.reading.pipeline import MODEL, load
from scripts.training_corpus import fingerprint

MOST_BYTES = 10_000_000


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def test_spacy_loads_it_by_its_folder_without_this_package_being_named() -> None:
    script = (
        "import json, sys, spacy\n"
        "doc = spacy.load(sys.argv[1])('梨树县卫生健康局2021年工作总结\\n全县活产数1089人。')\n"
        "print(json.dumps([[e.text, e.label_] for e in doc.ents]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(MODEL)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
        cwd=MODEL,
    )
    found = json.loads(done.stdout)
    assert (
        ["活产数", "INDICATOR"] in found and ["1089人", "QUANTITY"] in found and ["全县", "REGION"] in found
    )


def test_the_configuration_names_every_step(nlp: Language) -> None:
    assert nlp.pipe_names == [
        "weitu_sentences",
        "weitu_numbers",
        "weitu_names",
        "weitu_grammar",
        "weitu_vocabulary",
        "weitu_measures",
        "weitu_tables",
        "weitu_boundaries",
        "weitu_tagger",
        "weitu_resolver",
        "weitu_measured",
    ]
    assert nlp.config["nlp"]["tokenizer"]["@tokenizers"] == "weitu.Words.v1"


def test_the_model_was_trained_on_the_corpus_beside_it(nlp: Language) -> None:
    assert nlp.meta["trained_on"] == fingerprint(), "seeds/training has changed: run make train"


def test_the_model_is_small() -> None:
    assert sum(file.stat().st_size for file in MODEL.rglob("*") if file.is_file()) <= MOST_BYTES


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="全县医院签约率达9５%。，、（）“”《》 \t\u3000\nabc人次", max_size=200))
def test_tokens_are_the_text(nlp: Language, text: str) -> None:
    tokens = nlp.make_doc(text)
    assert "".join(token.text for token in tokens) == text


def test_words_are_words_of_the_field(nlp: Language) -> None:
    words = [token.text for token in nlp.make_doc("推进家庭医生签约服务，孕产妇系统管理率达97.5%")]
    assert "医生" in words or "家庭医生" in words
    assert "，" in words
    assert len(words) < len("推进家庭医生签约服务，孕产妇系统管理率达97.5%")


def test_entities_start_and_end_with_tokens_and_never_overlap(nlp: Language) -> None:
    doc = nlp(
        "一、疫情防控\n县疾控中心开展核酸检测，全县设核酸检测点500个，配备采样人员1031人。我局印发《实施方案》。"
    )
    assert len(doc.ents) >= 5
    for before, behind in pairwise(doc.ents):
        assert before.end <= behind.start


def test_a_hint_is_no_mention_by_itself() -> None:
    hint = Candidate(0, 2, "REGION", Source.HINT)
    name = Candidate(0, 2, "INSTITUTION", Source.GRAMMAR)
    assert resolve([hint]) == []
    assert resolve([hint, name]) == [name]


def test_scores_are_probabilities(nlp: Language) -> None:
    doc = nlp("全县活产数1089人，推进家庭医生签约服务。")
    scores = [mention.score for mention in doc._.tagged.mentions()]
    assert scores
    assert all(score is None or 0 < score < 1 for score in scores)


def test_a_loaded_pipeline_can_be_written_and_loaded_again(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "again", exclude=["vocab"])
    text = "我县与市中心医院签订医联体协议，签约率由45.3%提高到52%。"
    again = load(tmp_path / "again")(text)
    assert [(e.text, e.label_) for e in again.ents] == [(e.text, e.label_) for e in nlp(text).ents]
