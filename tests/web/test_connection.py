"""A server that goes away while somebody looks at its page, and one that is slow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.running import running
from tests.web.canvas import nodes, wait_for_node
from tests.web.conftest import DESKTOP, Watch
from tests.web.test_explorer import CARE, REGION

LOST = "连不上服务器，正在不断重试"


pytestmark = pytest.mark.browser


@pytest.fixture
def gone(browser: Browser, store: Path) -> Iterator[Page]:
    """The page of a county whose server is gone; the page's address has the port that it had."""
    with browser.new_context(viewport=DESKTOP, reduced_motion="reduce") as context:
        page = context.new_page()
        with running(store) as server:
            page.goto(f"{server.client.base_url}#entity={REGION}")
            wait_for_node(page, CARE)
        yield page


@contextmanager
def back(page: Page, store: Path) -> Iterator[None]:
    """The server is there again, and the reader asks for it."""
    with running(store, port=urlsplit(page.url).port or 0):
        # which may have found it by itself, and have no button any more
        page.locator(".connection button").dispatch_event("click")
        expect(page.get_by_text(LOST)).to_have_count(0)
        yield


def test_a_page_keeps_what_it_has_and_goes_on_once_the_server_is_back(gone: Page, store: Path):
    gone.get_by_role("button", name=re.compile("97.52%")).click()
    expect(gone.get_by_role("status").get_by_text(LOST)).to_be_visible()
    expect(gone.get_by_role("heading", level=1)).to_have_text("云溪县")
    assert CARE in nodes(gone)
    expect(gone.get_by_role("alert")).to_have_count(0)
    with back(gone, store):
        expect(gone.locator("blockquote")).to_contain_text("97.52%")


def test_a_part_of_the_page_that_was_never_opened_comes_once_the_server_is_back(gone: Page, store: Path):
    gone.get_by_role("link", name="报告", exact=True).click()
    expect(gone.get_by_role("status").get_by_text(LOST)).to_be_visible()
    with back(gone, store):
        expect(gone.locator(".report")).to_have_count(2)


def test_that_an_answer_takes_long_is_told(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    held = []
    page.route("**/api/v1/entities/**", lambda route: held.append(route))
    page.goto(f"/#entity={REGION}")
    expect(page.get_by_text("服务器还在处理").first).to_be_visible(timeout=15_000)
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县")
    expect(page.get_by_text("服务器还在处理")).to_have_count(0)
