"""The reconciliation service, as OpenRefine asks it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

COUNTY = "region/999901"
CLINIC = "institution/999901/云溪县妇幼保健院"


def asked(client: httpx.Client, **queries: Any) -> Any:
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    return {key: found["result"] for key, found in response.json().items()}


def test_the_service_says_what_it_is(client: httpx.Client) -> None:
    response = client.get("/reconcile", headers={"Origin": "http://127.0.0.1:3333"})
    assert response.headers["access-control-allow-origin"] == "*"
    told = response.json()
    assert told["versions"] == ["0.2"]
    assert {"id": "region", "name": "地区"} in told["defaultTypes"]
    assert told["identifierSpace"] == "https://w3id.org/weitu/id/"
    view = told["view"]["url"].replace("{{id}}", COUNTY)
    assert client.get(view, headers={"Accept": "text/html"}).status_code == 303
    suggest = told["suggest"]["entity"]
    found = client.get(
        suggest["service_url"] + suggest["service_path"], params={"prefix": "云溪县妇", "cursor": "0"}
    )
    assert found.json()["result"][0] == {
        "id": CLINIC,
        "name": "云溪县妇幼保健院",
        "description": "云溪县",
        "notable": [{"id": "institution", "name": "机构"}],
    }


def test_names_are_found_by_key(client: httpx.Client) -> None:
    found = asked(
        client,
        a={"query": "云溪县妇幼保健院"},
        b={"query": "云溪县", "type": "region"},
        c={"query": "无此名称"},
    )
    assert list(found) == ["a", "b", "c"]
    (best, *_) = found["a"]
    assert (best["id"], best["score"], best["match"]) == (CLINIC, 100, True)
    assert best["type"] == [{"id": "institution", "name": "机构"}]
    assert found["b"][0]["id"] == COUNTY
    assert found["c"] == []


def test_the_short_form_of_a_name_is_a_match(client: httpx.Client) -> None:
    (best, *_) = asked(client, q={"query": "云溪县妇保院", "type": "institution"})["q"]
    assert (best["id"], best["name"], best["match"]) == (CLINIC, "云溪县妇幼保健院", True)


def test_a_name_with_a_slip_is_no_match_but_a_candidate(client: httpx.Client) -> None:
    (best, *_) = asked(client, q={"query": "云溪县妇保健院", "type": ["institution", "policy"]})["q"]
    assert best["id"] == CLINIC
    assert not best["match"]
    assert best["score"] < 100


def test_of_several_with_one_name_none_is_a_match(client: httpx.Client) -> None:
    """Two districts are called so."""
    found = asked(client, q={"query": "鼓楼区", "type": "region", "limit": 10})["q"]
    same = [each for each in found if each["score"] == 100]
    assert len(same) > 1
    assert not any(each["match"] for each in found)
    one = {"pid": "region", "v": "江苏省"}
    assert {each["id"] for each in asked(client, q={"query": "鼓楼区", "properties": [one]})["q"]} < {
        each["id"] for each in same
    }


@pytest.mark.parametrize(
    "value", ["云溪县", "999901", COUNTY, {"id": COUNTY}, [{"id": COUNTY, "name": "云溪县"}]]
)
def test_a_region_narrows(client: httpx.Client, value: Any) -> None:
    names = {"query": "妇幼保健院", "properties": [{"pid": "region", "v": value}, {"pid": "other", "v": 1}]}
    assert [each["id"] for each in asked(client, q=names)["q"]] == [CLINIC]


def test_of_several_regions_each_will_do(client: httpx.Client) -> None:
    names = {"query": "妇幼保健院", "properties": [{"pid": "region", "v": ["江苏省", "无此地方", COUNTY]}]}
    found = [each["id"] for each in asked(client, q={**names, "type": []})["q"]]
    assert CLINIC in found
    assert len(found) == len(set(found)) > 1


def test_nothing_lies_in_a_region_that_is_not_known(client: httpx.Client) -> None:
    names = {"query": "云溪县妇幼保健院", "properties": [{"pid": "region", "v": "无此地方"}]}
    assert asked(client, q=names) == {"q": []}


def test_the_names_may_stand_in_the_address(client: httpx.Client) -> None:
    queries = json.dumps({"q": {"query": "云溪县", "limit": 1}})
    found = client.get("/reconcile", params={"queries": queries}).json()["q"]["result"]
    assert [each["id"] for each in found] == [COUNTY]


@pytest.mark.parametrize(
    "queries",
    [
        "",
        "no JSON",
        "[]",
        '{"q": {}}',
        '{"q": {"query": "x", "type": "nothing"}}',
        '{"q": {"query": "x", "limit": 0}}',
    ]
    + [json.dumps({str(n): {"query": "x"} for n in range(51)})],
)
def test_what_cannot_be_read_is_told(client: httpx.Client, queries: str) -> None:
    response = client.post("/reconcile", data={"queries": queries})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert "send" in response.json()["detail"]


def test_other_bodies_are_refused(client: httpx.Client) -> None:
    assert client.post("/reconcile", json={"q": {"query": "x"}}).status_code == 415
    assert client.post("/reconcile", data={"other": "x"}).status_code == 400
