"""What a report says of itself: title, kind, year, issuing body, publication; and the lines of its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from graph.documents.document import Kind
from graph.documents.lines import Line
from graph.documents.years import FIVE_YEARS, YEAR, Years, plan_years

FURNITURE = re.compile(
    r"#\s|(索\s*引\s*号?|组配分类|发布机构|发文机关|成文日期|文\s*号|名\s*称|主题分类|主\s*题\s*词?|关\s*键\s*词|"
    r"发布时间|日\s*期|发布日期|发文日期|生成日期|信息来源|来\s*源|作\s*者|浏览次数|阅读次数|点击数?|访问量|字体(?:大小)?|字号|有效性|"
    r"公开方式|公开范围|信息名称|内容概述|责任编辑|编辑|审核|打印|分享|当前位置|您的?位置|首页|页面纠错|上一[篇条]|"
    r"下一[篇条]|附件下载|相关链接|版权所有|扫一扫|发文字号|发布人|供稿|撰稿|网站标识码|备案号|主办|承办)\s*[:：\[【(（>|]|.*(打印本页|关闭窗口|【打印】|返回顶部)|页面纠错"
)


AUTHORITY = re.compile(
    r"[一-鿿]{1,20}?(?:卫生健康(?:和(?:计划生育|体育|医疗保障))?(?:委员会|局|委)|卫生和计划生育(?:委员会|局)|"
    r"卫生计生(?:委员会|局|委)|卫计[委局]|卫健[委局]|"
    r"卫健体[委局]|卫生局|人民政府办公室|人民政府|疾病预防控制中心|疾病预防控制局|疾控中心|疾控局|"
    r"卫生(?:计生|健康)?(?:综合)?(?:监督|执法)(?:执法)?(?:所|局|大队)|妇幼保健(?:院|计划生育服务中心|服务中心)|"
    r"医院|卫生院|社区卫生服务中心|急救中心|中心血站)"
)
# The letterhead of an official document, and its number, stand above the title.
LETTERHEAD = re.compile(rf"({AUTHORITY.pattern})文\s*件")


def find_furniture(lines: list[Line]) -> set[int]:
    """Numbers of the lines that belong to the page, not to the report: labelled fields before the body and
    links after it. The body is what lies between the first and the last long line."""
    long = [line.number for line in lines if len(line.text) > 60 and not FURNITURE.match(line.text.strip())]
    first, last = (long[0], long[-1]) if long else (len(lines), 0)
    return {
        line.number
        for line in lines
        if (line.number < first and _above(line.text.strip()))
        or (line.number > last and (FURNITURE.match(line.text.strip()) or STAMP.search(line.text)))
    }


def is_field(line: str) -> bool:
    """Whether a line is a field of a page, such as 发布时间：2022-01-12."""
    return len(line) <= 200 and FURNITURE.match(line) is not None


# What stands on a page and in no report: a date with hyphens or slashes and mostly a time, a path of links.
STAMP = re.compile(
    r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}:\d{2}:\d{2}|[>＞»]{1,2}\s*[一-鿿]|无障碍|浏览[量次]"
)


def _above(text: str) -> bool:
    """Whether a line above the body is a field, a stamp, a letterhead or a document number."""
    return bool(
        FURNITURE.match(text)
        or STAMP.search(text)
        or LETTERHEAD.fullmatch(text)
        or re.fullmatch(NUMBER, text)
    )


def _field(lines: Iterable[str], label: str, value: str) -> str | None:
    """The value of a labelled field on the first line that has it."""
    pattern = re.compile(rf"(?:{label})\s*[:：|]?[\s|]*({value})")
    return next((match[1].strip() for line in lines if (match := pattern.search(line))), None)


def find_published(fields: Sequence[str]) -> str | None:
    """The date of publication that the page states, as an ISO date."""
    day = r"20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}"
    found = _field(
        fields, r"发布时间|发布日期|发文日期|发表时间|成文日期|生成日期|(?<!有效)日\s*期|时间", day
    )
    return "-".join(part.zfill(2) for part in re.split(r"[-年/.月]", found)) if found else None


NUMBER = r"[一-鿿]{2,12}\s*[〔\[［（(【]20\d\d[〕\]］）)】]\s*(?:第\s*)?\d{1,4}\s*号"


def find_number(lines: list[Line], fields: Sequence[str]) -> str | None:
    """The document number: the page's field, or a line of its own above the text."""
    found = _field(fields, r"文\s*号|发文字号", NUMBER)
    if found is None:
        head = [line.text.strip() for line in lines if line.text.strip()][:8]
        found = next((text for text in head if re.fullmatch(NUMBER, text)), None)
    return "".join(found.split()) if found else None


REVIEW = re.compile(
    r"总结|报告|回顾|小结|述职|完成情况|开展情况|落实情况|推进情况|进展情况|工作情况|公报|汇报"
)
PLAN = re.compile(
    r"计划(?!生育|免疫)|要点|安排|打算|思路|部署|工作谋划|规划|方案|实施意见|指导意见|若干措施|"
    r"目标任务|工作任务|任务分解|任务分工|责任分解|责任分工|工作分工|台账|目标责任"
)
TITLE = re.compile(rf"({REVIEW.pattern}|{PLAN.pattern})")
# A year that the text aims at (到2030年), that it compares with or counts from, or that a norm which it names
# bears, is not the one that it is about.
_OF_ANOTHER = re.compile(
    r"(?<![截降升增高加长低少大])[到至]20[0-4]\d\s*年(?:[和、及与]20[0-4]\d\s*年)?|[较比从由自]20[0-4]\d\s*年|《[^《》\n]*》"
)
_PLAN_OF_YEARS = re.compile(rf"{FIVE_YEARS.pattern}.{{0,12}}规划")


# The body whose title follows on the next line; some titles have two.
_AUTHORITIES = re.compile(r"(?:[一-鿿]{2,20}(?:委员会|办公室|人民政府|局|委|院|中心|站|所)\s*){1,3}")


def find_title(lines: list[Line], furniture: set[int]) -> str:
    """The first lines that name a kind of report; a title that was broken over two lines is joined."""
    head = [line.text.strip() for line in lines if line.number not in furniture and line.text.strip()][:6]
    for index, text in enumerate(head):
        if len(text) > 60:
            break
        if TITLE.search(text):
            above = head[index - 1] if index else ""
            dated = len(above) <= 30 and YEAR.search(above) and not YEAR.search(text)
            issued = text.startswith("关于") and _AUTHORITIES.fullmatch(above)
            return above + text if dated or issued else text
    return head[0][:60] if head else ""


# A report on what is planned (关于2023年工作安排的报告) is no review.
_OF_PLAN = re.compile(rf"(?:{PLAN.pattern})的?(?:报告|汇报)")


def find_kind(title: str) -> Kind:
    """Whether a title announces a review, a plan or both."""
    review, plan = REVIEW.search(_OF_PLAN.sub("计划", title)), PLAN.search(title)
    return "both" if review and plan else "plan" if plan else "review"


def find_years(title: str, number: str | None, text: str) -> Years | None:
    """The years that the report is about: the title's, also those of a five-year plan, else the one of a
    plan's document number, else the one that its opening names most, of several the latest."""
    if match := YEAR.search(title):
        whole = not re.search("半年|季度|月份?", title)
        return Years(int(match["first"]), int(match["last"] or match["first"]), whole)
    if match := _PLAN_OF_YEARS.search(title):
        return plan_years(match["which"])
    if number and find_kind(title) == "plan":
        year = int(re.findall(r"20\d\d", number)[0])
        return Years(year, year)
    rest = _OF_ANOTHER.sub("", text)
    years = Counter(_named_years(rest[:2000])) or Counter(_named_years(rest))
    year = max(years, key=lambda year: (years[year], year), default=0)
    return Years(year, year) if year else None


def _named_years(text: str) -> list[int]:
    return [int(match["first"]) for match in YEAR.finditer(text)]


# A notice that a report comes with has at most so many lines, and ends with its date.
_NOTICE = 16
_DAY = re.compile(r"[〇零一二0-9]{4}年[一二三四五六七八九十0-9]{1,2}月[一二三四五六七八九十0-9]{1,3}日")


def find_issuer(title: str, lines: list[Line], furniture: set[int], fields: Sequence[str]) -> str | None:
    """The issuing body: the signature under the text or under the notice before it, else the page's own
    field, else the letterhead, else the title's first words."""
    body = [line.text.strip() for line in lines if line.number not in furniture and line.text.strip()]
    signed = [text for text, below in pairwise(body[:_NOTICE]) if _DAY.fullmatch(below)]
    for text in body[-3:] + signed:
        if len(text) <= 24 and (match := AUTHORITY.fullmatch(text)):
            return match[0]
    for label in ("发布机构|发文机关", r"信息来源|来\s*源"):
        field = _field(fields, label, r"[一-鿿]+")
        if field and AUTHORITY.fullmatch(field):
            return field
    for text in fields:
        if match := LETTERHEAD.fullmatch(text.strip()):
            return match[1]
    match = AUTHORITY.match(YEAR.sub("", title).strip())
    return match[0] if match else None
