"""Bytes to documents: encodings, headings, years, page furniture, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.documents import Document, Heading, load, outline, parse
from graph.errors import DocumentNotFound, EmptyDocument, NotChinese, NotText

REVIEW = """云溪县卫生健康局2021年工作总结和2022年工作计划

一、2021年工作开展情况
（一）公共卫生。全县孕产妇系统管理率97.52%。
1、免疫规划工作不断规范。接种率达90%。
二、下一步工作安排
（一）继续做好免疫规划
1. 接种率达95%以上。

云溪县卫生健康局

2022年1月6日
"""


def read(text: str, encoding: str = "utf-8") -> Document:
    return parse(text.encode(encoding), "report.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_the_encodings_of_chinese_reports(encoding: str) -> None:
    assert read(REVIEW * 3, encoding).text == REVIEW * 3


def test_line_ends_become_one_form() -> None:
    assert (
        read("第一行，全县。\r\n第二行，全市。\r第三行。").text == "第一行，全县。\n第二行，全市。\n第三行。"
    )


def test_paragraphs_are_lines_with_their_place() -> None:
    document = read(REVIEW)
    for number, line in enumerate(REVIEW.split("\n"), 1):
        paragraph = document.paragraphs[number - 1]
        assert (paragraph.number, document.line(paragraph)) == (number, line)


def test_headings_nest_also_where_text_shares_their_line() -> None:
    document = read(REVIEW)
    assert document.paragraphs[4].headings == ("2021年工作开展情况", "公共卫生", "免疫规划工作不断规范")


def test_the_outline_has_the_headings_with_their_marks() -> None:
    document = read(REVIEW)
    found = outline(document.text, document.title)
    assert [(heading.level, heading.title) for heading in found] == [
        (1, "一、2021年工作开展情况"),
        (2, "（一）公共卫生"),
        (3, "1、免疫规划工作不断规范"),
        (1, "二、下一步工作安排"),
        (2, "（一）继续做好免疫规划"),
        (3, "1.接种率达95%以上"),
    ]
    assert all(document.text[heading.start :].startswith(heading.title[:2]) for heading in found)
    assert outline("", "") == []


def test_a_level_that_is_left_out_does_not_count_in_the_outline() -> None:
    text = "工作总结\n1、门诊。\n一、医疗。\n①急诊。"
    assert outline(text, "工作总结") == [
        Heading(1, "1、门诊", 5),
        Heading(1, "一、医疗", 11),
        Heading(2, "①急诊", 17),
    ]


def test_next_years_plan_changes_year_and_outlook() -> None:
    paragraphs = read(REVIEW).paragraphs
    assert (paragraphs[3].period, paragraphs[3].planned) == ("2021", False)
    assert (paragraphs[7].period, paragraphs[7].planned) == ("2022", True)


def test_family_planning_is_no_plan() -> None:
    document = read("云溪县2021年卫生健康工作总结\n二、计划生育工作稳步推进\n全县出生1067人。")
    assert not document.paragraphs[2].planned


def test_the_document_says_what_it_is() -> None:
    document = read(REVIEW)
    assert document.title == "云溪县卫生健康局2021年工作总结和2022年工作计划"
    assert (document.kind, document.period, document.issuer) == ("both", "2021", "云溪县卫生健康局")


def test_a_title_broken_over_two_lines_is_joined() -> None:
    document = read("云溪县卫健局2021年\n\n卫生健康工作报告\n正文从这里开始，全县。")
    assert document.title == "云溪县卫健局2021年卫生健康工作报告"


def test_page_furniture_is_metadata_not_text() -> None:
    body = "2022年以来，全区卫生健康系统扎实开展各项工作，" * 4
    fields = "索 引 号: X-7 组配分类: 规划\n发布机构: 云溪区卫健委\n发布时间: 2023-03-05 09:10"
    page = f"{fields}\n2022年工作总结\n{body}\n页面纠错(注)"
    document = read(page)
    assert [p.number for p in document.paragraphs if p.furniture] == [1, 2, 3, 6]
    assert (document.issuer, document.published, document.period) == ("云溪区卫健委", "2023-03-05", "2022")


def test_a_samples_header_is_page_furniture() -> None:
    document = read("# 样例说明：这是样例。\n云溪县2021年卫生健康工作总结\n全县出生1067人。")
    assert document.paragraphs[0].furniture
    assert document.title == "云溪县2021年卫生健康工作总结"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyDocument),
        (b"\n \n", EmptyDocument),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", NotText),
        (bytes(range(256)) * 20, NotText),
        (b"The annual report of a county in English.", NotChinese),
        (b"12345 67890", NotChinese),
    ],
)
def test_what_is_no_chinese_text_is_refused_with_its_name(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"^report\.txt: ") as caught:
        parse(data, "report.txt")
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(DocumentNotFound, match=str(path)):
            load(path)


def test_the_real_reports_say_what_they_are(shared: Path) -> None:
    found = {d.name: (d.kind, d.period) for d in map(load, sorted((shared / "seeds").glob("*.txt")))}
    assert found == {
        "donghai-2021.txt": ("plan", "2021"),
        "lishu-2021.txt": ("review", "2021"),
        "yushan-2022.txt": ("both", "2022"),
    }


def test_stamps_and_paths_of_a_page_are_furniture() -> None:
    body = "2022年，全县卫生健康工作坚持以人民健康为中心，扎实推进各项任务，取得了较好成效，" * 3
    page = (
        f"首页 > 政务公开 > 卫健局\n时间：2023-05-04 08:58 来源：本站\n2023-05-04\n2022年工作总结\n{body}。\n"
    )
    document = parse(page.encode(), "page.txt")
    assert [p.number for p in document.paragraphs if p.furniture] == [1, 2, 3]
    assert document.published == "2023-05-04"


def test_a_notice_is_signed_before_the_report_that_it_comes_with() -> None:
    text = "关于印发工作要点的通知\n各乡镇卫生院：\n现印发给你们。\n东山县卫生计生局\n2017年2月22日\n"
    document = parse(
        (text + "2017年工作要点\n做好各项工作。\n完成年度任务。\n按时上报。\n").encode(), "a.txt"
    )
    assert document.issuer == "东山县卫生计生局"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("健康行动实施意见\n到2025年，体系初步建立。到2030年，体系全面建成。2021年启动。\n", "2021"),
        ("工作汇报\n2016年建成村卫生室24个。今年以来完成体检。2017年计划建成22个。\n", "2017"),
        ("工作汇报\n落实《2016年重点任务》，各项工作有序开展，群众满意。2018年底前全部完成。\n", "2018"),
    ],
)
def test_years_aimed_at_and_years_of_norms_are_not_the_reports(text: str, period: str) -> None:
    assert parse(text.encode(), "a.txt").period == period


def test_a_report_without_a_year_is_read_with_a_warning() -> None:
    document = parse("工作汇报\n全县开展义诊活动，群众满意度稳步提高。\n".encode(), "a.txt")
    assert document.period is None
    assert [warning.kind for warning in document.warnings] == ["no_year"]


def outlook(text: str) -> dict[str, tuple[str | None, bool]]:
    """Line → its year and whether it speaks of what shall be."""
    document = read(text)
    return {document.line(p): (p.period, p.planned) for p in document.paragraphs}


def test_goals_of_a_five_year_plan_hold_for_its_end_and_its_look_back_for_the_year_before() -> None:
    found = outlook("云溪县“十四五”卫生健康发展规划\n一、发展成就\n甲。\n二、发展目标\n乙。")
    assert (found["甲。"], found["乙。"]) == (("2020", False), ("2025", True))


def test_what_is_left_of_the_year_is_no_next_year() -> None:
    found = outlook(
        "云溪县卫生健康局2022年上半年工作总结和下半年工作打算\n一、上半年工作总结\n甲。\n二、下半年工作打算\n乙。"
    )
    assert (found["甲。"], found["乙。"]) == (("2022", False), ("2022", True))


def test_a_heading_without_a_mark_may_open_the_plan() -> None:
    found = outlook("云溪县卫生健康局2022年工作总结\n甲。\n2023年工作打算：\n乙。")
    assert (found["甲。"], found["乙。"]) == (("2022", False), ("2023", True))


def test_a_task_that_strengthens_the_base_is_no_look_back() -> None:
    found = outlook(
        "云溪县卫生健康局2023年工作计划\n（一）夯实基层基础\n甲。\n（二）巩固创建成果，解决突出问题\n乙。"
    )
    assert {found["甲。"], found["乙。"]} == {("2023", True)}


@pytest.mark.parametrize(
    "title",
    [
        "云溪县卫生健康局2023年重点工作任务分解表",
        "云溪县卫生健康局关于2023年工作安排的报告",
        "云溪县卫生健康局\n关于下达2023年目标任务的通知",
        "云溪县卫生健康局关于开展体检工作的实施方案\n云卫健发〔2023〕8号",
    ],
)
def test_notices_of_tasks_are_plans_for_their_year(title: str) -> None:
    document = read(f"{title}\n一、慢性病防治\n规范管理率达到75%。\n")
    assert (document.kind, document.period) == ("plan", "2023")
