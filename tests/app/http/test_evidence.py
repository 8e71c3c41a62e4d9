"""Where it is written: evidence over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from graph.documents import Document
from graph.extraction import Extraction
from tests.app.http.test_entities import BUREAU, CARE, CLINIC, COUNTY, OFFICE, SCREENING, about, ask

SENTENCE = "全县孕产妇系统管理率97.52%，云溪县妇幼保健院开展“两癌”筛查1089人。"


def evidence_of(client: httpx.Client, **parameters: str) -> Any:
    return ask(client, "/evidence", **parameters)


def test_each_observation_opens_its_sentence(client: httpx.Client, document: Document):
    for item in ask(client, about(COUNTY, "/observations"))["items"]:
        (found,) = evidence_of(client, fact=item["id"])["items"]
        assert item["quantity"] in found["sentence"]
        assert found["document"] == item["document"]
        assert [found[key] for key in ("start", "end", "score", "link_score")] == [
            item[key] for key in ("start", "end", "score", "link_score")
        ]
        if found["document"]["id"].endswith(document.sha256[:16]):
            assert document.text[found["start"] : found["end"]] == found["sentence"]
            assert document.text.split("\n")[found["paragraph"] - 1].find(found["sentence"]) >= 0


def test_marks_are_the_mentions_in_the_sentence(client: httpx.Client, extraction: Extraction):
    found = evidence_of(client, subject=CLINIC, type="delivers", object=SCREENING)["items"][0]
    assert found["sentence"] == SENTENCE
    for mark in found["marks"]:
        assert found["sentence"][mark["start"] : mark["end"]] == mark["text"]
        assert mark["score"] == 0.9
    assert [(mark["text"], mark["type"], mark["entity"]) for mark in found["marks"]] == [
        ("全县", "region", COUNTY),
        ("孕产妇系统管理率", "indicator", "indicator/孕产妇系统管理率"),
        ("97.52%", "quantity", None),
        ("云溪县妇幼保健院", "institution", CLINIC),
        ("“两癌”筛查", "program", SCREENING),
        ("1089人", "quantity", None),
    ]


def test_offsets_count_code_points(client: httpx.Client, document: Document):
    """The sentence holds a character outside the basic plane."""
    found = evidence_of(client, subject=BUREAU, type="follows", object="policy/云溪县妇幼健康办法")["items"]
    for item in found:
        assert "😀" in item["sentence"]
        assert len(item["sentence"]) == item["end"] - item["start"]


def test_a_relation_that_two_documents_state_has_two_places(client: httpx.Client):
    found = evidence_of(client, subject=CLINIC, type="delivers", object=SCREENING)
    assert found["total"] == 2
    assert len({item["document"]["id"] for item in found["items"]}) == 2


def test_derived_relations_have_evidence_too(client: httpx.Client):
    assert evidence_of(client, subject=COUNTY, type="implements", object=CARE)["total"] == 2


def test_a_relation_that_no_document_states_has_none(client: httpx.Client):
    empty = {"items": [], "total": 0}
    assert evidence_of(client, subject="region/340504", type="partOf", object="region/340500") == empty


def test_evidence_of_an_entity_are_its_facts_and_its_mentions(client: httpx.Client):
    found = ask(client, about(BUREAU, "/evidence"))["items"]
    sentences = [item["sentence"] for item in found]
    assert SENTENCE in sentences, "a fact about it, which does not name it"
    assert "云溪县卫生健康局2021年工作总结" in sentences, "a line that only names it"
    assert len(sentences) == 2 * len(set(sentences)), "each once in each of the two reports"


def test_a_mention_in_a_sentence_that_states_nothing_of_it(client: httpx.Client):
    """The office is named in a line that is evidence of its duty: the line comes once."""
    found = ask(client, about(OFFICE, "/evidence"))
    assert {item["sentence"] for item in found["items"]} == {"责任科室：妇幼健康科"}
    assert found["total"] == 2


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"subject": COUNTY},
        {"subject": COUNTY, "type": "implements"},
        {"type": "implements", "object": CARE},
        {"fact": "observation/0/1-1", "subject": COUNTY, "type": "implements", "object": CARE},
    ],
)
def test_a_question_that_is_neither_of_the_two(client: httpx.Client, parameters: dict[str, str]):
    response = client.get("/api/v1/evidence", params=parameters)
    assert response.status_code == 400
    assert response.json()["type"] == "/problems/bad-request"


@pytest.mark.parametrize("fact", ["observation/0123456789abcdef/1-1", "x y", COUNTY, "<>"])
def test_an_unknown_fact(client: httpx.Client, fact: str):
    response = client.get("/api/v1/evidence", params={"fact": fact})
    assert response.status_code == 404


def test_an_unknown_kind_of_relation(client: httpx.Client):
    response = client.get("/api/v1/evidence", params={"subject": COUNTY, "type": "x> <y", "object": CARE})
    assert response.status_code == 422
