"""No query takes the server down: past its bounds it is given up, and the others never notice."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from graph.documents import Document
from tests.app.conftest import publish
from tests.app.running import eventually, serving
from tests.app.writable import writable

READY = 2  # workers of a server with one worker: there is another one in reserve
FRESH = {"WEITU_CACHE_LIMIT": "0"}  # each answer is a worker's
EASY = "ASK { ?s a wt:Report }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY DESC(?f) ?a LIMIT 2"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
DEEP_OPTIONAL = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c "
    + "".join(f"OPTIONAL {{ ?x{i} ?y{i} ?z{i} " for i in range(12))
    + "}" * 13
)
ANY_PATH = "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|!<urn:y>)* ?b . ?c (!<urn:z>)* ?d }"
EVERY_LITERAL = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER regex(str(?c), '(.*)*县.*(.*)*$') }"
)
# takes longer than what is short: a join that has no index
HARD = """SELECT (COUNT(*) AS ?n) { { SELECT ?r { ?r a wt:Region } LIMIT 60 }
  ?s a wt:Region FILTER(STR(?r) = STR(?s)) }"""


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory, document: Document) -> Iterator[httpx.Client]:
    """A server with one worker and tight bounds."""
    path = tmp_path_factory.mktemp("bounded") / "data"
    publish(path, document)
    bounds = {"WORKERS": "1", "DEADLINE": "2", "MEMORY_LIMIT": "300", "ANSWER_LIMIT": "3", "WAITING": "2"}
    with serving(path, **{f"WEITU_{name}": value for name, value in bounds.items()}, **FRESH) as client:
        yield client


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory, document: Document) -> Iterator[httpx.Client]:
    """A server with one worker and the time for queries that are no more than hard."""
    path = tmp_path_factory.mktemp("patient") / "data"
    publish(path, document)
    with serving(path, WEITU_WORKERS="1", WEITU_DEADLINE="20", **FRESH) as client:
        yield client


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query})


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text[:200]
    bindings = response.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def problem(response: httpx.Response) -> str:
    assert response.headers["content-type"] == "application/problem+json", response.text[:200]
    return str(response.json()["type"]).rpartition("/")[2]


def answered(client: httpx.Client) -> bool:
    """Whether an easy query is answered within the deadline."""
    response = ask(client, EASY)
    return response.status_code == 200 and bool(response.json()["boolean"])


@pytest.mark.parametrize("query", [ENDLESS, DEEP_OPTIONAL, ANY_PATH, EVERY_LITERAL])
def test_a_query_that_does_not_end_is_given_up(bounded: httpx.Client, query: str) -> None:
    response = ask(bounded, query)
    assert response.status_code in (503, 504)
    assert problem(response) in ("out-of-time", "out-of-memory")
    assert response.json()["detail"]
    assert answered(bounded)


def test_a_query_that_needs_too_much_memory_is_given_up(bounded: httpx.Client) -> None:
    response = ask(bounded, GREEDY)
    assert (response.status_code, problem(response)) in [(503, "out-of-memory"), (504, "out-of-time")]
    assert answered(bounded)


def test_an_answer_that_is_too_long_is_cut(bounded: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        ask(bounded, LONG)
    assert answered(bounded)


def test_more_than_may_wait_are_sent_away(bounded: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as others:
        answers = list(others.map(lambda _: ask(bounded, ENDLESS), range(8)))
    kinds = {problem(response) for response in answers}
    assert "too-busy" in kinds
    busy = next(response for response in answers if problem(response) == "too-busy")
    assert busy.status_code == 503
    assert busy.headers["retry-after"] == "1"
    assert answered(bounded)


def test_what_is_no_query_answers_while_one_runs(bounded: httpx.Client) -> None:
    with ThreadPoolExecutor(1) as other:
        running = other.submit(ask, bounded, ENDLESS)
        assert bounded.get("/healthz").status_code == 200
        assert bounded.get("/api/v1/stats").status_code == 200
        assert running.result().status_code == 504


def test_short_queries_do_not_wait_for_long_ones(patient: httpx.Client) -> None:
    with ThreadPoolExecutor(4) as others:
        running = [others.submit(ask, patient, ENDLESS) for _ in range(4)]
        assert all(answered(patient) for _ in range(20))
        assert not any(other.done() for other in running)
        assert {problem(other.result()) for other in running} == {"out-of-time"}


def test_queries_that_take_long_are_answered_in_their_turn(patient: httpx.Client) -> None:
    with ThreadPoolExecutor(3) as others:
        answers = list(others.map(lambda _: ask(patient, HARD), range(3)))
    assert [rows(answer) for answer in answers] == [[{"n": "60"}]] * 3


def test_a_long_answer_goes_on_beside_long_queries(patient: httpx.Client) -> None:
    everything = "SELECT ?a ?b ?c { ?a ?b ?c }"
    expected = len(rows(ask(patient, everything)))
    with ThreadPoolExecutor(2) as others:
        running = [others.submit(ask, patient, ENDLESS) for _ in range(2)]
        assert len(rows(ask(patient, everything))) == expected
        assert all(other.result().status_code == 504 for other in running)


def test_a_write_is_done_once_beside_long_queries(tmp_path: Path) -> None:
    with writable(tmp_path / "data", WEITU_WORKERS="1", WEITU_DEADLINE="15", **FRESH) as client:
        with ThreadPoolExecutor(2) as others:
            running = [others.submit(ask, client, ENDLESS) for _ in range(2)]
            update = {"update": "INSERT { [] a <urn:new> } WHERE {}"}
            assert client.post("/sparql", data=update).status_code == 204
            assert all(other.result().status_code == 504 for other in running)
        assert rows(ask(client, "SELECT (COUNT(*) AS ?n) { ?s a <urn:new> }")) == [{"n": "1"}]


def test_a_worker_that_is_killed_is_replaced(bounded: httpx.Client) -> None:
    assert answered(bounded)
    killed = workers(bounded)
    for worker in killed:
        os.kill(worker, signal.SIGKILL)
    # others come before anybody asks
    assert eventually(lambda: len(workers(bounded)) == READY and not killed & workers(bounded))
    assert answered(bounded)


def test_a_query_ends_when_its_client_goes_away(bounded: httpx.Client) -> None:
    assert eventually(lambda: len(workers(bounded)) == READY)
    before = workers(bounded)
    with pytest.raises(httpx.ReadTimeout):
        bounded.get("/sparql", params={"query": ENDLESS}, timeout=0.3)
    assert eventually(lambda: not before <= workers(bounded) and len(workers(bounded)) == READY)
    assert answered(bounded)


def test_a_request_that_runs_keeps_its_generation(
    tmp_path: Path, document: Document, revised: Document
) -> None:
    path = tmp_path / "data"
    publish(path, document)
    reports = "SELECT ?s { ?s a wt:Report }"
    failed: list[int] = []
    done = threading.Event()
    with serving(path, WEITU_WORKERS="2", **FRESH) as client:

        def ask_on() -> None:
            while not done.is_set():
                response = ask(client, reports)
                if response.status_code != 200 or not response.json()["results"]["bindings"]:
                    failed.append(response.status_code)

        with ThreadPoolExecutor(3) as askers:
            for _ in range(3):
                askers.submit(ask_on)
            publish(path, revised)
            found = eventually(lambda: len(ask(client, reports).json()["results"]["bindings"]) == 2)
            done.set()
    assert found
    assert not failed


def workers(client: httpx.Client) -> set[int]:
    """The processes of a server's workers, which are forked by one that it has started."""
    found = subprocess.run(
        ["pgrep", "-f", "app.workers.template"], capture_output=True, text=True, check=False
    ).stdout.split()
    parents = {int(pid): parent_of(int(pid)) for pid in found}
    templates = {pid for pid, parent in parents.items() if port_of(parent) == client.base_url.port}
    return {pid for pid, parent in parents.items() if parent in templates}


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def port_of(pid: int) -> int | None:
    """The port that a process listens on."""
    try:
        sockets = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:
        return None
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
            return int(fields[1].rpartition(":")[2], 16)
    return None
