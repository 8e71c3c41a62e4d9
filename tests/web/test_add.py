"""Reports that somebody adds in the browser: read, looked at, stored."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.app.writable import TOKEN, writable
from tests.web.axe import violations
from tests.web.conftest import DESKTOP, PHONE, Watch

pytestmark = pytest.mark.browser

#: Milliseconds in which a file is read or stored for certain; the first one waits for the pipeline to load.
READING = 60_000
REPORT = "雨山区2022年卫生健康工作总结\n全区孕产妇系统管理率97.5%，适龄妇女“两癌”筛查1089人。\n"
HOSTILE = (
    "雨山区2021年卫生健康工作总结\n"
    "全区<script>window.hacked=1</script>家庭医生签约率97.5%，"
    "<img src=x onerror=window.hacked=1>筛查1089人。\n"
    "全年各项任务按期完成，群众满意度稳步提高，医疗卫生服务能力持续增强。\n"
)


def file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that may be written to."""
    with writable(tmp_path_factory.mktemp("adding") / "data") as client:
        yield str(client.base_url)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_a_file_to_the_graph(page: Page, watch: Watch):
    watch.allowed = ("Failed to load resource",)
    page.goto("/")
    page.get_by_role("link", name="添加报告").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_text("选择文件").click()
    chooser.value.set_files(
        [file("yushan.txt", REPORT), file("page.pdf", "%PDF-1.7 broken"), file("other.txt", f"{REPORT}完。")]
    )
    good, broken, other = (page.locator(".file").nth(n) for n in range(3))
    expect(broken.get_by_role("alert")).to_have_text(
        "文件损坏或不完整。请重新下载或另存一份再试。", timeout=READING
    )
    expect(good).to_contain_text("已读出，尚未存入", timeout=READING)
    expect(good.locator("dl")).to_contain_text("雨山区")
    expect(good.locator("dl")).to_contain_text("2022年")
    good.get_by_text("读出的数值 2").click()
    expect(good.locator("blockquote").first).to_contain_text("孕产妇系统管理率97.5%")
    expect(good.locator("blockquote mark").first).to_have_text("97.5%")
    assert violations(page) == []

    page.get_by_role("button", name="全部存入（2 份）").click()
    expect(page.get_by_text("请先填写写入令牌")).to_be_visible()
    token = page.get_by_label("写入令牌")
    expect(token).to_be_focused()
    token.fill("wrong-token-0123456789")
    good.get_by_role("button", name="存入图谱").click()
    expect(good.get_by_role("alert")).to_have_text("令牌不对。请向维护者核对后重新填写。")
    token.fill(TOKEN)
    good.get_by_role("button", name="再试一次").click()
    expect(good).to_contain_text("已存入图谱", timeout=READING)
    other.get_by_role("button", name="移出列表").click()
    expect(page.locator(".file")).to_have_count(2)
    expect(good.get_by_role("link", name="查看报告")).to_have_attribute(
        "href", re.compile(r"^#report=document%2F[0-9a-f]{16}$")
    )
    good.get_by_role("link", name="查看雨山区").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("雨山区")
    expect(page.locator(".card-report").first).to_contain_text("雨山区2022年卫生健康工作总结")
    expect(page.get_by_role("button", name="孕产妇系统管理率 97.5%").first).to_be_visible()


def test_names_of_persons_may_be_left_out_and_warnings_are_told(page: Page):
    page.goto("/#add=")
    page.get_by_label("不收录人名").check()
    named = "雨山区卫生健康工作总结\n一、疾病预防\n完成筛查1200人。（责任领导：李树青；责任科室：疾控科）\n"
    page.locator("#add-files").set_input_files(file("named.txt", named))
    expect(page.locator(".notice-warning")).to_contain_text("没有写明年份", timeout=READING)
    page.get_by_text("读出的关系").click()
    expect(page.locator(".preview")).to_contain_text("疾控科")
    expect(page.locator(".preview")).not_to_contain_text("李树青")


def test_what_a_file_holds_is_text(page: Page):
    page.goto("/#add=")
    page.locator("#add-files").set_input_files(file("<b onclick=alert(1)>.txt", HOSTILE))
    expect(page.locator(".file-name")).to_have_text("<b onclick=alert(1)>.txt")
    expect(page.locator(".preview")).to_be_visible(timeout=READING)
    page.get_by_text("读出的数值").click()
    expect(page.locator("blockquote").first).to_contain_text("<script>")
    assert page.locator("#app").locator("script, img, b[onclick]").count() == 0
    assert page.evaluate("window.hacked") is None


def test_the_token_is_kept_in_this_tab_alone(page: Page):
    page.goto("/#add=")
    page.get_by_label("写入令牌").fill(TOKEN)
    page.reload()
    expect(page.get_by_label("写入令牌")).to_have_value(TOKEN)
    assert page.evaluate("JSON.stringify(localStorage) + document.cookie").find(TOKEN) == -1
