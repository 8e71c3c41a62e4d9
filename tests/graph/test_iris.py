"""IRIs are faithful: equal for equal names, different for different ones, and readable by any RDF tool."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph.errors import UnwritableIri
from graph.iris import DEFAULT_BASE, Iris

SHA = "3f2a" + "0" * 60
IRIS = Iris()
DOC = IRIS.document(SHA)

hostile = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("梨树县医院 %/?#[]<>\"'{}|\\^`:@!$&()*+,;=.~-_\u3000\u200b\u202e\ufffd\ue000😀𠮷％"),
    ),
    min_size=1,
    max_size=40,
)


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (IRIS.region("220322"), "region/220322"),
        (IRIS.sub_region("220322", "安民街道"), "region/220322/安民街道"),
        (IRIS.unnamed_region(SHA), "region/unnamed-3f2a000000000000"),
        (IRIS.institution("220322", "梨树县第一人民医院"), "institution/220322/梨树县第一人民医院"),
        (IRIS.institution("220322/安民街道", "卫生院"), "institution/220322/安民街道/卫生院"),
        (IRIS.person("220322", "张三"), "person/220322/张三"),
        (IRIS.concept("program", "family-doctor"), "program/family-doctor"),
        (IRIS.local_concept("indicator", "“两癌”筛查率"), "indicator/“两癌”筛查率"),
        (IRIS.local_concept("program", "健康路", "220322"), "program/220322/健康路"),
        (IRIS.local_concept("unit", "%"), "unit/%25"),
        (IRIS.local_concept("unit", "/10万"), "unit/%2F10万"),
        (DOC, "document/3f2a000000000000"),
        (IRIS.span(DOC, 120, 131), "document/3f2a000000000000#char=120,131"),
        (IRIS.paragraph(DOC, 1), "document/3f2a000000000000#line=0,1"),
        (IRIS.observation(SHA, 120, 1), "observation/3f2a000000000000/120-1"),
        (IRIS.assertion(SHA, 120, 2), "assertion/3f2a000000000000/120-2"),
    ],
)
def test_every_kind_of_thing_has_a_path_below_id_and_back(iri: str, path: str) -> None:
    assert iri == f"{DEFAULT_BASE}id/{path}"
    assert IRIS.local(iri) == path
    assert IRIS.from_local(path) == iri


@given(hostile)
@example("5% /10万")
@example("<script>\"'")
@example("医" * 500)
@example("a%20b")
def test_a_name_reads_back_from_its_iri(name: str) -> None:
    assume(unicodedata.normalize("NFC", name) not in {".", ".."})
    iri = IRIS.institution("220322", name)
    assert unquote(iri.removeprefix(f"{IRIS.ids}institution/220322/")) == unicodedata.normalize("NFC", name)
    assert IRIS.from_local(IRIS.local(iri) or "") == iri


@given(hostile, hostile)
def test_two_names_share_an_iri_only_if_they_are_one_name(one: str, other: str) -> None:
    assume(not {".", ".."} & {unicodedata.normalize("NFC", name) for name in (one, other)})
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (IRIS.local_concept("program", one) == IRIS.local_concept("program", other)) == same


@given(hostile)
@example("医" * 500)
def test_rdf_and_sparql_read_what_is_minted(name: str) -> None:
    assume(unicodedata.normalize("NFC", name) not in {".", ".."})
    iri = IRIS.local_concept("policy", name)
    quad = Quad(NamedNode(iri), NamedNode("urn:p"), NamedNode(iri), NamedNode(DOC))
    assert list(parse(serialize([quad], format=RdfFormat.N_QUADS), RdfFormat.N_QUADS)) == [quad]
    store = Store()
    store.add(quad)
    assert bool(store.query(f"ASK {{ GRAPH ?g {{ <{iri}> ?p <{iri}> }} }}"))


@pytest.mark.parametrize("bad", ["\x00", "\n", "\t", "\x7f", "\x85", "\ud800", "\udfff"])
@given(hostile)
def test_controls_and_lone_surrogates_are_refused_not_repaired(bad: str, name: str) -> None:
    for text in (bad, bad + name, name + bad):
        with pytest.raises(UnwritableIri) as caught:
            IRIS.person("220322", text)
        assert "\n" not in str(caught.value)


def test_decomposed_and_composed_spellings_are_one_name() -> None:
    assert IRIS.local_concept("program", "Cafe\u0301") == IRIS.local_concept("program", "Caf\u00e9")


@pytest.mark.parametrize(
    "mint",
    [
        lambda: IRIS.region("22032"),
        lambda: IRIS.region("２２０３２２"),
        lambda: IRIS.region("220322\n"),
        lambda: IRIS.region_key(DOC),
        lambda: IRIS.sub_region("220322", ""),
        lambda: IRIS.institution("220322/../1", "医院"),
        lambda: IRIS.institution("", "医院"),
        lambda: IRIS.institution("220322", "."),
        lambda: IRIS.person("220322#x", ".."),
        lambda: IRIS.concept("program", "家庭医生"),
        lambda: IRIS.concept("program", "Family-Doctor"),
        lambda: IRIS.concept("pro/gram", "family-doctor"),
        lambda: IRIS.document("3f2a"),
        lambda: IRIS.document("3F2A" + "0" * 60),
        lambda: IRIS.span(DOC, 5, 4),
        lambda: IRIS.span(DOC, -1, 4),
        lambda: IRIS.paragraph(DOC, 0),
        lambda: IRIS.observation(SHA, 0, 0),
        lambda: IRIS.from_local("region/../x"),
        lambda: IRIS.from_local("region//x"),
        lambda: IRIS.from_local("region/%2f"),
        lambda: IRIS.from_local("region/a b"),
        lambda: IRIS.from_local("region/a\ud800"),
        lambda: IRIS.from_local(""),
        lambda: Iris("weitu"),
        lambda: Iris("https://example.org"),
        lambda: Iris("https://example.org/a b/"),
        lambda: Iris("https://example.org/?q/"),
    ],
)
def test_what_cannot_be_written_is_refused(mint: Callable[[], str]) -> None:
    with pytest.raises(UnwritableIri):
        mint()


@given(st.text(st.characters(), max_size=30))
def test_any_text_is_a_path_or_is_refused(path: str) -> None:
    try:
        iri = IRIS.from_local(path)
    except UnwritableIri:
        return
    assert NamedNode(iri).value == iri
    assert IRIS.local(iri) == path


def test_another_base_moves_everything() -> None:
    iris = Iris("http://localhost:8000/kg/")
    assert iris.region("220322") == "http://localhost:8000/kg/id/region/220322"
    assert iris.prefixes["wt"] == "http://localhost:8000/kg/ontology#"
    assert iris.prefixes["region"] + "220322" == iris.region("220322")
    assert iris.graph("regions") == "http://localhost:8000/kg/graph/regions"
    assert iris.local(IRIS.region("220322")) is None
