"""Search over HTTP: names and sentences, filters, pages, and texts that ask for nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

COUNTY = "region/999901"
BUREAU = "institution/999901/云溪县卫生健康局"
CLINIC = "institution/999901/云溪县妇幼保健院"
CARE = "program/妇幼健康"
SCREENING = "program/“两癌”筛查"


def ask(client: httpx.Client, **parameters: Any) -> Any:
    response = client.get("/api/v1/search", params=parameters)
    assert response.status_code == 200, response.text
    return response.json()


def entities(page: Any) -> list[Any]:
    return [item for item in page["items"] if item["kind"] != "sentence"]


def sentences(page: Any) -> list[Any]:
    return [item for item in page["items"] if item["kind"] == "sentence"]


def ids(page: Any) -> list[str]:
    return [item["id"] for item in entities(page)]


# --- names -----------------------------------------------------------------------------------------


def test_an_exact_name_comes_first_then_what_begins_so(client: httpx.Client):
    found = ask(client, q="妇幼健康", limit=500)
    assert ids(found)[:1] == [CARE]
    starts = [item["name"].startswith("妇幼健康") for item in entities(found)]
    assert starts == sorted(starts, reverse=True)
    assert found["total"] == len(found["items"]) == found["entities"] + found["sentences"]


def test_a_short_name_of_what_has_no_facts_comes_after_names_that_begin_so(client: httpx.Client):
    """The table of regions knows a district of the same short name, of which no report speaks."""
    found = entities(ask(client, q="云溪"))
    counts = [item["count"] > 0 for item in found if item["name"].startswith("云溪")]
    assert counts == sorted(counts, reverse=True)
    assert not all(counts)


@pytest.mark.parametrize("text", ["云溪县", " 云溪县 ", "云溪县卫生", "溪县妇幼保健"])
def test_names_are_found_by_a_part_of_them(client: httpx.Client, text: str):
    found = entities(ask(client, q=text))
    assert found
    for item in found:
        ((start, end),) = [(part["start"], part["end"]) for part in item["highlights"]]
        assert item["name"][start:end] == text.strip()


def test_width_of_letters_and_quotation_marks_do_not_matter(client: httpx.Client):
    narrow = ask(client, q="97.52%")
    assert narrow["total"]
    assert narrow == ask(client, q="９７．５２％")
    assert ids(ask(client, q="两癌筛查"))[0] == SCREENING


def test_items_carry_type_home_and_number_of_facts(client: httpx.Client):
    assert ask(client, q="云溪县妇幼保健院")["items"][0] == {
        "kind": "label",
        "id": CLINIC,
        "iri": f"https://w3id.org/weitu/id/{CLINIC}",
        "type": "institution",
        "label": "云溪县妇幼保健院",
        "name": "云溪县妇幼保健院",
        "highlights": [{"start": 0, "end": 8}],
        "region": {"id": COUNTY, "label": "云溪县"},
        "count": 4,  # an observation and a delivery in each of two reports
    }


def test_the_number_of_facts_is_that_of_the_list(client: httpx.Client):
    listed = client.get("/api/v1/entities", params={"region": COUNTY}).json()["items"]
    found = entities(ask(client, q="云溪县", region=COUNTY, limit=500))
    counts = {item["id"]: item["count"] for item in listed}
    assert {item["id"]: item["count"] for item in found}.items() <= counts.items()


@pytest.mark.parametrize(
    ("text", "kind", "id"),
    [
        ("yunxixian", "pinyin", COUNTY),
        ("yxxfybjy", "pinyin", CLINIC),
        ("云溪县妇保院", "label", CLINIC),
        ("yxxfby", "pinyin", CLINIC),
        ("340504", "code", "region/340504"),
        ("云溪县妇幼保建院", "fuzzy", CLINIC),
        ("云溪县妇幼健院", "fuzzy", CLINIC),
        ("云溪县幼妇保健院", "fuzzy", CLINIC),
    ],
)
def test_pinyin_codes_short_names_and_slips(client: httpx.Client, text: str, kind: str, id: str):  # noqa: A002
    (item, *_) = ask(client, q=text)["items"]
    assert (item["kind"], item["id"]) == (kind, id)


def test_search_by_type_and_region(client: httpx.Client):
    assert ids(ask(client, q="云溪", type="institution", region=COUNTY)) == [BUREAU, CLINIC]
    assert ask(client, q="云溪", type="institution", region="region/220322")["total"] == 0
    assert ask(client, q="云溪", type="institution")["sentences"] == 0
    assert ask(client, q="云溪", type="", region="") == ask(client, q="云溪")


def test_regions_below_a_region_lie_in_it(client: httpx.Client):
    assert "region/340504" in ids(ask(client, q="雨山区", type="region", region="region/340000"))


# --- sentences -------------------------------------------------------------------------------------


def test_a_word_of_two_characters_inside_a_sentence_is_found(client: httpx.Client):
    found = ask(client, q="告知")
    assert (found["entities"], found["sentences"]) == (0, 2)
    for item in sentences(found):
        text = client.get(f"/api/v1/{item['document']['id'].replace('document/', 'documents/')}").json()[
            "text"
        ]
        assert item["snippet"] == "检查结果已告知本人。" == text[item["start"] : item["end"]]
        assert item["highlights"] == [{"start": 5, "end": 7}]
        assert item["region"] == {"id": COUNTY, "label": "云溪县"}
        assert item["document"]["period"] == "2021"


def test_sentences_alone_and_those_of_a_region(client: httpx.Client):
    found = ask(client, q="妇幼健康", type="sentence")
    assert found["entities"] == 0
    assert found["sentences"] == found["total"] == len(sentences(found)) > 0
    assert ask(client, q="妇幼健康", type="sentence", region=COUNTY) == found
    assert ask(client, q="妇幼健康", type="sentence", region="region/220322")["total"] == 0


def test_a_list_is_read_in_parts_across_entities_and_sentences(client: httpx.Client):
    whole = ask(client, q="妇幼健康", limit=500)
    parts = [ask(client, q="妇幼健康", limit=3, offset=offset) for offset in range(0, whole["total"], 3)]
    assert [item for part in parts for item in part["items"]] == whole["items"]
    assert {part["total"] for part in parts} == {whole["total"]}
    assert ask(client, q="妇幼健康", offset=10**30)["items"] == []


# --- what asks for nothing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": ""},
        {"q": " \u3000"},
        {"q": "县" * 201},
        {"q": "县", "type": "planet"},
        {"q": "县", "limit": "many"},
        {"q": "县", "offset": "-1"},
    ],
)
def test_a_search_that_asks_nothing_sensible(client: httpx.Client, parameters: dict[str, str]):
    response = client.get("/api/v1/search", params=parameters)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "/problems/invalid-parameter"
    assert response.json()["errors"][0]["parameter"] in {"q", "type", "limit", "offset"}


def test_a_text_without_a_word_is_a_problem_of_its_own(client: httpx.Client):
    response = client.get("/api/v1/search", params={"q": "“”"})
    assert response.status_code == 422
    assert response.json()["type"] == "/problems/unsearchable-text"


@pytest.mark.parametrize(
    "query",
    [
        "q=%22",
        "q=*",
        "q=NEAR(%E5%8E%BF%20a)",
        "q=-%E5%8E%BF",
        "q=%E5%8E%BF%22%20OR%20%22",
        "q=%00",
    ]
    + [
        "q=tokens:a",
        "q=%25",
        "q=a%27%3B--",
        "q=" + "%22a" * 100,
        "q=%E5%8E%BF+" * 1 + "x" * 190,
    ],
)
def test_hostile_texts_are_answered(client: httpx.Client, query: str):
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code in {200, 422}, response.text


@pytest.mark.parametrize("query", ["q=%FF%FE", "q=%ED%A0%80", "q=a&region=%E5%8E"])
def test_texts_that_are_not_in_utf_8(client: httpx.Client, query: str):
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 400
    assert response.json()["type"] == "/problems/bad-request"


def test_a_region_that_cannot_be(client: httpx.Client):
    assert client.get("/api/v1/search", params={"q": "县", "region": "a b"}).status_code == 404
    assert client.get("/api/v1/search", params={"q": "县", "region": "region/999999"}).status_code == 404


def test_a_region_by_its_code(client: httpx.Client):
    assert ask(client, q="医院", region="999901") == ask(client, q="医院", region="region/999901")
