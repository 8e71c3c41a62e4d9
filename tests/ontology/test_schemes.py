"""The concept schemes are sound, and the check that says so finds what is broken, with file and line."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, SKOS

from scripts.check_ontology import institution_problems

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology"
WT = Namespace("https://w3id.org/weitu/ontology#")
IDS = "https://w3id.org/weitu/id/"
SCHEMES = {
    "program": ("programs.ttl", WT.Program),
    "indicator": ("indicators.ttl", WT.Indicator),
    "policy": ("policies.ttl", WT.Policy),
    "type": ("institution-types.ttl", WT.OrganizationClass),
    "unit": ("units.ttl", WT.Unit),
}


def _check(folder: Path) -> subprocess.CompletedProcess[str]:
    script = str(ROOT / "scripts" / "check_ontology.py")
    return subprocess.run([sys.executable, script, str(folder)], capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the vocabulary to break."""
    folder = tmp_path / "ontology"
    folder.mkdir()
    for path in ONTOLOGY.glob("*.ttl"):
        shutil.copy(path, folder)
    return folder


def _break(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first ``old`` in a file; the line it stood on."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_vocabulary_is_sound() -> None:
    result = _check(ONTOLOGY)
    assert (result.stdout, result.returncode) == ("", 0), result.stderr


@pytest.mark.parametrize("scheme", SCHEMES)
def test_concepts_carry_class_scheme_and_labels_in_both_languages(scheme: str) -> None:
    file, concept_class = SCHEMES[scheme]
    graph = Graph().parse(ONTOLOGY / file)
    concepts = list(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) >= 40
    for concept in concepts:
        assert (concept, RDF.type, concept_class) in graph, concept
        assert (concept, SKOS.inScheme, URIRef(f"{IDS}{scheme}")) in graph, concept
        languages = sorted(
            label.language or ""
            for label in graph.objects(concept, SKOS.prefLabel)
            if isinstance(label, Literal)
        )
        assert languages == ["en", "zh"], concept


@pytest.mark.parametrize("scheme", ["program", "indicator"])
def test_programmes_and_indicators_are_defined_in_both_languages(scheme: str) -> None:
    graph = Graph().parse(ONTOLOGY / SCHEMES[scheme][0])
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        definitions = graph.objects(concept, SKOS.definition)
        languages = [text.language for text in definitions if isinstance(text, Literal)]
        assert sorted(map(str, languages)) == ["en", "zh"], concept


def test_document_numbers_are_written_in_one_way() -> None:
    graph = Graph().parse(ONTOLOGY / "policies.ttl")
    numbers = [str(number) for number in graph.objects(predicate=WT.documentNumber)]
    assert numbers
    for number in numbers:
        assert re.fullmatch(r"国[一-鿿]{0,4}发〔20\d\d〕\d+号|国务院令第\d+号", number)


def test_broken_turtle_is_reported_with_its_line(copy: Path) -> None:
    line = _break(copy, "units.ttl", "    skos:prefLabel", "    skos:prefLabel prefLabel")
    result = _check(copy)
    assert result.returncode == 1
    assert result.stdout.startswith(f"ontology/units.ttl:{line}: is no Turtle")


def test_label_of_two_concepts_is_reported_with_its_line(copy: Path) -> None:
    line = _break(copy, "indicators.ttl", '"孕产妇系管率"@zh', '"活产数"@zh')
    result = _check(copy)
    assert result.returncode == 1
    assert f"ontology/indicators.ttl:{line}: the label 活产数 belongs to another concept" in result.stdout


def test_label_that_differs_in_width_only_is_the_same(copy: Path) -> None:
    _break(copy, "programs.ttl", '"远程会诊"@zh', '"“ＡＦＰ 监测”"@zh')
    assert "belongs to another concept" in _check(copy).stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("units.ttl", '"percent"@en', '"percent"@de', "percent has 0 preferred labels @en, not one"),
        (
            "programs.ttl",
            "skos:broader program:tcm-development",
            "skos:broader program:nothing",
            "nothing is no",
        ),
        ("indicators.ttl", "wt:unit unit:percent", "wt:unit unit:furlong", "furlong is no concept"),
        (
            "indicators.ttl",
            "wt:betterWhen wt:higher",
            "wt:betterWhen wt:greener",
            "wt:greener is not defined",
        ),
        ("policies.ttl", "id/policy> ;", "id/program> ;", "is not in the scheme policy"),
        ("institution-types.ttl", "\ntype:clinic\n", "\ntype:zzz\n", "stands after zzz"),
    ],
)
def test_other_faults_are_found(copy: Path, file: str, old: str, new: str, problem: str) -> None:
    _break(copy, file, old, new)
    result = _check(copy)
    assert result.returncode == 1
    assert any(re.match(rf"ontology/{file}:\d+: .*{problem}", line) for line in result.stdout.splitlines()), (
        result.stdout
    )


def test_a_national_target_without_its_source_is_found(copy: Path) -> None:
    text = (copy / "targets.ttl").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "dcterms:source" in line)
    _break(copy, "targets.ttl", line, line.replace("dcterms:source", "dcterms:relation"))
    result = _check(copy)
    assert result.returncode == 1 and "has no source" in result.stdout


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("甲院,999999,,,", "999999 is no region"),
        ("甲院,220000,palace,,", "palace is no concept of the scheme type"),
        ("甲院,220000,,乙局,", "乙局 is no institution of the table"),
        ("甲院,220000,,,\n丙院,220000,,,甲院", "the name 甲院 belongs to 甲院, too"),
    ],
)
def test_faults_in_the_table_of_institutions_are_found(tmp_path: Path, row: str, problem: str) -> None:
    file = tmp_path / "institutions.csv"
    file.write_text(f"name,region,type,part_of,alternatives\n{row}\n", encoding="utf-8")
    assert [found.text for found in institution_problems(file, ["hospital"], ["220000"])] == [problem]


def test_circle_of_broader_concepts_is_found(copy: Path) -> None:
    above = 'treatment of infectious diseases."@en ;\n    skos:broader program:'
    _break(copy, "programs.ttl", f"{above}disease-control", f"{above}afp-surveillance")
    found = _check(copy).stdout.splitlines()
    assert [line.partition(": ")[2] for line in found] == [
        "afp-surveillance is broader than itself",
        "infectious-disease-control is broader than itself",
    ]
