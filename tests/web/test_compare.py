"""Compare: an indicator by region and year, as a table and a chart, in the address, as files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.app.running import serving
from tests.web.comparing import COUNTIES, INDICATOR, comparable, counties
from tests.web.conftest import DESKTOP, PHONE, Watch, fits
from tests.web.reports import publish

pytestmark = pytest.mark.browser

ALL = f"/#compare=indicator/{INDICATOR}"
NAME = "老年友善医疗机构建成率"
FIRST, SECOND, THIRD, FOURTH = counties()[:4]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the reports of a hundred counties."""
    path = tmp_path_factory.mktemp("comparable") / "data"
    publish(path, *comparable())
    with serving(path) as client:
        yield str(client.base_url)


def some(*counties: tuple[str, str]) -> str:
    return ALL + "".join(f"&region=region/{code}" for code, _ in counties)


def column(page: Page, number: int) -> list[str]:
    return page.locator(f".value-table tbody tr > :nth-child({number})").all_inner_texts()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_hundred_regions_in_one_year(page: Page):
    page.goto("/")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(urlsplit(request.url).path))
    page.get_by_role("navigation").get_by_role("link", name="比较").click()
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("status").filter(has_text=f"{COUNTIES} 个地区，3 年")).to_be_visible()
    expect(page.locator(".chart canvas")).to_be_visible()
    assert len([path for path in loaded if "/assets/chart-" in path]) == 1
    page.get_by_role("combobox", name="起始年份").select_option("2022")
    page.get_by_role("combobox", name="截止年份").select_option("2022")
    expect(page.get_by_role("status").filter(has_text="1 年，109 个数值，1 处空缺")).to_be_visible()
    assert len(column(page, 1)) == COUNTIES
    head = page.get_by_role("columnheader", name="完成")
    expect(head).to_have_attribute("aria-sort", "descending")
    values = [float(text.split("%")[0]) for text in column(page, 3) if re.match(r"[\d.]+%", text)]
    assert values == sorted(values, reverse=True)
    button = head.get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(button).to_be_focused()
    assert column(page, 3)[-1] == "报告没有写", "gaps stand last"
    assert fits(page)


def test_values_of_another_kind_are_flagged_and_lead_to_their_sentences(page: Page):
    page.goto(some(FIRST, SECOND, THIRD, FOURTH))
    rows = page.locator(".value-table tbody tr")
    expect(rows).to_have_count(12)
    expect(rows.filter(has_text=SECOND[1]).first).to_contain_text("时段2021年上半年")
    expect(rows.filter(has_text=THIRD[1]).first).to_contain_text("单位")
    expect(rows.filter(has_text=FOURTH[1]).first).to_contain_text(f"机构{FOURTH[1]}人民医院")
    expect(rows.filter(has_text=FIRST[1]).nth(1)).to_contain_text("报告没有写")
    expect(page.get_by_role("list", name="标记的含义").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_text("3 个数值单位不同或是范围，没有画在图上")).to_be_visible()
    expect(page.locator(".compare-facts")).to_contain_text("国家目标2025 ≥ 85% “十四五”健康老龄化规划")
    value = page.get_by_role("button", name=f"看原文：{SECOND[1]}").first
    value.focus()
    page.keyboard.press("Enter")
    source = page.get_by_role("region", name="原文")
    expect(source.locator("blockquote")).to_contain_text("老年友善医疗机构占比达到58.5%")
    expect(value).to_have_attribute("aria-expanded", "true")
    sent = page.url
    page.goto("about:blank")
    page.goto(sent)
    expect(source.locator("blockquote")).to_contain_text("58.5%")
    source.get_by_role("button", name="关闭原文").click()
    expect(source).to_be_hidden()
    expect(value).to_be_focused()
    expect(rows).to_have_count(12)


def test_regions_are_added_and_removed_and_one_without_values_is_named(page: Page):
    page.goto(some(FIRST))
    expect(page.locator(".value-table tbody tr")).to_have_count(3)
    page.get_by_role("combobox", name="地区").fill("340504")
    page.get_by_role("option", name="雨山区").click()
    rows = page.locator(".value-table tbody tr", has_text="雨山区")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("报告没有写")
    page.get_by_role("button", name="去掉雨山区").click()
    expect(rows).to_have_count(0)
    page.go_back()
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="清除筛选").click()
    expect(page.get_by_role("status").filter(has_text=f"{COUNTIES} 个地区")).to_be_visible()


def test_the_table_and_the_picture_are_saved(page: Page, tmp_path: Path):
    page.goto(some(FIRST, SECOND) + "&from=2021&to=2022")
    expect(page.locator(".chart canvas")).to_be_visible()
    with page.expect_download() as table:
        page.get_by_role("link", name="下载表格").click()
    table.value.save_as(tmp_path / "table.csv")
    text = (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["region_label"] for row in rows} == {FIRST[1], SECOND[1]}
    assert {row["period"] for row in rows} == {"2021", "2022", "2021-H1", "2022-H1"}
    page.locator(".chart canvas").hover(position={"x": 400, "y": 200})
    with page.expect_download() as picture:
        page.get_by_role("button", name="下载图").click()
    assert picture.value.suggested_filename == f"{NAME}.png"
    picture.value.save_as(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_found_and_a_missing_indicator_are_told(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    page.goto(ALL + "&from=2010&to=2011")
    expect(page.get_by_text("这些地区和年份的报告里没有这个指标的数值")).to_be_visible()
    page.goto("/#compare=indicator/没有这个")
    expect(page.get_by_role("alert")).to_contain_text("没有这个条目")
    page.goto("/#compare=&region=1")
    expect(page.get_by_role("alert")).to_contain_text("这个地址不完整或已损坏")
