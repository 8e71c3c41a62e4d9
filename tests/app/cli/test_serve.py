"""``weitu serve``: starting and not starting."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from graph.store import writing
from tests.app.running import Server, environment, eventually, rest, running, serving, weitu
from tests.app.writable import TOKEN

SIGNALS = [signal.SIGTERM, signal.SIGINT]


def test_the_address_is_all_of_stdout_and_answers(store: Path):
    with serving(store) as client:
        assert client.base_url.host == "127.0.0.1"
        assert client.get("/readyz").status_code == 200


def test_a_port_in_use_is_one_line(store: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = weitu("serve", "--store", store, "--port", str(port))
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.decode() == (
        f"weitu: cannot serve on 127.0.0.1:{port}: address already in use; "
        "choose another with --host or --port\n"
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "not a host"])
def test_an_address_that_is_not_ours(store: Path, host: str):
    result = weitu("serve", "--store", store, "--host", host, "--port", "0")
    assert result.returncode == 1
    assert result.stderr.decode().startswith(f"weitu: cannot serve on {host}:0: ")
    assert result.stderr.count(b"\n") == 1


def test_a_configured_host_is_served(store: Path):
    with serving(store, WEITU_HOSTS="graph.example") as client:
        assert client.get("/healthz", headers={"Host": "graph.example"}).status_code == 200
        assert client.get("/healthz", headers={"Host": "other.example"}).status_code == 421


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_it_quietly(store: Path, number: signal.Signals):
    with running(store, WEITU_REQUEST_LOG="0") as server:
        assert server.client.get("/healthz").status_code == 200
        assert server.end(number) == 0
        assert len(server.said().splitlines()) == 1


# --- requests that are under way -------------------------------------------------------------------

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LONG = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"


def told_to_end(server: Server, number: signal.Signals = signal.SIGTERM) -> bool:
    """Tell a server to end. Whether it takes no further connections."""
    server.process.send_signal(number)

    def refused() -> bool:
        try:
            server.connect().close()
        except ConnectionRefusedError:
            return True
        return False

    return eventually(refused)


def under_way(server: Server, number: int) -> bool:
    """Whether so many requests are running, besides the one that asks."""
    return eventually(lambda: f"weitu_requests_running {number + 1}.0" in server.client.get("/metrics").text)


def workers(server: Server) -> list[Path]:
    """The processes of a server's workers, and the one that forks them."""
    templates = children(Path("/proc", str(server.process.pid)))
    return [*templates, *(worker for template in templates for worker in children(template))]


def children(process: Path) -> list[Path]:
    """The processes that a process of one thread has started."""
    listed = (process / "task" / process.name / "children").read_text(encoding="ascii")
    return [Path("/proc", child) for child in listed.split()]


def ended(process: Path) -> bool:
    """Whether a process has ended, be it that nobody has asked yet how."""
    try:
        return "\nState:\tZ" in (process / "status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.mark.parametrize("number", SIGNALS)
def test_a_query_under_way_is_answered(store: Path, number: signal.Signals):
    with running(store, WEITU_DEADLINE="3") as server, ThreadPoolExecutor() as threads:
        asking = [threads.submit(ask, server.client, ENDLESS) for _ in range(2)]
        assert under_way(server, 2)
        assert told_to_end(server, number)
        for answer in asking:
            assert answer.result().status_code in (503, 504)
            assert answer.result().json()["type"] in ("/problems/out-of-time", "/problems/out-of-memory")
        assert server.process.wait() == 0


def test_a_request_that_is_still_coming_in_is_answered(store: Path):
    head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    with running(store) as server, server.connect() as connection:
        connection.sendall(f"{head}Content-Length: 6\r\n\r\nASK".encode())
        assert under_way(server, 1)
        assert told_to_end(server)
        connection.sendall(b" {}")
        answer = rest(connection)
        assert server.process.wait() == 0
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b'"boolean":true}')


def test_an_answer_that_is_being_sent_comes_whole(store: Path):
    with running(store) as server, httpx.Client(base_url=server.client.base_url, timeout=60) as reader:
        asked = {"params": {"query": LONG}, "headers": {"Accept": "text/csv"}}
        with reader.stream("GET", "/sparql", **asked) as response:
            assert "content-length" not in response.headers, "it is sent in pieces"
            assert told_to_end(server)
            text = response.read()
        assert server.process.wait() == 0
    assert text.count(b"\r\n") >= 200_001


def test_a_write_under_way_is_done(tmp_path: Path):
    with writing(tmp_path / "data"):
        pass
    with running(tmp_path / "data", WEITU_WRITE_TOKEN=TOKEN) as server, server.connect() as connection:
        head = f"PUT /graphs?graph=urn:g HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n"
        connection.sendall(f"{head}Content-Type: text/turtle\r\nContent-Length: 19\r\n\r\n<urn:s>".encode())
        assert under_way(server, 1)
        assert told_to_end(server)
        connection.sendall(b" <urn:p> 1 .")
        assert rest(connection).startswith(b"HTTP/1.1 201 ")
        assert server.process.wait() == 0
    with serving(tmp_path / "data") as client:
        assert ask(client, "ASK { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }").json()["boolean"] is True


def test_idle_connections_and_unfinished_heads_are_not_waited_for(store: Path):
    with running(store, WEITU_PATIENCE="3600") as server, ExitStack() as stack:
        idle = [stack.enter_context(server.connect()) for _ in range(3)]
        idle[1].sendall(b"GET / HT")
        idle[2].sendall(b"POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n#")
        assert idle[2].recv(20).startswith(b"HTTP/1.1 40")
        assert server.end() == 0


@pytest.mark.parametrize("number", SIGNALS)
def test_a_second_signal_ends_it_at_once(store: Path, number: signal.Signals):
    with running(store, WEITU_DEADLINE="3600") as server, ThreadPoolExecutor() as threads:
        found = workers(server)
        asking = [threads.submit(ask, server.client, ENDLESS) for _ in range(3)]
        assert under_way(server, 3)
        assert len(found) == 4  # two and a spare one, and the one that forks them
        assert told_to_end(server, number)
        assert not any(answer.done() for answer in asking)
        assert server.end(number) == 1
        assert all(isinstance(answer.exception(), httpx.TransportError) for answer in asking)
        assert eventually(lambda: all(map(ended, found)))


def test_workers_do_not_outlive_a_server_that_is_killed(store: Path):
    with running(store, WEITU_DEADLINE="3600") as server, ThreadPoolExecutor() as threads:
        found = workers(server)
        asking = threads.submit(ask, server.client, ENDLESS)
        assert under_way(server, 1)
        server.end(signal.SIGKILL)
        assert asking.exception()
        assert eventually(lambda: all(map(ended, found)))


def test_a_query_without_end_holds_up_nothing_else(store: Path):
    with running(store, WEITU_WORKERS="1") as server, ThreadPoolExecutor(50) as threads:
        asking = [threads.submit(ask, server.client, ENDLESS) for _ in range(50)]
        assert under_way(server, 50)
        assert server.client.get("/api/v1/stats").status_code == 200
        assert not any(answer.done() for answer in asking)
        assert told_to_end(server)
        server.end()


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, timeout=None)


# --- open files ------------------------------------------------------------------------------------


def test_more_connections_than_open_files_are_a_wrong_setting(store: Path):
    command = 'ulimit -n 700 && exec "$@"'
    serve = [sys.executable, "-m", "app.cli.main", "serve", "--store", str(store), "--port", "0"]
    result = subprocess.run(
        ["sh", "-c", command, "sh", *serve],
        capture_output=True,
        env=environment(WEITU_CONNECTIONS="500"),
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("weitu: WEITU_CONNECTIONS: ")
    assert "700" in result.stderr
