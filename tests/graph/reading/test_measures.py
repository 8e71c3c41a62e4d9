"""What a figure measures: the words before it, behind it, shared or inherited."""

from __future__ import annotations

import pytest

from graph.reading.measures import find_measures
from graph.reading.quantities import find_quantities
from graph.reading.text import fold


def measured(text: str) -> list[tuple[str, str]]:
    folded = fold(text)
    found = find_measures(folded, 0, len(text), find_quantities(folded))
    return [(text[m.start : m.end], text[m.quantity.start : m.quantity.end]) for m in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全县活产数为1089人，", [("活产数", "1089人")]),
        ("孕产妇系统管理率达到97.52%。", [("孕产妇系统管理率", "97.52%")]),
        ("新增2家普惠托育机构。", [("普惠托育机构", "2家")]),
        ("对全区15所中小学、45所托育机构进行督导", [("中小学", "15所"), ("托育机构", "45所")]),
        ("共立案11起，", [("立案", "11起")]),
        ("排查脱贫户5628户、11475人，", [("脱贫户", "5628户"), ("脱贫户", "11475人")]),
        ("将基层医疗机构编制由4人增加到7人，", [("基层医疗机构编制", "4人"), ("基层医疗机构编制", "7人")]),
        ("购买了1台冷藏车用于运输", [("冷藏车", "1台")]),
        ("近视检出率较2020年降低1个百分点。", [("近视检出率", "1个百分点")]),
        ("为符合条件的620对夫妇提供检查", [("夫妇", "620对")]),
    ],
)
def test_a_figure_takes_the_words_that_name_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert measured(text) == expected


def test_one_figure_for_several_indicators_counts_for_each() -> None:
    assert measured("早孕建册率、产后访视率和新生儿访视率均达90%以上；") == [
        ("早孕建册率", "90%以上"),
        ("产后访视率", "90%以上"),
        ("新生儿访视率", "90%以上"),
    ]


def test_values_behind_respectively_pair_with_their_names() -> None:
    text = "新生儿、婴儿死亡率分别为0.93‰、1.62‰。"
    found = find_measures(text, 0, len(text), find_quantities(text))
    assert [(m.name or text[m.start : m.end], m.quantity.low) for m in found] == [
        ("新生儿死亡率", 0.93),
        ("婴儿死亡率", 1.62),
    ]


def test_a_name_is_carried_over_from_the_clause_before() -> None:
    assert measured("居民健康素养水平稳步提升，2022年达38.2%。") == [("居民健康素养水平", "38.2%")]


def test_a_bracket_breaks_down_the_figure_before_it() -> None:
    text = "受理信访事项7件(其中来访3件,电话4件)。"
    found = find_measures(text, 0, len(text), find_quantities(text))
    whole, visits, calls = found
    assert whole.parent is None
    assert visits.parent is not None and calls.parent is not None
    assert visits.parent.quantity == calls.parent.quantity == whole.quantity


def named(text: str) -> list[tuple[str, str, bool]]:
    """(name with its change, quantity, whether it grew from another) of each measure."""
    found = find_measures(text, 0, len(text), find_quantities(text))
    return [
        (
            (m.name or text[m.start : m.end]) + m.change,
            text[m.quantity.start : m.quantity.end],
            bool(m.before),
        )
        for m in found
    ]


def test_names_and_values_pair_without_respectively() -> None:
    assert named("孕产妇死亡率、婴儿死亡率持续控制在10/10万和6‰以下。") == [
        ("孕产妇死亡率", "10/10万", False),
        ("婴儿死亡率", "6‰以下", False),
    ]


def test_values_before_and_after_pair_with_their_names() -> None:
    assert named("婴儿死亡率、儿童死亡率分别由5‰、6‰降至3‰、4‰。") == [
        ("婴儿死亡率", "5‰", False),
        ("儿童死亡率", "6‰", False),
        ("婴儿死亡率", "3‰", True),
        ("儿童死亡率", "4‰", True),
    ]


def test_the_growth_of_several_figures_is_told_at_once() -> None:
    assert named("门急诊120万人次，出院4万人次，同比分别增长14.6%、22.3%。")[2:] == [
        ("门急诊增长幅度", "14.6%", False),
        ("出院增长幅度", "22.3%", False),
    ]


def test_what_moved_since_last_year() -> None:
    assert named("与上年比较，医院增加4个。") == [("医院增加幅度", "4个", False)]


def test_a_figure_goes_on_from_its_earlier_value() -> None:
    text = "人均预期寿命超过81岁，从2015年的80.1岁提高到2020年的81.9岁。"
    assert [name for name, _, _ in named(text)] == ["人均预期寿命"] * 3
