"""Mentions to entities: who 我局 is, which 县人民医院, which concept a name stands for.

A linker is made for one document. It knows the document's own region and issuing authority, expands deictic
and short names to full ones, and mints the identifiers. What it cannot say honestly stays ``None``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.documents import Document
from graph.extraction import Entity, EntityType
from graph.institution_names import written_out
from graph.iris import Iris
from graph.linking.concepts import Found, document_number, find_broader, find_concept, find_kind
from graph.linking.homes import home_region, level_of
from graph.linking.indicators import Words, find_indicator
from graph.linking.precision import How
from graph.reading.candidates import Candidate
from graph.reading.places import named_regions
from graph.reading.text import fold
from graph.vocabulary import (
    COUNTRY,
    Region,
    Scheme,
    ancestors,
    institutions_by_label,
    label_key,
    provinces,
    regions_by_name,
    regions_by_other_name,
    regions_by_short_name,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A name written in full with the IRI of what it names, ``None`` where that is not certain.

    ``how`` is the way it was found, by which :func:`graph.linking.precision.precision` knows how sure it is;
    ``candidates`` are the IRIs of what it may name where ``id`` is ``None``.
    """

    name: str
    id: str | None
    how: How = "new"
    candidates: tuple[str, ...] = ()


SCHEMES: dict[str, tuple[Scheme, EntityType]] = {
    "PROGRAM": ("program", "program"),
    "POLICY": ("policy", "policy"),
    "INDICATOR": ("indicator", "indicator"),
    "ORG_CLASS": ("type", "institution_type"),
}
# A document's title right before its number: 《…》（国办发〔2018〕12号）.
_TITLE_BEFORE = re.compile(r"(?P<title>《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》)\s*[(（]\s*$")
_TITLE = 120  # characters back to where a title begins
_NEAR = 120  # characters back to the hospital that a department is of
# Departments of hospitals, as the register of clinical departments names them.
_CLINICAL = re.compile(
    r".{0,6}(?:急诊|内|外|妇|产|妇产|儿|眼|骨伤?|皮肤|口腔|耳鼻喉|肿瘤|感染|传染|精神|康复|麻醉|疼痛|针灸|推拿|肛肠|老年病?|"
    r"影像|放射|超声|检验|病理|药剂|输血|营养|透析|消化|呼吸|神经|心血管|医学)科"
)
_WITH_DEPARTMENTS = ("医院", "卫生院", "保健院", "服务中心", "中心")
_THE_COUNTRY = re.compile(r"全国|我国|中国|中华人民共和国")
_TOWNSHIP = re.compile(r"(?:镇|乡|街道)[一-鿿]{0,6}(?:卫生院|卫生服务中心)$")
_LEVELS = {"省": 2, "市": 4, "州": 4, "县": 6, "区": 6, "旗": 6}


def _named(full: str) -> tuple[list[Region], list[Region]]:
    """(the regions of that name, those that it stood for or stands for beside their own)."""
    return regions_by_name().get(full, []), regions_by_other_name().get(full, [])


class Linker:
    """Links the names of one document. ``region`` is ``None`` where the text never names it."""

    def __init__(self, document: Document, iris: Iris) -> None:
        self._iris = iris
        self._document = document
        self.region = home_region(document)
        self.region_link = self._region_link()
        self._key = iris.region_key(self.region_link.id or "")
        self._entities: dict[str, Entity] = {}
        if self.region is None:
            self._note(Entity(self.region_link.id or "", "region", self.region_link.name))
        self._named: dict[int, Link] = {}
        self.issuer: Link | None = None
        if document.issuer:
            self.issuer = self.organisation(document.issuer)

    @property
    def entities(self) -> list[Entity]:
        """The entities that were minted for this document so far, sorted by IRI."""
        return [self._entities[iri] for iri in sorted(self._entities)]

    @property
    def authority(self) -> Link:
        """Who acts where a sentence names nobody: the issuing authority, or the region if none is named."""
        return self.issuer or self.region_link

    def link(self, mention: Candidate) -> Link | None:
        """The entity of a mention in this document, ``None`` for numbers, dates and what stays unclear."""
        text = self._document.text[mention.start : mention.end]
        if mention.type in ("REGION", "INSTITUTION"):
            if text.startswith("该"):
                return self._named_before(mention.start, text[1:])
            if mention.type == "INSTITUTION" and _CLINICAL.fullmatch(text):
                return self._department(mention.start, text)
            found = self.place(text) if mention.type == "REGION" else self.organisation(text)
            if found:
                self._named[mention.start] = found
            return found
        if mention.type == "PERSON":
            home = self.region_link.id
            return self._minted(self._iris.person(self._key, text), "person", text, region=home)
        if mention.type == "POLICY" and document_number(text):
            # the number of a document is another name of it
            title = _TITLE_BEFORE.search(self._document.text, max(0, mention.start - _TITLE), mention.start)
            return self.concept("POLICY", title["title"] if title else text)
        if mention.type in SCHEMES:
            return self.concept(mention.type, text)
        return None

    def _named_before(self, place: int, *heads: str, within: int | None = None) -> Link | None:
        """What 该院 or 该区 at ``place`` points back to: the last name before it that ends alike, not farther
        back than ``within`` characters."""
        ends = ("委", "委员会") if heads == ("委",) else heads
        first = place - within if within else 0
        before = [s for s, link in self._named.items() if first <= s < place and link.name.endswith(ends)]
        return replace(self._named[max(before)], how="deixis") if before else None

    # --- regions ---------------------------------------------------------------------------------

    def place(self, name: str) -> Link | None:
        """A region by full name or deixis (全县, 我市, 辖区)."""
        bare = fold(name).strip()
        if _THE_COUNTRY.fullmatch(bare):
            return self._of_region(COUNTRY)
        if match := re.fullmatch(r"[全我本]?([省市县区州旗])", bare):
            return self._level(match[1])
        if bare == "辖区":
            # that of a township's health centre is the township
            own = not _TOWNSHIP.search(self._document.issuer or "")
            return replace(self.region_link, how="deixis") if own else None
        if bare.startswith("各"):
            return Link(self.region_link.name + bare, None)  # all of a kind, not one of them
        if full := next(
            (full for span, full in named_regions(bare, 0, len(bare)) if span == (0, len(bare))), None
        ):
            return self._of_regions(bare, *_named(full))
        if short := next((r for r in (*self._chain(), *provinces()) if r.short == bare), None):
            return self._of_region(short)
        if several := regions_by_short_name().get(bare):
            return self._of_regions(bare, several)
        if match := re.fullmatch(r"(.{2,3}(?:街道|镇|乡))(.{2,5}(?:社区|村))?", bare):
            if self.region is COUNTRY:
                return None  # of which county it is, the text does not say
            iri = self._iris.sub_region(self._key, bare)
            return self._minted(iri, "region", bare, region=self.region_link.id)
        return None

    def _of_region(self, region: Region, how: How = "name") -> Link:
        return Link(region.name, self._iris.region(region.code), how)

    def _of_regions(self, name: str, found: list[Region], others: Sequence[Region] = ()) -> Link:
        """The one of several regions that bear a name which the document speaks of, else all of them as
        candidates."""
        if best := self._best(found, others):
            return self._of_region(best)
        candidates = tuple(self._iris.region(region.code) for region in (*found, *others))
        return Link(name, None, candidates=candidates)

    def area(self, mention: Candidate | None) -> Link:
        """The region of a figure whose clause opens with the name of one: that one where it lies in the
        document's own or around it, else the document's own."""
        found = self.link(mention) if mention else None
        if found is None or found.id is None:
            return self.region_link
        key = self._iris.region_key(found.id)
        if key.startswith(f"{self._key}/"):
            return found
        if self.region is None:
            return self.region_link
        code = key[:6]
        if code == COUNTRY.code or any(r.code == code for r in self._chain()):
            return found
        return found if self.region in ancestors(code) or self.region is COUNTRY else self.region_link

    def _level(self, mark: str) -> Link | None:
        """The region of a level (县, 市, 省) that this document's region is or lies in."""
        if self.region is None:
            return replace(self.region_link, how="deixis") if mark in "县区" else None
        chain, wanted = self._chain(), _LEVELS[mark]
        # 全区 in a county of an autonomous region is the latter
        named = (r for r in chain if r.name.endswith(mark) and not r.name.endswith("地区"))
        found = next(named, None) or next((r for r in chain if level_of(r) == wanted), None)
        return self._of_region(found, "deixis") if found else None

    def _chain(self) -> list[Region]:
        """The document's region and those above it, the nearest first."""
        return [self.region, *ancestors(self.region.code)] if self.region else []

    def _best(self, found: list[Region], others: Sequence[Region] = ()) -> Region | None:
        """The one of several regions of one name that the document speaks of. ``others`` bear it no more, or
        not in full: they come second to those that are as near to the document's own region."""
        for size in (4, 2) if self.region else ():  # of one prefecture, of one province
            for several in (found, others):
                near = [r for r in several if self.region and r.code[:size] == self.region.code[:size]]
                if near:
                    return near[0] if len(near) == 1 else None
        several = found or others
        return several[0] if len(several) == 1 else None

    def _region_link(self) -> Link:
        if self.region:
            return self._of_region(self.region)
        mark = Counter(re.findall(r"[全我]([县区市省])", self._document.text)).most_common(1)
        name = mark[0][0] if mark else "县"
        return Link(name, self._iris.unnamed_region(self._document.sha256))

    # --- institutions ----------------------------------------------------------------------------

    def organisation(self, name: str) -> Link | None:
        """An institution by full, short or deictic name, at home in the region that its name or the text
        gives."""
        bare = unicodedata.normalize("NFC", re.sub(r"[“”\"\s]", "", name))
        if re.fullmatch(r"[我本全](?:局|委|院|中心|所|站)", bare):
            return replace(self.issuer, how="deixis") if self.issuer else None
        if known := self._known(bare):
            return known
        bare = re.sub(r"^我(?=[县市区省])", "", bare)
        home, full = self._at_home(bare)
        full = written_out(full)
        if known := self._known(full):
            return known
        if self.region and full == f"{self.region.name}卫生健康委员会" and self._bureau():
            full = f"{self.region.name}卫生健康局"
        if office := re.fullmatch(r".{1,12}?(?:科|股|办|室)", bare):
            return self._office(office[0])
        key = self._iris.region_key(home.id) if home.id else self._key
        link = self._minted(self._iris.institution(key, full), "institution", full, region=home.id)
        return replace(link, how="expansion") if full != bare else link

    def _known(self, name: str) -> Link | None:
        """An institution of the seeds by its name, or by another that it bears."""
        found = institutions_by_label().get(label_key(name))
        if found is None:
            return None
        return Link(found.name, self._iris.institution(found.region, found.name), "seed")

    def _bureau(self) -> bool:
        return bool(re.search(r"卫健局|卫生健康局", self._document.issuer or ""))

    def _at_home(self, name: str) -> tuple[Link, str]:
        """(home region, name with its region written out) of an institution."""
        if found := self._first_in(name):
            return self._of_region(found), name
        if (match := re.match(r"([省市县区])(?!域)", name)) and (home := self._level(match[1])):
            return home, home.name + name[1:] if self.region else name
        return self.region_link, name

    def _first_in(self, name: str) -> Region | None:
        """The lowest of the regions that a name begins with (深圳市 | 宝安区 | 人民医院)."""
        named = sorted(((start, -stop, full) for (start, stop), full in named_regions(name, 0, len(name))))
        found, place = None, 0
        for start, stop, full in named:
            if start == place and (best := self._lying_in(found, *_named(full))):
                found, place = best, -stop
        return found

    def _lying_in(self, above: Region | None, found: list[Region], others: list[Region]) -> Region | None:
        if above is None:
            return self._best(found, others)
        return next((region for region in (*found, *others) if above in ancestors(region.code)), None)

    def _office(self, name: str) -> Link:
        """An office of the issuing authority (疾控科)."""
        owner = self.issuer.name if self.issuer else ""
        iri = self._iris.institution(self._key, owner + name)
        part_of = self.issuer.id if self.issuer else None
        return self._minted(iri, "institution", name, region=self.region_link.id, part_of=part_of)

    def _department(self, place: int, name: str) -> Link | None:
        """A clinical department (急诊科) of the institution named last before it, where that is near."""
        found = self._named_before(place, *_WITH_DEPARTMENTS, within=_NEAR)
        if found is None or found.id is None:
            return None
        iri = self._iris.institution(self._key, found.name + name)
        return self._minted(
            iri, "institution", found.name + name, region=self.region_link.id, part_of=found.id
        )

    # --- concepts --------------------------------------------------------------------------------

    def concept(self, kind: str, name: str) -> Link:
        """The curated concept that bears this label, else a local one."""
        found = find_concept(SCHEMES[kind][0], name)
        return self._of_concept(found) if found else self._local(kind, name)

    def _local(self, kind: str, name: str) -> Link:
        """A concept of the region's or the document's own."""
        scheme, entity_type = SCHEMES[kind]
        bare = re.sub(r"[\s“”\"《》]", "", unicodedata.normalize("NFC", name))
        bare = document_number(bare) or bare
        own = kind == "PROGRAM" or (kind == "POLICY" and not name.startswith("《") and "号" not in name)
        iri = self._iris.local_concept(scheme, bare, self._key if own else None)
        region = self.region_link.id if own else None
        return self._minted(iri, entity_type, bare, region=region, broader=self._broader(scheme, bare))

    def indicator(self, figure: Words) -> Link:
        """The curated indicator of a figure, else a local one by its name."""
        if found := find_indicator(figure):
            return self._of_concept(found)
        return self._local("INDICATOR", figure.name)

    def _of_concept(self, found: Found) -> Link:
        concept = found.concept
        return Link(concept.label, self._iris.concept(concept.scheme, concept.slug), found.how)

    def _broader(self, scheme: Scheme, name: str) -> str | None:
        found = find_broader(scheme, name)
        return self._iris.concept(scheme, found.slug) if found else None

    def _minted(
        self,
        iri: str,
        kind: EntityType,
        label: str,
        *,
        region: str | None = None,
        part_of: str | None = None,
        broader: str | None = None,
    ) -> Link:
        own_kind = find_kind(label) if kind == "institution" else None
        self._note(
            Entity(
                iri,
                kind,
                label,
                region=region,
                part_of=part_of,
                broader=broader,
                kind=self._iris.concept("type", own_kind.slug) if own_kind else None,
            )
        )
        return Link(label, iri)

    def _note(self, entity: Entity) -> None:
        self._entities.setdefault(entity.id, entity)
