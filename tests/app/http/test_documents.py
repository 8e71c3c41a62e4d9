"""Documents and exports over HTTP, and the description of the API."""

from __future__ import annotations

import json
from typing import Any, get_args

import httpx
import pyoxigraph
import pytest

from app.http.export import MEDIA_TYPES
from graph.documents import Document
from graph.export import Format
from tests.app.http.test_entities import BUREAU, CLINIC, COUNTY, SCREENING, ask


def test_documents_are_listed_with_what_they_say(client: httpx.Client, document: Document):
    found = ask(client, "/documents")
    assert found["total"] == 2
    item = next(item for item in found["items"] if item["name"] == document.name)
    assert item == {
        "id": f"document/{document.sha256[:16]}",
        "title": "云溪县卫生健康局2021年工作总结",
        "period": "2021",
        "name": "yunxi-2021.txt",
        "issuer": {"id": BUREAU, "label": "云溪县卫生健康局"},
        "region": {"id": COUNTY, "label": "云溪县"},
        "published": "2022-01-20",
        "counts": {"mentions": 10, "observations": 5, "relations": item["counts"]["relations"]},
    }
    assert item["counts"]["relations"] > 0


def test_a_document_comes_with_its_text(client: httpx.Client, document: Document):
    detail = ask(client, f"/documents/{document.sha256[:16]}")
    assert detail["text"] == document.text


def test_the_outline_gives_the_headings_and_their_lines(client: httpx.Client, document: Document):
    detail = ask(client, f"/documents/{document.sha256[:16]}")
    start = document.text.index("一、妇幼健康")
    assert detail["outline"] == [{"level": 1, "title": "一、妇幼健康", "start": start}]


def test_the_relations_of_a_document_come_in_the_order_of_its_text(client: httpx.Client, document: Document):
    path = f"/documents/{document.sha256[:16]}"
    page = ask(client, f"{path}/relations")
    assert page["total"] == len(page["items"]) > 1
    starts = [item["start"] for item in page["items"]]
    assert starts == sorted(starts)
    found = next(
        item for item in page["items"] if (item["subject"]["id"], item["type"]) == (CLINIC, "delivers")
    )
    assert found["label"] == "实施"
    assert found["object"] == {"id": SCREENING, "label": "“两癌”筛查"}
    assert "云溪县妇幼保健院开展“两癌”筛查" in document.text[found["start"] : found["end"]]
    assert ask(client, "/evidence", fact=found["id"])["items"][0]["start"] == found["start"]
    parts = [ask(client, f"{path}/relations", limit=1, offset=offset)["items"] for offset in (0, 1)]
    assert parts == [page["items"][:1], page["items"][1:2]]


def test_the_relations_of_an_unknown_document(client: httpx.Client):
    assert client.get("/api/v1/documents/0123456789abcdef/relations").status_code == 404


@pytest.mark.parametrize("name", ["0123456789abcdef", "x", "%00", "a%2Fb", "..%2F..%2Fetc%2Fpasswd"])
def test_an_unknown_document(client: httpx.Client, name: str):
    response = client.get(f"/api/v1/documents/{name}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


# --- export ----------------------------------------------------------------------------------------


def test_every_format_has_a_media_type():
    assert set(MEDIA_TYPES) == set(get_args(Format))


@pytest.mark.parametrize("format_", get_args(Format))
def test_exports_are_files_of_their_type(client: httpx.Client, format_: str):
    response = client.get("/api/v1/export", params={"format": format_})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == MEDIA_TYPES[format_]
    assert response.headers["content-disposition"] == f'attachment; filename="weitu.{format_}"'
    assert "云溪县" in response.text


def test_the_triples_of_an_export_are_those_of_the_graph(client: httpx.Client):
    exported = client.get("/api/v1/export", params={"format": "nt"}).content
    answer = client.get("/sparql", params={"query": "SELECT DISTINCT * WHERE { ?s ?p ?o }"}).json()
    triples = list(pyoxigraph.parse(exported, pyoxigraph.RdfFormat.N_TRIPLES))
    assert len(triples) == len(answer["results"]["bindings"])


@pytest.mark.parametrize("parameters", [{}, {"format": "docx"}, {"format": ""}])
def test_an_export_of_no_known_format(client: httpx.Client, parameters: dict[str, str]):
    response = client.get("/api/v1/export", params=parameters)
    assert response.status_code == 422
    assert response.json()["type"] == "/problems/invalid-parameter"


# --- the description of the API --------------------------------------------------------------------


@pytest.fixture(scope="module")
def description(client: httpx.Client) -> Any:
    return client.get("/openapi.json").json()


def test_every_reference_in_the_description_leads_somewhere(description: Any):
    schemas = description["components"]["schemas"]

    def references(node: Any) -> set[str]:
        if isinstance(node, dict):
            found = {node["$ref"]} if "$ref" in node else set()
            return found.union(*map(references, node.values()))
        return set().union(*map(references, node)) if isinstance(node, list) else set()

    assert references(description) <= {f"#/components/schemas/{name}" for name in schemas}
    assert "HTTPValidationError" not in json.dumps(description), "all errors are problems"


def test_every_operation_says_what_it_does_and_how_it_fails(description: Any):
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (path, method)
            failures = {status: told for status, told in operation["responses"].items() if status >= "400"}
            assert failures or path in ("/healthz", "/metrics"), (path, method)
            for told in failures.values():
                assert "application/problem+json" in told["content"], (path, method)


def test_what_is_described_answers(client: httpx.Client, description: Any):
    """What needs no parameter is asked as described."""
    for path, operations in description["paths"].items():
        operation = operations.get("get", {})
        required = [parameter for parameter in operation.get("parameters", []) if parameter.get("required")]
        if operation and not required and path not in ("/api/v1/evidence", "/graphs"):
            assert client.get(path).status_code == 200, path
