"""Figures in tables: what the label, the heads and the caption say of each."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.documents import parse
from graph.extraction import Extraction, Observation
from graph.reader import Reader

TITLE = "桐庐县2023年卫生健康事业发展统计公报\n"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def read(reader: Reader, *rows: str, title: str = TITLE) -> Extraction:
    return reader.read(parse((title + "\n".join(rows)).encode(), "report.txt"))


def told(extraction: Extraction) -> list[tuple[str, str, str, str]]:
    return [(o.indicator, o.quantity, o.period, o.status) for o in extraction.observations]


def first(extraction: Extraction) -> Observation:
    return extraction.observations[0]


def test_heads_over_several_columns_name_the_figures_under_them(reader: Reader) -> None:
    found = read(
        reader,
        "表1 全县医疗卫生机构及床位数",
        "机构类别\t机构数（个）\t\t床位数（张）\t",
        "\t2022年\t2023年\t2022年\t2023年",
        "总计\t612\t618\t3120\t3256",
        "　乡镇卫生院\t18\t18\t700\t730",
    )
    assert told(found) == [
        ("机构数", "612", "2022", "baseline"),
        ("机构数", "618", "2023", "actual"),
        ("床位数", "3120", "2022", "baseline"),
        ("床位数", "3256", "2023", "actual"),
        ("乡镇卫生院机构数", "18", "2022", "baseline"),
        ("乡镇卫生院机构数", "18", "2023", "actual"),
        ("乡镇卫生院床位数", "700", "2022", "baseline"),
        ("乡镇卫生院床位数", "730", "2023", "actual"),
    ]
    assert [o.unit for o in found.observations[:4]] == ["个", "个", "张", "张"]
    marked = {(m.text, m.type) for m in found.mentions}
    assert {("床位数", "INDICATOR"), ("乡镇卫生院", "ORG_CLASS"), ("730", "QUANTITY")} <= marked


def test_a_column_of_units_and_a_column_of_goals(reader: Reader) -> None:
    found = read(
        reader,
        "序号\t指标\t单位\t2023年\t2025年目标",
        "1\t孕产妇死亡率\t1/10万\t0\t≤9",
        "2\t5岁以下儿童死亡率\t‰\t3.2\t5以下",
        "3\t居民健康素养水平\t%\t28.6\t30-35",
    )
    assert told(found) == [
        ("孕产妇死亡率", "0", "2023", "actual"),
        ("孕产妇死亡率", "≤9", "2025", "target"),
        ("5岁以下儿童死亡率", "3.2", "2023", "actual"),
        ("5岁以下儿童死亡率", "5以下", "2025", "target"),
        ("居民健康素养水平", "28.6", "2023", "actual"),
        ("居民健康素养水平", "30-35", "2025", "target"),
    ]
    assert [(o.value, o.unit, o.comparator) for o in found.observations[1::2]] == [
        (9, "/10万", "<="),
        (5, "‰", "<="),
        ([30, 35], "%", "range"),
    ]


def test_rows_of_places_give_each_place_its_figures(reader: Reader) -> None:
    found = read(
        reader,
        "乡镇\t老年人健康管理率（%）\t高血压患者规范管理人数（人）",
        "分水镇\t71.2\t2,310",
        "合计\t70.6\t3435",
    )
    assert [(o.region, o.indicator, o.value, o.unit) for o in found.observations] == [
        ("分水镇", "老年人健康管理率", 71.2, "%"),
        ("分水镇", "高血压患者规范管理人数", 2310, "人"),
        ("桐庐县", "老年人健康管理率", 70.6, "%"),
        ("桐庐县", "高血压患者规范管理人数", 3435, "人"),
    ]


def test_places_of_a_county_without_a_name_stay_apart_from_it(reader: Reader) -> None:
    found = read(reader, "乡镇\t活产数\t签约率", "城关镇\t71\t80%", title="某县卫生健康局2023年工作总结\n")
    assert {(o.region, o.region_id == found.region_id) for o in found.observations} == {("城关镇", False)}


def test_rows_of_years(reader: Reader) -> None:
    found = read(reader, "年份\t活产数（人）\t出生率（‰）", "2022年\t1120\t6.1", "2023\t1089\t5.9")
    assert told(found) == [
        ("活产数", "1120", "2022", "baseline"),
        ("出生率", "6.1", "2022", "baseline"),
        ("活产数", "1089", "2023", "actual"),
        ("出生率", "5.9", "2023", "actual"),
    ]


def test_the_caption_gives_the_unit_and_a_head_the_change(reader: Reader) -> None:
    found = read(
        reader, "表2 收支情况（单位：万元）", "指标\t本年\t上年\t比上年增长%", "业务收入\t1230.5\t1100\t11.9"
    )
    assert told(found) == [
        ("业务收入", "1230.5", "2023", "actual"),
        ("业务收入", "1100", "2022", "baseline"),
        ("业务收入增长幅度", "11.9", "2023", "actual"),
    ]
    assert [(o.value, o.unit) for o in found.observations] == [
        (12305000, "元"),
        (11000000, "元"),
        (11.9, "%"),
    ]


def test_the_figures_of_a_plan_are_goals(reader: Reader) -> None:
    rows = ("指标\t单位\t目标值", "孕产妇系统管理率\t%\t95以上", "艾滋病筛查覆盖率\t%\t35")
    found = read(reader, *rows, title="桐庐县卫生健康局2024年工作计划\n")
    assert {(o.status, o.period) for o in found.observations} == {("target", "2024")}


def test_bars_part_cells_too(reader: Reader) -> None:
    found = read(reader, "| 指标 | 2023年 |", "| --- | --- |", "| 活产数（人） | 1089 |")
    assert told(found) == [("活产数", "1089", "2023", "actual")]
    assert (first(found).value, first(found).unit, first(found).surface) == (1089, "人", "活产数")


@pytest.mark.parametrize(
    "rows",
    [
        ("姓名\t科室\t联系电话", "张三\t公共卫生科\t4220123", "李四\t基层卫生科\t4220124"),
        ("\t一、工作开展情况", "\t我局共有3个股室"),
        ("时间\t内容\t责任单位", "3月\t开展督导\t县疾控中心", "4月\t总结评估\t县疾控中心"),
    ],
)
def test_what_looks_like_a_table_of_figures_and_is_none(reader: Reader, rows: tuple[str, ...]) -> None:
    assert [o.quantity for o in read(reader, *rows).observations if o.quantity != "3个"] == []


def test_a_sentence_in_a_cell_is_read_as_one(reader: Reader) -> None:
    found = read(reader, "项目\t进展\t得分", "家庭医生签约服务\t重点人群签约率达到78%。\t9.5")
    assert ("重点人群签约率", "78%") in {(o.indicator, o.quantity) for o in found.observations}


CELLS = st.sampled_from(
    [
        "",
        "指标",
        "单位",
        "2023年",
        "医院",
        "床位数（张）",
        "12",
        "3.5%",
        "≥90",
        "1,234",
        "—",
        "张",
        "0",
        "合计",
        "5-6",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8), st.sampled_from("\t|"))
def test_figures_of_any_table_stand_where_they_say(reader: Reader, rows: list[list[str]], mark: str) -> None:
    found = read(reader, *(mark.join(row) for row in rows))
    text = TITLE + "\n".join(mark.join(row) for row in rows)
    for o in found.observations:
        assert text[o.quantity_start : o.quantity_start + len(o.quantity)] == o.quantity
        assert o.start <= o.quantity_start < o.end and o.indicator
    ends = [0, *(m.end for m in found.mentions)]
    assert all(end <= m.start for end, m in zip(ends, found.mentions, strict=False))
