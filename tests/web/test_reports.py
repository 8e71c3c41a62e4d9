"""The list of reports: what it tells of each, by region and year, in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import DESKTOP, PHONE, Watch

pytestmark = pytest.mark.browser

PLAIN = "云溪县卫生健康局2021年工作总结"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_all_reports_are_listed_with_what_they_hold(page: Page):
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="报告").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("报告")
    expect(page.get_by_role("navigation").get_by_role("link", name="报告")).to_have_attribute(
        "aria-current", "page"
    )
    expect(page.get_by_role("status").filter(has_text="共 2 份")).to_be_visible()
    row = page.locator(".report", has_text=PLAIN)
    expect(row).to_contain_text("2021年")
    expect(row).to_contain_text(re.compile(r"\d+ 处提及，5 个观测值，\d+ 条关系"))
    row.get_by_role("link", name="云溪县", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县")


def test_a_region_and_a_year_filter_and_stand_in_the_address(page: Page):
    page.goto("/#reports=")
    page.get_by_role("combobox", name="地区").fill("云溪县")
    page.get_by_role("option", name="云溪县 地区").click()
    expect(page.locator(".report")).to_have_count(1)
    page.get_by_role("combobox", name="年份").select_option("2021年")
    expect(page.locator(".report")).to_have_count(1)
    sent = page.url
    page.get_by_role("combobox", name="年份").select_option("2019年")
    expect(page.get_by_text("没有符合的报告")).to_be_visible()
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator(".report")).to_have_count(2)
    page.goto("about:blank")
    page.goto(sent)
    expect(page.locator(".report")).to_have_count(1)
    expect(page.get_by_role("combobox", name="年份")).to_have_value("2021")
    expect(page.locator(".filters .chip")).to_have_text("云溪县")


def test_the_filters_keep_the_focus_and_what_is_typed(page: Page):
    page.goto("/#reports=")
    year = page.get_by_role("combobox", name="年份")
    year.focus()
    year.select_option("2021年")
    expect(page).to_have_url(re.compile("year=2021"))
    expect(year).to_be_focused()
    expect(page.locator(".report").first).to_be_visible()
    page.goto("/#reports=&year=1999")
    expect(year).to_have_value("1999")


@pytest.mark.parametrize("fragment", ["#reports=&region=javascript:1", "#reports=&year=20"])
def test_a_broken_address_opens_the_start_page_and_says_so(page: Page, fragment: str):
    page.goto(f"/{fragment}")
    expect(page.get_by_role("alert")).to_contain_text("这个地址不完整或已损坏")


def test_a_server_that_is_gone_is_told_and_tried_again(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    page.goto("/")
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("link", name="报告", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("连不上服务")
    page.unroute("**/api/**")
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".report")).to_have_count(2)
