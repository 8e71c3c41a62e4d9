"""Observations by what they are of, as pages and as tables; documents by region; mentions; extraction."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pyarrow.parquet
import pytest
from docx import Document as WordDocument

from graph.export.tables import COLUMNS
from tests.app.http.test_entities import CARE, CLINIC, COUNTY, RATE, SCREENING, ask, ids

TEXT = "雨山区2022年工作总结\n全区孕产妇系统管理率97.5%，适龄妇女“两癌”筛查1089人。\n"


def total(client: httpx.Client, **parameters: Any) -> int:
    return int(ask(client, "/observations", **parameters)["total"])


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, 10),
        ({"region": COUNTY}, 10),
        ({"region": "999901"}, 10),
        ({"region": "region/340504"}, 0),
        ({"region": [COUNTY, "340504"]}, 10),
        ({"region": [COUNTY, "340504"], "inner": False}, 10),
        ({"indicator": RATE}, 4),
        ({"indicator": [RATE, "indicator/活产数"]}, 6),
        ({"indicator": RATE, "status": "target"}, 2),
        ({"status": ["target", "actual"]}, 10),
        ({"program": SCREENING}, 2),
        ({"program": [SCREENING, CARE]}, 10),
        ({"institution": CLINIC}, 2),
        ({"from": "2022"}, 2),
        ({"to": "2021"}, 8),
        ({"from": "2021", "to": "2022"}, 10),
        ({"from": "2022-07"}, 0),
        ({"region": "", "indicator": "", "institution": ""}, 10),
    ],
)
def test_filters_hold_together(client: httpx.Client, filters: dict[str, Any], expected: int):
    if filters.get("indicator") == "":
        filters = {**filters, "indicator": []}
    assert total(client, **filters) == expected


def test_observations_of_a_document(client: httpx.Client):
    for document in ask(client, "/documents")["items"]:
        page = ask(client, "/observations", document=document["id"])
        assert page["total"] == document["counts"]["observations"] == 5
        assert {item["document"]["id"] for item in page["items"]} == {document["id"]}


def test_the_latest_come_first_or_the_largest_or_the_smallest(client: httpx.Client):
    periods = [item["period"] for item in ask(client, "/observations")["items"]]
    assert periods == sorted(periods, reverse=True)
    for order, reverse in (("value", False), ("-value", True)):
        values = [item["value"] for item in ask(client, "/observations", order=order)["items"]]
        numbers = [value for value in values if value is not None]
        assert numbers == sorted(numbers, reverse=reverse)
        assert values[len(numbers) :] == [None, None], "ranges come last"


def test_observations_are_read_in_parts(client: httpx.Client):
    whole = ids(ask(client, "/observations"))
    parts = [ids(ask(client, "/observations", limit=3, offset=offset)) for offset in range(0, 12, 3)]
    assert [id_ for part in parts for id_ in part] == whole


def test_a_table_has_them_all(client: httpx.Client):
    asked = {"region": COUNTY, "status": "actual", "order": "-value"}
    page = ask(client, "/observations", **asked)
    response = client.get("/api/v1/observations", params={**asked, "format": "csv", "limit": 1})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="observations.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["observation"] for row in rows] == ids(page)
    assert tuple(rows[0]) == COLUMNS
    response = client.get("/api/v1/observations", params={**asked, "format": "parquet"})
    table = pyarrow.parquet.read_table(io.BytesIO(response.content))
    assert table.column("observation").to_pylist() == ids(page)
    assert table.column("value").to_pylist() == [item["value"] for item in page["items"]]


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"from": "21"}, 422),
        ({"from": "2021-13"}, 422),
        ({"to": "soon"}, 422),
        ({"status": "done"}, 422),
        ({"order": "name"}, 422),
        ({"format": "xlsx"}, 422),
        ({"region": "region/000000"}, 404),
        ({"region": "云溪县"}, 404),
    ],
)
def test_filters_that_cannot_be(client: httpx.Client, parameters: dict[str, str], status: int):
    response = client.get("/api/v1/observations", params=parameters)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


# --- documents and their mentions ------------------------------------------------------------------


def test_documents_by_region_and_year(client: httpx.Client):
    assert ask(client, "/documents", region=COUNTY, period="2021")["total"] == 2
    assert ask(client, "/documents", region="340504")["total"] == 0
    assert ask(client, "/documents", period="2020")["total"] == 0


def test_mentions_are_those_that_the_text_has(client: httpx.Client):
    (first, *_) = ask(client, "/documents")["items"]
    text = ask(client, f"/{'documents'}/{first['id'].rpartition('/')[2]}")["text"]
    page = ask(client, f"/documents/{first['id'].rpartition('/')[2]}/mentions", limit=500)
    assert page["total"] == first["counts"]["mentions"] == len(page["items"])
    assert [item["text"] for item in page["items"]] == [
        text[item["start"] : item["end"]] for item in page["items"]
    ]
    starts = [item["start"] for item in page["items"]]
    assert starts == sorted(starts)
    assert {"id": CLINIC, "label": "云溪县妇幼保健院"} in [item["entity"] for item in page["items"]]
    assert client.get("/api/v1/documents/0123456789abcdef/mentions").status_code == 404


# --- extraction ------------------------------------------------------------------------------------


def word() -> bytes:
    document, file = WordDocument(), io.BytesIO()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (TEXT.encode(), "text/plain"),
        (TEXT.encode("gb18030"), "application/octet-stream"),
        (f"<html><body><p>{TEXT.replace(chr(10), '</p><p>')}</p></body></html>".encode(), "text/html"),
        (word(), "application/octet-stream"),
    ],
)
def test_a_file_is_read_as_it_is(client: httpx.Client, content: bytes, media_type: str):
    response = client.post("/api/v1/extract", content=content, headers={"Content-Type": media_type})
    assert response.status_code == 200, response.text
    said = response.json()
    assert (said["region"], said["period"]) == ("340504", "2022")
    assert {"97.5%", "1089人"} <= {observation["quantity"] for observation in said["observations"]}


def test_a_text_in_json_is_read_and_not_stored(client: httpx.Client):
    before = ask(client, "/stats")
    said = client.post("/api/v1/extract", json={"text": TEXT, "name": "yushan.txt"}).json()
    assert said["doc"] == "yushan.txt"
    assert said["observations"] and said["mentions"]
    assert ask(client, "/stats") == before


@pytest.mark.parametrize(
    ("content", "media_type", "status", "kind"),
    [
        (b"An English page about nothing.", "text/plain", 422, "document-not-chinese"),
        (b"", "text/plain", 422, "document-empty"),
        (b"{", "application/json", 400, "bad-request"),
        (b'{"words": "x"}', "application/json", 400, "bad-request"),
        (b"[" * 50_000, "application/json", 400, "bad-request"),
    ],
)
def test_what_cannot_be_read(client: httpx.Client, content: bytes, media_type: str, status: int, kind: str):
    response = client.post("/api/v1/extract", content=content, headers={"Content-Type": media_type})
    assert (response.status_code, response.json()["type"]) == (status, f"/problems/{kind}")
