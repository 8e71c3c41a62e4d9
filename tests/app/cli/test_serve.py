"""``weitu serve``: starting and not starting."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.app.running import environment, serving, weitu


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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quietly(store: Path, number: signal.Signals):
    command = [sys.executable, "-m", "app.cli.main", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(WEITU_REQUEST_LOG="0"),
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert httpx.get(f"{address}healthz").status_code == 200
        process.send_signal(number)
        _, talk = process.communicate()
    assert "Traceback" not in talk
    assert len(talk.splitlines()) <= 2


def test_a_query_without_end_holds_up_neither_the_rest_nor_the_end(store: Path):
    bomb = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    command = [sys.executable, "-m", "app.cli.main", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(WEITU_WORKERS="1"),
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with ThreadPoolExecutor(50) as pool:
            asking = [
                pool.submit(httpx.get, f"{address}sparql", params={"query": bomb}, timeout=None)
                for _ in range(50)
            ]
            assert httpx.get(f"{address}api/v1/stats", timeout=60).status_code == 200
            assert not any(answer.done() for answer in asking)
            process.send_signal(signal.SIGINT)
            _, talk = process.communicate()
    assert "Traceback" not in talk
