"""Reading a report: its outline, its marks by type, what it states beside it, all of that in the address."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from graph.documents import Document, parse
from graph.extraction import Extraction, Mention
from tests.app.running import serving
from tests.web.conftest import DESKTOP, PHONE, Watch, fits
from tests.web.reports import (
    INDICATOR,
    LONG,
    PROGRAM,
    REGION,
    REVERSED,
    SENTENCE,
    TITLE,
    hostile,
    plain,
    publish,
)

pytestmark = pytest.mark.browser

STATED = "全县孕产妇系统管理率97.52%，云溪县妇幼保健院开展“两癌”筛查1089人。"


def address(document: Document, **parameters: str) -> str:
    rest = "".join(f"&{name}={value}" for name, value in parameters.items())
    return f"/#report=document/{document.sha256[:16]}{rest}"


def place(document: Document, text: str) -> str:
    start = document.text.index(text)
    return f"{start}-{start + len(text)}"


@pytest.fixture(scope="module")
def report() -> Document:
    return plain()[0]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_the_list_to_a_fact_and_to_its_sentence(page: Page, report: Document):
    page.goto("/#reports=")
    page.get_by_role("link", name="云溪县卫生健康局2021年工作总结").click()
    expect(page).to_have_title(re.compile("云溪县卫生健康局2021年工作总结"))
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县卫生健康局2021年工作总结")
    head = page.locator(".report-head")
    for told in ("云溪县卫生健康局", "云溪县", "2021年", "2022-01-20", "yunxi-2021.txt"):
        expect(head).to_contain_text(told)
    text = page.locator(".report-text")
    expect(text.locator("a.mark")).to_have_count(10)
    expect(text.get_by_role("heading", name="一、妇幼健康")).to_be_attached()
    lines = [line for line in report.text.split("\n") if line.strip()]
    assert page.locator(".paragraph").all_text_contents() == lines

    if page.viewport_size == PHONE:
        page.get_by_role("button", name="事实").click()
        expect(text).to_be_hidden()
    page.get_by_role("link", name="“两癌”筛查人数 1,089 人").click()
    expect(page.locator(".report-text .is-chosen")).to_have_text(STATED)
    expect(page.locator(".report-text .is-chosen")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(f"at={place(report, STATED)}"))
    expect(page.locator(".statement[aria-current]").first).to_contain_text("识别")

    text.get_by_role("link", name="云溪县妇幼保健院").click()
    card = page.get_by_role("region", name="选中的标注")
    expect(card).to_contain_text("识别较可信（0.90）")
    card.get_by_role("link", name="云溪县妇幼保健院").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("云溪县妇幼保健院")
    page.go_back()
    page.go_back()
    expect(page.locator(".report-text .is-chosen")).to_have_text(STATED)


def test_relations_lead_to_their_sentences_too(page: Page, report: Document):
    page.goto(address(report))
    page.get_by_role("tab", name="观测值").press("ArrowRight")
    row = page.get_by_role("tabpanel", name="关系").locator(
        ".statement", has_text="云溪县妇幼保健院承办“两癌”筛查"
    )
    row.click()
    expect(page.locator(".report-text .is-chosen")).to_have_text(STATED)
    expect(row).to_have_attribute("aria-current", "true")


def test_marks_are_turned_off_and_on_by_type_and_the_address_knows(page: Page, report: Document):
    page.goto(address(report))
    quantities = page.locator('.report-text a[data-type="quantity"]')
    toggle = page.get_by_role("button", name="数量")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(quantities.first).to_be_visible()
    toggle.press("Space")
    expect(quantities).to_have_count(0)
    expect(toggle).to_be_focused()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    sent = page.url
    assert sent.endswith("off=quantity")
    toggle.press("Space")
    expect(quantities.first).to_be_visible()
    page.goto("about:blank")
    page.goto(sent)
    expect(page.locator('.report-text a[data-type="region"]').first).to_be_visible()
    expect(quantities).to_have_count(0)


def test_the_keyboard_goes_from_mark_to_mark(page: Page, report: Document):
    page.goto(address(report))
    marks = page.locator(".report-text a.mark")
    expect(marks).to_have_count(10)
    text = page.get_by_role("group", name="正文")
    text.focus()
    text.press("ArrowRight")
    expect(marks.nth(0)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(marks.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(marks.nth(9)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="选中的标注")).to_be_visible()
    expect(marks.nth(9)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="关闭标注")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="选中的标注")).to_be_hidden()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_hostile_report_is_text(page: Page, viewport: dict[str, int]):
    document, _ = hostile()
    page.goto(address(document, at=place(document, SENTENCE)))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator(".report-text .is-chosen")).to_have_text(SENTENCE)
    marks = page.locator(".report-text a.mark")
    expect(marks).to_have_text([REGION, INDICATOR, "97.52%", REVERSED, PROGRAM])
    expect(page.locator(".statement", has_text=LONG[:50])).to_have_count(1)
    marks.nth(4).click()
    link = page.get_by_role("region", name="选中的标注").get_by_role("link", name=PROGRAM)
    assert str(link.get_attribute("href")).startswith("#entity=program%2F")
    targets = page.locator("#app a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert all(target.startswith("#") for target in targets)
    assert page.locator("#app").locator("script, img, iframe").count() == 0
    assert page.evaluate("window.hacked") is None
    assert fits(page)


def test_a_sentence_that_a_search_finds_opens_the_report_there(page: Page, report: Document):
    page.goto("/")
    box = page.get_by_role("combobox", name="搜索")
    box.fill("检查结果")
    sentence = page.get_by_role("group", name="报告里的句子").get_by_role("option")
    expect(sentence).to_contain_text("检查结果已告知本人")
    expect(sentence).to_contain_text("云溪县卫生健康局2021年工作总结")
    expect(sentence.locator("b").first).to_be_visible()
    box.press("ArrowUp")
    expect(sentence).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page.locator(".report-text .is-chosen")).to_contain_text("检查结果已告知本人")


def test_a_report_that_is_not_there_is_told_with_the_next_step(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    page.goto("/#report=document/0123456789abcdef")
    expect(page.get_by_text("图谱里没有这份报告")).to_be_visible()
    page.get_by_role("link", name="看全部报告").click()
    expect(page.locator(".report")).to_have_count(2)


def test_a_place_beyond_the_text_shows_the_report_all_the_same(page: Page, report: Document):
    page.goto(address(report, at="900000-900001"))
    expect(page.locator(".report-text a.mark")).to_have_count(10)
    expect(page.locator(".is-chosen")).to_have_count(0)


PARAGRAPHS, MARKS_EACH = 300, 5
SECTION = "（一）签约。" + "全县家庭医生签约率97.5%，比上年提高2个百分点。" * MARKS_EACH


def long_report() -> tuple[Document, Extraction]:
    """A report of some ten thousand characters with more than a thousand mentions."""
    text = "云溪县2021年工作总结\n" + "\n".join(f"{SECTION}{number}" for number in range(PARAGRAPHS)) + "\n"
    document = parse(text.encode(), "long.txt")
    found = re.finditer("97.5%", document.text)
    mentions = [Mention(each.start(), each.end(), "QUANTITY", each.group()) for each in found]
    extraction = Extraction(
        doc=document.name,
        sha256=document.sha256,
        title=document.title,
        issuer=None,
        issuer_id=None,
        region=None,
        region_id=None,
        period="2021",
        published=None,
        mentions=mentions,
        observations=[],
        relations=[],
        entities=[],
    )
    return document, extraction


@pytest.fixture(scope="module")
def long_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a long report on a server of its own."""
    path = tmp_path_factory.mktemp("long") / "data"
    document, extraction = long_report()
    publish(path, (document, extraction))
    with serving(path) as client:
        yield f"{client.base_url}{address(document)}"


def test_a_long_report_is_marked_where_the_reader_is(page: Page, watch: Watch, long_address: str):
    watch.host = long_address.split("/")[2]
    page.goto(long_address)
    marks = page.locator(".report-text a.mark")
    expect(marks.first).to_be_visible()
    expect(page.get_by_role("button", name="数量")).to_contain_text(str(PARAGRAPHS * MARKS_EACH))
    assert (page.locator(".report-text").text_content() or "").endswith(str(PARAGRAPHS - 1)), (
        "it is all there"
    )
    assert marks.count() < PARAGRAPHS * MARKS_EACH / 4
    page.locator(".outline-entry").last.click()
    last = page.locator(".paragraph").last
    expect(last).to_be_in_viewport()
    expect(last.locator("a.mark")).to_have_count(MARKS_EACH)
    page.get_by_role("group", name="正文").press("Home")
    expect(marks.first).to_be_focused()
    expect(marks.first).to_be_in_viewport()
    assert marks.count() < PARAGRAPHS * MARKS_EACH / 2
