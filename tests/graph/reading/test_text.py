"""Sentences of folded text, also where nothing ends them."""

from __future__ import annotations

import pytest

from graph.reading.text import LONGEST_SENTENCE, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


def test_a_sentence_ends_at_a_full_stop_with_its_closing_marks() -> None:
    assert cut(" 全县出生1067人。他说“好。” 接种率90%") == ["全县出生1067人。", "他说“好。”", "接种率90%"]


@pytest.mark.parametrize("unit", ["全县出生1067人,", "扎实推进公共卫生服务工作", "全县出生1067人。"])
def test_text_without_end_is_cut_without_loss(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    found = cut(text)
    assert "".join(found) == text
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in found)


def test_it_is_cut_at_a_pause() -> None:
    assert all(sentence.endswith("人,") for sentence in cut("全县出生1067人," * 1000))
