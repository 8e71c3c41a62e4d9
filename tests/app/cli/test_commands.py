"""The commands that ask a graph, as processes: what goes to stdout, what to stderr, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pyoxigraph
import pytest

from app.cli import export
from app.cli.query import Format
from app.settings import rows
from graph.export import Format as ExportFormat
from tests.app.running import environment, weitu

LABEL = "SELECT DISTINCT ?county WHERE { ?county rdfs:label '云溪县'@zh }"
PROGRAMMES = "CONSTRUCT WHERE { ?county wt:implements ?program }"
IRI = "https://w3id.org/weitu/id/region/999901"
COMMANDS = ["build", "extract", "serve", "query", "export", "validate", "info"]
HEAVY = ["spacy", "pyoxigraph", "rdflib", "fastapi", "uvicorn", "networkx", "pyshacl"]


def complaint(result: subprocess.CompletedProcess[bytes]) -> str:
    """What a command that failed said: one line, and nothing on stdout."""
    assert result.returncode == 1, result
    assert result.stdout == b""
    text = result.stderr.decode()
    assert text.startswith("weitu: ")
    assert text.count("\n") == 1, text
    return text


# --- help and usage --------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)], ids=str)
def test_help_loads_none_of_the_heavy_libraries(arguments: list[str]):
    program = (
        "import sys; from app.cli.main import app; from app.settings import Settings\n"
        f"app({[*arguments, '--help']!r}, obj=Settings(), standalone_mode=False)\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment(), text=True, check=True
    )
    assert result.stderr.strip() == "[]"
    assert "Usage: " in result.stdout


def test_help_names_all_commands_and_settings():
    result = weitu("--help")
    assert result.returncode == 0
    assert all(f" {command} " in result.stdout.decode() for command in COMMANDS)
    assert all(f" {row.variable} " in result.stdout.decode() for row in rows())


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["build"],
        ["extract"],
        ["query"],
        ["query", "ASK {}", "--format", "xml"],
        ["export", "--format", "docx"],
        ["serve", "--port", "99999"],
        ["serve", "--port", "http"],
        ["info", "extra"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_exit_code_2(arguments: list[str]):
    result = weitu(*arguments)
    assert result.returncode == 2
    assert result.stdout == b""
    assert b"Traceback" not in result.stderr


def test_a_setting_that_does_not_exist():
    assert "did you mean WEITU_STORE?" in complaint(weitu("info", WEITU_STOER="x"))


def test_the_environment_names_the_store_and_the_option_wins(store: Path, tmp_path: Path):
    assert weitu("info", WEITU_STORE=str(store)).returncode == 0
    assert "nothing" in complaint(weitu("info", "--store", tmp_path / "nothing", WEITU_STORE=str(store)))


# --- stores that are none --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [["query", "ASK {}"], ["export"], ["validate"], ["info"], ["serve"]], ids=str
)
def test_without_a_store_there_is_one_line(command: list[str], tmp_path: Path):
    line = complaint(weitu(*command, "--store", tmp_path / "data"))
    assert "weitu build" in line
    assert not (tmp_path / "data").exists()


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    assert "is no store" in complaint(weitu("info", "--store", tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


# --- query -----------------------------------------------------------------------------------------


def test_a_table(store: Path):
    result = weitu("query", LABEL, "--store", store)
    assert result.returncode == 0
    assert [line.strip() for line in result.stdout.decode().splitlines()] == ["county", IRI]
    assert result.stderr == b""


def test_csv_and_json(store: Path):
    rows = csv.DictReader(
        io.StringIO(weitu("query", LABEL, "--format", "csv", "--store", store).stdout.decode())
    )
    assert list(rows) == [{"county": IRI}]
    answer = json.loads(weitu("query", LABEL, "--format", "json", "--store", store).stdout)
    assert answer["results"]["bindings"][0]["county"] == {"type": "uri", "value": IRI}


def test_a_graph_is_turtle_with_prefixes(store: Path):
    bare = weitu("query", PROGRAMMES, "--store", store)
    asked = weitu("query", PROGRAMMES, "--format", "ttl", "--store", store)
    assert bare.stdout == asked.stdout
    assert b"wt:implements" in bare.stdout
    assert len(list(pyoxigraph.parse(bare.stdout, pyoxigraph.RdfFormat.TURTLE))) == 2


@pytest.mark.parametrize(
    ("format_", "expected"),
    [(None, b"true\n"), ("table", b"true\n"), ("csv", b"true"), ("json", b'{"head":{},"boolean":true}\n')],
)
def test_a_truth_value(store: Path, format_: str | None, expected: bytes):
    options = ["--format", format_] if format_ else []
    assert weitu("query", "ASK { ?s ?p ?o }", *options, "--store", store).stdout == expected


def test_a_query_from_a_file_and_from_stdin(store: Path, tmp_path: Path):
    file = tmp_path / "询问.rq"
    file.write_text(LABEL, encoding="utf-8")
    direct = weitu("query", LABEL, "--store", store)
    assert weitu("query", f"@{file}", "--store", store).stdout == direct.stdout
    assert weitu("query", "@-", "--store", store, stdin=LABEL.encode()).stdout == direct.stdout


@pytest.mark.parametrize(
    ("query", "format_"),
    [(LABEL, Format.TTL), ("ASK {}", Format.TTL), *((PROGRAMMES, f) for f in Format if f is not Format.TTL)],
)
def test_a_format_that_cannot_hold_the_answer(store: Path, query: str, format_: Format):
    assert "choose one of" in complaint(weitu("query", query, "--format", format_, "--store", store))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?s WHERE { ?s ] }", "line 1, column 22"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("CLEAR ALL", "line 1"),
        ("@nothing.rq", "nothing.rq: cannot be read"),
        ("@-", "stdin: is not text in UTF-8"),
    ],
)
def test_a_query_that_cannot_be_answered(store: Path, query: str, says: str):
    assert says in complaint(weitu("query", query, "--store", store, stdin=b"\xff"))


def test_control_characters_are_shown_and_not_obeyed(store: Path):
    result = weitu("query", r"SELECT ('\u001b[31m\n\u202e县' AS ?x) {}", "--store", store)
    assert result.stdout.decode().split("\n")[1].strip() == "␛[31m␊\ufffd县"


# --- export ----------------------------------------------------------------------------------------


def test_the_formats_are_those_of_the_library():
    assert [format_.value for format_ in export.Format] == list(get_args(ExportFormat))


@pytest.mark.parametrize("format_", export.Format)
def test_export_to_a_file_is_export_to_stdout(store: Path, tmp_path: Path, format_: export.Format):
    file = tmp_path / f"图谱.{format_}"
    result = weitu("export", "--format", format_, "-o", file, "--store", store)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert weitu("export", "--format", format_, "--store", store).stdout == file.read_bytes()
    # a Parquet file is compressed
    assert format_ == "parquet" or "云溪县" in file.read_text(encoding="utf-8-sig")


def test_a_part_of_the_graph_is_exported_by_what_it_is_about(store: Path):
    rows = weitu("export", "--format", "csv", "--region", "220000", "--store", store).stdout
    assert rows.count(b"\r\n") == 1, "no report of that province"
    assert "region/1: no entity" in complaint(weitu("export", "--around", "region/1", "--store", store))
    both = weitu("export", "--region", "220000", "--document", "x", "--store", store)
    assert both.returncode == 2 and b"not several" in both.stderr


def test_an_export_that_fails_leaves_the_old_file(store: Path, tmp_path: Path):
    (tmp_path / "graph.ttl").mkdir()
    assert "graph.ttl: cannot be written" in complaint(
        weitu("export", "-o", tmp_path / "graph.ttl", "--store", store)
    )
    assert "cannot be written" in complaint(
        weitu("export", "-o", tmp_path / "no" / "x.ttl", "--store", store)
    )
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no device to write to")
def test_a_device_is_written_to_and_not_replaced(store: Path):
    result = weitu("export", "-o", "/dev/stdout", "--store", store)
    assert result.stdout == weitu("export", "--store", store).stdout
    assert Path("/dev/stdout").is_symlink()


@pytest.mark.parametrize("encoding", ["gb2312", "ascii"])
def test_a_terminal_of_another_encoding_shows_what_it_can(store: Path, encoding: str):
    result = weitu("query", "SELECT ('县❀' AS ?x) {}", "--store", store, PYTHONIOENCODING=encoding)
    assert result.returncode == 0
    assert b"\\u2740" in result.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
@pytest.mark.parametrize("command", [["export"], ["query", LABEL], ["query", PROGRAMMES], ["info"]], ids=str)
def test_a_full_disk_is_one_line(store: Path, command: list[str]):
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "app.cli.main", *command, "--store", str(store)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr.decode().count("\n") == 1, result.stderr.decode()


def test_a_reader_that_goes_away_is_no_failure_to_speak_of(store: Path):
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli.main", "export", "--store", str(store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


# --- info and validate -----------------------------------------------------------------------------


def test_info(store: Path):
    lines = weitu("info", "--store", store).stdout.decode().splitlines()
    pairs = dict(line.split() for line in lines if len(line.split()) == 2)
    assert pairs["generation"] == "1"
    assert (pairs["Report"], pairs["Observation"]) == ("2", "10")
    assert {"weitu", "python", "pyoxigraph", "spacy"} <= set(pairs)
    assert any("yunxi-2021.txt" in line and "云溪县卫生健康局2021年工作总结" in line for line in lines)


def test_a_graph_as_the_shapes_say(store: Path):
    result = weitu("validate", "--store", store)
    assert (result.returncode, result.stdout) == (0, b"2 documents conform to the shapes\n")
