"""The graph: expanding by relation, hiding, pinning, filters, ways, chains, saving."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.canvas import click_node, drag_node, expand_node, nodes, wait_for_node, wait_until_gone
from tests.web.conftest import DESKTOP, PHONE, Watch, fits
from tests.web.test_explorer import CARE, CLINIC, RATE, REGION, SCREENING, open_region

pytestmark = pytest.mark.browser


def menu(page: Page) -> Locator:
    return page.locator(".node-menu")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_relation_tells_how_many_it_leads_to_before_it_is_expanded(page: Page):
    open_region(page)
    expect(menu(page).get_by_role("button", name="开展 · 项目")).to_contain_text("2 已画")
    click_node(page, CARE)
    expect(menu(page).locator("summary")).to_have_text("妇幼健康")
    branch = menu(page).get_by_role("button", name="衡量指标 · 指标")
    expect(branch).to_contain_text("0 / 3")
    assert RATE not in nodes(page)
    expect(page.locator(".graph-status")).to_contain_text("妇幼健康另有 3 个相邻条目没有画出")
    branch.click()
    wait_for_node(page, RATE)
    expect(branch).to_contain_text("3 已画")
    expect(branch).to_be_disabled()
    assert fits(page)


def test_a_node_is_hidden_and_the_step_undone(page: Page):
    open_region(page)
    click_node(page, CARE)
    menu(page).get_by_role("button", name="隐藏").click()
    wait_until_gone(page, CARE)
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县")
    page.get_by_role("button", name="撤销一步").click()
    wait_for_node(page, CARE)
    page.get_by_role("button", name="恢复一步").click()
    wait_until_gone(page, CARE)
    page.get_by_role("button", name="显示隐藏的 1 个").click()
    wait_for_node(page, CARE)
    page.locator(".graph-tools button").first.focus()
    page.keyboard.press("Control+z")
    wait_until_gone(page, CARE)


def test_types_are_left_out_and_taken_in_by_the_legend(page: Page):
    open_region(page)
    programs = page.get_by_role("list", name="图例").get_by_role("button", name="项目")
    expect(programs).to_have_attribute("aria-pressed", "true")
    programs.click()
    wait_until_gone(page, CARE)
    expect(programs).to_have_attribute("aria-pressed", "false")
    page.reload()
    wait_for_node(page, CLINIC)
    assert CARE not in nodes(page)
    programs.click()
    wait_for_node(page, CARE)


def test_a_node_that_was_dragged_stays_for_whoever_opens_the_address(page: Page):
    open_region(page)
    before = nodes(page)
    drag_node(page, CARE, (60, 40))
    expect(page).to_have_url(re.compile("pin="))
    moved = nodes(page)
    assert moved[CARE] != before[CARE]
    page.reload()
    wait_for_node(page, CARE)
    assert nodes(page)[CARE] == moved[CARE]
    click_node(page, CARE)
    menu(page).get_by_role("button", name="松开").click()
    expect(page).not_to_have_url(re.compile("pin="))
    menu(page).get_by_role("button", name="固定").click()
    expect(page).to_have_url(re.compile("pin="))


def test_a_step_undone_brings_the_nodes_back_to_where_they_stood(page: Page):
    open_region(page)
    before = nodes(page)
    drag_node(page, CARE, (60, 40))
    expect(page).to_have_url(re.compile("pin="))
    dragged = nodes(page)
    page.get_by_role("button", name="撤销一步").click()
    expect(page).not_to_have_url(re.compile("pin="))
    assert nodes(page) == before
    page.get_by_role("button", name="恢复一步").click()
    expect(page).to_have_url(re.compile("pin="))
    assert nodes(page) == dragged
    expand_node(page, CARE)
    wait_for_node(page, RATE)
    page.get_by_role("button", name="撤销一步").click()
    wait_until_gone(page, RATE)
    assert nodes(page) == dragged
    click_node(page, CARE)
    menu(page).get_by_role("button", name="松开").click()
    expect(page).not_to_have_url(re.compile("pin="))
    assert nodes(page) == before


def test_relations_among_the_neighbours_of_different_nodes_are_drawn(page: Page):
    page.goto(f"/#entity={CLINIC}&open={CLINIC}&open={RATE}")
    wait_for_node(page, CARE)
    edge = "id => document.querySelector('.graph-canvas')._cyreg.cy.getElementById(id).length"
    assert page.evaluate(edge, f"{REGION} implements {CARE}") == 1


def test_the_way_to_another_entity_is_drawn(page: Page):
    page.goto(f"/#entity={CLINIC}")
    wait_for_node(page, SCREENING)
    menu(page).get_by_role("button", name="找路径").click()
    page.get_by_role("combobox", name="到哪里").fill("孕产妇系统管理率")
    page.get_by_role("option", name=re.compile("^孕产妇系统管理率")).first.click()
    wait_for_node(page, RATE)
    way = "document.querySelector('.graph-canvas')._cyreg.cy.edges('.way').length"
    assert page.evaluate(way) >= 2
    assert REGION in nodes(page)
    menu(page).get_by_role("button", name="找路径").click()
    click_node(page, SCREENING)
    expect(page).to_have_url(re.compile("ways=.*ways="))


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_chain_of_relations_is_a_beginning(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    page.goto("/")
    chain = page.get_by_role("textbox", name="关系链")
    chain.fill("地区 → 星球")
    page.get_by_role("button", name="画出来").click()
    expect(page.get_by_text(re.compile("这条链读不懂，请看第 [0-9]+ 个字附近"))).to_be_visible()
    chain.fill("地区=无此地 → 项目")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有符合的条目")).to_be_visible()
    chain.fill("地区=云溪县 → 项目 → 指标")
    page.keyboard.press("Enter")
    wait_for_node(page, RATE)
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县")
    assert CLINIC not in nodes(page)
    page.reload()
    wait_for_node(page, RATE)


def saved(page: Page, name: str) -> bytes:
    page.locator(".save-menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value.path().read_bytes()


def test_what_is_drawn_is_saved(page: Page):
    open_region(page)
    drawn = nodes(page)
    turtle = list(ox.parse(saved(page, "Turtle"), ox.RdfFormat.TURTLE))
    assert f"https://w3id.org/weitu/id/{REGION}" in {quad.subject.value for quad in turtle}
    assert any(quad.predicate.value.endswith("ontology#implements") for quad in turtle)
    graphml = ElementTree.fromstring(saved(page, "GraphML"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert {node.get("id") for node in graphml.iter(f"{space}node")} == set(drawn)
    table = list(csv.DictReader(io.StringIO(saved(page, "关系表").decode("utf-8-sig"))))
    assert {"source": "云溪县", "relation": "implements", "target": "妇幼健康"}.items() <= next(
        row for row in table if row["target"] == "妇幼健康" and row["relation"] == "implements"
    ).items()
    assert saved(page, "图片").startswith(b"\x89PNG")
    picture = ElementTree.fromstring(saved(page, "矢量图"))
    assert "云溪县" in {text.text for text in picture.iter("{http://www.w3.org/2000/svg}tspan")}
