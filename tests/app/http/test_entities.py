"""Entities over HTTP: lists, cards, neighbourhoods and observations."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pytest

COUNTY = "region/999901"
BUREAU = "institution/999901/云溪县卫生健康局"
CLINIC = "institution/999901/云溪县妇幼保健院"
OFFICE = "institution/999901/云溪县卫生健康局妇幼健康科"
CARE = "program/妇幼健康"
SCREENING = "program/“两癌”筛查"
RATE = "indicator/孕产妇系统管理率"


def ask(client: httpx.Client, path: str, **parameters: Any) -> Any:
    response = client.get(f"/api/v1{path}", params=parameters)
    assert response.status_code == 200, response.text
    return response.json()


def about(id: str, part: str = "") -> str:  # noqa: A002
    return f"/entities/{quote(id)}{part}"


def ids(page: Any) -> list[str]:
    return [item["id"] for item in page["items"]]


# --- lists -----------------------------------------------------------------------------------------


def test_entities_with_the_most_facts_come_first(client: httpx.Client):
    counts = [item["count"] for item in ask(client, "/entities", limit=500)["items"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    assert ids(ask(client, "/entities", type="region", limit=1)) == [COUNTY]


def test_a_list_can_be_read_in_parts(client: httpx.Client):
    whole = ask(client, "/entities", type="institution")
    places = range(len(whole["items"]))
    parts = [ask(client, "/entities", type="institution", limit=1, offset=n) for n in places]
    assert [ids(part)[0] for part in parts] == ids(whole)
    assert {part["total"] for part in parts} == {whole["total"]}
    assert ids(ask(client, "/entities", offset=10**6)) == []


def test_institutions_come_with_what_they_are(client: httpx.Client):
    known = ask(client, "/entities", type="institution", region="340000", limit=5)["items"]
    assert known
    assert {item["kind"]["id"].split("/")[0] for item in known if item["kind"]} == {"type"}
    assert all(item["kind"] is None for item in ask(client, "/entities", type="program", limit=5)["items"])


# --- one entity ------------------------------------------------------------------------------------


def test_the_card_of_an_indicator_says_what_it_is_and_what_is_wanted_of_it(client: httpx.Client):
    found = ask(client, about("indicator/age-friendly-institution-rate"))["definition"]
    assert set(found["text"]) == {"zh", "en"}
    assert (found["unit"], found["better"]) == ("%", "higher")
    (target,) = found["targets"]
    assert (target["period"], target["comparator"], target["value"]) == ("2025", ">=", 85)
    assert target["unit"] == "%"
    assert target["source"]["id"] == "policy/healthy-ageing-plan"
    subsidy = ask(client, about("indicator/basic-public-health-subsidy"))["definition"]["targets"]
    years = [each["period"] for each in subsidy]
    assert len(years) > 2
    assert years == sorted(years)


@pytest.mark.parametrize("id_", [RATE, COUNTY])
def test_what_the_vocabulary_does_not_describe_has_no_definition(client: httpx.Client, id_: str):
    assert ask(client, about(id_))["definition"] is None


def test_a_card(client: httpx.Client):
    card = ask(client, about(CLINIC))
    assert card["label"] == "云溪县妇幼保健院"
    assert card["counts"] == {"relations": 2, "observations": 2, "mentions": 2}
    assert [document["period"] for document in card["documents"]] == ["2021", "2021"]
    assert card["alt_labels"] == []


def test_a_region_of_the_table_has_its_short_name_and_the_region_above(client: httpx.Client):
    card = ask(client, about("region/340504"))
    assert "雨山" in card["alt_labels"]
    assert card["region"]["id"] == "region/340500"
    assert card["documents"] == []


def test_an_id_may_hold_quotes_and_a_fragment(client: httpx.Client):
    assert ask(client, about(SCREENING))["label"] == "“两癌”筛查"
    (task,) = (item for item in ask(client, "/entities", type="task", limit=1)["items"])
    assert "#" in task["id"]
    assert ask(client, about(task["id"]))["id"] == task["id"]


@pytest.mark.parametrize(
    "path",
    [
        "region/999902",
        "region",
        "nonsense",
        "%FF",
        "region/999901%00",
        "region/999901%3E%20%3Chttp:",
        "region%2F..%2Fregion%2F999901",
        "region/999901/nothing",
        "a%20b",
        "%E0%A4%A",
    ],
)
@pytest.mark.parametrize("part", ["", "/neighbourhood", "/observations", "/evidence"])
def test_an_unknown_entity(client: httpx.Client, path: str, part: str):
    response = client.get(f"/api/v1/entities/{path}{part}")
    assert response.status_code == 404
    assert response.json()["type"] == "/problems/not-found"


# --- neighbourhood ---------------------------------------------------------------------------------


def edges(found: Any) -> set[tuple[str, str, str]]:
    return {(edge["source"], edge["type"], edge["target"]) for edge in found["edges"]}


def test_a_neighbourhood_holds_the_neighbours_and_all_relations_among_them(client: httpx.Client):
    found = ask(client, about(COUNTY, "/neighbourhood"))
    assert found["center"] == COUNTY
    assert {node["id"] for node in found["nodes"]} == {COUNTY, BUREAU, CLINIC, OFFICE, CARE, SCREENING}
    assert (COUNTY, "implements", SCREENING) in edges(found)
    assert (CLINIC, "delivers", SCREENING) in edges(found), "a relation between two neighbours"
    assert not found["truncated"]


def test_relations_that_two_documents_state_are_drawn_once(client: httpx.Client):
    found = ask(client, about(COUNTY, "/neighbourhood"))
    assert len(found["edges"]) == len(edges(found)) == len({edge["id"] for edge in found["edges"]})


def test_edges_have_chinese_names(client: httpx.Client):
    labels = {
        edge["label"]
        for edge in ask(
            client,
            about(
                COUNTY,
                "/neighbourhood",
            ),
        )["edges"]
    }
    assert labels
    assert all("一" <= label[0] <= "鿿" for label in labels)


def test_programmes_lead_on_to_indicators(client: httpx.Client):
    near = ask(client, about(COUNTY, "/neighbourhood"))
    far = ask(client, about(COUNTY, "/neighbourhood"), depth=2)
    assert (CARE, "measuredBy", RATE) in edges(far) - edges(near)
    assert {node["id"] for node in near["nodes"]} < {node["id"] for node in far["nodes"]}


def test_a_degree_counts_neighbours_that_are_not_drawn(client: httpx.Client):
    nodes = {node["id"]: node for node in ask(client, about(COUNTY, "/neighbourhood"))["nodes"]}
    around = ask(client, about(CARE, "/neighbourhood"))
    assert nodes[CARE]["degree"] == len(around["nodes"]) - 1 > 2


def test_a_cut_neighbourhood_says_so_and_keeps_different_kinds(client: httpx.Client):
    found = ask(client, about(COUNTY, "/neighbourhood"), limit=3)
    assert found["truncated"]
    assert len(found["nodes"]) == 3
    assert {node["type"] for node in found["nodes"]} == {"region", "program", "institution"}
    assert {end for source, _, target in edges(found) for end in (source, target)} <= {
        node["id"] for node in found["nodes"]
    }


def test_the_limit_counts_the_center(client: httpx.Client):
    found = ask(client, about(COUNTY, "/neighbourhood"), limit=1)
    assert [node["id"] for node in found["nodes"]] == [COUNTY]
    assert found["truncated"]


# --- observations ----------------------------------------------------------------------------------


def test_observations_of_a_region(client: httpx.Client):
    found = ask(client, about(COUNTY, "/observations"))
    assert found["total"] == len(found["items"]) == 10
    periods = [item["period"] for item in found["items"]]
    assert periods == sorted(periods, reverse=True)


def test_an_observation_carries_all_that_was_read(client: httpx.Client):
    items = ask(client, about(CLINIC, "/observations"))["items"]
    item = items[0]
    assert item | {"id": "", "document": {}} == {
        "id": "",
        "indicator": {"id": "indicator/“两癌”筛查人数", "label": "“两癌”筛查人数"},
        "name": "“两癌”筛查人数",
        "value": 1089.0,
        "low": None,
        "high": None,
        "unit": "人",
        "quantity": "1089人",
        "comparator": "=",
        "period": "2021",
        "status": "actual",
        "region": {"id": COUNTY, "label": "云溪县"},
        "program": {"id": SCREENING, "label": "“两癌”筛查"},
        "institution": {"id": CLINIC, "label": "云溪县妇幼保健院"},
        "score": 0.875,
        "link_score": None,
        "document": {},
        "start": 25,
        "end": 64,
    }
    assert item["document"]["title"] == "云溪县卫生健康局2021年工作总结"
    assert item["id"].startswith("observation/")


def test_a_range_and_a_target(client: httpx.Client):
    items = ask(client, about(COUNTY, "/observations"))["items"]
    ranged = next(item for item in items if item["comparator"] == "range")
    assert (ranged["value"], ranged["low"], ranged["high"], ranged["score"]) == (None, 500.0, 600.0, None)
    assert items[0]["status"] == "target"
    assert (items[0]["comparator"], items[0]["value"], items[0]["period"]) == (">=", 98.0, "2022")
