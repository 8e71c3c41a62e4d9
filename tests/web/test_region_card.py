"""The card of a region: programmes with their figures, policies, institutions and duties, folded up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import DESKTOP, PHONE, Watch, fits

pytestmark = pytest.mark.browser

COUNTY = "/#entity=region/999901"


def opened(page: Page, title: str) -> Locator:
    """A section of the profile, opened by keyboard."""
    section = page.locator(".profile-section").filter(has=page.locator("summary", has_text=title))
    section.locator("summary").focus()
    page.keyboard.press("Enter")
    return section


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_region_at_a_glance(page: Page):
    page.goto(COUNTY)
    fold = page.locator(".profile > summary")
    expect(fold).to_contain_text("地区概览")
    expect(page.locator(".profile-section")).to_have_count(0)
    expect(page.locator(".graph-canvas canvas").first).to_be_visible()
    fold.focus()
    page.keyboard.press("Enter")
    programmes = opened(page, "项目与指标")
    figure = programmes.locator(".profile-figure", has_text="孕产妇系统管理率")
    expect(figure).to_contain_text(re.compile("97.52% 2021年 完成.*98% 2022年 目标"))
    followed = opened(page, "依据的政策")
    expect(followed).to_contain_text("云溪县卫生健康局依据云溪县妇幼健康办法")
    expect(opened(page, "机构")).to_contain_text("云溪县妇幼保健院")
    duties = opened(page, "谁负责什么")
    expect(duties).to_contain_text("云溪县妇幼保健院承办“两癌”筛查")
    expect(duties).to_contain_text("妇幼健康科负责")
    assert fits(page)
    figure.get_by_role("button", name="97.52%").click()
    source = page.get_by_role("region", name="原文")
    expect(source).to_contain_text("孕产妇系统管理率 97.52%")
    expect(source.locator("blockquote")).to_contain_text("全县孕产妇系统管理率97.52%")
    followed.get_by_role("button", name="看原文").click()
    expect(source.get_by_role("heading")).to_contain_text("云溪县卫生健康局依据云溪县妇幼健康办法")
    sent = page.url
    page.goto("about:blank")
    page.goto(sent)
    expect(source.get_by_role("heading")).to_contain_text("云溪县卫生健康局依据云溪县妇幼健康办法")


def test_an_indicator_leads_to_its_comparison(page: Page):
    page.goto(COUNTY)
    page.locator(".profile > summary").click()
    opened(page, "项目与指标").get_by_role("link", name="孕产妇系统管理率").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("比较")
    expect(page.get_by_role("heading", level=2)).to_have_text("孕产妇系统管理率")


def test_what_cannot_be_had_is_told_and_tried_again(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    page.goto(COUNTY)
    fold = page.locator(".profile > summary")
    expect(fold).to_be_visible()
    page.route("**/api/v1/observations?*", lambda route: route.abort())
    fold.click()
    expect(page.locator(".profile").get_by_role("alert")).to_contain_text("连不上服务")
    page.unroute("**/api/v1/observations?*")
    page.locator(".profile").get_by_role("button", name="重试").click()
    expect(page.locator(".profile-section").first).to_be_visible()


def test_only_regions_have_it(page: Page):
    page.goto("/#entity=program/妇幼健康")
    expect(page.get_by_role("heading", level=1)).to_have_text("妇幼健康")
    expect(page.locator(".profile")).to_have_count(0)
