"""The sentence behind a fact: how sure it is, each of its marks, and the way into the report."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import DESKTOP, PHONE
from tests.web.reports import INDICATOR, SENTENCE

pytestmark = pytest.mark.browser

STATED = "全县孕产妇系统管理率97.52%，云溪县妇幼保健院开展“两癌”筛查1089人。"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_value_tells_how_sure_it_is_and_opens_the_report_at_its_sentence(page: Page):
    page.goto("/#entity=region/999901")
    page.get_by_role("button", name="孕产妇系统管理率 97.52%").click()
    source = page.get_by_role("region", name="原文")
    expect(source.locator("blockquote")).to_have_text(STATED)
    expect(source.locator("figcaption")).to_contain_text("识别")
    expect(source.locator("mark").first).to_have_attribute("title", "地区 · 识别较可信（0.90）")
    source.get_by_text("6 处标注各有多可信").click()
    row = source.get_by_role("row", name="云溪县妇幼保健院")
    expect(row.get_by_role("cell")).to_have_text(["机构", "较可信（0.90）", "未评分"])
    expect(source.get_by_role("row", name="1089人").get_by_role("cell").last).to_have_text("未对应")
    source.get_by_role("link", name="在报告里读").click()
    expect(page.locator(".report-text .is-chosen")).to_have_text(STATED)
    expect(page.locator(".report-text .is-chosen")).to_be_in_viewport()
    page.go_back()
    expect(source.locator("blockquote")).to_have_text(STATED)


def test_a_relation_tells_how_sure_it_is(page: Page):
    page.goto(
        "/#entity=region/999901&relation=delivers&subject=institution/999901/云溪县妇幼保健院"
        "&object=program/“两癌”筛查"
    )
    source = page.get_by_role("region", name="原文")
    expect(source.locator("figcaption").first).to_contain_text("识别")


def test_hostile_names_in_the_list_of_marks_are_text(page: Page):
    page.goto("/#entity=region/999902")
    page.locator(".observation", has_text=INDICATOR).click()
    page.get_by_text("处标注各有多可信").click()
    expect(page.get_by_role("rowheader", name=INDICATOR)).to_be_visible()
    page.get_by_role("link", name="在报告里读").click()
    expect(page.locator(".report-text .is-chosen")).to_have_text(SENTENCE)
    assert page.evaluate("window.hacked") is None
