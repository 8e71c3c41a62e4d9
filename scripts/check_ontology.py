"""Check the Turtle files of ``ontology/`` and the institutions of ``seeds/``: what parses wrongly, and what
the concept schemes must not do.

    python scripts/check_ontology.py [FOLDER]

Prints one line ``file:line: problem`` for each finding and exits with 1 if there is any. Each concept needs
one Chinese and one English preferred label and stands in the order of slugs; no two concepts of a scheme
share a label; ``skos:broader``, ``skos:related``, ``wt:unit``, ``wt:indicatorOf``, ``wt:follows``,
``dcterms:conformsTo`` and ``dcterms:isReplacedBy`` point at concepts that are there, ``skos:broader`` never
in a circle; every ``wt:`` term is defined in ``core.ttl``. A national target has an indicator, a year, a
value and a policy as its source. An institution has a name of its own, a region and a type that are there.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph import vocabulary
from graph.iris import DEFAULT_BASE
from graph.vocabulary import SCHEME_FILES, Scheme

ONTOLOGY = Path(__file__).resolve().parents[1] / "ontology"
INSTITUTIONS = ONTOLOGY.parent / "seeds" / "institutions" / "institutions.csv"
SKOS = "http://www.w3.org/2004/02/skos/core#"
WT = f"{DEFAULT_BASE}ontology#"
LANGUAGES = ("zh", "en")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Property → scheme of what it points at, None for the concept's own.
LINKS: dict[str, Scheme | None] = {
    f"{SKOS}broader": None,
    f"{SKOS}related": None,
    "http://purl.org/dc/terms/conformsTo": "policy",
    "http://purl.org/dc/terms/isReplacedBy": None,
    f"{WT}follows": "policy",
    f"{WT}unit": "unit",
    f"{WT}indicatorOf": "program",
}


# What a national target has, with the scheme of what it points at.
TARGET: dict[str, Scheme | None] = {
    f"{WT}targetOf": "indicator",
    f"{WT}comparator": None,
    "http://purl.org/linked-data/sdmx/2009/dimension#refPeriod": None,
    "http://purl.org/linked-data/sdmx/2009/measure#obsValue": None,
    "http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure": "unit",
    "http://purl.org/dc/terms/source": "policy",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding. ``line`` is 1-based."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(slots=True)
class Source:
    """A Turtle file: its name, its lines, and the quads that it states in their order."""

    name: str
    lines: list[str]
    quads: list[Quad] = field(default_factory=list)

    def line_of(self, iri: str) -> int:
        """The line on which the description of a concept begins, 1 if it is written in an unusual way."""
        token = re.compile(rf"(?:[\w-]*:{re.escape(iri.rpartition('/')[2])}|<{re.escape(iri)}>)(?:\s|$)")
        return next((n for n, line in enumerate(self.lines, 1) if token.match(line)), 1)

    def line_in(self, iri: str, needle: str) -> int:
        """The first line of a concept's description that holds ``needle``."""
        start = self.line_of(iri)
        return next((n for n, line in enumerate(self.lines, 1) if n >= start and needle in line), start)


def problems(folder: Path) -> Iterator[Problem]:
    """All findings in the Turtle files of a folder."""
    sources: dict[str, Source] = {}
    for path in sorted(folder.glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        source = Source(path.name, text.splitlines())
        try:
            source.quads = list(parse(text, RdfFormat.TURTLE))
        except SyntaxError as error:
            yield Problem(path.name, error.lineno or 1, f"is no Turtle: {error.msg}")
            return
        sources[path.name] = source
    for file in SCHEME_FILES.values():
        if file not in sources:
            yield Problem(file, 1, "is missing")
            return
    concepts = {scheme: _concepts(scheme, sources[file]) for scheme, file in SCHEME_FILES.items()}
    for scheme, file in SCHEME_FILES.items():
        yield from _concept_problems(scheme, sources[file], concepts[scheme])
        yield from _label_problems(sources[file], concepts[scheme])
        yield from _link_problems(scheme, sources[file], concepts)
        yield from _circles(sources[file])
    yield from _undefined_terms(sources)
    if "targets.ttl" in sources:
        yield from _target_problems(sources["targets.ttl"], concepts)


def _target_problems(source: Source, concepts: dict[Scheme, list[str]]) -> Iterator[Problem]:
    """What a national target lacks or points at in vain."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in source.quads:
        said[quad.subject.value][quad.predicate.value] = quad.object.value
    for target, properties in said.items():
        line = source.line_of(target)
        slug = target.rpartition("/")[2]
        for property_, scheme in TARGET.items():
            value = properties.get(property_)
            if value is None:
                yield Problem(source.name, line, f"{slug} has no {property_.rpartition('/')[2]}")
            elif scheme and value not in concepts[scheme]:
                yield Problem(
                    source.name, line, f"{value.rpartition('/')[2]} is no concept of the scheme {scheme}"
                )


def institution_problems(file: Path, concepts: Iterable[str], regions: Iterable[str]) -> Iterator[Problem]:
    """All findings in the table of institutions."""
    types = {concept.rpartition("/")[2] for concept in concepts}
    codes, owners = set(regions), dict[str, str]()
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    names = {row["name"] for row in rows}
    for line, row in enumerate(rows, 2):
        if row["region"] not in codes:
            yield Problem(file.name, line, f"{row['region']} is no region")
        if row["type"] and row["type"] not in types:
            yield Problem(file.name, line, f"{row['type']} is no concept of the scheme type")
        if row["part_of"] and row["part_of"] not in names:
            yield Problem(file.name, line, f"{row['part_of']} is no institution of the table")
        for name in (row["name"], *filter(None, row["alternatives"].split("|"))):
            if (owner := owners.setdefault(_folded(name), row["name"])) != row["name"]:
                yield Problem(file.name, line, f"the name {name} belongs to {owner}, too")


def _concepts(scheme: Scheme, source: Source) -> list[str]:
    """IRIs of the concepts of a scheme in the order of the file."""
    root = f"{DEFAULT_BASE}id/{scheme}/"
    subjects = (quad.subject.value for quad in source.quads if isinstance(quad.subject, NamedNode))
    return list(dict.fromkeys(subject for subject in subjects if subject.startswith(root)))


def _concept_problems(scheme: Scheme, source: Source, concepts: list[str]) -> Iterator[Problem]:
    languages: dict[str, list[str]] = defaultdict(list)
    homes: dict[str, list[str]] = defaultdict(list)
    for quad in source.quads:
        if quad.predicate.value == f"{SKOS}prefLabel" and isinstance(quad.object, Literal):
            languages[quad.subject.value].append(quad.object.language or "")
        elif quad.predicate.value == f"{SKOS}inScheme":
            homes[quad.subject.value].append(quad.object.value)
    last = ""
    for concept in concepts:
        line, slug = source.line_of(concept), concept.removeprefix(f"{DEFAULT_BASE}id/{scheme}/")
        if not SLUG.fullmatch(slug):
            yield Problem(source.name, line, f"{slug} is no slug of lower-case letters, digits and hyphens")
        if slug < last:
            yield Problem(source.name, line, f"{slug} stands after {last}; concepts are sorted by slug")
        last = slug
        for language in LANGUAGES:
            if languages[concept].count(language) != 1:
                count = languages[concept].count(language)
                yield Problem(source.name, line, f"{slug} has {count} preferred labels @{language}, not one")
        if homes[concept] != [f"{DEFAULT_BASE}id/{scheme}"]:
            yield Problem(source.name, line, f"{slug} is not in the scheme {scheme}")


def _label_problems(source: Source, concepts: list[str]) -> Iterator[Problem]:
    known = set(concepts)
    owners: dict[tuple[str, str], str] = {}
    for quad in source.quads:
        concept, label = quad.subject.value, quad.object
        if concept not in known or quad.predicate.value not in (f"{SKOS}prefLabel", f"{SKOS}altLabel"):
            continue
        owner = owners.setdefault((_folded(label.value), label.language or ""), concept)
        if owner != concept:
            line = source.line_in(concept, f'"{label.value}"')
            first = f"{owner.rpartition('/')[2]}, line {source.line_of(owner)}"
            yield Problem(source.name, line, f"the label {label.value} belongs to another concept ({first})")


def _folded(label: str) -> str:
    """A label without differences of width, case, quotation marks and blanks."""
    return re.sub(r"[\s“”\"《》]", "", unicodedata.normalize("NFKC", label)).casefold()


def _link_problems(scheme: Scheme, source: Source, concepts: dict[Scheme, list[str]]) -> Iterator[Problem]:
    for quad in source.quads:
        if quad.predicate.value not in LINKS:
            continue
        target = LINKS[quad.predicate.value] or scheme
        if quad.object.value not in concepts[target]:
            slug = quad.object.value.rpartition("/")[2]
            line = source.line_in(quad.subject.value, f":{slug}")
            yield Problem(source.name, line, f"{slug} is no concept of the scheme {target}")


def _circles(source: Source) -> Iterator[Problem]:
    above: dict[str, set[str]] = defaultdict(set)
    for quad in source.quads:
        if quad.predicate.value == f"{SKOS}broader":
            above[quad.subject.value].add(quad.object.value)
    for concept in above:
        reached: set[str] = set()
        waiting = set(above[concept])
        while waiting:
            one = waiting.pop()
            reached.add(one)
            waiting |= above.get(one, set()) - reached
        if concept in reached:
            slug = concept.rpartition("/")[2]
            yield Problem(source.name, source.line_of(concept), f"{slug} is broader than itself")


def _undefined_terms(sources: dict[str, Source]) -> Iterator[Problem]:
    core = sources.get("core.ttl")
    if core is None:
        yield Problem("core.ttl", 1, "is missing")
        return
    defined = {quad.subject.value for quad in core.quads if isinstance(quad.subject, NamedNode)}
    for file in SCHEME_FILES.values():
        reported: set[str] = set()
        for quad in sources[file].quads:
            for term in (quad.predicate, quad.object):
                if not isinstance(term, NamedNode) or not term.value.startswith(WT):
                    continue
                if term.value not in defined | reported:
                    reported.add(term.value)
                    name = term.value.removeprefix(WT)
                    line = sources[file].line_in(quad.subject.value, f"wt:{name}")
                    yield Problem(file, line, f"wt:{name} is not defined in core.ttl")


def main() -> int:
    """Print the findings; 1 if there are any."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ONTOLOGY
    found = [f"{folder.name}/{problem}" for problem in problems(folder)]
    if not found and folder == ONTOLOGY:
        codes = (vocabulary.COUNTRY.code, *vocabulary.regions())
        kinds = vocabulary.concepts("type")
        found += [f"seeds/institutions/{p}" for p in institution_problems(INSTITUTIONS, kinds, codes)]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
