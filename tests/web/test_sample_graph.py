"""Each part of the page on the sample graph, as the program reads it from ``seeds/corpus``, at both sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graph.build import build
from tests.app.running import serving
from tests.app.writable import TOKEN
from tests.web.axe import violations
from tests.web.canvas import nodes, wait_for_node
from tests.web.conftest import DESKTOP, PHONE, fits

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"]),
]

CORPUS = Path(__file__).parents[2] / "seeds" / "corpus"
DISTRICT = "region/340504"
RATE = "indicator/postnatal-visit-rate"
#: Milliseconds in which a report is read for certain.
READING = 60_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the sample graph, to which reports can be added."""
    path = tmp_path_factory.mktemp("sample") / "data"
    build([CORPUS], path)
    with serving(path, WEITU_WRITE_TOKEN=TOKEN) as client:
        yield str(client.base_url)


@pytest.mark.parametrize("typed", ["雨山", "ysq", "340504"])
def test_find(page: Page, typed: str):
    page.goto("/")
    page.get_by_role("combobox", name="搜索").fill(typed)
    found = page.get_by_role("option", name=re.compile("雨山区.*地区.*条事实")).first
    expect(found).to_contain_text("马鞍山市")
    assert fits(page)
    found.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("雨山区")


def test_graph_and_evidence(page: Page):
    page.goto(f"/#entity={DISTRICT}")
    wait_for_node(page, "program/maternal-and-child-health")
    drawn = nodes(page)
    assert len(drawn) > 20
    page.locator(".node-menu").get_by_role("button", name="隶属 · 地区").wait_for()
    page.get_by_role("list", name="图例").get_by_role("button", name="项目").click()
    expect(page).to_have_url(re.compile("without=program"))
    assert len(nodes(page)) < len(drawn)
    assert fits(page)
    page.get_by_role("button", name="产后访视率 96.1%").click()
    source = page.get_by_role("region", name="原文")
    expect(source.locator("blockquote")).to_contain_text("产后访视")
    expect(source.locator("mark.is-part").first).to_be_visible()
    expect(source.locator("figcaption")).to_contain_text(re.compile(r"（\d\.\d\d）"))
    assert violations(page) == []
    source.get_by_role("link", name="在报告里读").click()
    expect(page.locator(".report-text .is-chosen")).to_contain_text("96.10%")
    expect(page.locator(".report-text .is-chosen")).to_be_in_viewport()


def test_a_chain_of_relations(page: Page):
    page.goto("/")
    page.get_by_role("button", name="地区=雨山区 → 项目 → 指标").click()
    wait_for_node(page, DISTRICT)
    assert {id_.split("/")[0] for id_ in nodes(page)} == {"region", "program", "indicator"}


def test_compare(page: Page):
    page.goto(f"/#compare={RATE}")
    table = page.locator(".value-table")
    expect(table.get_by_role("row", name=re.compile("雨山区.*2022.*96.1%"))).to_be_visible()
    expect(table.get_by_role("row", name=re.compile("梨树县.*2022.*报告没有写.*≥ 90%"))).to_be_visible()
    expect(page.locator(".chart canvas")).to_be_visible()
    assert fits(page)
    assert violations(page) == []


def test_region_card(page: Page):
    page.goto(f"/#entity={DISTRICT}")
    page.get_by_text("地区概览").click()
    for title in ("项目与指标", "依据的政策", "制发的政策", "机构", "谁负责什么"):
        section = page.locator(".profile-section").filter(has=page.locator("summary", has_text=title))
        section.locator("summary").click()
        expect(section.get_by_role("link").first).to_be_visible()
    assert fits(page)
    assert violations(page) == []


def test_read(page: Page):
    page.goto("/#reports=")
    expect(page.get_by_text("共 5 份")).to_be_visible()
    page.get_by_role("link", name="雨山区2022年卫生健康工作总结（样例）").click()
    marks = page.locator(".report-text a.mark[data-type=indicator]")
    marks.first.scroll_into_view_if_needed()
    page.get_by_role("button", name=re.compile("^指标")).press("Enter")
    expect(marks.first).not_to_be_in_viewport()  # what is out of sight is drawn anew when it comes into sight
    assert fits(page)
    assert violations(page) == []


def test_ask(page: Page):
    page.goto("/#ask=")
    examples = page.get_by_role("navigation", name="例子").get_by_role("button")
    for example in examples.all():
        example.click()
        expect(page.get_by_text(re.compile(r"^[1-9]\d* 行，用时"))).to_be_visible()
        expect(page.locator(".ask-result .notice-loading")).to_have_count(0)
        expect(page.locator(".ask-result").get_by_role("alert")).to_have_count(0)
    assert fits(page)


def test_add(page: Page):
    page.goto("/#add=")
    page.locator("#add-files").set_input_files(CORPUS / "yushan-2022-review.txt")
    file = page.locator(".file")
    expect(file).to_contain_text("已读出，尚未存入", timeout=READING)
    expect(file.locator("dl")).to_contain_text("雨山区")
    file.get_by_text(re.compile("^读出的数值")).click()
    expect(file.locator("blockquote mark").first).to_be_visible()
    assert fits(page)
    assert violations(page) == []
