"""From a name to the sentence behind a fact, and to its report, without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.canvas import nodes, wait_for_node
from tests.web.conftest import DESKTOP, PHONE
from tests.web.test_explorer import CARE, RATE

pytestmark = pytest.mark.browser

MOST_STOPS = 120


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus, which has to be seen on it."""
    expect(target).to_be_visible()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => element.matches(':focus-visible')")
            return
    raise AssertionError(f"Tab does not lead to {target}")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_way_from_find_over_graph_to_evidence(page: Page):
    page.goto("/")
    tab_to(page, page.get_by_role("combobox", name="搜索"))
    page.keyboard.type("yxx")
    expect(page.get_by_role("option", name="云溪县").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县")

    wait_for_node(page, CARE)
    tab_to(page, page.get_by_role("tab", name="观测值"))
    page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_role("link", name="妇幼健康", exact=True).first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("妇幼健康")
    tab_to(page, page.locator(".node-menu").get_by_role("button", name="衡量指标 · 指标"))
    page.keyboard.press("Enter")
    wait_for_node(page, RATE)
    assert {CARE, RATE} <= nodes(page).keys()

    tab_to(page, page.get_by_role("button", name="看原文：孕产妇系统管理率").first)
    page.keyboard.press("Enter")
    source = page.get_by_role("region", name="原文")
    expect(source.locator("blockquote").first).to_contain_text("孕产妇系统管理率")
    tab_to(page, source.get_by_role("link", name="在报告里读").first)
    page.keyboard.press("Enter")
    expect(page.locator(".report-text .is-chosen").first).to_be_in_viewport()
