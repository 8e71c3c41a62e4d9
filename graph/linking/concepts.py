"""Names to curated concepts: by label, by document number, by a spelling that means the same.

Similarity (rapidfuzz) only proposes: what two names differ by decides. They are one where they differ in
words that tell nothing (的, 患者, 服务) or in how a thing is written (及以上, 以上), and never where one says
more than the other (高血压患者管理率, 高血压患者规范管理率).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from graph.linking.precision import How
from graph.reading.lexicon import affixes, words
from graph.vocabulary import Concept, Scheme, by_label, by_number, label_key

_TRAILING = re.compile(r"(?:工作|任务)$")
# How the same is written: the first form for the others.
_SPELLINGS = (
    (re.compile(r"(?<=\d)(?:周岁|岁)?(?:[-—–－~～]|至)+(?=\d)"), "-"),
    (re.compile(r"周岁|岁龄"), "岁"),
    (re.compile(r"及以(?=[上下])"), "以"),
    (re.compile(r"(?<=[岁户家名个月])(?:以上|以下)的"), lambda match: match[0][:-1]),
    (re.compile(r"[()（）·]|(?<=[甲乙])、(?=[乙丙])"), ""),
    (re.compile(r"2型糖尿病|Ⅱ型糖尿病|II型糖尿病"), "糖尿病"),
    (re.compile(r"零(?=死亡|差率)"), "0"),
    (re.compile(r"[二两]癌"), "两癌"),
    (re.compile(r"新型冠状病毒(?:感染的)?(?:肺炎)?|新冠肺炎|新冠病毒"), "新冠"),
    (re.compile(r"卫生计生|卫生和计划生育"), "卫生健康"),
    (re.compile(r"计生"), "计划生育"),
    (re.compile(r"公卫"), "公共卫生"),
    (re.compile(r"独保费"), "独生子女保健费"),
    (re.compile(r"医疗联合体"), "医联体"),
    (re.compile(r"医疗(?:卫生)?(?:服务)?共同体"), "医共体"),
    (re.compile(r"中医药(?=适宜技术)"), "中医"),
    (re.compile(r"(?<!乡)村医"), "乡村医生"),
    (re.compile(r"布病|布鲁氏杆菌病"), "布鲁氏菌病"),
)
# A document that hands on another one is that one (关于印发健康中国行动组织实施方案的通知).
_HANDED_ON = re.compile(
    r"^(?:[一-鿿]{2,30}?)?关于(?:印发|转发|下发|颁布)[〈《<]?(?P<title>.+?)[〉》>]?的?通知$"
)
_NUMBER = re.compile(
    r"(?P<issuer>[一-鿿]{2,12})[〔\[【(（](?P<year>20\d\d)[〕\]】)）](?:第)?0*(?P<number>\d{1,4})号"
)
_PARTICLES = frozenset({*"的和与及了、", "全面"})
# Proposed as alike from this share of common characters on, in per cent.
_ALIKE = 80
# Shorter names say too little to be told apart by what they differ by, in characters.
_SHORTEST = 4


def document_number(name: str) -> str | None:
    """A document number in its official form (国办发〔2018〕12号), ``None`` where the name is none."""
    match = _NUMBER.fullmatch(re.sub(r"\s", "", name))
    return f"{match['issuer']}〔{match['year']}〕{match['number']}号" if match else None


class Found(NamedTuple):
    """A curated concept, and how a name led to it."""

    concept: Concept
    how: How


@lru_cache(maxsize=100_000)
def find_concept(scheme: Scheme, name: str) -> Found | None:
    """The curated concept that a name stands for, ``None`` where none certainly does."""
    if scheme == "policy" and (number := document_number(name)):
        policy = by_number().get(number)
        return Found(policy, "number") if policy else None
    for form in _forms(scheme, label_key(name)):
        if found := by_label(scheme).get(form):
            return Found(found, "label")
        if found := _by_spelling(scheme).get(spelled(form)):
            return Found(found, "spelling")
    alike = _alike(scheme, spelled(label_key(name)))
    return Found(alike, "likeness") if alike else None


@lru_cache(maxsize=100_000)
def find_broader(scheme: Scheme, name: str) -> Concept | None:
    """The curated concept with the longest label that a name holds. What an indicator measures stands at its
    end, so that is where its label must stand, and a verb before it (培训…卫生技术人员) makes it another."""
    key, labels = label_key(name), by_label(scheme)
    if scheme == "indicator" and affixes("acts").prefix(key):
        return None
    for size in range(len(key) - 1, 3, -1):
        starts = [len(key) - size] if scheme == "indicator" else range(len(key) - size + 1)
        for start in starts:
            if found := labels.get(key[start : start + size]):
                return found
    return None


@lru_cache(maxsize=100_000)
def find_kind(name: str) -> Concept | None:
    """The type of an institution by the end of its name (云溪县疾病预防控制中心 → 疾病预防控制中心)."""
    key, labels = label_key(name), by_label("type")
    return next((labels[key[i:]] for i in range(len(key) - 1) if key[i:] in labels), None)


def _forms(scheme: Scheme, key: str) -> list[str]:
    forms = [key, _TRAILING.sub("", key)]
    if scheme == "policy" and (match := _HANDED_ON.match(key)):
        forms.append(match["title"])
    return forms


def spelled(key: str) -> str:
    """A label's key in the one spelling that stands for all (65周岁及以上 → 65岁以上)."""
    for pattern, form in _SPELLINGS:
        key = pattern.sub(form, key)
    return key


@cache
def _by_spelling(scheme: Scheme) -> dict[str, Concept]:
    """Spelling → concept, where only one has it."""
    found: dict[str, dict[str, Concept]] = defaultdict(dict)
    for label, concept in by_label(scheme).items():
        found[spelled(label)][concept.slug] = concept
    return {spelling: next(iter(of.values())) for spelling, of in found.items() if len(of) == 1}


def _alike(scheme: Scheme, spelling: str) -> Concept | None:
    """The one concept with a label that differs from the name in empty words alone; of documents, in
    particles (《…意见》 and 《…实施意见》 are two)."""
    if len(spelling) < _SHORTEST:
        return None
    known, empty = _by_spelling(scheme), _PARTICLES if scheme == "policy" else words("empty-words")
    near = process.extract(spelling, known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=8)
    found = {
        known[label].slug: known[label] for label, _, _ in near if _says_the_same(spelling, label, empty)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _says_the_same(one: str, other: str, empty: frozenset[str]) -> bool:
    if min(len(one), len(other)) < _SHORTEST:
        return False
    differ = [
        one[op.src_start : op.src_end] or other[op.dest_start : op.dest_end]
        for op in Indel.opcodes(one, other)
        if op.tag != "equal"
    ]
    return all(part in empty for part in differ)
