"""Every error has a problem type; walked, so that a new error cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import app.errors  # noqa: F401 - its classes join the tree
from app.http.problems import TABLE, Kind, kind_of
from graph.errors import WeituError


def tree(root: type[WeituError]) -> Iterator[type[WeituError]]:
    for child in root.__subclasses__():
        yield child
        yield from tree(child)


ERRORS = sorted(set(tree(WeituError)), key=lambda error: error.__name__)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_has_a_problem_type(error: type[WeituError]):
    kind = kind_of(error)
    assert kind.slug != "internal", f"add {error.__name__} or its parent to the table"
    assert kind.slug == kind.slug.lower()
    assert 400 <= kind.status < 600


def test_problem_types_are_told_apart():
    slugs = [kind.slug for kind in TABLE.values()]
    assert len(slugs) == len(set(slugs))


def test_an_error_of_no_kind_is_the_servers_own():
    assert kind_of(RuntimeError).status == 500


def test_a_kind_without_a_slug_means_its_status():
    kind = next(iter(TABLE.values()))
    assert Kind("", kind.status, kind.title).type == "about:blank"
