"""The manual of the API, made of files that our own build puts into place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_it_lists_the_operations_without_another_host(page: Page):
    page.goto("/docs")
    expect(page.get_by_text("/api/v1/search", exact=True)).to_be_visible()
    expect(page.get_by_text("/sparql", exact=True).first).to_be_visible()
