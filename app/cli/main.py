"""The entry point ``weitu``: reads the settings once, hands them to a command, and ends with an exit code.

0 is success, 1 something that Weitu could not do (one line on stderr says what), 2 a wrong command line.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

import typer

from app.cli import build, export, extract, info, query, serve, validate
from app.cli.console import complain
from app.settings import Settings, rows
from graph.errors import WeituError

app = typer.Typer(
    name="weitu",
    help="Weitu 卫图 turns the work reports of Chinese county health authorities into a knowledge graph.",
    epilog="Settings from the environment:\n\n" + "\n\n".join(f"{r.variable}  {r.en}" for r in rows()),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    build.build,
    extract.extract,
    serve.serve,
    query.query,
    export.export,
    validate.validate,
    info.info,
):
    app.command()(command)


def run() -> None:
    """Run the command line of this process and exit."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal knows every character
    try:
        app(obj=Settings.from_environ(os.environ))
    except WeituError as error:
        complain(error)
        sys.exit(1)
    except OSError as error:  # of stdout: a full disk
        complain(error)
        sys.exit(1)


if __name__ == "__main__":
    run()
