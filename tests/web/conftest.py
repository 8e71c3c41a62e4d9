"""A real server on a small graph made by hand, and a real Chromium that looks at its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, ViewportSize, expect, sync_playwright

from app.http.page import DIST
from scripts.browser import executable, launch
from tests.app.running import serving
from tests.web.reports import hostile, plain, publish

#: Milliseconds that a page is waited for: on a busy machine the usual five seconds are too few.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)


@dataclass
class Watch:
    """What a page did that it must not do. ``allowed`` begin the console messages that a test expects."""

    host: str
    allowed: tuple[str, ...] = ()
    seen: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        """Watch this page from now on."""
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.seen.append(f"error: {error.stack or error}"))
        page.on("dialog", lambda dialog: (self.seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", self._request)

    def _console(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not text.startswith(self.allowed or ("\0",)):
            self.seen.append(f"{kind}: {text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.host:
            self.seen.append(f"request: {request.url}")


def fits(page: Page) -> bool:
    """Whether nothing is wider than the window."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return bool(page.evaluate(wide) == 0)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds a plain report and a hostile one."""
    path = tmp_path_factory.mktemp("graph") / "data"
    publish(path, plain(), hostile())
    return path


@pytest.fixture(scope="session")
def address(store: Path) -> Iterator[str]:
    """The address of a server on :func:`store`."""
    with serving(store) as client:
        yield str(client.base_url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for all tests."""
    if executable() is None:
        pytest.skip("there is no Chromium on this machine")
    if not (DIST / "index.html").is_file():
        pytest.skip("the page is not built: make setup")
    with sync_playwright() as playwright:
        found = launch(playwright.chromium)
        yield found
        found.close()


@pytest.fixture
def watch(address: str) -> Iterator[Watch]:
    """The watch over :func:`page`; at the end there must be nothing that it saw."""
    found = Watch(urlsplit(address).netloc)
    yield found
    assert found.seen == []


@pytest.fixture
def viewport() -> ViewportSize:
    """The size of the window; tests that ask for another parametrise it."""
    return DESKTOP


@pytest.fixture
def page(browser: Browser, address: str, watch: Watch, viewport: ViewportSize) -> Iterator[Page]:
    """A fresh page, watched, under a policy that is stricter than the server's own."""
    context = browser.new_context(
        base_url=address,
        viewport=viewport,
        has_touch=viewport == PHONE,
        reduced_motion="reduce",
        service_workers="block",
    )
    found = context.new_page()
    found.set_default_timeout(PATIENCE)
    found.route(lambda url: urlsplit(url).path == "/", _strictly)
    watch.on(found)
    yield found
    context.close()


def _strictly(route: Route) -> None:
    response = route.fetch()
    policy = {"content-security-policy": "default-src 'self'"}
    route.fulfill(response=response, headers=response.headers | policy)
