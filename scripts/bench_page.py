#!/usr/bin/env python3
"""How fast the page is in Chromium without a GPU. Prints JSON.

usage: bench_page.py [--store data]

`first_load` opens the region with most facts in a fresh browser: bytes of script and style that were sent,
compressed, until its graph stands, by file. `drawing` draws graphs of random nodes and edges with labels:
`placed` is the seconds from when the data is there until the first frame, in which all nodes stand in their
places and those in sight are drawn, `longest_task` the longest time in which the page's main thread answered
nothing meanwhile, `fps` the frames a second while the picture is moved for some seconds, the second time; the
first time, `fps_at_first`, Cytoscape still draws the pictures that it then moves. `plain` is Cytoscape.js
alone with the same nodes, edges, labels and places in the same run, `ratio` our frames by its.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.http.page import DIST  # noqa: E402
from scripts.browser import launch  # noqa: E402
from scripts.screenshot import DESKTOP, ask, serving  # noqa: E402

CYTOSCAPE = ROOT / "app" / "web" / "node_modules" / "cytoscape" / "dist" / "cytoscape.esm.min.mjs"
PLAIN = "/plain-cytoscape.mjs"
SIZES = ((1_000, 2_000), (3_000, 6_000))
TYPES = ("region", "institution", "program", "policy", "indicator")
SECONDS = 4

DRAW = """
async ({ chunk, nodes, edges }) => {
  const { GraphView } = await import(chunk);
  document.body.replaceChildren();
  const container = document.createElement("div");
  container.style.cssText = "width: 1280px; height: 740px";
  document.body.append(container);
  const actions = { edgeText: () => "", isPlain: () => false };
  const graph = {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    edges: new Map(edges.map((edge) => [edge.id, edge])),
    truncated: false,
  };
  const root = nodes[0].id;
  const emphasis = { root, opened: [root], selected: root, pinned: new Map(), ways: [], cited: null };
  let longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: "longtask" });
  const start = performance.now();
  const view = new GraphView(container, actions);
  await view.ready;
  await view.show(graph, emphasis, false);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const placed = (performance.now() - start) / 1000;
  await new Promise((done) => setTimeout(done, 200));
  const cy = container._cyreg.cy;
  const places = cy.nodes().map((node) => [node.id(), node.data("text"), node.position()]);
  return { placed, longest_task: longest / 1000, places };
}
"""

PLAINLY = """
async ({ library, nodes, edges }) => {
  const cytoscape = (await import(library)).default;
  document.body.replaceChildren();
  const container = document.createElement("div");
  container.style.cssText = "width: 1280px; height: 740px";
  document.body.append(container);
  cytoscape({
    container,
    elements: [
      ...nodes.map(([id, text, position]) => ({ data: { id, text }, position })),
      ...edges.map(({ id, source, target }) => ({ data: { id, source, target } })),
    ],
    layout: { name: "preset" },
    style: [
      { selector: "node", style: { label: "data(text)", "text-wrap": "wrap", "font-size": 13 } },
      { selector: "edge", style: { "curve-style": "bezier", "target-arrow-shape": "triangle" } },
    ],
  });
}
"""

PAN = """
async (seconds) => {
  const { cy } = document.querySelector("body > div")._cyreg;
  cy.fit(30);
  await new Promise((done) => setTimeout(done, 500));
  let frames = 0;
  cy.on("render", () => frames++);
  const start = performance.now();
  await new Promise((done) => {
    const step = (now) => {
      if (now - start > seconds * 1000) return done();
      const turn = (now - start) / 400;
      cy.panBy({ x: 6 * Math.cos(turn), y: 6 * Math.sin(turn) });
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  return frames / ((performance.now() - start) / 1000);
}
"""


def graph(size: int, count: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """So many nodes, the better part of them around few, and so many edges."""
    chance = random.Random(size)  # noqa: S311 - the same graph in each run
    names = [f"program/{number}" for number in range(size)]
    nodes = [
        {
            "id": name,
            "iri": f"https://w3id.org/weitu/id/{name}",
            "label": "县域基本公共卫生服务项目"[: 4 + number % 9] + str(number),
            "type": TYPES[number % len(TYPES)],
            "degree": 1 + number % 17,
        }
        for number, name in enumerate(names)
    ]
    ends = {(chance.randrange(max(1, number // 9 + 1)), number) for number in range(1, size)}
    while len(ends) < count:
        ends.add((chance.randrange(size), chance.randrange(size)))
    edges = [
        {"id": f"{a} {b}", "source": names[a], "target": names[b], "type": "implements", "label": ""}
        for a, b in sorted(ends)
    ]
    return nodes, edges


def first_load(browser: Browser, address: str) -> dict[str, Any]:
    """What is sent until the graph of an entity stands."""
    first = ask(address, "entities", type="region", limit=1)["items"][0]["id"]
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    files: dict[str, int] = {}

    def note(response: Any) -> None:
        name = response.url.rpartition("/")[2]
        if name.endswith((".js", ".css")):
            # what the browser counts itself leaves out what a worker loads
            files[name] = int(response.headers["content-length"])

    page.on("requestfinished", lambda request: note(request.response()))
    page.goto(f"{address}#entity={first}")
    page.locator(".legend li").first.wait_for()
    page.wait_for_selector(".graph:not([aria-busy])")
    page.wait_for_load_state("networkidle")
    context.close()
    return {"bytes": sum(files.values()), "files": files}


def draw(page: Page, address: str, size: int, count: int) -> dict[str, Any]:
    """Draw one graph with our view and with the library alone."""
    page.goto(f"{address}docs")  # where nothing of the page itself runs
    nodes, edges = graph(size, count)
    (chunk,) = DIST.glob("assets/graph-view-*.js")
    ours = page.evaluate(DRAW, {"chunk": f"/assets/{chunk.name}", "nodes": nodes, "edges": edges})
    first, fps = page.evaluate(PAN, SECONDS), page.evaluate(PAN, SECONDS)
    page.goto(f"{address}docs")
    page.evaluate(PLAINLY, {"library": PLAIN, "nodes": ours["places"], "edges": edges})
    plain_first, plain = page.evaluate(PAN, SECONDS), page.evaluate(PAN, SECONDS)
    return {
        "nodes": size,
        "edges": len(edges),
        "placed": round(ours["placed"], 2),
        "longest_task": round(ours["longest_task"], 3),
        "fps_at_first": round(first, 1),
        "fps": round(fps, 1),
        "plain_at_first": round(plain_first, 1),
        "plain": round(plain, 1),
        "ratio": round(fps / plain, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, default=ROOT / "data")
    arguments = parser.parse_args()
    with serving(arguments.store.resolve()) as address, sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        load = first_load(browser, address)
        page = browser.new_page(viewport=DESKTOP)
        page.route(f"**{PLAIN}", lambda route: route.fulfill(path=CYTOSCAPE, content_type="text/javascript"))
        drawing = [draw(page, address, size, count) for size, count in SIZES]
        result = {"chromium": browser.version, "first_load": load, "drawing": drawing}
        browser.close()
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
