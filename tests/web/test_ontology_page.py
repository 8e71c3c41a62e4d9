"""The page of the vocabulary, which our own build makes and no script helps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from app.http import ontology

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not ontology.PAGE.is_file(), reason="the page has not been built: make setup"),
]


def test_the_iri_of_a_term_leads_to_its_description(page: Page):
    page.goto("/ontology#indicatorOf")
    term = page.locator("article:target")
    expect(term.get_by_role("heading")).to_have_text("wt:indicatorOf 所属项目 indicator of")
    expect(term).to_be_in_viewport()
    expect(term).to_have_css("background-color", "rgb(227, 239, 244)")
    term.get_by_role("link", name="wt:Indicator", exact=True).click()
    expect(page.locator("article:target h3")).to_contain_text("指标 indicator")
