"""Short and full forms of the names of institutions."""

from __future__ import annotations

import csv
import doctest
from importlib.resources import files

import pytest

from graph import institution_names
from graph.institution_names import shortened, written_out

with files("seeds").joinpath("institutions/short-forms.csv").open(encoding="utf-8") as lines:
    FORMS = [(row["full"], row["short"]) for row in csv.DictReader(lines)]


def test_the_examples_in_the_module_hold():
    assert doctest.testmod(institution_names).failed == 0


@pytest.mark.parametrize(("full", "short"), FORMS)
def test_each_short_form_is_written_out_and_found_again(full: str, short: str):
    assert written_out(f"东海县{short}") == f"东海县{full}"
    assert f"东海县{short}" in list(shortened(f"东海县{full}"))


@pytest.mark.parametrize(("full", "short"), FORMS)
def test_what_is_written_out_already_stays(full: str, short: str):
    assert written_out(written_out(f"东海县{short}")) == f"东海县{full}"
    assert written_out(f"东海县{full}") == f"东海县{full}"


@pytest.mark.parametrize("name", ["东海县卫生健康委员会", "东海县计划生育协会"])
def test_the_beginning_of_a_full_form_is_none(name: str):
    assert written_out(name) == name


@pytest.mark.parametrize("name", ["东海县中医院", "白塔埠镇中心卫生院", "二院", "省医院", "东海县第二医院"])
def test_what_has_no_other_form_stays(name: str):
    assert written_out(name) == name
    assert list(shortened(name)) == []


def test_several_short_forms_are_each_given():
    assert list(shortened("东海县卫生健康委员会")) == ["东海县卫健委", "东海县卫生健康委"]
