"""The one module that mints IRIs: from content alone, so that machines that never met mint the same ones.

Names keep their Chinese characters (RFC 3987). A character that an IRI cannot hold is percent-encoded, which
reads back to the same name; what has no faithful spelling at all is refused with :class:`UnwritableIri`.
Names are compared after Unicode NFC, so two encodings of one name give one IRI.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from urllib.parse import quote, unquote

from graph.errors import UnwritableIri

DEFAULT_BASE = "https://w3id.org/weitu/"
KINDS = (
    "region",
    "institution",
    "person",
    "program",
    "indicator",
    "policy",
    "type",
    "unit",
    "document",
    "observation",
    "assertion",
)
"""The first segments of paths below ``id/``."""

_BASE = re.compile(r"https?://[^\s/?#<>\"{}|\\^`%]+/(?:[^\s?#<>\"{}|\\^`%]*/)?")
_CODE = re.compile(r"[1-9][0-9]{5}(?:[0-9]{3}|[0-9]{6})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SCHEME = re.compile(r"[a-z]+")
# What RFC 3987 lets stand in a path segment, less blanks and invisible characters. Ranges, not Unicode
# categories: those grow with each Python release, and then two machines would mint two IRIs for one name.
_PLAIN = (
    r"A-Za-z0-9!$&'()*+,;=:@._~\-"
    r"\u00a1-\u00ac\u00ae-\u167f\u1681-\u180d\u180f-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff"
    r"\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef"
    + "".join(rf"\U{plane:04x}0000-\U{plane:04x}fffd" for plane in range(0x1, 0xE))
)
_NO_SEGMENT = frozenset({"", ".", ".."})  # what resolving an address drops
_OTHER = re.compile(rf"[^{_PLAIN}]")
_AT_PLACE = re.compile(r"/([0-9]{1,9})-([0-9]{1,4})\Z")
_LOCAL = re.compile(rf"(?:[{_PLAIN}/]|%[0-9A-F]{{2}})+(?:#[{_PLAIN}]+)?")


class Iris:
    """Mints the IRIs of one base, ``https://w3id.org/weitu/`` unless another is configured.

    A *region key* is the part of a region's IRI after ``id/region/``, as :meth:`region_key` gives it.
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        if not _BASE.fullmatch(base):
            raise UnwritableIri(base, "a base is an http or https address that ends in a slash")
        self.base = base
        self.ids = f"{base}id/"
        self.ontology = f"{base}ontology#"

    # --- places, organisations, people ---------------------------------------------------------------

    def region(self, code: str) -> str:
        """A region by its GB/T 2260 code, six digits, or nine or twelve below the county."""
        return f"{self.ids}region/{_matching(_CODE, code, 'a region code is 6, 9 or 12 digits')}"

    def sub_region(self, region_key: str, name: str) -> str:
        """A region below the county that is known by name only, such as a township or a street."""
        return f"{self.ids}region/{_key(region_key)}/{_segment(name)}"

    def unnamed_region(self, sha256: str) -> str:
        """The region that a document is about without ever naming it: one for each document."""
        return f"{self.ids}region/unnamed-{_short(sha256)}"

    def is_region(self, iri: str) -> bool:
        """Whether an IRI is that of a region, named or not."""
        return iri.startswith(f"{self.ids}region/")

    def region_key(self, region: str) -> str:
        """The key of a region for :meth:`institution`, :meth:`person` and :meth:`local_concept`."""
        if not self.is_region(region):
            raise UnwritableIri(region, "not the IRI of a region")
        return region.removeprefix(f"{self.ids}region/")

    def institution(self, region_key: str, full_name: str) -> str:
        """An institution, or an office of one, by its home region and its full name."""
        return f"{self.ids}institution/{_key(region_key)}/{_segment(full_name)}"

    def person(self, region_key: str, name: str) -> str:
        """A natural person named in a report, by home region and name."""
        return f"{self.ids}person/{_key(region_key)}/{_segment(name)}"

    # --- concepts ------------------------------------------------------------------------------------

    def concept(self, scheme: str, slug: str) -> str:
        """A curated concept of ``ontology/`` by its ASCII slug.

        Schemes: program, indicator, policy, type, unit."""
        slug = _matching(_SLUG, slug, "a slug is lower-case ASCII letters and digits, joined by hyphens")
        return f"{self._scheme(scheme)}/{slug}"

    def local_concept(self, scheme: str, name: str, region_key: str | None = None) -> str:
        """A concept that no curated file holds, by its name; with a region where it is that region's own."""
        home = "" if region_key is None else f"/{_key(region_key)}"
        return f"{self._scheme(scheme)}{home}/{_segment(name)}"

    def _scheme(self, scheme: str) -> str:
        return f"{self.ids}{_matching(_SCHEME, scheme, 'a scheme is lower-case ASCII letters')}"

    # --- documents and places in them ----------------------------------------------------------------

    def document(self, sha256: str) -> str:
        """A document, also the name of its graph, by the SHA-256 of its bytes in hexadecimal."""
        return f"{self.ids}document/{_short(sha256)}"

    def span(self, document: str, start: int, end: int) -> str:
        """The text of a document from ``start`` to before ``end``, code points counted from 0 (RFC 5147)."""
        if not 0 <= start <= end:
            raise UnwritableIri(f"{start},{end}", "a span begins at 0 or later and does not end before that")
        return f"{document}#char={start},{end}"

    def paragraph(self, document: str, number: int) -> str:
        """A line of a document, 1-based. RFC 5147 counts the gaps between lines: line 1 is ``line=0,1``."""
        if number < 1:
            raise UnwritableIri(str(number), "paragraphs are numbered from 1")
        return f"{document}#line={number - 1},{number}"

    def observation(self, sha256: str, start: int, n: int) -> str:
        """The ``n``-th observation, 1-based, of those whose sentence starts at ``start``."""
        return f"{self.ids}observation/{_short(sha256)}/{_place(start, n)}"

    def assertion(self, sha256: str, start: int, n: int) -> str:
        """The ``n``-th assertion, 1-based, of those whose sentence starts at ``start``."""
        return f"{self.ids}assertion/{_short(sha256)}/{_place(start, n)}"

    def below(self, path: str) -> str:
        """The IRI at a path below the base, such as a graph's that somebody put there."""
        if _NO_SEGMENT & set(re.split(r"[/?#]", path)):
            raise UnwritableIri(path, "a path has neither empty segments nor dots alone")
        return f"{self.base}{path}"

    # --- there and back ------------------------------------------------------------------------------

    def graph(self, name: str) -> str:
        """A named graph that is no document's: ``ontology`` or ``regions``."""
        return f"{self.base}graph/{_matching(_SCHEME, name, 'a graph name is lower-case ASCII letters')}"

    def term(self, name: str) -> str:
        """A class or property of the Weitu vocabulary."""
        return f"{self.ontology}{name}"

    def local(self, iri: str) -> str | None:
        """The path of an IRI below ``id/``, such as ``region/220322``; ``None`` for any other IRI."""
        return iri.removeprefix(self.ids) if iri.startswith(self.ids) else None

    def from_local(self, path: str) -> str:
        """The IRI of a path below ``id/``, the inverse of :meth:`local`. Refuses what no minted IRI holds."""
        if not _LOCAL.fullmatch(path) or _NO_SEGMENT & set(path.partition("#")[0].split("/")):
            raise UnwritableIri(path, "not the path of a thing")
        return self.ids + path

    def from_address(self, path: str) -> str:
        """The IRI of the thing whose address, as browsers write it, ends in that path below ``id/``: what is
        not ASCII is percent-encoded there, besides what is so in the IRI."""
        try:
            segments = [_segment(unquote(each, errors="strict")) for each in path.split("/")]
        except UnicodeDecodeError:
            raise UnwritableIri(path, "not in UTF-8") from None
        return self.from_local("/".join(segments))

    def place(self, iri: str) -> tuple[int, int]:
        """The offset and the number in the IRI of an observation or assertion, 0 and 0 in any other."""
        match = _AT_PLACE.search(iri)
        return (int(match[1]), int(match[2])) if match else (0, 0)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of this base: ``wt`` for the vocabulary, ``id`` for things, and one for each kind."""
        return {"wt": self.ontology, "id": self.ids} | {kind: f"{self.ids}{kind}/" for kind in KINDS}


def _segment(name: str) -> str:
    """A name as one path segment; ``urllib.parse.unquote`` reads it back."""
    name = unicodedata.normalize("NFC", name)
    if name in _NO_SEGMENT:
        raise UnwritableIri(name, "a name is neither empty nor a dot or two")
    return _OTHER.sub(lambda match: _encoded(match[0], name), name)


def _encoded(ch: str, name: str) -> str:
    if unicodedata.category(ch) in {"Cc", "Cs"}:
        raise UnwritableIri(name, f"it holds U+{ord(ch):04X}, which is no character of a name")
    return quote(ch, safe="")


def _key(region_key: str) -> str:
    """A region key, refused unless it is one that a region's IRI holds."""
    if not _LOCAL.fullmatch(region_key) or "#" in region_key or _NO_SEGMENT & set(region_key.split("/")):
        raise UnwritableIri(region_key, "not the key of a region")
    return region_key


def _short(sha256: str) -> str:
    return _matching(_SHA256, sha256, "a SHA-256 is 64 lower-case hexadecimal digits")[:16]


def _place(start: int, n: int) -> str:
    if start < 0 or n < 1:
        raise UnwritableIri(f"{start}-{n}", "a place starts at 0 or later and is numbered from 1")
    return f"{start}-{n}"


def _matching(pattern: re.Pattern[str], text: str, rule: str) -> str:
    if not pattern.fullmatch(text):
        raise UnwritableIri(text, rule)
    return text
