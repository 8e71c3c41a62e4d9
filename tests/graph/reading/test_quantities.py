"""Numbers with units: found whole, worth what they say, and never taken from names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reading.quantities import (
    chinese_number,
    find_dates,
    find_quantities,
    read_quantity,
)
from graph.reading.text import fold


@pytest.mark.parametrize(
    ("text", "quantity", "value", "unit", "comparator"),
    [
        ("管理率为97.52%。", "97.52%", 97.52, "%", "="),
        ("接种率达９５％以上", "９５％以上", 95, "%", ">="),
        ("发病率113.43/十万，", "113.43/十万", 113.43, "/10万", "="),
        ("控制在120/10万以内。", "120/10万以内", 120, "/10万", "<="),
        ("死亡率1.84‰", "1.84‰", 1.84, "‰", "="),
        ("投入近200万元，", "近200万元", 2_000_000, "元", "~"),
        ("补助人均不低于88元，", "不低于88元", 88, "元", ">="),
        ("筹措4万余元为", "4万余元", 40_000, "元", ">="),
        ("新增托位500-600个。", "500-600个", [500, 600], "个", "range"),
        ("培训不少于2-3期，", "不少于2-3期", [2, 3], "期", "range"),
        ("面积5千至1万平方米的", "5千至1万平方米", [5000, 10_000], "平方米", "range"),
        ("诊疗1,234,567人次", "1,234,567人次", 1_234_567, "人次", "="),
        ("总投资计划1800万，", "1800万", 18_000_000, "元", "="),
        ("惠及80万群众", "80万", 800_000, "人", "="),
        ("招聘26名医生", "26名", 26, "人", "="),
        ("建有六个母婴室", "六个", 6, "个", "="),
        ("实现零事故", "零", 0, "起", "="),
        ("性别比108；", "108", 108, "", "="),
        ("百分之九十五以上", "百分之九十五以上", 95, "%", ">="),
        ("降低1个百分点", "1个百分点", 1, "个百分点", "="),
        ("医护比不低于1:1.6，", "不低于1:1.6", 1.6, "", ">="),
        ("储备100间/万常住人口的", "100间/万常住人口", 100, "间/万常住人口", "="),
    ],
)
def test_a_quantity_is_found_whole_with_its_worth(
    text: str, quantity: str, value: float | list[float], unit: str, comparator: str
) -> None:
    (found,) = find_quantities(fold(text))
    assert text[found.start : found.end] == quantity
    assert (found.value, found.unit, found.comparator) == (value, unit, comparator)


@pytest.mark.parametrize(
    "text",
    [
        "2021年全县工作",
        "国办发〔2018〕12号",
        "65岁及以上老年人",
        "0-36个月儿童",
        "第3期",
        "H7N9禽流感",
        "三级医院",
        "24小时值班",
        "“四个全覆盖”",
        "5G技术",
        "成立100周年",
        "AFP病例48小时内调查及时率达",
        "301医院",
        "二次供水",
        "按1:1标准采样，",
    ],
)
def test_numbers_inside_names_are_none(text: str) -> None:
    assert find_quantities(fold(text)) == []


@given(
    st.text(alphabet="0123456789.,万亿%‰人个元余至-/以上约近不低于年月日岁百分之三十，。（）“”", max_size=60)
)
def test_quantities_fit_the_text_and_never_overlap(text: str) -> None:
    found = find_quantities(fold(text))
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all((q.high is None) == (q.comparator != "range") for q in found)
    assert all(q.low >= 0 for q in found)


@given(st.integers(min_value=1, max_value=99_999_999), st.sampled_from(["人", "元", "人次", "%"]))
def test_a_written_number_reads_back(number: int, unit: str) -> None:
    (found,) = find_quantities(f"共{number}{unit}。")
    assert (found.value, found.unit) == (number, unit)


@pytest.mark.parametrize(
    ("text", "value"), [("十二", 12), ("三百二十", 320), ("两万", 20_000), ("千", 1000), ("一百零五", 105)]
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("text", "date", "parts"),
    [
        ("截至2021年9月30日，", "2021年9月30日", (2021, 9, 30, 0)),
        ("截至九月末，", "九月末", (None, 9, None, 0)),
        ("2022年12月末前", "2022年12月末", (2022, 12, None, 0)),
        ("与去年同期相比", "去年同期", (None, None, None, -1)),
        ("发布时间 2023-02-22", "2023-02-22", (2023, 2, 22, 0)),
        ("全年完成", "全年", (None, None, None, 0)),
    ],
)
def test_dates_are_found_with_their_parts(
    text: str, date: str, parts: tuple[int | None, int | None, int | None, int]
) -> None:
    (found,) = find_dates(text)
    assert text[found.start : found.end] == date
    assert (found.year, found.month, found.day, found.shift) == parts


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    assert find_dates("13月45日") == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("每月一次", 1, "次", "="),
        ("每人每月340元", 340, "元", "="),
        ("过半", 50, "%", ">="),
        ("不到两成", 20, "%", "<="),
        ("逾千万元", 10_000_000, "元", ">="),
        ("三至四个", [3, 4], "个", "range"),
        ("一个半月", 1.5, "月", "="),
        ("连续三年", 3, "年", "="),
        ("至少一名", 1, "人", ">="),
        ("40具", 40, "具", "="),
        ("-3.4%", -3.4, "%", "="),
    ],
)
def test_what_is_known_to_be_a_quantity_is_read_whatever_its_words(
    text: str, value: float | list[float], unit: str, comparator: str
) -> None:
    found = read_quantity(f"达{text}。", 1, 1 + len(text))
    assert found is not None
    assert (found.value, found.unit, found.comparator) == (value, unit, comparator)


@pytest.mark.parametrize("text", ["若干", "每季度最后一周", "多名"])
def test_what_holds_no_number_is_not_read(text: str) -> None:
    assert read_quantity(text, 0, len(text)) is None
