"""Ten facts of each real report, chosen from what careful readers marked, come back as SPARQL rows with the
sentence that states them, and county → programme → indicator can be walked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.app.running import serving, weitu

pytestmark = pytest.mark.shared

PREFIXES = """
PREFIX wt: <https://w3id.org/weitu/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
"""
FACTS = """
SELECT ?indicator ?value ?unit ?period ?status ?quantity ?sentence WHERE {
  ?observation wt:name ?indicator ; measure:obsValue ?value ; attribute:unitMeasure/rdfs:label ?unit ;
    dimension:refPeriod ?period ; wt:status ?status ; wt:quantity ?quantity ;
    prov:wasDerivedFrom/nif:anchorOf ?sentence ; dcterms:source/dcterms:identifier "%s" .
  FILTER(LANGMATCHES(LANG(?unit), "zh"))
}
"""
WALK = """
SELECT ?program (COUNT(DISTINCT ?indicator) AS ?indicators) WHERE {
  ?region rdfs:label "%s"@zh ; wt:implements ?program . ?program wt:measuredBy ?indicator
} GROUP BY ?program
"""
# report → (region, facts): indicator, value, unit, year, status
REPORTS: dict[str, tuple[str, list[tuple[str, float, str, str, str]]]] = {
    "lishu-2021.txt": (
        "梨树县",
        [
            ("活产数", 1089, "人", "2021", "actual"),
            ("孕产妇系统管理率", 97.52, "%", "2021", "actual"),
            ("5岁以下儿童死亡率", 1.84, "‰", "2021", "actual"),
            ("婴儿死亡率", 0.92, "‰", "2021", "actual"),
            ("基药采购总金额", 60_104_700, "元", "2021", "actual"),
            ("高值耗材网采总金额", 4_772_900, "元", "2021", "actual"),
            ("65岁及以上老年人健康管理率", 70, "%", "2022", "target"),
            ("肺结核患者管理率", 90, "%", "2022", "target"),
            ("妇女常见病筛查率", 80, "%", "2022", "target"),
            ("免费婚前检查率", 50, "%", "2022", "target"),
        ],
    ),
    "yushan-2022.txt": (
        "雨山区",
        [
            ("规则服药率", 100, "%", "2022", "actual"),
            ("早孕建册率", 92.53, "%", "2022", "actual"),
            ("产后访视率", 96.1, "%", "2022", "actual"),
            ("0-6岁儿童健康管理率", 95.45, "%", "2022", "actual"),
            ("新生儿访视率", 96.43, "%", "2022", "actual"),
            ("严重精神障碍患者规范管理率", 96.38, "%", "2022", "actual"),
            ("肺结核患者管理率", 100, "%", "2022", "actual"),
            ("产前筛查人数", 1225, "人", "2022", "actual"),
            ("政策外多孩率", 0, "‰", "2022", "actual"),
            ("婚检率", 99.76, "%", "2022", "actual"),
        ],
    ),
    "donghai-2021.txt": (
        "东海县",
        [
            ("居民健康素养水平", 30, "%", "2021", "target"),
            ("省级卫生村普及率", 80, "%", "2021", "target"),
            ("甲乙类法定报告传染病发病率", 120, "/10万", "2021", "target"),
            ("严重精神障碍患者规范管理率", 94, "%", "2021", "target"),
            ("基本公共卫生服务补助标准", 88, "元", "2021", "target"),
            ("人口自然增长率", 5, "‰", "2021", "target"),
            ("产前筛查率", 92, "%", "2021", "target"),
            ("新生儿疾病筛查率", 99, "%", "2021", "target"),
            ("孕产妇住院分娩率", 100, "%", "2021", "target"),
            ("老年友善医疗机构建成率", 60, "%", "2021", "target"),
        ],
    ),
}


@pytest.fixture(scope="module")
def server(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = tmp_path_factory.mktemp("real") / "data"
    reports = sorted((shared / "seeds").glob("*.txt"))
    run = weitu("build", "--store", store, *reports)
    assert run.returncode == 0, run.stderr.decode()
    with serving(store) as client:
        yield client


def rows(server: httpx.Client, query: str) -> list[dict[str, str]]:
    answer = server.post("/sparql", data={"query": PREFIXES + query}, headers={"Accept": "application/json"})
    answer.raise_for_status()
    bindings = answer.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in binding.items()} for binding in bindings]


@pytest.mark.parametrize("report", REPORTS)
def test_facts_come_back_with_the_sentence_that_states_them(server: httpx.Client, report: str) -> None:
    found = {
        (
            row["indicator"],
            float(row["value"]),
            row["unit"],
            row["period"][:4],
            row["status"].rpartition("#")[2],
        ): row
        for row in rows(server, FACTS % report)
    }
    _, facts = REPORTS[report]
    assert [fact for fact in facts if fact not in found] == []
    assert all(found[fact]["quantity"] in found[fact]["sentence"] for fact in facts)


@pytest.mark.parametrize("report", REPORTS)
def test_the_way_from_county_to_programme_to_indicator_can_be_walked(
    server: httpx.Client, report: str
) -> None:
    region, _ = REPORTS[report]
    assert len(rows(server, WALK % region)) >= 5
