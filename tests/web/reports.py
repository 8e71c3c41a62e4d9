"""A report whose title, names and sentences try to be more than text."""

from __future__ import annotations

from pathlib import Path

from graph.documents import Document, parse
from graph.extraction import Entity, Extraction, Mention, Observation, Relation
from graph.iris import Iris
from graph.quads import quads
from graph.store import writing
from tests.graph.conftest import REPORT, read_by_hand

REGION = "<script>window.hacked=1</script>县"
INDICATOR = "<img src=x onerror=window.hacked=1>签约率"
PROGRAM = "javascript:window.hacked=1"
REVERSED = "\u202e院生卫\u202c"
LONG = "很长的名称" * 2000
TITLE = "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>2021年工作总结"
SENTENCE = f"😀{REGION}{INDICATOR}达到97.52%，{REVERSED}开展{PROGRAM}。"
REST = "以下是正文的其余部分，说明全年卫生健康工作的开展情况与下一步安排。" * 20


def hostile() -> tuple[Document, Extraction]:
    """The report and what a careful reader finds in it."""
    document = parse(f"{TITLE}\n{SENTENCE}\n{REST}\n".encode(), "<b>hostile</b>.txt")
    iris = Iris()
    region = iris.region("999902")
    indicator = iris.local_concept("indicator", INDICATOR)
    program = iris.local_concept("program", PROGRAM)
    clinic = iris.institution("999902", REVERSED)
    policy = iris.local_concept("policy", "很长的名称")
    start = document.text.index(SENTENCE)
    place = (start, start + len(SENTENCE))

    def span(text: str) -> tuple[int, int]:
        at = document.text.index(text, start)
        return at, at + len(text)

    extraction = Extraction(
        doc=document.name,
        sha256=document.sha256,
        title=TITLE,
        issuer=REVERSED,
        issuer_id=clinic,
        region="999902",
        region_id=region,
        period="2021",
        published=None,
        mentions=[
            Mention(*span(REGION), "REGION", REGION, region),
            Mention(*span(INDICATOR), "INDICATOR", INDICATOR, indicator),
            Mention(*span("97.52%"), "QUANTITY", "97.52%"),
            Mention(*span(REVERSED), "INSTITUTION", REVERSED, clinic),
            Mention(*span(PROGRAM), "PROGRAM", PROGRAM, program),
        ],
        observations=[
            Observation(
                indicator=INDICATOR,
                surface=INDICATOR,
                quantity="97.52%",
                value=97.52,
                unit="%",
                comparator="=",
                region=REGION,
                period="2021",
                status="actual",
                program=PROGRAM,
                institution=REVERSED,
                start=place[0],
                end=place[1],
                quantity_start=span("97.52%")[0],
                indicator_id=indicator,
                region_id=region,
                program_id=program,
                institution_id=clinic,
            )
        ],
        relations=[
            Relation("delivers", REVERSED, PROGRAM, *place, clinic, program),
            Relation("follows", REGION, LONG, *place, region, policy),
        ],
        entities=[
            Entity(region, "region", REGION),
            Entity(indicator, "indicator", INDICATOR),
            Entity(program, "program", PROGRAM),
            Entity(clinic, "institution", REVERSED, region=region),
            Entity(policy, "policy", LONG),
        ],
    )
    return document, extraction


def publish(path: Path, *reports: tuple[Document, Extraction]) -> None:
    """Put reports into a store, with what was read in them."""
    with writing(path) as writer:
        for document, extraction in reports:
            iri = Iris(writer.base).document(document.sha256)
            writer.replace_document(iri, quads(document, extraction, writer.base))


def plain() -> tuple[Document, Extraction]:
    """A report of a county that does not exist."""
    document = parse(REPORT.encode(), "yunxi-2021.txt")
    return document, read_by_hand(document)
