"""A report of a county that does not exist, and what a careful reader would extract from it."""

from __future__ import annotations

import pytest

from graph.documents import Document, parse
from graph.extraction import Entity, Extraction, Mention, MentionType, Observation, Relation
from graph.iris import Iris

REPORT = """云溪县卫生健康局2021年工作总结
一、妇幼健康
全县孕产妇系统管理率97.52%，云溪县妇幼保健院开展“两癌”筛查1089人。检查结果已告知本人。
根据《云溪县妇幼健康办法》，每村配备500-600元物资😀，活产数为12个。
责任科室：妇幼健康科
2022年孕产妇系统管理率达到98%以上。
"""


@pytest.fixture(scope="session")
def document() -> Document:
    return parse(REPORT.encode(), "yunxi-2021.txt")


@pytest.fixture(scope="session")
def extraction(document: Document) -> Extraction:
    return read_by_hand(document)


def read_by_hand(document: Document) -> Extraction:
    """The extraction of :data:`REPORT`, with a region of an invented code."""
    iris = Iris()
    doc = iris.document(document.sha256)
    region = iris.region("999901")
    bureau = iris.institution("999901", "云溪县卫生健康局")
    clinic = iris.institution("999901", "云溪县妇幼保健院")
    office = iris.institution("999901", "云溪县卫生健康局妇幼健康科")
    screening = iris.local_concept("program", "“两癌”筛查")
    care = iris.local_concept("program", "妇幼健康")
    management = iris.local_concept("indicator", "孕产妇系统管理率")
    screened = iris.local_concept("indicator", "“两癌”筛查人数")
    supplies = iris.local_concept("indicator", "物资")
    births = iris.local_concept("indicator", "活产数")
    rule = iris.local_concept("policy", "云溪县妇幼健康办法")

    def place(text: str, after: str = "") -> tuple[int, int]:
        start = document.text.index(text, document.text.index(after))
        return start, start + len(text)

    def mention(kind: MentionType, text: str, entity: str | None = None, after: str = "") -> Mention:
        start, end = place(text, after)
        return Mention(start, end, kind, text, entity, 0.9)

    def observation(sentence: str, quantity: str, **fields: object) -> Observation:
        start, end = place(sentence)
        fields = {
            "surface": fields["indicator"],
            "comparator": "=",
            "period": "2021",
            "status": "actual",
            "program": "妇幼健康",
            "program_id": care,
            "institution": None,
            "score": 0.875,
        } | fields
        return Observation(
            quantity=quantity,
            region="云溪县",
            region_id=region,
            start=start,
            end=end,
            quantity_start=place(quantity, sentence)[0],
            **fields,  # type: ignore[arg-type]
        )

    sentence = "全县孕产妇系统管理率97.52%，云溪县妇幼保健院开展“两癌”筛查1089人。"
    based = "根据《云溪县妇幼健康办法》，每村配备500-600元物资😀，活产数为12个。"
    duty = "责任科室：妇幼健康科"
    planned = "2022年孕产妇系统管理率达到98%以上。"
    rate = {"indicator": "孕产妇系统管理率", "indicator_id": management, "unit": "%"}
    return Extraction(
        doc=document.name,
        sha256=document.sha256,
        title="云溪县卫生健康局2021年工作总结",
        issuer="云溪县卫生健康局",
        issuer_id=bureau,
        region="999901",
        region_id=region,
        period="2021",
        published="2022-01-20",
        mentions=[
            mention("INSTITUTION", "云溪县卫生健康局", bureau),
            mention("DATE", "2021年"),
            mention("REGION", "全县", region),
            mention("INDICATOR", "孕产妇系统管理率", management),
            mention("QUANTITY", "97.52%"),
            mention("INSTITUTION", "云溪县妇幼保健院", clinic),
            mention("PROGRAM", "“两癌”筛查", screening),
            mention("QUANTITY", "1089人"),
            mention("POLICY", "《云溪县妇幼健康办法》", rule),
            mention("INSTITUTION", "妇幼健康科", office, after=duty),
        ],
        observations=[
            observation(sentence, "97.52%", value=97.52, **rate),
            observation(
                sentence,
                "1089人",
                indicator="“两癌”筛查人数",
                indicator_id=screened,
                value=1089.0,
                unit="人",
                program="“两癌”筛查",
                program_id=screening,
                institution="云溪县妇幼保健院",
                institution_id=clinic,
            ),
            observation(
                based,
                "500-600元",
                indicator="物资",
                indicator_id=supplies,
                value=[500.0, 600.0],
                unit="元",
                comparator="range",
                score=None,
            ),
            observation(based, "12个", indicator="活产数", indicator_id=births, value=12.0, unit="个"),
            observation(
                planned, "98%以上", value=98.0, comparator=">=", period="2022", status="target", **rate
            ),
        ],
        relations=[
            Relation("delivers", "云溪县妇幼保健院", "“两癌”筛查", *place(sentence), clinic, screening, 0.8),
            Relation("delivers", "云溪县卫生健康局", "妇幼健康", *place(sentence), bureau, care, 0.8),
            Relation(
                "follows", "云溪县卫生健康局", "《云溪县妇幼健康办法》", *place(based), bureau, rule, 0.7
            ),
            Relation("follows", "云溪县卫生健康局", "《某办法》", *place(based), bureau, None, 0.7),
            Relation("responsible_for", "妇幼健康科", "3", *place(duty), office, iris.paragraph(doc, 3), 0.6),
        ],
        entities=[
            Entity(region, "region", "云溪县"),
            Entity(bureau, "institution", "云溪县卫生健康局", region=region),
            Entity(clinic, "institution", "云溪县妇幼保健院", region=region),
            Entity(office, "institution", "妇幼健康科", region=region, part_of=bureau),
            Entity(care, "program", "妇幼健康"),
            Entity(screening, "program", "“两癌”筛查", broader=care),
            Entity(management, "indicator", "孕产妇系统管理率"),
            Entity(screened, "indicator", "“两癌”筛查人数"),
            Entity(supplies, "indicator", "物资"),
            Entity(births, "indicator", "活产数"),
            Entity(rule, "policy", "云溪县妇幼健康办法", region=region),
        ],
    )
