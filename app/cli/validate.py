"""``weitu build``: from reports to a published graph."""

from __future__ import annotations

import typer


def validate() -> None:
    """Read reports and publish them."""
    raise typer.Exit(1)
