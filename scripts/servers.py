"""SPARQL servers in processes of their own on free ports of this machine: Weitu, Virtuoso, rdflib-endpoint.

Each is a context manager that gives a server that answers, and ends it with the block.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from urllib.parse import urlencode, urlsplit

RESULTS = "application/sparql-results+json"
_HOST = "127.0.0.1"
_ISQL = "isql-vt"
_ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 600  # seconds for one answer

# Buffers of 8 KB: 1.3 GB in all, of which Virtuoso's manual counts 2 GB of memory.
_BUFFERS = 170_000
_VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {host}:{sql_port}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryMem = 2G
ThreadsPerQuery = 4
CheckpointInterval = 0
[HTTPServer]
ServerPort = {host}:{port}
ServerRoot = {folder}
ServerThreads = 10
MaxKeepAlives = 10
KeepAliveTimeout = 600
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""


class NoServer(Exception):
    """A server that cannot be started, in one line."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at ``host:port``. ``sparql`` is the path of its endpoint, ``pid`` its process."""

    address: str
    sparql: str
    pid: int

    def path(self, query: str, **parameters: str) -> str:
        """Where the answer to a query is got; ``default_graph_uri`` and the like name its data set."""
        named = {name.replace("_", "-"): value for name, value in parameters.items()}
        return f"{self.sparql}?{urlencode({'query': query, **named})}"


class Connection:
    """One connection to a server that is kept alive."""

    def __init__(self, server: Server) -> None:
        self._client = HTTPConnection(server.address, timeout=_PATIENCE)

    def send(self, path: str, accept: str = RESULTS) -> tuple[int, bytes]:
        """The status and the body of an answer."""
        self._client.request("GET", path, headers={"Accept": accept})
        # else a server whose answer leaves in several packets waits for the first to be confirmed
        self._client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        response = self._client.getresponse()
        return response.status, response.read()

    def get(self, path: str, accept: str = RESULTS) -> bytes:
        """The body of an answer with status 200, over a new connection if the server has let this one go."""
        try:
            status, body = self.send(path, accept)
        except RemoteDisconnected:
            self._client.close()
            status, body = self.send(path, accept)
        if status != HTTPStatus.OK:
            raise RuntimeError(f"{status} for {path}: {body[:500]!r}")
        return body

    def close(self) -> None:
        self._client.close()


@contextmanager
def weitu(store: Path, **settings: str | int) -> Iterator[Server]:
    """``weitu serve`` on a store; ``deadline=5`` is WEITU_DEADLINE."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WEITU_")}
    environment |= {f"WEITU_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "app.cli.main", "serve", "--store", str(store), "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, cwd=_ROOT
    )
    with _ended(process):
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise NoServer(f"weitu serve ended with {process.wait()}")
        yield Server(urlsplit(address).netloc, "/sparql", process.pid)


@contextmanager
def rdflib_endpoint(python: str, graph: Path) -> Iterator[Server]:
    """The command ``rdflib-endpoint serve`` of another environment, by its interpreter, on a file of RDF."""
    need_rdflib_endpoint(python)
    port = _free_port()
    command = [python, "-m", "rdflib_endpoint", "serve", "--host", _HOST, "--port", str(port), str(graph)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with _ended(process):
        server = Server(f"{_HOST}:{port}", "/", process.pid)
        _until_it_answers(server, process)
        yield server


def need_rdflib_endpoint(python: str) -> None:
    """Raise :class:`NoServer` where that environment cannot serve."""
    try:
        subprocess.run(
            [python, "-c", "import click, rdflib_endpoint, uvicorn"], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        problem = f"{python} has no rdflib-endpoint; pip install rdflib-endpoint==0.6.3 click uvicorn"
        raise NoServer(problem) from None


@dataclass(frozen=True, slots=True)
class Virtuoso(Server):
    """A Virtuoso with a database of its own in ``folder``, whence alone it loads files."""

    folder: Path
    sql_port: int

    def load(self, pattern: str, graph: str) -> None:
        """Load the files in its folder whose names fit a pattern of SQL's LIKE. Triples go into ``graph``."""
        self.sql(f"ld_dir('{self.folder}', '{pattern}', '{graph}'); rdf_loader_run(); checkpoint;")
        failed = "select ll_file, ll_error from DB.DBA.LOAD_LIST where ll_error is not null or ll_state <> 2;"
        if problem := self.sql(failed).strip():
            raise RuntimeError(problem)

    def index_text(self) -> None:
        """Make all literals that are loaded findable by ``bif:contains``."""
        self.sql(
            "DB.DBA.RDF_OBJ_FT_RULE_ADD(null, null, 'all'); DB.DBA.RDF_OBJ_FT_RECOVER(); "
            "DB.DBA.VT_INC_INDEX_DB_DBA_RDF_OBJ(); checkpoint;"
        )

    def sql(self, statements: str) -> str:
        """What Virtuoso says to statements of SQL."""
        command = [_ISQL, f"{_HOST}:{self.sql_port}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"]
        done = subprocess.run([*command, f"exec={statements}"], capture_output=True, text=True, check=False)
        if done.returncode or "*** Error" in done.stdout + done.stderr:
            raise RuntimeError(f"{statements}: {done.stdout}{done.stderr}")
        return done.stdout


def need_virtuoso() -> str:
    """This machine's Virtuoso; :class:`NoServer` where there is none."""
    binary = shutil.which("virtuoso-t")
    if binary is None or shutil.which(_ISQL) is None:
        raise NoServer("virtuoso-t is not installed (Debian: virtuoso-opensource)")
    return binary


@contextmanager
def virtuoso(folder: Path, buffers: int = _BUFFERS) -> Iterator[Virtuoso]:
    """Virtuoso with an empty database in a folder; ``buffers`` are pages of 8 KB that it keeps in memory."""
    binary = need_virtuoso()
    port, sql_port = _free_port(), _free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(
        _VIRTUOSO_INI.format(
            folder=folder,
            host=_HOST,
            port=port,
            sql_port=sql_port,
            buffers=buffers,
            dirty=buffers * 3 // 4,
        ),
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [binary, "+configfile", str(ini), "+foreground"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    with _ended(process):
        server = Virtuoso(f"{_HOST}:{port}", "/sparql", process.pid, folder, sql_port)
        _until_it_answers(server, process)
        yield server


@contextmanager
def _ended(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> Iterator[None]:
    """A block after which the process has ended."""
    with process:
        try:
            yield
        finally:
            process.terminate()


def _until_it_answers(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise NoServer(f"{process.args!r} ended with {process.returncode}")
        try:
            with closing(Connection(server)) as client:
                client.get(server.path("ASK { }"))
                return
        except (OSError, RuntimeError):
            time.sleep(0.1)
    raise NoServer(f"{process.args!r} does not answer")


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
