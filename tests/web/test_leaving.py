"""Readers who go on before a view is all there: nothing of it goes wrong later, nor works on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.canvas import wait_for_node
from tests.web.test_explorer import CARE, REGION

pytestmark = pytest.mark.browser

ENTITY = f"#entity={REGION}"
GRAPH = "#ask=CONSTRUCT+WHERE+%7B+?s+wt:implements+?o+%7D&as=graph"
CHART = "#ask=SELECT+?i+?v+WHERE+%7B+?o+wt:indicator+?i+;+sdmx-measure:obsValue+?v+%7D&as=chart"
COMPARE = "#compare=indicator/孕产妇系统管理率"
REPORTS = "#reports="
#: A view, and the address of something that it asks for.
STEPS = [
    (ENTITY, "**/api/**"),
    (ENTITY, "**/assets/graph-view-*"),
    (GRAPH, "**/assets/ask-page-*"),
    (GRAPH, "**/sparql*"),
    (GRAPH, "**/assets/graph-view-*"),
    (CHART, "**/sparql*"),
    (CHART, "**/assets/chart-*"),
    (COMPARE, "**/assets/compare-page-*"),
    (COMPARE, "**/api/**"),
    (COMPARE, "**/assets/chart-*"),
    (REPORTS, "**/assets/reports-page-*"),
    (REPORTS, "**/api/**"),
]

#: Frames that a page asks for while ``held`` is a list wait in it.
HOLD_FRAMES = """
const ask = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (frame) => (window.held ? window.held.push(frame) : ask(frame));
"""


def turn(page: Page, fragment: str) -> None:
    """Go on to another view, as a link of the page does."""
    page.evaluate("fragment => { location.hash = fragment }", fragment)


def start(page: Page) -> None:
    """Open the start page, and wait until it is all there."""
    page.goto("/")
    expect(page.locator(".region-card").first).to_be_visible()
    page.wait_for_load_state("networkidle")


def settled(page: Page) -> None:
    """Wait on the start page until all that was under way is over, and see that nothing works on."""
    expect(page.locator(".region-card").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_function("() => !document.querySelector('.graph-canvas')")
    assert page.workers == []


@pytest.mark.parametrize(("view", "wanted"), STEPS)
def test_before_it_has_come(page: Page, view: str, wanted: str):
    start(page)
    held: list[Route] = []
    page.route(wanted, lambda route: held.append(route))
    with page.expect_request(wanted):
        turn(page, view)
    turn(page, "")
    page.unroute(wanted)
    for route in held:
        route.continue_()
    settled(page)


@pytest.mark.parametrize("view", [ENTITY, GRAPH, CHART, COMPARE])
def test_before_it_is_drawn(page: Page, view: str):
    page.add_init_script(HOLD_FRAMES)
    start(page)
    page.evaluate("() => { window.held = [] }")
    turn(page, view)
    expect(page.locator("canvas").first).to_be_attached()
    turn(page, "")
    page.evaluate(
        "() => { const held = window.held; window.held = null; for (const frame of held) frame(0) }"
    )
    settled(page)


@pytest.mark.parametrize("view", [ENTITY, GRAPH])
def test_when_it_is_drawn(page: Page, view: str):
    start(page)
    turn(page, view)
    wait_for_node(page, CARE)
    turn(page, "")
    settled(page)


def test_the_language_is_changed_before_a_page_has_come(page: Page):
    wanted = "**/assets/ask-page-*"
    start(page)
    held: list[Route] = []
    page.route(wanted, lambda route: held.append(route))
    with page.expect_request(wanted):
        turn(page, "#ask=")
    page.get_by_role("button", name="Switch to English").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.unroute(wanted)
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Query")
    page.wait_for_load_state("networkidle")
    assert sorted(set(asked)) == sorted(asked)
