"""No view breaks a rule of WCAG 2 A and AA that axe-core can tell, nor one of its own best practices."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.canvas import click_node, nodes, wait_for_node
from tests.web.conftest import DESKTOP, PHONE
from tests.web.test_explorer import CARE, REGION

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


@SIZES
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_start_page(page: Page, language: str):
    page.goto("/")
    if language == "en":
        page.get_by_role("button", name="Switch to English").click()
    expect(page.locator(".region-card").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("combobox").fill("云")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []


@SIZES
def test_an_entity_with_its_graph_and_a_sentence(page: Page):
    page.goto(f"/#entity={REGION}")
    wait_for_node(page, CARE)
    nodes(page)
    assert violations(page) == []
    page.get_by_role("tab", name="关系").click()
    page.get_by_role("button", name="看原文：妇幼健康").click()
    expect(page.locator("blockquote").first).to_be_visible()
    page.locator(".save-menu summary").click()
    page.locator(".node-menu").get_by_role("button", name="找路径").click()
    assert violations(page) == []


@SIZES
def test_reports_and_a_report(page: Page):
    page.goto("/#reports=")
    link = page.get_by_role("link", name=re.compile("云溪县卫生健康局2021年")).first
    expect(link).to_be_visible()
    assert violations(page) == []
    link.click()
    expect(page.locator(".report-text a.mark").first).to_be_visible()
    assert violations(page) == []


@SIZES
@pytest.mark.parametrize("language", ["zh", "en"])
def test_comparing(page: Page, language: str):
    page.goto("/#compare=")
    if language == "en":
        page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []
    page.goto("/#compare=indicator/孕产妇系统管理率")
    expect(page.locator("table").first).to_be_visible()
    expect(page.locator("canvas").first).to_be_visible()
    assert violations(page) == []


@SIZES
def test_asking(page: Page):
    page.goto("/#ask=")
    page.get_by_role("button", name="各地区有多少个数值").click()
    expect(page.locator("canvas").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("tab", name="表格").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="地区、项目、指标的关系图").click()
    wait_for_node(page, CARE)
    click_node(page, CARE)
    assert violations(page) == []
    page.get_by_role("textbox", name="SPARQL 查询").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" LIM")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []


def test_what_is_broken_and_what_is_not_there(page: Page, watch: Any):
    watch.allowed = ("Failed to load resource",)
    for fragment in ("#nonsense", "#entity=region/999999", "#add="):
        page.goto(f"/{fragment}")
        expect(page.locator(".notice:not(.notice-loading)").first).to_be_visible()
        expect(page.locator(".notice-loading")).to_have_count(0)
        assert violations(page) == [], fragment
