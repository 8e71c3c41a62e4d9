"""Reports that are sent to be stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from graph.store import Store
from tests.app.http.test_entities import ask
from tests.app.http.test_writing import generation, problem
from tests.app.running import weitu
from tests.app.writable import WITH_TOKEN, writable

REPORT = "雨山区卫健委2022年工作总结\n全区孕产妇系统管理率97.5%，适龄妇女“两癌”筛查1089人。\n"
PERSONS = "雨山区2021年工作总结\n一、疾病预防\n完成筛查1200人。（责任领导：李树青；责任科室：疾控科）\n"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("storing") / "data"


@pytest.fixture(scope="module")
def server(path: Path) -> Iterator[httpx.Client]:
    with writable(path, WEITU_DOCUMENT_LIMIT="100000") as client:
        yield client


def store(client: httpx.Client, content: str | bytes, **parameters: str) -> httpx.Response:
    return client.post("/api/v1/documents", content=content, params=parameters)


def test_a_report_is_in_the_graph_when_the_answer_comes(server: httpx.Client, tmp_path: Path):
    response = store(server, REPORT, name="yushan.txt")
    assert response.status_code == 201, response.text
    told = response.json()
    assert (told["name"], told["title"], told["period"]) == (
        "yushan.txt",
        "雨山区卫健委2022年工作总结",
        "2022",
    )
    assert told["region"]["id"] == "region/340504"
    assert told["counts"]["observations"] == 2
    assert told["warnings"] == []
    detail = server.get(response.headers["location"]).json()
    assert detail["text"] == REPORT
    assert {**detail, "warnings": []}.items() >= told.items()
    assert ask(server, "/observations", document=told["id"])["total"] == 2

    (tmp_path / "yushan.txt").write_text(REPORT, encoding="utf-8")
    assert weitu("build", "--store", tmp_path / "built", tmp_path / "yushan.txt").returncode == 0
    with Store.open(tmp_path / "built") as built:
        (document,) = built.documents()
        expected = set(built.graph(document.iri) or ())
    graph = server.get("/graphs", params={"graph": document.iri}, headers={"Accept": "application/n-triples"})
    assert set(ox.parse(graph.content, ox.RdfFormat.N_TRIPLES)) == {ox.Quad(*triple) for triple in expected}


def test_the_same_file_again_takes_its_own_place(server: httpx.Client):
    first = store(server, PERSONS)
    before = ask(server, "/stats")
    again = store(server, PERSONS)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    after = ask(server, "/stats")
    assert {**after, "generation": 0} == {**before, "generation": 0}


def test_persons_may_be_left_out(server: httpx.Client):
    for persons in ("true", "false"):
        told = store(server, PERSONS, persons=persons).json()
        text = server.get(f"/api/v1/documents/{told['id'].rpartition('/')[2]}").json()["text"]
        assert ("李树青" in text) == (persons == "true")
        read = server.post("/api/v1/extract", content=PERSONS, params={"persons": persons}).json()
        assert read["text"] == text


def test_a_text_in_json(server: httpx.Client):
    response = server.post("/api/v1/documents", json={"text": f"{REPORT}以上。", "name": "文稿.txt"})
    assert (response.status_code, response.json()["name"]) == (201, "文稿.txt")


def test_what_may_be_missing_is_told(server: httpx.Client):
    response = store(server, "卫生健康工作总结\n全县孕产妇系统管理率97.52%。\n")
    assert response.status_code == 201
    (warning,) = response.json()["warnings"]
    assert warning["kind"] == "no_year"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"An English page about nothing.", (422, "document-not-chinese")),
        (b"", (422, "document-empty")),
        (b"%PDF-1.7 broken", (422, "document-damaged")),
        (REPORT.encode() * 1_000, (413, "too-large")),
    ],
)
def test_what_cannot_be_stored_leaves_the_graph_alone(
    server: httpx.Client, content: bytes, expected: tuple[int, str]
):
    before = generation(server)
    assert problem(store(server, content)) == expected
    assert generation(server) == before


def test_nobody_stores_without_the_token(server: httpx.Client, client: httpx.Client):
    before = generation(server)
    address = f"{server.base_url}/api/v1/documents".replace("//api", "/api")
    assert problem(httpx.post(address, content=REPORT, timeout=60)) == (401, "unauthorized")
    foreign = {**WITH_TOKEN, "Origin": "http://evil.example"}
    assert problem(httpx.post(address, content=REPORT, headers=foreign, timeout=60)) == (
        403,
        "foreign-origin",
    )
    assert generation(server) == before
    refused = client.post("/api/v1/documents", content=REPORT, headers=WITH_TOKEN)
    assert problem(refused) == (403, "update-forbidden")


def test_a_server_says_whether_it_may_be_written_to(server: httpx.Client, client: httpx.Client):
    assert server.get("/readyz").json().items() >= {"writable": True, "document_limit": 100_000}.items()
    assert not client.get("/readyz").json()["writable"]
