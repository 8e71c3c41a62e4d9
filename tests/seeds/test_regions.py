"""The tables of regions: each code is one region, and what ended leads to what is there."""

from __future__ import annotations

import csv
from importlib.resources import files

from graph.vocabulary import ancestors, former_names, former_regions, regions, regions_by_name


def table(name: str) -> list[dict[str, str]]:
    with files("seeds").joinpath(f"regions/{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_no_code_is_that_of_two_regions() -> None:
    present = [row["code"] for row in table("regions")]
    ended = [row["code"] for row in table("former") if not row["successor"]]
    assert len(ended) > 150 and len({*present, *ended}) == len(present) + len(ended)


def test_each_former_name_is_there_once_in_the_order_of_codes_and_years() -> None:
    rows = [(row["code"], row["last"], row["name"]) for row in table("former")]
    assert len(rows) > 700 and rows == sorted(set(rows))


def test_a_successor_is_a_region_and_not_the_former_name_of_one() -> None:
    assert set(former_names()) <= {*regions(), *former_regions()}


def test_a_code_in_use_is_the_former_code_of_no_other() -> None:
    former = {each.code for code, names in former_names().items() for each in names if each.code != code}
    assert not former & {*regions(), *former_regions()}


def test_what_ended_lay_in_something_that_is_known() -> None:
    for region in former_regions().values():
        assert ancestors(region.code)[-1].code == f"{region.code[:2]}0000", region


def test_a_code_that_was_given_to_another_makes_no_other_name_of_it() -> None:
    names = {code: {former.name for former in former_names().get(code, ())} for code in regions()}
    assert "万盛区" not in names["500110"] and "綦江县" in names["500110"]
    assert "郊区" not in names["640104"] and "武江区" not in names["440204"]
    assert not any(region.name in names[region.code] for region in regions_by_name()["正定县"])
