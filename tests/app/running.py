"""Running Weitu as people do: commands and servers in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import httpx

_WEITU = [sys.executable, "-m", "app.cli.main"]


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without settings of whoever runs the tests. Warnings are errors."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WEITU_")}
    return kept | {"PYTHONWARNINGS": "error", "COLUMNS": "200"} | variables


def weitu(*arguments: str | Path, stdin: bytes = b"", **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    command = [*_WEITU, *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, env=environment(**variables), check=False
    )


@contextmanager
def serving(store: Path, **variables: str) -> Iterator[httpx.Client]:
    """A client of a server of its own on a free port, which ends with the block."""
    command = [*_WEITU, "serve", "--store", str(store), "--port", "0"]
    with (
        TemporaryFile("w+", encoding="utf-8") as talk,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=talk, env=environment(**variables), text=True
        ) as process,
    ):
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            assert address, f"the server did not start: {_told(talk)}"
            with httpx.Client(base_url=address, timeout=60) as client:
                yield client
        finally:
            process.terminate()
            process.wait()
        assert "Traceback" not in _told(talk), _told(talk)


def _told(talk: IO[str]) -> str:
    talk.seek(0)
    return talk.read()
