"""Picture the page for the README: ``python scripts/screenshot.py [--store data] [--out docs]``.

Serves the store on a free port and opens the programme with most facts beside a region that runs it, and one
of its values with its sentence: ``screenshot.png``. On a phone the programme alone: ``screenshot-phone.png``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

from playwright.sync_api import Browser, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.browser import launch  # noqa: E402

DESKTOP = ViewportSize(width=1280, height=800)
SCALE = 1.5
PHONE = ViewportSize(width=390, height=844)


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """The address of a server of our own on ``store``."""
    command = [sys.executable, "-m", "app.cli.main", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        try:
            if not address:
                sys.exit("the server did not start")
            yield address
        finally:
            server.terminate()


def ask(address: str, path: str, **query: str | int) -> Any:
    """What the API answers at ``path``."""
    with urlopen(f"{address}api/v1/{quote(path)}?{urlencode(query)}") as response:
        return json.load(response)


def views(address: str) -> tuple[str, str]:
    """The addresses of both views, chosen from what the store holds."""
    programs = ask(address, "entities", type="program", limit=1)["items"]
    values = ask(address, f"entities/{programs[0]['id']}/observations")["items"] if programs else []
    shares = [value for value in values if value["unit"] == "%" and value["region"]]
    if not shares:
        sys.exit("the store has no programme with a rate: weitu build seeds/corpus")
    program, region = programs[0]["id"], shares[0]["region"]["id"]
    alone = [("entity", program)]
    beside = [*alone, ("open", region), ("open", program), ("observation", shares[0]["id"])]
    return f"{address}#{urlencode(beside)}", f"{address}#{urlencode(alone)}"


def picture(browser: Browser, url: str, viewport: ViewportSize, file: Path) -> None:
    """Write what the page shows at ``url`` once all of it is there."""
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", device_scale_factor=SCALE)
    page = context.new_page()
    page.goto(url)
    page.locator(".legend li").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.locator(".notice-loading").first.wait_for(state="detached")
    page.screenshot(path=file)
    context.close()
    print(file)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, default=ROOT / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    arguments = parser.parse_args()
    with serving(arguments.store.resolve()) as address, sync_playwright() as playwright:
        beside, alone = views(address)
        browser = launch(playwright.chromium)
        picture(browser, beside, DESKTOP, arguments.out / "screenshot.png")
        picture(browser, alone, PHONE, arguments.out / "screenshot-phone.png")
        browser.close()


if __name__ == "__main__":
    main()
