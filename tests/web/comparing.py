"""Reports of a hundred counties on one indicator: results, targets, gaps, and values of other kinds."""

from __future__ import annotations

from collections.abc import Iterator

from graph import vocabulary
from graph.documents import Document, parse
from graph.extraction import Entity, Extraction, Observation
from graph.iris import Iris

INDICATOR = "age-friendly-institution-rate"
YEARS = ("2021", "2022", "2023")
COUNTIES = 100
OFTEN = 10


def counties() -> list[tuple[str, str]]:
    """Codes and names of counties of the country."""
    known = vocabulary.regions()
    return [(code, known[code].name) for code in sorted(known) if not code.endswith("00")][:COUNTIES]


def comparable() -> Iterator[tuple[Document, Extraction]]:
    """A report of each county for 2022 but of the first, and of the first ten for the years around it."""
    for number, (code, label) in enumerate(counties()):
        for year in YEARS:
            if (number > 0) if year == "2022" else (number < OFTEN):
                yield _report(code, label, year, number)


def _report(code: str, label: str, year: str, number: int) -> tuple[Document, Extraction]:
    """The value of a county for a year, and the target for the next one. The second county speaks of the
    first half of each year, the third of persons, the fourth of one hospital."""
    iris = Iris()
    name = "老年友善医疗机构占比"
    value = round(40 + (number * 37 % 100) * 0.5 + (int(year) - 2021) * 3.5, 1)
    quantity = f"{value}%" if number != 2 else f"{value}人"
    wanted = f"{value + 5:.1f}%"
    stated = f"全县{name}达到{quantity}。"
    planned = f"下一年达到{wanted}。"
    text = f"{label}{year}年卫生健康工作总结\n{stated}\n{planned}\n"
    document = parse(text.encode(), f"{code}-{year}.txt")
    region, indicator = iris.region(code), iris.concept("indicator", INDICATOR)
    hospital = iris.institution(code, f"{label}人民医院")

    def observation(sentence: str, quantity: str, **fields: object) -> Observation:
        start = document.text.index(sentence)
        return Observation(
            quantity=quantity,
            comparator="=",
            region=label,
            region_id=region,
            indicator=name,
            indicator_id=indicator,
            surface=name,
            program=None,
            start=start,
            end=start + len(sentence),
            quantity_start=document.text.index(quantity, start),
            score=0.9,
            **fields,  # type: ignore[arg-type]
        )

    of_hospital = {"institution": f"{label}人民医院", "institution_id": hospital}
    result = observation(
        stated,
        quantity,
        value=value,
        unit="人" if number == 2 else "%",
        period=f"{year}-H1" if number == 1 else year,
        status="actual",
        **(of_hospital if number == 3 else {"institution": None}),
    )
    target = observation(
        planned,
        wanted,
        value=round(value + 5, 1),
        unit="%",
        period=str(int(year) + 1),
        status="target",
        institution=None,
    )
    observations = [result, target] if int(year) < int(YEARS[-1]) else [result]
    return document, Extraction(
        doc=document.name,
        sha256=document.sha256,
        title=f"{label}{year}年卫生健康工作总结",
        issuer=None,
        issuer_id=None,
        region=code,
        region_id=region,
        period=year,
        published=None,
        mentions=[],
        observations=observations,
        relations=[],
        entities=[Entity(hospital, "institution", f"{label}人民医院", region=region)] if number == 3 else [],
    )
