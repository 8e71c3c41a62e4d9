"""What single sentences say: values with their names, units and periods, and who answers for what."""

from __future__ import annotations

import pytest

from graph.documents import parse
from graph.extraction import Extraction, Observation
from graph.reader import Reader

TITLE = "东山县卫生健康局2022年工作总结\n"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def read(reader: Reader, text: str, title: str = TITLE) -> Extraction:
    return reader.read(parse((title + text).encode(), "report.txt"))


def only(extraction: Extraction, quantity: str) -> Observation:
    found = [o for o in extraction.observations if o.quantity == quantity]
    assert len(found) == 1, [(o.indicator, o.quantity) for o in extraction.observations]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "quantity", "unit"),
    [
        ("孕产妇死亡率为0。", "0", "/10万"),
        ("全年总诊疗人次1752万。", "1752万", "人次"),
        ("每千常住人口床位数6.2。", "6.2", "张/千人"),
    ],
)
def test_a_unit_that_the_name_tells_need_not_be_written(
    reader: Reader, sentence: str, quantity: str, unit: str
) -> None:
    assert only(read(reader, sentence), quantity).unit == unit


def test_a_year_before_a_title_dates_the_norm_not_the_figure(reader: Reader) -> None:
    found = read(reader, "按照2017年《国家基本公共卫生服务规范》要求，老年人健康管理率达72.5%。")
    assert only(found, "72.5%").period == "2022"


def test_how_far_a_figure_moved_keeps_the_figures_name(reader: Reader) -> None:
    found = read(reader, "业务收入由841万元提高到3312万元，增长294%。")
    assert only(found, "841万元").status == "baseline"
    assert only(found, "3312万元").status == "actual"
    assert only(found, "294%").indicator == "业务收入增长幅度"


def test_an_indicator_belongs_to_the_programme_whose_words_it_shares(reader: Reader) -> None:
    text = "一、工作情况\n开展产前筛查、新生儿听力筛查项目。其中，产前筛查率达到92%。"
    assert only(read(reader, text), "92%").program == "产前筛查"


def test_a_programme_behind_the_figure_in_its_clause_counts(reader: Reader) -> None:
    found = read(reader, "全县15家乡镇卫生院实施国家基本公共卫生服务项目。")
    assert only(found, "15家").program == "国家基本公共卫生服务项目"


def test_items_belong_to_the_programme_of_the_sentence_before_them(reader: Reader) -> None:
    text = "全县围绕健康扶贫，扎实推进各项工作落地见效，取得了明显的成绩。一是救治大病患者510人。"
    assert only(read(reader, text), "510人").program == "健康扶贫"


def test_a_figure_of_a_region_inside_is_that_regions(reader: Reader) -> None:
    found = read(reader, "2021年，全国人均预期寿命78.2岁，东山县人均预期寿命79.5岁。")
    assert only(found, "78.2岁").region == "全国"
    assert only(found, "79.5岁").region == "东山县"


@pytest.mark.parametrize(
    ("text", "quantity", "period", "status"),
    [
        ("到2030年，人均预期寿命达到80岁。", "80岁", "2030", "target"),
        ("去年，全县建档12000人，全年随访300人次。", "300人次", "2021", "actual"),
        ("年内各乡镇举办培训班不少于6期。", "不少于6期", "2022", "target"),
        ("与2015年相比，床位数从320张增加到438张。", "320张", "2015", "baseline"),
        ("力争签约率达到60%，重点人群签约率不低于75%。", "不低于75%", "2022", "target"),
        ("2019年末，全县床位910张。卫生技术人员1200人。", "1200人", "2019", "actual"),
        ("到2024年和2028年，中医馆覆盖率分别不低于85%和95%。", "95%", "2028", "target"),
        ("到2024年和2028年，中医馆覆盖率分别达到85%和95%以上。", "85%", "2024", "target"),
        ("床位由320张增加到438张。", "320张", "2021", "baseline"),
        ("床位由2018年的320张增加到438张，护士达到500人。", "500人", "2022", "actual"),
        ("“十三五”期间，全县新建村卫生室96个。", "96个", "2020", "actual"),
        ("“十四五”开局良好，新增床位60张。", "60张", "2022", "actual"),
        ("总诊疗人次为2019年的64.2%，新增床位60张。", "60张", "2022", "actual"),
        ("人均预期寿命74.7岁(2021年数据)，新增床位60张。", "74.7岁", "2021", "actual"),
        ("通过农村订单定向免费培养计划招聘医师12名。", "12名", "2022", "actual"),
    ],
)
def test_the_year_that_a_figure_holds_for(
    reader: Reader, text: str, quantity: str, period: str, status: str
) -> None:
    figure = only(read(reader, text), quantity)
    assert (figure.period, figure.status) == (period, status)


@pytest.mark.parametrize(
    ("text", "quantity", "name"),
    [
        ("85%的村卫生室通过星级评定。", "85%", "村卫生室通过星级评定比例"),
        ("全县门诊人次10万，占总诊疗量的20%。", "20%", "门诊人次占总诊疗量比例"),
        ("建成后，60%以上县级综合医院达到推荐标准。", "60%以上", "县级综合医院达到推荐标准比例"),
        ("二级医院平均住院日8.5天。", "8.5天", "二级医院平均住院日"),
        ("全县15个乡镇卫生院中有12个达到国家标准，占80%。", "80%", "乡镇卫生院占比"),
        ("住院分娩率提高5个百分点。", "5个百分点", "住院分娩率提高幅度"),
        ("流感疫苗累计接种21500剂次，其中首剂13200剂次。", "13200剂次", "流感疫苗接种：首剂"),
    ],
)
def test_a_name_says_what_is_needed_away_from_the_text(
    reader: Reader, text: str, quantity: str, name: str
) -> None:
    assert only(read(reader, text), quantity).indicator == name


def test_the_review_in_a_plan_tells_of_what_was_reached(reader: Reader) -> None:
    title = "东山县“十四五”卫生健康发展规划（2021—2025年）\n"
    text = "一、发展现状\n2020年，全县床位910张。\n二、发展目标\n到2025年，床位达到1200张。\n"
    found = read(reader, text, title)
    reached, aimed = only(found, "910张"), only(found, "1200张")
    assert (reached.period, reached.status) == ("2020", "actual")
    assert (aimed.period, aimed.status) == ("2025", "target")
    assert found.period == "2021"


def test_names_in_a_list_take_the_head_of_the_last(reader: Reader) -> None:
    found = read(reader, "高血压、糖尿病患者规范管理率均达75%以上。新生儿、婴儿死亡率分别为2‰、3‰。")
    assert [o.indicator for o in found.observations] == [
        "高血压患者规范管理率",
        "糖尿病患者规范管理率",
        "新生儿死亡率",
        "婴儿死亡率",
    ]


def test_a_label_on_its_own_line_speaks_of_the_line_above(reader: Reader) -> None:
    found = read(
        reader, "1.推进县级公立医院综合改革。\n牵头责任单位：县卫健局、县财政局\n配合单位：县医保局\n"
    )
    answer = {(r.subject, r.object) for r in found.relations if r.type == "responsible_for"}
    assert answer == {("东山县卫生健康局", "2"), ("东山县财政局", "2")}


def test_persons_in_brackets_answer_for_the_task(reader: Reader) -> None:
    found = read(reader, "完成公立医院改革监测数据专项分析（陈国平同志牵头，医改办负责落实，有关科室配合）。")
    answer = {(r.subject, r.object) for r in found.relations if r.type == "responsible_for"}
    assert answer == {("陈国平", "2"), ("医改办", "2")}


def test_a_norm_that_is_now_issued_is_the_authoritys(reader: Reader) -> None:
    found = read(reader, "现将《健康东山行动实施方案》印发给你们，请认真贯彻执行。")
    issued = {(r.subject, r.object) for r in found.relations if r.type == "issues"}
    assert issued == {("东山县卫生健康局", "《健康东山行动实施方案》")}


def test_a_norm_binds_the_region_of_the_institutions_that_keep_it(reader: Reader) -> None:
    found = read(reader, "全县各级医疗机构严格落实首诊负责制。")
    follow = {(r.subject, r.object) for r in found.relations if r.type == "follows"}
    assert follow == {("东山县", "首诊负责制")}


def test_a_norm_under_a_topic_sentence_binds_its_programme(reader: Reader) -> None:
    found = read(reader, "一是加强卫生监督。二是规范预防接种。严格执行《疫苗流通条例》要求。")
    follow = {(r.subject, r.object) for r in found.relations if r.type == "follows"}
    assert follow == {("预防接种", "《疫苗流通条例》")}


def test_a_document_that_says_so_issues_itself(reader: Reader) -> None:
    title = "东山县卫生健康局关于印发健康东山行动实施方案的通知\n健康东山行动实施方案\n"
    found = read(reader, "结合我县实际，特制定本实施方案。到2025年，行动全面铺开。", title)
    issued = [r for r in found.relations if r.type == "issues" and r.subject == "东山县卫生健康局"]
    assert any(r.object.endswith("行动实施方案") and r.start >= len(title) for r in issued)


def test_a_station_speaks_of_itself(reader: Reader) -> None:
    found = read(reader, "我所认真落实《艾滋病防治条例》。", "山丹县卫生监督所2019年工作总结\n")
    follow = {(r.subject, r.object) for r in found.relations if r.type == "follows"}
    assert follow == {("山丹县卫生监督所", "《艾滋病防治条例》")}


def test_persons_are_known_by_their_titles_and_then_by_name(reader: Reader) -> None:
    text = (
        "县爱卫会主任王立群，副主任李晓梅、周海涛参加检查。王立群强调，要尽快补齐短板。"
        "赵明远局长就后续安排作了说明。由局长任组长，主任负责落实，书记高度重视。"
    )
    named = [m.text for m in read(reader, text).mentions if m.type == "PERSON"]
    assert named == ["王立群", "李晓梅", "周海涛", "王立群", "赵明远"]


def test_a_title_of_a_document_can_be_what_is_counted(reader: Reader) -> None:
    found = only(read(reader, "换发《卫生许可证》86件。"), "86件")
    assert "卫生许可证" in found.indicator


def test_who_stands_before_a_title_issued_it(reader: Reader) -> None:
    found = read(reader, "认真落实国务院《艾滋病防治条例》和省卫健委等五部门《关于加强血液保障的意见》。")
    issued = {(r.subject, r.object) for r in found.relations if r.type == "issues"}
    assert ("国务院", "《艾滋病防治条例》") in issued
    assert any(what == "《关于加强血液保障的意见》" for _, what in issued)


def test_who_acts_goes_on_behind_a_semicolon(reader: Reader) -> None:
    found = read(reader, "各乡镇卫生院要开展健康义诊；要做好家庭医生签约服务。")
    delivered = {(r.subject, r.object) for r in found.relations if r.type == "delivers"}
    assert ("乡镇卫生院", "家庭医生签约服务") in delivered


def test_a_name_that_points_back_is_the_one_named_before(reader: Reader) -> None:
    found = read(reader, "县中医院通过评审，县人民医院今年接诊8万人次。该院开展远程会诊，承担巡回医疗。")
    named = {m.text: m.entity for m in found.mentions if m.type == "INSTITUTION"}
    assert named["该院"] == named["县人民医院"] != named["县中医院"]


def test_a_verb_inside_a_title_says_nothing_of_the_next_title(reader: Reader) -> None:
    found = read(reader, "为落实《关于印发健康福建行动的通知》和《健康漳州行动方案》精神，推进各项工作。")
    kinds = {r.type for r in found.relations if r.object.startswith("《")}
    assert kinds == {"follows"}


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("区2023年卫生健康工作总结\n", "全区以健康临川建设为主线，城区环境不断改善。", "361002"),
        ("2020年公共场所监督\n", "秀英卫监所检查理发店310家次，责令整改27家。", "460105"),
        ("市卫生局年度工作总结\n", "2012年，义乌疫情平稳。金华专家赴义乌指导，义乌模式得到推广。", "330782"),
        ("2021年工作总结\n", "全区平安建设深入推进，平安医院创建有序，平安创建成效明显。", None),
    ],
)
def test_a_region_is_known_by_its_short_name_where_that_is_sure(
    reader: Reader, title: str, text: str, code: str | None
) -> None:
    assert read(reader, text, title).region == code


def test_quantities_in_words_are_figures_too(reader: Reader) -> None:
    found = read(reader, "中药饮片收入占比不到两成，每人每月补助340元。")
    assert (only(found, "不到两成").value, only(found, "不到两成").unit) == (20, "%")
    assert [o.value for o in found.observations if "340元" in o.quantity] == [340]


def test_what_several_places_have_together_is_the_countys(reader: Reader) -> None:
    found = read(reader, "分水镇、横村镇、江南镇新建卫生院3所。", title="桐庐县卫生健康局2022年工作总结\n")
    assert only(found, "3所").region == "桐庐县"


def test_a_province_by_its_short_name_is_a_region(reader: Reader) -> None:
    found = read(reader, "选派医疗队员12名驰援湖北。")
    (place,) = (m for m in found.mentions if m.text == "湖北")
    assert place.type == "REGION" and place.entity and place.entity.endswith("/region/420000")


def test_names_in_quotation_marks_side_by_side_are_several(reader: Reader) -> None:
    found = read(reader, "实施“健康细胞工程”“光明行动”“微笑行动”等项目。")
    programs = [m.text.strip("“”") for m in found.mentions if m.type == "PROGRAM"]
    assert programs == ["健康细胞工程", "光明行动", "微笑行动"]


def test_what_is_done_to_the_first_of_a_list_is_done_to_all(reader: Reader) -> None:
    found = read(reader, "监督检查公共场所112户次、供水单位14家，立案6起。")
    assert only(found, "14家").indicator == "监督检查供水单位"
