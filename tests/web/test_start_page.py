"""The first page: ways in, both languages, and what it says where there is nothing to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.store import writing
from tests.app.running import serving
from tests.web.conftest import DESKTOP, PHONE, fits

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_regions_programmes_and_reports_are_ways_in(page: Page):
    page.goto("/")
    expect(page.get_by_role("link", name="云溪县 2021年·5 个观测值")).to_be_visible()
    expect(page.get_by_role("link", name="“两癌”筛查")).to_be_visible()
    page.get_by_role("link", name="云溪县卫生健康局2021年工作总结").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县卫生健康局2021年工作总结")
    assert fits(page)


def test_a_broken_address_opens_it_and_says_so(page: Page):
    page.goto("/#entity=&relation=what")
    expect(page.get_by_role("alert")).to_contain_text("地址不完整或已损坏")
    expect(page.get_by_role("link", name="“两癌”筛查")).to_be_visible()


def test_the_language_is_switched_and_kept(page: Page):
    page.goto("/#entity=region/999901")
    page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("tab", name="Relations")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.get_by_role("tab", name="Relations")).to_be_visible()
    page.get_by_role("button", name="切换到中文").click()
    expect(page.get_by_role("tab", name="关系")).to_be_visible()


def test_an_empty_graph_says_what_to_do(browser: Browser, tmp_path: Path):
    with writing(tmp_path / "data"):
        pass
    with serving(tmp_path / "data") as client, browser.new_context(base_url=str(client.base_url)) as context:
        page = context.new_page()
        page.goto("/")
        expect(page.get_by_role("heading", level=2)).to_have_text("图谱里还没有报告")
        expect(page.locator("main")).to_contain_text("weitu build")


def test_where_nobody_may_write_nothing_leads_to_adding(page: Page):
    page.goto("/#add=")
    expect(page.get_by_text("这个服务器只供查看")).to_be_visible()
    expect(page.get_by_role("link", name="添加报告")).to_have_count(0)
    expect(page.get_by_label("写入令牌")).to_have_count(0)
