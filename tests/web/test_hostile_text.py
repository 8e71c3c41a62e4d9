"""Text of reports is other people's: it is shown as it stands, and nothing in it runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.canvas import nodes, wait_for_node
from tests.web.conftest import DESKTOP, PHONE, fits
from tests.web.reports import INDICATOR, LONG, PROGRAM, REGION, REVERSED, SENTENCE, TITLE

pytestmark = pytest.mark.browser

HOME = "region/999902"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_names_titles_and_sentences_are_text(page: Page):
    page.goto("/")
    expect(page.get_by_text(TITLE)).to_be_visible()
    page.get_by_role("combobox").fill("<script>")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(REGION)
    expect(page.locator(".card-report")).to_contain_text(TITLE)
    page.locator(".observation", has_text=INDICATOR).click()
    expect(page.locator("blockquote")).to_have_text(SENTENCE)
    marked = page.locator("blockquote mark").all_inner_texts()
    assert marked == [REGION, INDICATOR, "97.52%", REVERSED, PROGRAM]
    wait_for_node(page, f"program/{PROGRAM}")
    assert len(nodes(page)) >= 4
    assert page.locator("#app").locator("script, img, iframe").count() == 0
    assert page.evaluate("window.hacked") is None


def test_links_of_data_lead_to_this_page_only(page: Page):
    page.goto(f"/#entity={HOME}")
    page.get_by_role("tab", name="关系").click()
    link = page.get_by_role("tabpanel", name="关系").get_by_role("link", name=PROGRAM)
    assert str(link.get_attribute("href")).startswith("#entity=program%2F")
    targets = page.locator("#app a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert all(target.startswith("#") for target in targets)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_very_long_name_breaks_no_layout(page: Page):
    page.goto("/#entity=policy/很长的名称")
    expect(page.get_by_role("heading", level=1)).to_have_text(LONG)
    wait_for_node(page, HOME)
    assert fits(page)
    expect(page.locator(".graph-canvas")).to_be_visible()
