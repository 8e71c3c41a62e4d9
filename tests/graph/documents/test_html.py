"""Web pages as the sites of authorities make them: the article, its fields, and pages without one."""

from __future__ import annotations

import pytest

from graph.documents import Document, parse
from graph.errors import DocumentTooLarge, NoArticle

TITLE = "云溪县卫生健康局2021年工作总结"
LINES = [
    "2021年，全县卫生健康系统坚持以人民健康为中心，扎实推进各项工作，取得了较好成效。",
    "一、2021年工作开展情况",
    "（一）公共卫生。全县孕产妇系统管理率97.52%。",
    "接种率达90%以上。",
    "云溪县卫生健康局",
    "2022年1月6日",
]
MENU = "".join(f'<li><a href="/{n}">政务公开栏目{n}</a></li>' for n in range(20))
PARAGRAPHS = "".join(f"<p>　　{line}</p>" for line in LINES)


def page(content: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{TITLE}_云溪县人民政府</title>{head}"
        "<style>p{}</style></head><body>"
        f'<script>var a="统计";</script><div class="nav"><ul>{MENU}</ul></div>'
        f'<div class="here">当前位置：<a href="/">首页</a></div><h1>{TITLE}</h1>{content}'
        '<div class="turn">上一篇：<a href="/9">关于印发通知</a></div>'
        '<div class="footer"><p>主办：云溪县人民政府办公室 备案号：某备12345号</p></div></body></html>'
    )


def read(markup: str, encoding: str = "utf-8") -> Document:
    return parse(markup.encode(encoding), "report.html")


@pytest.mark.parametrize(
    "content",
    [
        f'<div id="zoom">{PARAGRAPHS}</div>',
        f'<div class="TRS_Editor content">{PARAGRAPHS}</div>',
        f"<div>{PARAGRAPHS}</div>",
        f"<div>{'<br>'.join(LINES)}</div>",
        f"<div>{'<br/><br/>'.join('&nbsp;&nbsp;' + line for line in LINES)}</div>",
        "".join(f"<div>{line}</div>" for line in LINES),
        "".join(f"<p><span>{line[:3]}</span><b>{line[3:]}</b></p>" for line in LINES),
        f"<table><tr><td><table><tr><td>{PARAGRAPHS}</td></tr></table></td></tr></table>",
        f"<table><tr><td>{'<br>'.join(LINES)}</td></tr></table>",
        f"<pre>{chr(10).join(LINES)}</pre>",
    ],
    ids=["zoom", "editor", "plain", "br", "nbsp", "divs", "spans", "tables", "table-br", "pre"],
)
def test_the_article_is_read_without_the_page_around_it(content: str) -> None:
    document = read(page(content))
    text = [document.line(p) for p in document.paragraphs if not p.furniture]
    assert text == [TITLE, *LINES]
    assert (document.title, document.period, document.issuer) == (TITLE, "2021", "云溪县卫生健康局")


def test_rows_of_a_table_are_lines_with_tabs_between_the_cells() -> None:
    table = (
        "<table><tr><th>指标</th><th>2021年</th></tr><tr><td>\n<p>床位数</p>\n</td><td>180</td></tr></table>"
    )
    assert "指标\t2021年\n床位数\t180" in read(page(f"<div id='zoom'>{PARAGRAPHS}{table}</div>")).text


@pytest.mark.parametrize("marked", [True, False])
def test_a_cell_that_spans_others_leaves_columns_in_their_places(marked: bool) -> None:
    table = (
        "<table><tr><th rowspan='2'>机构类别</th><th colspan='2'>床位数（张）</th><th>备注</th></tr>"
        "<tr><td>2021年</td><td>2020年</td><td></td></tr>"
        "<tr><td>医院</td><td>180</td><td>160</td><td>含中医</td></tr></table>"
    )
    text = read(page(f"<div {'id=zoom' if marked else ''}>{PARAGRAPHS}{table}</div>")).text
    assert "机构类别\t床位数（张）\t\t备注\n\t2021年\t2020年\t\n医院\t180\t160\t含中医" in text


def test_meta_tags_and_fields_are_metadata() -> None:
    head = (
        f'<meta name="ArticleTitle" content="{TITLE}和2022年工作计划"/>'
        '<meta name="PubDate" content="2028-01-12 09:30"><META NAME="contentsource" CONTENT="县卫健局办公室">'
    )
    fields = (
        "<table><tr><td>索 引 号：</td><td>003/2022-00012</td></tr><tr><td>发布机构：</td>"
        "<td>云溪县卫生健康委员会</td><td>文　号：</td><td>云卫健〔2022〕3号</td></tr></table>"
    )
    document = read(page(f"{fields}<div id='zoom'><p>{'</p><p>'.join(LINES[:4])}</p></div>", head))
    assert "索" not in document.text
    assert document.title == f"{TITLE}和2022年工作计划"
    assert (document.kind, document.period, document.published) == ("both", "2021", "2028-01-12")
    assert (document.issuer, document.number) == ("云溪县卫生健康委员会", "云卫健〔2022〕3号")


@pytest.mark.parametrize(
    ("charset", "encoding"), [("gb2312", "gb18030"), ("GBK", "gb18030"), ("utf-8", "utf-8")]
)
def test_the_encoding_is_the_pages_own(charset: str, encoding: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    assert LINES[0] in read(page(f"<div>{PARAGRAPHS}</div>", head), encoding).text


def test_the_name_of_a_file_does_not_matter() -> None:
    assert LINES[0] in parse(page(f"<div>{PARAGRAPHS}</div>").encode(), "report.txt").text
    assert parse("<无标题>\n全县出生1067人。".encode(), "report.html").text == "<无标题>\n全县出生1067人。"


@pytest.mark.parametrize(
    "markup",
    [
        f"<html><body><ul>{MENU}</ul></body></html>",
        page(f"<ul>{MENU * 3}</ul>"),
        page(
            "".join(
                f'<p><a href="/{n}">云溪县召开会议，部署第{n}项工作；会议强调。</a></p>' for n in range(30)
            )
        ),
        "<html><body><script>var a='全县卫生健康';</script></body></html>",
        "<html></html>",
        "<!DOCTYPE html>",
    ],
)
def test_a_page_that_is_all_navigation_is_refused(markup: str) -> None:
    with pytest.raises(NoArticle, match=r"^report\.html: is a web page") as caught:
        read(markup)
    assert "\n" not in str(caught.value)


def test_a_page_of_endless_elements_is_refused() -> None:
    with pytest.raises(DocumentTooLarge):
        read(page("<p>全县" * 200_000))
