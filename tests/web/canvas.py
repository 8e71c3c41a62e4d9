"""The graph on the canvas, which has no elements to point at: nodes and edges by their ids."""

from __future__ import annotations

from typing import cast

from playwright.sync_api import Page

_CY = "document.querySelector('.graph-canvas')?._cyreg?.cy"


def wait_for_node(page: Page, id_: str) -> None:
    """Wait until the node is drawn."""
    page.wait_for_function(f"id => {_CY}?.getElementById(id).nonempty()", arg=id_)


def wait_until_gone(page: Page, id_: str) -> None:
    """Wait until the node is drawn no more."""
    page.wait_for_function(f"id => {_CY}?.getElementById(id).empty()", arg=id_)


def nodes(page: Page) -> dict[str, tuple[int, int]]:
    """All nodes with their places in the graph, in whole pixels, once they have them."""
    page.wait_for_selector(".graph:not([aria-busy])")
    script = (
        f"() => {_CY}.nodes().map(n => [n.id(), Math.round(n.position('x')), Math.round(n.position('y'))])"
    )
    return {id_: (x, y) for id_, x, y in page.evaluate(script)}


def selected(page: Page) -> str:
    """The node that stands out as the chosen one."""
    return cast(str, page.evaluate(f"() => {_CY}.nodes('.selected').map(n => n.id()).join()"))


def click_node(page: Page, id_: str) -> None:
    """Click the middle of a node."""
    _click(page, f"id => {_CY}.getElementById(id).renderedPosition()", id_)


def expand_node(page: Page, id_: str) -> None:
    """Click the middle of a node twice."""
    _click(page, f"id => {_CY}.getElementById(id).renderedPosition()", id_, times=2)


def drag_node(page: Page, id_: str, by: tuple[int, int]) -> None:
    """Take a node somewhere else, so many pixels to the right and down."""
    x, y = _place(page, f"id => {_CY}.getElementById(id).renderedPosition()", id_)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2)
    page.mouse.move(x + by[0], y + by[1])
    page.mouse.up()


def click_edge(page: Page, id_: str) -> None:
    """Click the middle of an edge."""
    _click(page, f"id => {_CY}.getElementById(id).renderedMidpoint()", id_)


def _click(page: Page, place: str, id_: str, times: int = 1) -> None:
    x, y = _place(page, place, id_)
    page.mouse.click(x, y, click_count=times)


def _place(page: Page, place: str, id_: str) -> tuple[float, float]:
    page.wait_for_selector(".graph:not([aria-busy])")
    canvas = page.locator(".graph-canvas")
    canvas.scroll_into_view_if_needed()
    page.evaluate("() => new Promise(requestAnimationFrame)")  # when the page is told that it was scrolled
    box = canvas.bounding_box()
    point = page.evaluate(place, id_)
    assert box is not None
    return box["x"] + point["x"], box["y"] + point["y"]
