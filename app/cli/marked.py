"""A report in the terminal, its mentions in colour by type, and what it says below."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.cli.console import lines, one_line, results, table
from graph.documents import Document
from graph.extraction import Extraction, Observation, Relation

COLOURS = {
    "REGION": "bold green",
    "INSTITUTION": "bold cyan",
    "ORG_CLASS": "cyan",
    "PROGRAM": "bold magenta",
    "POLICY": "bold blue",
    "INDICATOR": "bold yellow",
    "QUANTITY": "red",
    "DATE": "bright_black",
    "PERSON": "bold underline",
}


def show(document: Document, extraction: Extraction) -> None:
    """Print one report to stdout."""
    console = results()
    console.print(Text(one_line(f"{extraction.doc}  {extraction.title}"), "bold reverse"))
    console.print(_legend(extraction))
    console.print(marked(document.text, extraction))
    if extraction.observations:
        console.print(_observations(extraction.observations))
    if extraction.relations:
        console.print(_relations(extraction.relations))
    _summary(console, extraction)


def marked(text: str, extraction: Extraction) -> Text:
    """The text of a report with its mentions styled by type. Offsets are those of the extraction."""
    styled = Text(lines(text))
    for mention in extraction.mentions:
        styled.stylize(COLOURS[mention.type], mention.start, mention.end)
    return styled


def _legend(extraction: Extraction) -> Text:
    present = {mention.type for mention in extraction.mentions}
    return Text("  ").join(Text(name, style) for name, style in COLOURS.items() if name in present)


def _observations(observations: list[Observation]) -> Table:
    rows = ((o.region, o.period, o.status, o.indicator, o.quantity, o.program or "") for o in observations)
    return table(("region", "period", "status", "indicator", "quantity", "programme"), rows)


def _relations(relations: list[Relation]) -> Table:
    return table(("subject", "relation", "object"), ((r.subject, r.type, r.object) for r in relations))


def _summary(console: Console, extraction: Extraction) -> None:
    counts = {
        "mentions": len(extraction.mentions),
        "observations": len(extraction.observations),
        "relations": len(extraction.relations),
    }
    console.print(", ".join(f"{count} {name}" for name, count in counts.items()))
