"""Asking in SPARQL: an editor that knows our words, examples, and what comes back."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.canvas import click_edge, click_node, nodes, wait_for_node
from tests.web.conftest import DESKTOP, PHONE, Watch, fits
from tests.web.reports import LONG

pytestmark = pytest.mark.browser

EXAMPLES = 8


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="SPARQL 查询")


def write(page: Page, query: str) -> None:
    """Put a query in place of what stands in the editor."""
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def rows(page: Page) -> list[list[str]]:
    return [row.locator("td").all_inner_texts() for row in page.locator("tbody tr").all()]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_an_example_to_an_answer_of_ones_own(page: Page):
    page.goto("/")
    page.get_by_role("link", name="查询", exact=True).click()
    page.get_by_role("button", name="各地区有多少个数值").click()
    expect(page.get_by_text("2 行，用时")).to_be_visible()
    assert "SELECT ?地区" in unquote_plus(page.url)
    expect(page.get_by_role("img", name="数值个数，按地区")).to_be_visible()
    page.get_by_role("tab", name="表格").click()
    assert ["云溪县", "5"] in rows(page)

    write(page, "SELECT ?i WHERE { ?o wt:indicator ?i } ORDER BY ?i LIMIT 1")
    page.keyboard.press("Control+Enter")
    link = page.locator("tbody a")
    expect(link).to_have_text(re.compile("签约率|管理率|活产数"))
    assert fits(page)
    link.click()
    expect(page.locator(".card .type-badge")).to_have_text("指标")
    page.go_back()
    expect(editor(page)).to_contain_text("ORDER BY ?i LIMIT 1")
    expect(link).to_be_visible()


def test_every_example_is_answered(page: Page):
    page.goto("/#ask=")
    examples = page.get_by_role("navigation", name="例子").get_by_role("button")
    expect(examples).to_have_count(EXAMPLES)
    for example in examples.all():
        example.click()
        expect(page.locator(".ask-result .notice-loading")).to_have_count(0)
        expect(page.locator(".ask-result").get_by_role("alert")).to_have_count(0)
        expect(page.get_by_text("行，用时")).to_be_visible()


def test_names_and_words_are_completed(page: Page):
    page.goto("/#ask=")
    editor(page).click()
    page.keyboard.type("SELECT * WHERE { ?o wt:ind")
    expect(page.get_by_role("option", name="wt:indicator指标", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.type("icator 孕产妇系统")
    expect(page.get_by_role("option", name=re.compile("^孕产妇系统管理率")).first).to_be_visible()
    expected = "wt:indicator indicator:孕产妇系统管理率"
    for _ in range(20):  # what has just come up cannot be accepted yet
        if expected in editor(page).inner_text():
            break
        page.keyboard.press("Tab")
        expect(editor(page)).to_be_focused()
    page.keyboard.type(" . ?")
    expect(page.get_by_role("option", name="?o")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.type("o rdfs:type")
    assert f"{expected} . ?o" in editor(page).inner_text()


def test_what_is_wrong_is_marked_at_its_place(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    page.goto("/#ask=SELECT+*+WHERE+%7B%0A++%3Fs+%3Fp%0A%7D")
    expect(page.get_by_role("alert")).to_contain_text("第 3 行")
    expect(page.locator(".cm-lintRange-error, .cm-lintPoint-error")).to_have_count(1)
    write(page, "SELECT (COUNT(*) AS ?n) WHERE { ?s wt:implements ?o }")
    page.get_by_role("button", name="运行").click()
    expect(page.locator("tbody td")).to_have_text(re.compile(r"\d+"))
    expect(page.locator(".cm-lintRange-error, .cm-lintPoint-error")).to_have_count(0)
    write(page, "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_role("alert")).to_contain_text("这个查询不能执行")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK { ?s wt:implements ?o }", "是"),
        ("ASK { ?s wt:implements wt:none }", "否"),
        ("SELECT * WHERE { ?s wt:implements wt:none }", "没有结果"),
        ("CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l . ?s wt:implements ?p }", "云溪县"),
        ('SELECT ("<img src=x onerror=window.hacked=1>" AS ?x) WHERE {}', "<img src=x"),
        ('SELECT (IRI("javascript:window.hacked=1") AS ?x) WHERE {}', "<javascript:window.hacked=1>"),
    ],
)
def test_answers_of_every_kind(page: Page, query: str, shown: str):
    page.goto("/#ask=")
    write(page, query)
    page.get_by_role("button", name="运行").click()
    expect(page.locator(".ask-result")).to_contain_text(shown)
    assert page.locator(".ask-result").locator("img, script, a[href^=javascript]").count() == 0
    assert page.evaluate("window.hacked") is None


def test_a_query_that_takes_long_is_stopped(page: Page):
    page.goto("/#ask=")
    write(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.get_by_role("button", name="运行").click()
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_text("已停止。")).to_be_visible()
    expect(page.get_by_role("button", name="停止")).to_be_hidden()


def test_answers_are_downloaded(page: Page):
    page.goto("/#ask=SELECT+%3Fl+WHERE+%7B+%3Fs+wt%3Aimplements+%3Fp+%3B+rdfs%3Alabel+%3Fl+%7D+LIMIT+1")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    assert download.value.suggested_filename == "weitu.csv"
    assert download.value.path().read_text(encoding="utf-8").startswith("l\n")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_answer_as_a_graph(page: Page):
    page.goto("/#ask=")
    write(page, "SELECT ?地区 ?项目 WHERE { ?地区 wt:implements ?项目 } LIMIT 20")
    page.get_by_role("button", name="运行").click()
    page.get_by_role("tab", name="表格").press("ArrowRight")
    expect(page.get_by_role("tab", name="关系图")).to_be_focused()
    wait_for_node(page, "program/妇幼健康")
    assert "as=graph" in page.url
    click_node(page, "program/妇幼健康")
    found = page.get_by_role("link", name="妇幼健康")
    expect(found).to_be_visible()
    assert fits(page)
    address = page.url
    found.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("妇幼健康")
    page.goto(address)
    wait_for_node(page, "program/妇幼健康")


def test_a_relation_in_an_answer_opens_its_sentence(page: Page):
    page.goto("/#ask=CONSTRUCT+WHERE+%7B+?s+wt:delivers+?o+%7D&as=graph")
    clinic, screening = "institution/999901/云溪县妇幼保健院", "program/“两癌”筛查"
    wait_for_node(page, screening)
    click_edge(page, f"{clinic} delivers {screening}")
    expect(page.locator("blockquote").first).to_contain_text("云溪县妇幼保健院开展“两癌”筛查1089人")


def test_an_answer_as_a_chart(page: Page):
    page.goto("/#ask=")
    write(
        page, "SELECT ?i ?value ?s WHERE { ?o wt:indicator ?i ; sdmx-measure:obsValue ?value ; wt:status ?s }"
    )
    page.get_by_role("button", name="运行").click()
    page.get_by_role("tab", name="图表").click()
    expect(page.get_by_role("img", name="value，按i")).to_be_visible()
    expect(page.locator("canvas").first).to_be_visible()
    expect(page.get_by_label("分组")).to_have_value("s")
    page.get_by_label("类别").select_option("s")
    page.get_by_label("分组").select_option("不分组")
    expect(page.get_by_text("同一处有几个数值，所以画成点。")).to_be_visible()
    assert "as=chart&x=s&y=value" in page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="下载图（PNG）").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_turning_to_another_form_asks_nothing_again(page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    page.goto("/#ask=")
    write(page, "SELECT ?s ?o (1 AS ?n) WHERE { ?s wt:delivers ?o }")
    page.get_by_role("button", name="运行").click()
    for _ in range(2):
        page.get_by_role("tab", name="关系图").click()
        wait_for_node(page, "program/“两癌”筛查")
        page.get_by_role("tab", name="图表").click()
        expect(page.get_by_role("img", name="n，按")).to_be_visible()
    assert sum(body.startswith("SELECT ?s ?o") for body in asked) == 1
    write(page, "SELECT * WHERE { ?s wt:follows ?o }")
    page.go_back()
    expect(editor(page)).to_contain_text("wt:follows")


def test_what_is_no_graph_and_no_chart_says_what_to_ask_for(page: Page):
    page.goto("/#ask=SELECT+?l+WHERE+%7B+?s+wt:implements+?p+;+rdfs:label+?l+%7D&as=graph")
    expect(page.get_by_text("这个结果画不成关系图")).to_be_visible()
    page.get_by_role("tab", name="图表").click()
    expect(page.get_by_text("这个结果画不成图表")).to_be_visible()
    page.goto("/#ask=SELECT&as=nonsense")
    expect(page.locator(".notice-warning")).to_contain_text("地址")


def test_hostile_names_in_graphs_and_charts_are_text(page: Page):
    hostile = "VALUES ?s { region:999902 } ?s wt:follows ?o . ?o rdfs:label ?l"
    page.goto("/#ask=")
    write(page, f"SELECT ?s ?o (STRLEN(?l) AS ?n) WHERE {{ {hostile} }}")
    page.get_by_role("button", name="运行").click()
    page.get_by_role("tab", name="关系图").click()
    wait_for_node(page, "region/999902")
    click_node(page, "region/999902")
    expect(page.get_by_role("link", name="<script>window.hacked=1</script>县")).to_be_visible()
    assert len(nodes(page)) >= 2
    page.get_by_role("tab", name="图表").click()
    expect(page.get_by_role("img", name="n，按")).to_be_visible()
    page.get_by_role("tab", name="表格").click()
    expect(page.get_by_role("cell", name=LONG[:100])).to_be_visible()
    assert page.evaluate("window.hacked") is None
