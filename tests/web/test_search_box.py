"""The search box: suggestions while typing, by keyboard alone, and with an input method."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

pytestmark = pytest.mark.browser


def searches(page: Page) -> list[str]:
    """The addresses of the searches that the page asks for from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/api/v1/search" in request.url:
            asked.append(request.url)

    page.on("request", note)
    return asked


def test_suggestions_tell_type_region_and_number_of_facts(page: Page):
    page.goto("/")
    box = page.get_by_role("combobox")
    box.fill("县妇幼保健院")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("云溪县妇幼保健院")
    expect(option).to_contain_text("机构")
    expect(option.locator(".suggestion-facts")).to_contain_text("云溪县")
    expect(option.locator(".suggestion-facts")).to_contain_text("条事实")
    expect(option.locator("b")).to_have_text("县妇幼保健院")
    expect(box).to_have_attribute("aria-expanded", "true")


def test_the_keyboard_is_enough(page: Page):
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.insert_text("云溪县")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(second.get_attribute("id")))
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县")


def test_letters_under_composition_are_not_searched_for(page: Page):
    page.goto("/")
    page.get_by_role("combobox").focus()
    asked = searches(page)
    keyboard = page.context.new_cdp_session(page)
    for letters in ("y", "yu", "yun xi"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )
    expect(page.get_by_role("combobox")).to_have_value("yun xi")
    keyboard.send("Input.insertText", {"text": "云溪"})
    expect(page.get_by_role("option").first).to_contain_text("云溪县")
    assert sorted("type=sentence" in url for url in asked) == [False, True], "once for each kind"


def test_nothing_found_is_told_with_a_next_step(page: Page):
    page.goto("/")
    page.get_by_role("combobox").fill("没有这个名字")
    expect(page.locator(".search-message")).to_have_text(
        "没有名称含“没有这个名字”的条目。换一个更短的词试试。"
    )


def test_initials_and_slips_lead_to_names(page: Page):
    page.goto("/")
    box = page.get_by_role("combobox")
    for text in ("yxxfybjy", "云溪县妇幼保建院"):
        box.fill(text)
        expect(page.get_by_role("option").first).to_contain_text("云溪县妇幼保健院")
        expect(page.get_by_role("option").first.locator("b")).to_have_count(0)


def test_another_name_than_the_label_is_told(page: Page):
    page.goto("/")
    page.get_by_role("combobox").fill("340504")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("雨山区")
    expect(option.locator(".suggestion-other b")).to_have_text("340504")


def test_what_only_sentences_have_is_offered(page: Page):
    page.goto("/")
    page.get_by_role("combobox").fill("告知")
    expect(page.locator(".search-message")).to_have_text("找到 0 个条目，1 句话")
    expect(page.get_by_role("group", name="报告里的句子（共 1 句）").get_by_role("option")).to_have_count(1)
