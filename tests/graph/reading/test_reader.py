"""The whole of reading, on hand-made reports and on the real ones."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.documents import load, parse
from graph.documents.limits import MOST_CHARACTERS
from graph.errors import DocumentError
from graph.extraction import Extraction, Observation
from graph.reader import Reader
from graph.reading.pipeline import load as load_pipeline

REPORT = """梨树县卫生健康局2021年工作总结和2022年工作计划
一、2021年工作情况
（一）扎实开展妇幼健康服务。截至9月30日，全县活产数1089人，孕产妇系统管理率97.52%。
（二）县妇幼保健院开展“两癌”筛查，完成宫颈癌筛查4092人。我局制定印发《梨树县健康口腔行动方案》。
（三）我县与四平市康复医院签订医联体协议，严格落实《医疗废物管理条例》。
（四）推进家庭医生签约服务。签约率由45.3%提高到52%。（牵头领导：王明；责任科室：基层科、疾控科等）
二、2022年工作计划
（一）做好家庭医生签约服务。重点人群签约率达到80%以上。
"""


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="session")
def extraction(reader: Reader) -> Extraction:
    return reader.read(parse(REPORT.encode(), "lishu.txt"))


def figure(extraction: Extraction, quantity: str) -> Observation:
    (found,) = (o for o in extraction.observations if o.quantity == quantity)
    return found


def test_region_and_issuer_come_from_the_text(extraction: Extraction) -> None:
    assert (extraction.region, extraction.issuer) == ("220322", "梨树县卫生健康局")


def test_an_observation_knows_its_place_period_and_status(extraction: Extraction) -> None:
    births = figure(extraction, "1089人")
    assert (births.indicator, births.value, births.unit) == ("活产数", 1089, "人")
    assert (births.region, births.period, births.status) == ("梨树县", "2021-09-30", "actual")
    assert REPORT[births.start : births.end].startswith("截至9月30日")
    assert REPORT[births.quantity_start :].startswith("1089人")


def test_a_plan_gives_targets_of_the_year_planned_for(extraction: Extraction) -> None:
    target = figure(extraction, "80%以上")
    assert (target.period, target.status, target.comparator) == ("2022", "target", ">=")
    assert target.program == "家庭医生签约服务"


def test_a_change_gives_baseline_and_result(extraction: Extraction) -> None:
    assert figure(extraction, "45.3%").status == "baseline"
    assert figure(extraction, "52%").status == "actual"


def test_relations_name_their_parties_in_full(extraction: Extraction) -> None:
    found = {(r.type, r.subject, r.object) for r in extraction.relations}
    assert ("delivers", "梨树县妇幼保健院", "“两癌”筛查") in found
    assert ("issues", "梨树县卫生健康局", "《梨树县健康口腔行动方案》") in found
    assert ("partners_with", "梨树县", "四平市康复医院") in found
    assert ("follows", "梨树县", "《医疗废物管理条例》") in found
    assert {("responsible_for", who, "6") for who in ("王明", "基层科", "疾控科")} <= found


def test_entities_are_minted_where_they_belong(extraction: Extraction) -> None:
    minted = {unquote(e.id).partition("/id/")[2]: e for e in extraction.entities}
    hospital = minted["institution/220300/四平市康复医院"]
    assert hospital.region is not None and hospital.region.endswith("region/220300")
    office = minted["institution/220322/梨树县卫生健康局疾控科"]
    assert office.part_of is not None and office.part_of.endswith("梨树县卫生健康局")


def test_an_autonomous_county_is_known_without_its_peoples(reader: Reader) -> None:
    extraction = reader.read(
        parse("彭水县卫生健康委2021年工作总结\n彭水县活产数1089人。".encode(), "pengshui.txt")
    )
    assert extraction.region == "500243"
    regions = {m.entity for m in extraction.mentions if m.type == "REGION"}
    assert regions == {extraction.region_id}
    assert extraction.issuer_id is not None and "/500243/" in extraction.issuer_id


def test_a_region_that_the_text_never_names_stays_unnamed(reader: Reader) -> None:
    extraction = reader.read(parse("2021年工作总结\n全县活产数1089人。".encode(), "anonymous.txt"))
    assert extraction.region is None
    assert "unnamed" in extraction.region_id
    assert figure(extraction, "1089人").region == "县"


def test_persons_can_be_left_out_of_everything(reader: Reader) -> None:
    document = parse(
        REPORT.replace("一、2021年工作情况", "一、2021年工作情况\n王明同志带队督导。").encode(), "lishu.txt"
    )
    blotted = reader.without_persons(document)
    extraction = reader.read(blotted)
    assert len(blotted.text) == len(document.text)
    assert "王明" not in blotted.text + extraction.to_json()
    assert ("responsible_for", "基层科") in {(r.type, r.subject) for r in extraction.relations}


@pytest.mark.parametrize(
    "unit", ["扎实推进公共卫生服务工作不断提高妇幼健康水平", "出生人口1067人住院分娩率97.52%"]
)
def test_a_paragraph_of_100_000_characters_without_a_mark_is_read(reader: Reader, unit: str) -> None:
    """Not timed; it would take hours if the cost grew faster than the length."""
    text = f"云溪县2021年卫生健康工作总结\n{unit * (100_000 // len(unit))}"
    assert len(reader.read(parse(text.encode(), "long.txt")).mentions) > 1000


def test_little_is_found_in_traditional_characters(reader: Reader) -> None:
    """What happens, not what should: the document warns, and what the two scripts share is still found."""
    document = parse("雲溪縣衛生局2021年工作總結\n全縣住院分娩率達到100%，接種疫苗1067人。".encode(), "t.txt")
    assert document.warnings
    found = {mention.text for mention in reader.read(document).mentions}
    assert {"100%", "1067人"} <= found and "全縣" not in found


def test_an_extraction_survives_json(extraction: Extraction) -> None:
    assert Extraction.from_dict(json.loads(extraction.to_json())) == extraction


def test_the_pipeline_takes_the_longest_document() -> None:
    assert load_pipeline().max_length >= MOST_CHARACTERS


def test_reading_is_a_function_of_the_document(reader: Reader, extraction: Extraction) -> None:
    reader.read(parse("雨山区2022年工作总结\n全区出生1067人。".encode(), "other.txt"))
    assert reader.read(parse(REPORT.encode(), "lishu.txt")) == extraction


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        alphabet="全县区市省卫健局委医院年工作总结计划、，。；：（）()“”《》\n一二三1234567890.%‰万亿元人个"
        "率数建设服务开展推进落实 \t\0\ud800",
        max_size=200,
    )
)
def test_any_text_gives_an_error_or_spans_that_fit(reader: Reader, text: str) -> None:
    try:
        document = parse(text.encode("utf-8", "surrogatepass"), "any.txt")
    except DocumentError:
        return
    extraction = reader.read(document)
    mentions = extraction.mentions
    assert all(document.text[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in zip(mentions, mentions[1:], strict=False))
    for fact in (*extraction.observations, *extraction.relations):
        assert 0 <= fact.start < fact.end <= len(document.text)


def test_the_real_reports_give_the_facts_that_readers_found(reader: Reader, shared: Path) -> None:
    """Not a score: a floor below which the reading would be broken."""
    for gold in sorted((shared / "gold").glob("*.json")):
        expected = json.loads(gold.read_text(encoding="utf-8"))
        extraction = reader.read(load(shared / "seeds" / f"{gold.stem}.txt"))
        values = {(o.quantity, o.unit) for o in extraction.observations}
        wanted = [(o["quantity"], o["unit"]) for o in expected["observations"]]
        assert sum(pair in values for pair in wanted) > 0.9 * len(wanted)
