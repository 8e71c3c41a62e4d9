"""The concept schemes of ``ontology/`` and the table of regions as plain Python, for both sides of the hinge.

The Turtle files are the source; this module is the only place that reads them for their labels.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.errors import VocabularyError
from graph.iris import DEFAULT_BASE

Scheme = Choice["program", "indicator", "policy", "type", "unit"]
SCHEME_FILES: dict[Scheme, str] = {
    "program": "programs.ttl",
    "indicator": "indicators.ttl",
    "policy": "policies.ttl",
    "type": "institution-types.ttl",
    "unit": "units.ttl",
}
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(slots=True)
class Concept:
    """A curated concept. ``slug`` is the last part of its IRI; ``label`` is Chinese, ``english`` English;
    ``number`` is that of a document, ``unit`` the slug of an indicator's unit."""

    scheme: Scheme
    slug: str
    label: str = ""
    english: str = ""
    alternatives: list[str] = field(default_factory=list)
    broader: str | None = None
    number: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division down to the county. ``parent`` is "" for a province; ``last`` is the year in
    which it ended, "" for one that is there."""

    code: str
    name: str
    short: str
    parent: str
    last: str = ""


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a region bore under ``code`` until the year ``last``. ``region`` is the code that the
    region has today, or had when it ended."""

    code: str
    name: str
    short: str
    last: str
    region: str


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution that reports of many counties name. ``region`` is the code of its home, ``kind`` the
    slug of its type, ``part_of`` the name of the one above it; the latter two may be ""."""

    name: str
    region: str
    kind: str
    part_of: str
    alternatives: tuple[str, ...]


COUNTRY = Region("100000", "全国", "中国", "")
"""The whole country, of which reports give figures to compare with. It is in no table of divisions and above
no province there; its code is the one that statistics use beside those of GB/T 2260."""


@cache
def concepts(scheme: Scheme) -> dict[str, Concept]:
    """Slug → concept of one scheme. Raises :class:`VocabularyError` with file and line for broken Turtle."""
    return _read(scheme, files("ontology").joinpath(SCHEME_FILES[scheme]))


@cache
def by_label(scheme: Scheme) -> dict[str, Concept]:
    """Key (:func:`label_key`) of each Chinese label, preferred or alternative → concept of one scheme."""
    return {
        label_key(label): concept
        for concept in concepts(scheme).values()
        for label in (concept.label, *concept.alternatives)
    }


@cache
def by_number() -> dict[str, Concept]:
    """Document number → policy."""
    return {policy.number: policy for policy in concepts("policy").values() if policy.number}


def label_key(name: str) -> str:
    """A name as labels are compared: one width, no blanks, quotation marks or title brackets."""
    return re.sub(r"[\s“”\"'《》]", "", unicodedata.normalize("NFKC", name))


def _read(scheme: Scheme, file: Traversable) -> dict[str, Concept]:
    root = f"{DEFAULT_BASE}id/{scheme}/"
    found: dict[str, Concept] = {}
    try:
        for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE):
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, NamedNode) or not subject.value.startswith(root):
                continue
            slug = subject.value.removeprefix(root)
            concept = found.setdefault(slug, Concept(scheme, slug))
            if isinstance(value, Literal):
                _label(concept, predicate, value)
            elif predicate == f"{_SKOS}broader" and isinstance(value, NamedNode):
                concept.broader = value.value.removeprefix(root)
            elif predicate == f"{DEFAULT_BASE}ontology#unit" and isinstance(value, NamedNode):
                concept.unit = value.value.rpartition("/")[2]
    except SyntaxError as error:
        raise VocabularyError(f"ontology/{file.name}", error.msg or str(error), error.lineno) from None
    return found


def _label(concept: Concept, predicate: str, value: Literal) -> None:
    if predicate == f"{_SKOS}prefLabel":
        if value.language == "zh":
            concept.label = value.value
        else:
            concept.english = value.value
    elif predicate == f"{_SKOS}altLabel" and value.language == "zh":
        concept.alternatives.append(value.value)
    elif predicate == f"{DEFAULT_BASE}ontology#documentNumber":
        concept.number = value.value


@cache
def regions() -> dict[str, Region]:
    """GB/T 2260 code → region, in the order of codes."""
    with files("seeds").joinpath("regions/regions.csv").open(encoding="utf-8") as lines:
        return {row["code"]: Region(**row) for row in csv.DictReader(lines)}


@cache
def former_regions() -> dict[str, Region]:
    """Code → region that ended and goes on in no other that is known, in the order of codes."""
    return {
        row["code"]: Region(row["code"], row["name"], row["short"], row["parent"], row["last"])
        for row in _former()
        if not row["successor"]
    }


@cache
def former_names() -> dict[str, list[FormerName]]:
    """Code of a region → the names and codes that it had before, in the order of codes and years."""
    found: dict[str, list[FormerName]] = defaultdict(list)
    for row in _former():
        if region := row["successor"]:
            found[region].append(FormerName(row["code"], row["name"], row["short"], row["last"], region))
    return dict(found)


@cache
def _former() -> list[dict[str, str]]:
    with files("seeds").joinpath("regions/former.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def provinces() -> list[Region]:
    """The provinces, in the order of codes."""
    return [region for region in regions().values() if not region.parent]


@cache
def regions_by_name() -> dict[str, list[Region]]:
    """Full name → the regions that bear it, in the order of codes."""
    found: dict[str, list[Region]] = defaultdict(list)
    for region in regions().values():
        found[region.name].append(region)
    return dict(found)


@cache
def regions_by_other_name() -> dict[str, list[Region]]:
    """Full name by which a region does not go today → the regions that it may stand for, in the order of
    codes: a former name (密云县), or that of an autonomous area without its peoples (彭水县)."""
    found: dict[str, dict[str, Region]] = defaultdict(dict)
    for region in (*regions().values(), *former_regions().values()):
        for name in _other_names(region):
            if not says_no_place(name):
                found[name][region.code] = region
    return {name: [of[code] for code in sorted(of)] for name, of in found.items()}


def _other_names(region: Region) -> Iterator[str]:
    former = former_names().get(region.code, ())
    yield from (each.name for each in former if each.name != region.name)
    if region.last:
        yield region.name
    for each in (region, *former):
        bare = each.short + each.name[-1]
        if "自治" in each.name and len(each.short) > 1 and bare not in regions_by_name():
            yield bare


def says_no_place(name: str) -> bool:
    """Whether a district's name says only where in its city it lies (城区, 郊区, 市中区, 新市区)."""
    return bool(re.fullmatch(r"[东西南北中新城市郊矿]+区", name))


@cache
def regions_by_short_name() -> dict[str, list[Region]]:
    """Short name (梨树, 鼓楼) → the regions that it may stand for, in the order of codes."""
    found: dict[str, list[Region]] = defaultdict(list)
    for region in regions().values():
        if len(region.short) > 1:
            found[region.short].append(region)
    return dict(found)


def ancestors(code: str) -> list[Region]:
    """The regions above one, the nearest first."""
    found: list[Region] = []
    here = regions().get(code) or former_regions().get(code)
    while here and (here := regions().get(here.parent) or former_regions().get(here.parent)):
        found.append(here)
    return found


@cache
def institutions() -> list[Institution]:
    """The institutions of ``seeds/institutions``, in the order of the file."""
    with files("seeds").joinpath("institutions/institutions.csv").open(encoding="utf-8") as lines:
        return [
            Institution(
                row["name"],
                row["region"],
                row["type"],
                row["part_of"],
                tuple(filter(None, row["alternatives"].split("|"))),
            )
            for row in csv.DictReader(lines)
        ]


@cache
def institutions_by_label() -> dict[str, Institution]:
    """Key (:func:`label_key`) of each name → institution."""
    return {
        label_key(label): institution
        for institution in institutions()
        for label in (institution.name, *institution.alternatives)
    }
