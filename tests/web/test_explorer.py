"""The whole way of a reader: a name, its graph, a neighbour, a fact, the sentence that states it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.canvas import (
    click_edge,
    expand_node,
    nodes,
    selected,
    wait_for_node,
    wait_until_gone,
)
from tests.web.conftest import DESKTOP, PHONE, Watch

pytestmark = pytest.mark.browser

REGION = "region/999901"
CARE = "program/妇幼健康"
RATE = "indicator/孕产妇系统管理率"
CLINIC = "institution/999901/云溪县妇幼保健院"
SCREENING = "program/“两癌”筛查"


def open_region(page: Page) -> None:
    page.goto(f"/#entity={REGION}")
    wait_for_node(page, CARE)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_a_name_to_the_sentence(page: Page):
    page.goto("/")
    page.get_by_role("combobox").fill("云溪县")
    page.get_by_role("option", name="云溪县 地区").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县")
    wait_for_node(page, CARE)
    assert RATE not in nodes(page)

    expand_node(page, CARE)
    wait_for_node(page, RATE)
    expect(page.get_by_role("heading", level=1)).to_have_text("妇幼健康")
    assert selected(page) == CARE
    assert REGION in nodes(page)

    page.get_by_role("button", name="孕产妇系统管理率 97.52%").click()
    source = page.get_by_role("region", name="原文")
    expect(source.locator("blockquote")).to_have_text(
        "全县孕产妇系统管理率97.52%，云溪县妇幼保健院开展“两癌”筛查1089人。"
    )
    marks = source.locator("blockquote mark")
    assert [(mark.get_attribute("data-type"), mark.inner_text()) for mark in marks.all()] == [
        ("region", "全县"),
        ("indicator", "孕产妇系统管理率"),
        ("quantity", "97.52%"),
        ("institution", "云溪县妇幼保健院"),
        ("program", "“两癌”筛查"),
        ("quantity", "1089人"),
    ]
    assert source.locator("mark.is-part").all_inner_texts() == ["孕产妇系统管理率", "97.52%"]
    expect(source.locator("figcaption")).to_contain_text("云溪县卫生健康局2021年工作总结")
    expect(source.locator("figcaption")).to_contain_text("2021年·第 3 段")
    expect(source).to_be_in_viewport()


def test_values_are_shown_with_comparator_unit_period_and_status(page: Page):
    open_region(page)
    values = [re.sub(r"\s+", " ", row.inner_text()) for row in page.locator(".observation").all()]
    assert values == [
        "孕产妇系统管理率 ≥ 98% 妇幼健康 2022年 目标",
        "孕产妇系统管理率 97.52% 妇幼健康 2021年 完成",
        "“两癌”筛查人数 1,089 人 云溪县妇幼保健院·“两癌”筛查 2021年 完成",
        "物资 500–600 元 妇幼健康 2021年 完成",
        "活产数 12 个 妇幼健康 2021年 完成",
    ]


def test_an_edge_opens_its_sentence(page: Page):
    page.goto(f"/#entity={CLINIC}")
    wait_for_node(page, SCREENING)
    click_edge(page, f"{CLINIC} delivers {SCREENING}")
    source = page.get_by_role("region", name="原文")
    expect(source.get_by_role("heading")).to_contain_text("云溪县妇幼保健院承办“两癌”筛查")
    expect(source.locator("mark.is-part")).to_have_text(["云溪县妇幼保健院", "“两癌”筛查"])


def test_a_relation_without_a_sentence_says_where_it_comes_from(page: Page):
    page.goto(f"/#entity={CLINIC}")
    wait_for_node(page, REGION)
    click_edge(page, f"{CLINIC} locatedIn {REGION}")
    expect(page.get_by_role("region", name="原文")).to_contain_text("没有哪一句话直接写出它")


def test_relations_are_listed_by_kind_and_lead_on(page: Page):
    open_region(page)
    page.get_by_role("tab", name="关系").click()
    panel = page.get_by_role("tabpanel", name="关系")
    expect(panel.get_by_role("heading", name="开展")).to_be_visible()
    panel.get_by_role("button", name="看原文：妇幼健康").click()
    expect(page.get_by_role("region", name="原文").locator("blockquote").first).to_be_visible()
    panel.get_by_role("link", name="妇幼健康", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("妇幼健康")
    page.get_by_role("button", name="衡量指标 · 指标").click()
    wait_for_node(page, RATE)
    assert REGION in nodes(page)


def test_an_address_gives_the_same_picture_to_whoever_opens_it(page: Page):
    open_region(page)
    expand_node(page, CARE)
    wait_for_node(page, RATE)
    page.get_by_role("button", name="活产数").click()
    expect(page.locator("blockquote")).to_be_visible()
    sent = page.url
    page.goto("about:blank")
    page.goto(sent)
    wait_for_node(page, RATE)
    expect(page.get_by_role("heading", level=1)).to_have_text("妇幼健康")
    expect(page.locator(".evidence h2")).to_contain_text("活产数 12 个")
    assert selected(page) == CARE
    seen = nodes(page)
    page.reload()
    wait_for_node(page, RATE)
    assert nodes(page) == seen


def test_the_picture_does_not_depend_on_which_answer_comes_first(page: Page):
    open_region(page)
    seen = nodes(page)

    held: list[Route] = []
    page.route(re.compile("/entities/region/999901$"), lambda route: held.append(route))
    with page.expect_response(re.compile("/neighbourhood")):
        page.reload()
    page.wait_for_timeout(500)  # in which a graph that does not wait is drawn
    held[0].continue_()
    wait_for_node(page, CARE)
    assert nodes(page) == seen


def test_the_picture_is_the_same_with_and_without_a_sentence(page: Page):
    seen = []
    for sentence in ("", f"&relation=implements&subject={REGION}&object={CARE}"):
        page.goto("about:blank")
        page.goto(f"/#entity={REGION}&open={REGION}&open={CARE}{sentence}")
        wait_for_node(page, RATE)
        seen.append(nodes(page))
    expect(page.locator("blockquote").first).to_be_visible()
    assert seen[0] == seen[1]


def test_back_undoes_a_step(page: Page):
    open_region(page)
    expand_node(page, CARE)
    wait_for_node(page, RATE)
    page.get_by_role("button", name="活产数").click()
    expect(page.locator(".evidence")).to_be_visible()
    page.go_back()
    expect(page.locator(".evidence")).to_be_hidden()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县")
    wait_until_gone(page, RATE)


def test_the_graph_can_be_begun_anew_around_the_chosen_entity(page: Page):
    open_region(page)
    expand_node(page, CARE)
    wait_for_node(page, RATE)
    page.get_by_role("button", name="只看它和它的邻居").click()
    expect(page.get_by_role("button", name="只看它和它的邻居")).to_be_hidden()
    assert nodes(page)[CARE] == (0, 0)


def test_an_unknown_entity_is_told_in_words(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    page.goto("/#entity=region/999999")
    expect(page.get_by_role("alert")).to_have_text(re.compile("图谱里没有这个条目.*重新搜索"))


def test_a_server_that_is_gone_is_told_in_words_and_tried_again(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    open_region(page)
    page.route("**/api/**", lambda route: route.abort())
    page.evaluate(f"location.hash = '#entity={CLINIC}'")
    expect(page.get_by_role("alert").first).to_contain_text("连不上服务")
    page.unroute("**/api/**")
    page.get_by_role("button", name="重试").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县妇幼保健院")
    wait_for_node(page, SCREENING)
    expect(page.get_by_role("alert")).to_have_count(0)
