"""Which indicator a figure is of: its own words, its unit and the words around it decide together."""

from __future__ import annotations

import pytest

from graph.documents import parse
from graph.extraction import Observation
from graph.reader import Reader

TITLE = "桐庐县卫生健康局2022年工作总结\n"
INDICATOR = "https://w3id.org/weitu/id/indicator/"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def figures(reader: Reader, text: str) -> dict[str, Observation]:
    """Quantity → observation."""
    return {o.quantity: o for o in reader.read(parse((TITLE + text).encode(), "report.txt")).observations}


def slug(observation: Observation) -> str | None:
    """The curated indicator of an observation, ``None`` where it is one of the report's own."""
    own = (observation.indicator_id or "").removeprefix(INDICATOR)
    return own if own.isascii() else None


@pytest.mark.parametrize(
    ("text", "quantity", "indicator"),
    [
        # what the label says besides stands in the same clause
        ("托育机构备案12家，托位稳步增加。", "12家", "registered-childcare-institutions"),
        ("全年为310名患者提供了远程会诊服务。", "310名", "teleconsultations"),
        # in the clause before
        ("医养结合机构14家，床位1860张。", "1860张", "integrated-care-beds"),
        ("救治30种大病患者420人，大病救治率98%。", "98%", "major-disease-treatment-rate"),
        ("报告甲、乙类传染病980例，报告发病率为196.2/10万。", "196.2/10万", "class-a-b-incidence"),
        # in the heading
        (
            "一、严重精神障碍患者管理\n规律服药率达到86.5%。",
            "86.5%",
            "severe-mental-disorder-medication-rate",
        ),
        # several values of one indicator are of what was counted before
        (
            "管理高血压患者8120人、糖尿病患者2260人，规范管理率分别为70.2%和69.4%。",
            "69.4%",
            "diabetes-standardised-management-rate",
        ),
        (
            "高血压、糖尿病患者规范管理率分别为71.2%和68.9%。",
            "71.2%",
            "hypertension-standardised-management-rate",
        ),
        # a bracket inside a name does not end it
        (
            "每千常住人口床位数、每千常住人口执业（助理）医师数、每千常住人口注册护士数分别为6.1张、2.7人和3.4人。",
            "2.7人",
            "physicians-per-1000",
        ),
        # a count of less than one person is of a thousand
        ("执业（助理）医师2310人，注册护士2980人。", "2980人", "nurses"),
    ],
)
def test_a_figure_is_of_the_indicator_that_the_words_around_it_tell(
    reader: Reader, text: str, quantity: str, indicator: str
) -> None:
    assert slug(figures(reader, text)[quantity]) == indicator


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        # another unit, another indicator
        ("社区卫生服务中心320万人次，村卫生室210万人次。", "320万人次"),
        # how far a figure moved is not the figure
        ("双向转诊通道畅通，下转患者人次同比增长12%。", "12%"),
        ("药占比下降2.1个百分点。", "2.1个百分点"),
        # those alone of which something is said are not all that there are
        ("全年通报乡镇卫生院3家。", "3家"),
        ("12家乡镇卫生院建成标准化中医馆。", "12家"),
        # of two that are as near, neither
        ("管理高血压患者8120人、糖尿病患者2260人，规范管理率均衡提高到70.2%。", "70.2%"),
        # of a narrower class
        ("护理院床位120张，社区卫生服务中心床位82张。", "82张"),
    ],
)
def test_what_only_looks_like_an_indicator_is_not_linked_to_it(
    reader: Reader, text: str, quantity: str
) -> None:
    found = figures(reader, text)[quantity]
    assert slug(found) is None, found


def test_figures_carry_how_sure_their_indicator_is(reader: Reader) -> None:
    found = figures(reader, "孕产妇系统管理率为96.2%，托育机构备案12家，新增直饮水机36台。")
    assert all(o.indicator_score is not None and 0 < o.indicator_score < 1 for o in found.values()), found
