"""Ways through the entity graph over HTTP: between two entities, along a pattern, and filtered around one."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.app.http.test_entities import BUREAU, CARE, CLINIC, COUNTY, OFFICE, RATE, SCREENING, about, ask

POLICY = "policy/云溪县妇幼健康办法"


def found(client: httpx.Client, pattern: str, **parameters: Any) -> list[list[str]]:
    page = ask(client, "/patterns", pattern=pattern, limit=500, **parameters)
    return [[entity["id"] for entity in walk["entities"]] for walk in page["items"]]


# --- between two entities --------------------------------------------------------------------------


def test_the_shortest_way(client: httpx.Client):
    answer = ask(client, "/paths", **{"from": BUREAU, "to": RATE})
    assert answer["paths"] == [[BUREAU, CARE, RATE]]
    assert [node["id"] for node in answer["nodes"]] == [BUREAU, CARE, RATE]
    assert {edge["type"] for edge in answer["edges"]} == {"delivers", "measuredBy"}


def test_all_shortest_ways_by_rank_and_no_more_than_wanted(client: httpx.Client):
    every = ask(client, "/paths", **{"from": RATE, "to": CLINIC})["paths"]
    assert every == [[RATE, CARE, COUNTY, CLINIC]], "relations are followed both ways"
    both = {"from": SCREENING, "to": OFFICE}
    ways = ask(client, "/paths", **both)["paths"]
    assert len(ways) == 3 and ways[0] == [SCREENING, COUNTY, OFFICE], "the county has more facts than a task"
    assert ask(client, "/paths", limit=1, **both)["paths"] == ways[:1]


def test_ways_that_are_too_long_or_lead_nowhere(client: httpx.Client):
    assert ask(client, "/paths", longest=1, **{"from": BUREAU, "to": RATE})["paths"] == []
    assert ask(client, "/paths", **{"from": BUREAU, "to": "region/340504"}) == {
        "paths": [],
        "nodes": [],
        "edges": [],
    }
    assert ask(client, "/paths", **{"from": RATE, "to": RATE})["paths"] == [[RATE]]


def test_ways_by_relation_and_by_type(client: httpx.Client):
    ends = {"from": BUREAU, "to": SCREENING}
    assert ask(client, "/paths", **ends)["paths"] == [[BUREAU, COUNTY, SCREENING]]
    by_task = ask(client, "/paths", type=["institution", "task"], **ends)["paths"]
    assert by_task and all(OFFICE in path for path in by_task)
    assert ask(client, "/paths", relation="measuredBy", **ends)["paths"] == []


def test_ends_that_are_not_there(client: httpx.Client):
    for ends in ({"from": "region/1", "to": RATE}, {"from": RATE, "to": "no such thing"}):
        assert client.get("/api/v1/paths", params=ends).status_code == 404
    assert client.get("/api/v1/paths", params={"from": RATE}).status_code == 422


# --- among some ------------------------------------------------------------------------------------


def test_the_relations_among_some_entities(client: httpx.Client):
    wanted = [RATE, CARE, BUREAU, "region/no such region", "a\nb", CARE]
    response = client.post("/api/v1/subgraph", json={"ids": wanted})
    assert response.status_code == 200, response.text
    found = response.json()
    assert sorted(node["id"] for node in found["nodes"]) == sorted([BUREAU, CARE, RATE])
    assert {(edge["source"], edge["type"], edge["target"]) for edge in found["edges"]} == {
        (BUREAU, "delivers", CARE),
        (CARE, "measuredBy", RATE),
    }
    assert client.post("/api/v1/subgraph", json={"ids": []}).json() == {"nodes": [], "edges": []}


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        (b'{"ids": ["region/340504"]}', "text/plain", 415),
        (b'{"ids": "region/340504"}', "application/json", 400),
        (b'{"ids": [], "depth": 1}', "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"ids": [' + b'"a",' * 500 + b'"a"]}', "application/json", 400),
    ],
)
def test_entities_that_cannot_be_read(client: httpx.Client, sent: bytes, kind: str, status: int):
    response = client.post("/api/v1/subgraph", content=sent, headers={"content-type": kind})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


# --- along a pattern -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern",
    [
        "region -> program -> indicator",
        "地区 → 项目 → 指标",
        "region -[implements]-> program -[measuredBy]-> indicator",
        "region-[开展|delivers]->program-[考核指标]->*",
        "region=999901 -> program -> indicator",
        "地区=云溪县->项目->指标",
        'region="region/999901" -- program -- indicator',
    ],
)
def test_a_chain_of_types_and_relations(client: httpx.Client, pattern: str):
    walks = found(client, pattern)
    assert [COUNTY, CARE, RATE] in walks
    assert len(walks) == 4
    assert all(walk[0] == COUNTY for walk in walks)


def test_arrows_back_and_either_way(client: httpx.Client):
    assert found(client, f"program={CARE} <-[delivers]- institution") == [[CARE, BUREAU]]
    assert found(client, f'program="{CARE}" ← institution') == [[CARE, BUREAU]]
    both = found(client, "institution=云溪县妇幼保健院 -- *")
    assert sorted(both) == sorted([[CLINIC, COUNTY], [CLINIC, SCREENING]])
    (walk,) = ask(client, "/patterns", pattern=f"policy=云溪县妇幼健康办法 -- {'institution'}")["items"]
    assert walk["steps"] == [{"type": "follows", "label": "依据政策", "forward": False}]


def test_no_entity_is_met_twice(client: httpx.Client):
    assert all(len(set(walk)) == len(walk) for walk in found(client, "* -- * -- *"))


def test_patterns_are_read_in_parts(client: httpx.Client):
    whole = ask(client, "/patterns", pattern="region -> program -> indicator")
    assert whole["counted"] and whole["total"] == len(whole["items"]) == 4
    parts = [
        ask(client, "/patterns", pattern="region -> program -> indicator", limit=1, offset=n)
        for n in range(5)
    ]
    assert [part["items"] for part in parts] == [[each] for each in whole["items"]] + [[]]
    assert {part["total"] for part in parts} == {4}


def test_what_nothing_fits(client: httpx.Client):
    assert found(client, "region=没有这个地方 -> program") == []
    assert found(client, "person -> program") == []


@pytest.mark.parametrize(
    ("pattern", "column", "told"),
    [
        ("region", 1, "2 to 6"),
        ("*--*--*--*--*--*--*", 1, "2 to 6"),
        ("", 1, "a type is missing"),
        ("region ->", 10, "a type is missing"),
        ("region program", 8, "an arrow is missing"),
        ("county -> program", 1, "'county' is no type"),
        ("region -[runs]-> program", 10, "'runs' is no relation"),
        ("region <-> program", 8, "one way"),
        ('region="云溪县 -> program', 7, "an arrow is missing"),
    ],
)
def test_a_pattern_that_cannot_be_read(client: httpx.Client, pattern: str, column: int, told: str):
    response = client.get("/api/v1/patterns", params={"pattern": pattern})
    assert response.status_code == 400
    problem = response.json()
    assert (problem["type"], problem["column"]) == ("/problems/pattern", column)
    assert told in problem["detail"]


# --- around one entity -----------------------------------------------------------------------------


def around(client: httpx.Client, id: str, **parameters: Any) -> tuple[set[str], bool]:  # noqa: A002
    answer = ask(client, about(id, "/neighbourhood"), **parameters)
    return {node["id"] for node in answer["nodes"]}, answer["truncated"]


def test_a_neighbourhood_by_type_and_relation(client: httpx.Client):
    assert around(client, COUNTY, type="program") == ({COUNTY, CARE, SCREENING}, False)
    assert around(client, COUNTY, relation="locatedIn") == ({COUNTY, BUREAU, CLINIC, OFFICE}, False)
    assert around(client, COUNTY, relation="locatedIn", type="program") == ({COUNTY}, False)
    deeper, _ = around(client, COUNTY, depth=2, relation=["implements", "measuredBy"])
    assert RATE in deeper and BUREAU not in deeper


def test_no_more_than_so_many_of_each_node(client: httpx.Client):
    nodes, cut = around(client, COUNTY, each=2)
    assert (len(nodes), cut) == (3, True)
    assert around(client, BUREAU, each=10)[1] is False


def test_links_say_how_many_documents_state_them(client: httpx.Client):
    answer = ask(client, about(COUNTY, "/neighbourhood"))
    documents = {edge["id"]: edge["documents"] for edge in answer["edges"]}
    assert documents[f"{COUNTY} implements {CARE}"] == 2


def test_a_card_counts_what_a_relation_leads_to(client: httpx.Client):
    links = {
        (link["type"], link["outgoing"], link["entity_type"]): link["count"]
        for link in ask(client, about(COUNTY))["links"]
    }
    assert links == {("implements", True, "program"): 2, ("locatedIn", False, "institution"): 3}
