"""Picture the page: ``python scripts/screenshot.py [--store data] [--out docs] [--every]``.

Serves the store on a free port. What the views show is chosen from what it holds: the programme with most
facts and one of its values, the indicator with values of most regions, the longest report. The pictures of
the README go to ``--out``; with ``--every`` all views go there, at the sizes of a desktop and of a phone.
"""

from __future__ import annotations

import argparse
import json
import os
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
TALL = ViewportSize(width=1280, height=1150)
SCALE = 1.5
PHONE = ViewportSize(width=390, height=844)
QUERY = """SELECT ?region ?programme (COUNT(?o) AS ?values) WHERE {
  ?o wt:program ?programme ; sdmx-dimension:refArea ?region
} GROUP BY ?region ?programme ORDER BY DESC(?values)"""
Fragment = list[tuple[str, str]]


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """The address of a server of our own on ``store``, which nobody writes to."""
    command = [sys.executable, "-m", "app.cli.main", "serve", "--store", str(store), "--port", "0"]
    # with a token there is a page to add reports
    settings = os.environ | {"WEITU_WRITE_TOKEN": "for-pictures-only"}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=settings) as server:
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


def views(address: str) -> dict[str, Fragment]:
    """What the addresses of all views hold behind their ``#``, by name."""
    program, share = measured(address)
    region = share["region"]["id"]
    reports = ask(address, "documents", limit=100)["items"]
    longest = max(reports, key=lambda report: report["counts"]["mentions"])
    return {
        "start": [],
        "entity": [("entity", program)],
        "graph": [("entity", program), ("open", region), ("open", program), ("observation", share["id"])],
        "region": [("entity", region)],
        "compare": [("compare", most_compared(address))],
        "reports": [("reports", "")],
        "report": [("report", longest["id"])],
        "ask": [("ask", QUERY)],
        "ask-graph": [("ask", QUERY), ("as", "graph")],
        "ask-chart": [("ask", QUERY), ("as", "chart")],
        "add": [("add", "")],
    }


def measured(address: str) -> tuple[str, Any]:
    """The programme with most facts that has a share of some region among its values, and that value."""
    for program in ask(address, "entities", type="program", limit=50)["items"]:
        for value in ask(address, f"entities/{program['id']}/observations")["items"]:
            if value["unit"] == "%" and value["region"]:
                return program["id"], value
    sys.exit("the store has no programme with a rate: weitu build seeds/corpus")


def most_compared(address: str) -> str:
    """The indicator of which most regions have a value; of those, one with national targets and values."""
    indicators = ask(address, "entities", type="indicator", limit=50)["items"]

    def spread(indicator: dict[str, Any]) -> tuple[int, int, int]:
        values = ask(address, "observations", indicator=indicator["id"], limit=100)["items"]
        regions = {value["region"]["id"] for value in values if value["region"]}
        definition = ask(address, f"entities/{indicator['id']}")["definition"] or {}
        return len(regions), len(definition.get("targets", [])), len(values)

    return str(max(indicators, key=spread)["id"])


def picture(browser: Browser, url: str, viewport: ViewportSize, file: Path) -> None:
    """Write what the page shows at ``url`` once all of it is there."""
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", device_scale_factor=SCALE)
    page = context.new_page()
    page.goto(url)
    page.locator("#main, main").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_function("!document.querySelector('.notice-loading, [aria-busy=true]')")
    page.screenshot(path=file)
    context.close()
    print(file)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, default=ROOT / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    parser.add_argument("--every", action="store_true")
    arguments = parser.parse_args()
    out: Path = arguments.out
    with serving(arguments.store.resolve()) as address, sync_playwright() as playwright:
        found = {name: f"{address}#{urlencode(fragment)}" for name, fragment in views(address).items()}
        browser = launch(playwright.chromium)
        if arguments.every:
            out.mkdir(parents=True, exist_ok=True)
            for name, url in found.items():
                picture(browser, url, DESKTOP, out / f"{name}.png")
                picture(browser, url, PHONE, out / f"{name}-phone.png")
        else:
            picture(browser, found["graph"], DESKTOP, out / "screenshot.png")
            picture(browser, found["entity"], PHONE, out / "screenshot-phone.png")
            picture(browser, found["report"], DESKTOP, out / "screenshot-report.png")
            for name in ("compare", "ask-graph"):
                picture(browser, found[name], TALL, out / f"screenshot-{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
