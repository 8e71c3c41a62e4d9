"""Options that several commands share. Their defaults and help come from the table of settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from app.settings import Settings, row


def option(name: str, *flags: str, metavar: str) -> Any:
    """The option that overrides the setting ``name`` and takes what that takes."""
    r = row(name)

    def parse(text: str) -> Any:
        try:
            return r.parser(text)
        except ValueError:
            raise typer.BadParameter(f"{text!r} is not {r.takes}") from None

    default = "" if r.default is None else f"  [default: {r.default}]"
    return typer.Option(*flags, metavar=metavar, parser=parse, help=r.en + default, show_default=False)


Base = Annotated[str | None, option("base", "--base", metavar="IRI")]
WithoutPersons = Annotated[
    bool, typer.Option("--without-persons", help="blot out the names of natural persons before reading")
]
Store = Annotated[Path | None, option("store", "--store", metavar="PATH")]


def settings(context: typer.Context, **options: Any) -> Settings:
    """The settings of this run, with the options that were given on the command line."""
    given = {name: value for name, value in options.items() if value is not None}
    found = context.find_object(Settings)
    assert found is not None
    return replace(found, **given)
