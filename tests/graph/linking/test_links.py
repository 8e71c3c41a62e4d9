"""What names are linked to: the right thing in its place, or honestly nothing."""

from __future__ import annotations

import pytest

from graph.documents import parse
from graph.extraction import Extraction, Mention
from graph.linking.concepts import document_number, find_concept, find_kind
from graph.reader import Reader
from graph.vocabulary import Scheme

TITLE = "桐庐县卫生健康局2022年工作总结\n"
IDS = "https://w3id.org/weitu/id/"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def read(reader: Reader, text: str, title: str = TITLE) -> Extraction:
    return reader.read(parse((title + text).encode(), "report.txt"))


def mention(extraction: Extraction, text: str) -> Mention:
    found = [m for m in extraction.mentions if m.text.strip("“”《》") == text]
    assert found, [m.text for m in extraction.mentions]
    return found[-1]


@pytest.mark.parametrize(
    ("scheme", "name", "label"),
    [
        ("indicator", "高血压规范管理率", "高血压患者规范管理率"),
        ("indicator", "65周岁及以上老年人健康管理率", "65岁及以上老年人健康管理率"),
        ("indicator", "０～６岁儿童健康管理率", "0-6岁儿童健康管理率"),
        ("program", "家庭医生签约服务工作", "家庭医生签约服务"),
        ("policy", "关于印发“健康中国2030”规划纲要的通知", "“健康中国2030”规划纲要"),
        ("policy", "国办发[2019]15号", "国务院办公厅关于促进3岁以下婴幼儿照护服务发展的指导意见"),
    ],
)
def test_another_way_of_writing_is_the_same_concept(scheme: Scheme, name: str, label: str) -> None:
    found = find_concept(scheme, name)
    assert found is not None and found.concept.label == label


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("高血压患者管理率", "高血压患者规范管理率"),
        ("孕产妇系统管理率", "孕产妇健康管理率"),
        ("3岁以下儿童系统管理率", "7岁以下儿童健康管理率"),
        ("甲乙类传染病报告发病率", "传染病报告率"),
    ],
)
def test_what_says_more_or_something_else_is_another(name: str, other: str) -> None:
    one, two = find_concept("indicator", name), find_concept("indicator", other)
    assert one is None or two is None or one.concept != two.concept


def test_document_numbers_have_one_form() -> None:
    forms = ["国办发〔2018〕12号", "国办发[2018] 12号", "国办发（2018）第12号", "国办发【2018】012号"]
    assert {document_number(form) for form in forms} == {"国办发〔2018〕12号"}
    assert document_number("健康中国行动") is None


def test_a_title_and_the_number_behind_it_are_one_policy(reader: Reader) -> None:
    found = read(reader, "印发《桐庐县健康乡村建设办法》（桐卫健〔2022〕5号），全县推行。")
    assert mention(found, "桐庐县健康乡村建设办法").entity == mention(found, "桐卫健〔2022〕5号").entity


def test_bodies_of_the_whole_country_are_one_in_all_reports(reader: Reader) -> None:
    here = read(reader, "国家卫健委专家组来县指导。")
    there = read(reader, "获国家卫生健康委表扬。", "梨树县卫健局2021年工作总结\n")
    entity = f"{IDS}institution/100000/国家卫生健康委员会"
    assert mention(here, "国家卫健委").entity == mention(there, "国家卫生健康委").entity == entity


def test_a_well_known_hospital_is_known_by_its_short_name(reader: Reader) -> None:
    found = read(reader, "选派医师到吉大二院进修。")
    assert mention(found, "吉大二院").entity == f"{IDS}institution/220000/吉林大学第二医院"


def test_hospitals_of_two_counties_stay_two(reader: Reader) -> None:
    here = read(reader, "县人民医院通过评审。")
    there = read(reader, "县人民医院通过评审。", "梨树县卫健局2021年工作总结\n")
    assert mention(here, "县人民医院").entity != mention(there, "县人民医院").entity


def test_the_whole_region_of_a_county_in_an_autonomous_one_is_the_latter(reader: Reader) -> None:
    found = read(reader, "全区平均水平为80%，全县为90%。", "博白县卫生健康局2022年工作总结\n")
    assert mention(found, "全区").entity == f"{IDS}region/450000"
    assert mention(found, "全县").entity == f"{IDS}region/450923"


def test_a_clinical_department_is_of_the_hospital_named_before(reader: Reader) -> None:
    found = read(reader, "县人民医院新建急诊科，疾控科负责监测。")
    owners = {entity.id: entity.part_of or "" for entity in found.entities}
    assert owners[mention(found, "急诊科").entity or ""].endswith("桐庐县人民医院")
    assert owners[mention(found, "疾控科").entity or ""].endswith("桐庐县卫生健康局")


def test_an_ambiguous_region_stays_unresolved_with_its_candidates(reader: Reader) -> None:
    found = mention(read(reader, "组织人员赴鼓楼区学习。", "某县卫生健康局2022年工作总结\n"), "鼓楼区")
    assert found.entity is None and found.entity_score is None
    assert {f"{IDS}region/320106", f"{IDS}region/350102"} <= set(found.candidates)


def test_context_resolves_an_ambiguous_region(reader: Reader) -> None:
    found = mention(read(reader, "组织人员赴鼓楼区学习。", "南京市卫生健康委2022年工作总结\n"), "鼓楼区")
    assert (found.entity, found.candidates) == (f"{IDS}region/320106", ())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("密云县", "110118"),  # of a higher rank now
        ("苍山县", "371324"),  # renamed
        ("中甸县", "533401"),  # both
        ("普洱县", "530821"),  # without its peoples, renamed
        ("崇文区", "110103"),  # merged into another
    ],
)
def test_a_former_name_is_linked_to_the_region_of_today_or_to_the_former_one(
    reader: Reader, name: str, code: str
) -> None:
    found = read(reader, f"组织人员赴{name}学习。")
    assert mention(found, name).entity == f"{IDS}region/{code}"


def test_a_report_of_a_former_county_is_of_the_region_of_today(reader: Reader) -> None:
    found = read(reader, "全县孕产妇系统管理率97.52%。", "密云县卫生局2012年工作总结\n")
    assert found.region_id == f"{IDS}region/110118"


@pytest.mark.parametrize(
    ("issuer", "code"),
    [
        ("桐庐县卫生健康局", "211204"),  # the one that bears the name today
        ("铁岭市卫生局", "211204"),
        ("淮安市卫生局", "320802"),  # merged in 2016
    ],
)
def test_a_former_name_does_not_win_over_a_present_one_elsewhere(
    reader: Reader, issuer: str, code: str
) -> None:
    found = read(reader, "组织人员赴清河区学习。", f"{issuer}2012年工作总结\n")
    assert mention(found, "清河区").entity == f"{IDS}region/{code}"


def test_a_city_bears_its_name_against_the_former_one_inside_it(reader: Reader) -> None:
    found = read(reader, "组织人员赴铜仁市学习。", "碧江区卫生健康局2012年工作总结\n")
    assert mention(found, "铜仁市").entity == f"{IDS}region/520600"


def test_an_ambiguous_former_name_stays_unresolved_with_its_candidates(reader: Reader) -> None:
    found = mention(read(reader, "组织人员赴江东区学习。", "某县卫生健康局2022年工作总结\n"), "江东区")
    assert found.entity is None and set(found.candidates) == {f"{IDS}region/330204", f"{IDS}region/430402"}


@pytest.mark.parametrize("text", ["新建县级医院1所。", "城区医疗机构较多。", "资金向山区倾斜。"])
def test_words_that_were_names_are_no_regions(reader: Reader, text: str) -> None:
    assert not any(m.type == "REGION" and m.entity for m in read(reader, text).mentions)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("云溪县疾病预防控制中心", "疾病预防控制中心"), ("云溪县人民医院", "医院"), ("双河乡卫生院", "卫生院")],
)
def test_the_end_of_its_name_tells_the_type_of_an_institution(name: str, kind: str) -> None:
    found = find_kind(name)
    assert found is not None and kind in (found.label, *found.alternatives)


def test_links_have_a_score_and_what_is_not_linked_has_none(reader: Reader) -> None:
    found = read(reader, "全县孕产妇系统管理率97.52%，开展“两癌”筛查。")
    for m in found.mentions:
        assert (m.entity_score is not None) == (m.entity is not None), m
        assert m.entity_score is None or 0 < m.entity_score < 1
