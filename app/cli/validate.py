"""``weitu validate``: whether the graph is as its shapes say."""

from __future__ import annotations

import typer

from app.cli import options
from app.cli.console import one_line, results, talk


def validate(context: typer.Context, store: options.Store = None) -> None:
    """Check the graph against its SHACL shapes; a line for each violation, exit code 1 if there is any."""
    from graph.store import Store
    from graph.validate import validate as validate_store

    settings = options.settings(context, store=store)
    with Store.open(settings.store) as opened:
        count = len(opened.documents())
        talk().print(f"weitu: checking {count} documents")
        violations = validate_store(opened)
    for violation in violations:
        found = f"{violation.document} {violation.shape} {violation.focus}: {violation.message}"
        results().print(one_line(found), soft_wrap=True)
    if violations:
        raise typer.Exit(1)
    results().print(f"{count} documents conform to the shapes")
