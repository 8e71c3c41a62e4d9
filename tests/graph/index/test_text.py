"""Tokens, and what is made of a search text, however hostile."""

from __future__ import annotations

import doctest
import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnsearchableText
from graph.index import pinyin, text
from graph.index.pinyin import spellings
from graph.index.text import LONGEST, SEARCHABLE, fold, key, question, tokens

CHARACTERS = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


@pytest.mark.parametrize("module", [text, pinyin])
def test_the_examples_in_the_module_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("高血压", ["高血", "血压", "压"]),
        ("县", ["县"]),
        ("完成97.52%。", ["完成", "成", "97", "52"]),
        ("ＨＰＶ疫苗", ["hpv", "疫苗", "苗"]),
        ("“两癌”筛查", ["两癌", "癌筛", "筛查", "查"]),
        ("一、妇幼", ["一", "妇幼", "幼"]),
        ("𠮷林_x", ["𠮷林", "林", "x"]),
        ("，。 %", []),
    ],
)
def test_tokens(written: str, expected: list[str]):
    assert list(tokens(written)) == expected


def found(asked: str, written: str) -> bool:
    """Whether FTS5 itself finds what is asked in a text."""
    match = question(asked).match
    with sqlite3.connect(":memory:") as index:
        index.execute("CREATE VIRTUAL TABLE t USING fts5 (tokens, tokenize = 'ascii')")
        index.execute("INSERT INTO t VALUES (?)", (" ".join(tokens(written)),))
        return bool(match) and bool(index.execute("SELECT 1 FROM t WHERE t MATCH ?", (match,)).fetchall())


SENTENCE = "2021年，全县开展“两癌”筛查1089人，HPV疫苗接种率97.52%。"


@pytest.mark.parametrize(
    "asked",
    [
        "筛查",
        "两癌筛查",
        "“两癌”",
        "2021年",
        "年",
        "人",
        "筛查1089人",
        "hpv",
        "hp",
        "HPV疫苗",
        "97.52",
        "97.52%",
    ]
    + ["疫苗 筛查", "疫苗接", "年，全县", "１０８９", "癌筛"],
)
def test_words_inside_a_sentence_are_found_and_placed(asked: str):
    assert found(asked, SENTENCE)
    places = question(asked).places(SENTENCE)
    assert places
    for start, end in places:
        assert key(SENTENCE[start:end]) in key(asked) or key(asked).startswith(key(SENTENCE[start:end]))


@pytest.mark.parametrize("asked", ["筛选", "查两", "108", "pv", "疫苗 高血压", "97.5", "1089 人员"])
def test_what_is_not_there_is_not_found(asked: str):
    assert not found(asked, SENTENCE)


@given(st.text(max_size=LONGEST))
def test_no_search_text_reaches_the_syntax_of_fts5(asked: str):
    try:
        match = question(asked).match
    except UnsearchableText:
        return
    if match is not None:
        assert re.fullmatch(r'"[^"*():^+\-{}]+"( \*)?( AND "[^"*():^+\-{}]+"( \*)?)*', match)
        found(asked, SENTENCE)


@given(st.text(alphabet="县医院两癌筛查“”97.，aB ", min_size=1, max_size=12), st.data())
def test_every_part_of_a_text_finds_it(written: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(written) - 1))
    end = data.draw(st.integers(start + 1, len(written)))
    part = written[start:end]
    around = fold(written[:start])[-1:] + fold(written[end:])[:1]
    whole_words = not re.search(r"[a-z0-9]", around)
    if list(tokens(part)) and whole_words:
        assert found(part, written)
        assert question(part).places(written)


@pytest.mark.parametrize("asked", ["", " \u3000", "“”", "《》", "县" * (LONGEST + 1), "\ud800县"])
def test_what_asks_for_nothing_is_refused(asked: str):
    with pytest.raises(UnsearchableText):
        question(asked)


def test_the_description_of_a_search_text_is_exact():
    described = {char for char in CHARACTERS if re.search(SEARCHABLE, char)}
    assert described == {char for char in CHARACTERS if is_question(char)}


def is_question(text: str) -> bool:
    try:
        question(text)
    except UnsearchableText:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "whole", "initials"),
    [
        ("雨山区", "yushanqu", "ysq"),
        ("吕梁市", "lvliangshi", "lls"),
        ("单县", "shanxian", "sx"),
        ("长治市", "changzhishi", "czs"),
        ("重庆市", "chongqingshi", "cqs"),
        ("65岁以上老年人", "65suiyishanglaonianren", "65syslnr"),
        ("“两癌”筛查", "liangaishaicha", "lasc"),
    ],
)
def test_pinyin(name: str, whole: str, initials: str):
    assert whole in spellings(name)[0]
    assert initials in spellings(name)[1]


def test_what_is_not_chinese_has_no_pinyin():
    assert spellings("hypertension") == ((), ())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Yu Shan Qu", "yushanqu"),
        ("xi'an", "xian"),
        ("lü", "lv"),
        ("y", None),
        ("340504", None),
        ("雨shan", None),
    ],
)
def test_what_can_be_pinyin(asked: str, expected: str | None):
    assert question(asked).pinyin == expected
