"""Search in a real store: what is found, in which order, by whom and from where."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import StoreError, UnsearchableText
from graph.index.search import SNIPPET, EntityMatch, Found, SentenceMatch, search
from graph.index.text import LONGEST
from graph.iris import Iris
from graph.namespaces import DCTERMS, NIF, QB, RDF, RDFS, SKOS, Namespace
from graph.store import Store, writing

IRIS = Iris()
WT = Namespace(IRIS.ontology)
YUSHAN, MAANSHAN, ANHUI, LISHU = (IRIS.region(code) for code in ("340504", "340500", "340000", "220322"))
CENTRE = IRIS.institution("340504", "雨山区疾病预防控制中心")
STREET = IRIS.sub_region("340504", "平湖街道")
LISHU_CENTRE = IRIS.institution("220322", "梨树县疾病预防控制中心")
EARLY, LATE = (IRIS.document(digit * 64) for digit in "ab")

EARLY_TEXT = (
    "雨山区2020年工作总结\n一、妇幼健康\n全区“两癌”筛查完成1089人。疫苗接种率97.5%；HPV疫苗未开展。\n"
)
LATE_TEXT = (
    "梨树县2022年工作总结\n" + "甲" * 100 + "，" + "乙" * 100 + "开展中医馆建设，" + "丙" * 100 + "。\n"
)


def report(iri: str, text: str, period: str, region: str) -> list[ox.Quad]:
    """A report with a text, and no facts yet."""
    graph = ox.NamedNode(iri)
    title = text.partition("\n")[0]
    return [
        ox.Quad(graph, RDF["type"], WT["Report"], graph),
        ox.Quad(graph, DCTERMS["title"], ox.Literal(title, language="zh"), graph),
        ox.Quad(graph, DCTERMS["identifier"], ox.Literal("report.txt"), graph),
        ox.Quad(graph, DCTERMS["spatial"], ox.NamedNode(region), graph),
        ox.Quad(graph, WT["period"], ox.Literal(period), graph),
        ox.Quad(graph, NIF["isString"], ox.Literal(text), graph),
    ]


def entity(document: str, iri: str, class_: str, label: str, home: str, *other: str) -> Iterator[ox.Quad]:
    graph, node = ox.NamedNode(document), ox.NamedNode(iri)
    lies = WT["partOf"] if class_ == "Region" else WT["locatedIn"]
    yield ox.Quad(node, RDF["type"], WT[class_], graph)
    yield ox.Quad(node, RDFS["label"], ox.Literal(label, language="zh"), graph)
    yield ox.Quad(node, lies, ox.NamedNode(home), graph)
    for name in other:
        yield ox.Quad(node, SKOS["altLabel"], ox.Literal(name, language="zh"), graph)


def facts(document: str, about: str, count: int) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(document)
    for number in range(count):
        fact = ox.NamedNode(IRIS.observation(document[-16:] * 4, number, 1))
        yield ox.Quad(fact, RDF["type"], QB["Observation"], graph)
        yield ox.Quad(fact, WT["institution"], ox.NamedNode(about), graph)


def fill(path: Path) -> None:
    with writing(path) as writer:
        early = report(EARLY, EARLY_TEXT, "2020", YUSHAN)
        early += entity(EARLY, CENTRE, "Institution", "雨山区疾病预防控制中心", YUSHAN, "区疾控中心")
        early += entity(EARLY, STREET, "Region", "平湖街道", YUSHAN)
        clinic = IRIS.institution("340504/平湖街道", "平湖卫生服务站")
        early += entity(EARLY, clinic, "Institution", "平湖卫生服务站", STREET)
        writer.replace_document(EARLY, [*early, *facts(EARLY, CENTRE, 2)])
        late = report(LATE, LATE_TEXT, "2022", LISHU)
        late += entity(LATE, LISHU_CENTRE, "Institution", "梨树县疾病预防控制中心", LISHU, "疾病预防控制中心")
        writer.replace_document(LATE, [*late, *facts(LATE, LISHU_CENTRE, 1)])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "store"
    fill(path)
    return path


@pytest.fixture(scope="module")
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


def entities(found: Found) -> list[EntityMatch]:
    return [match for match in found.matches if isinstance(match, EntityMatch)]


def sentences(found: Found) -> list[SentenceMatch]:
    return [match for match in found.matches if isinstance(match, SentenceMatch)]


def first(store: Store, text: str, **filters: Any) -> EntityMatch:
    return entities(search(store.index, text, **filters))[0]


# --- sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["筛查", "癌筛", "两癌筛查", "“两癌”", "筛查 全区", "1089", "完成１０８９人"]
)
def test_a_word_inside_a_sentence_is_found(store: Store, word: str):
    found = search(store.index, word, type="sentence")
    (match,) = sentences(found)
    assert (found.entities, found.sentences) == (0, 1)
    assert match.document == EARLY and match.region is not None and match.region.iri == YUSHAN
    assert EARLY_TEXT[match.start : match.end] == match.snippet == "全区“两癌”筛查完成1089人。"
    assert match.marks


def test_the_hit_is_placed_in_the_snippet(store: Store):
    (match,) = sentences(search(store.index, "两癌筛查", type="sentence"))
    assert [match.snippet[start:end] for start, end in match.marks] == ["两癌”筛查"]


def test_a_long_sentence_is_cut_around_the_hit(store: Store):
    (match,) = sentences(search(store.index, "中医馆", type="sentence"))
    assert len(match.snippet) == SNIPPET
    assert LATE_TEXT[match.start : match.end] == match.snippet
    assert [match.snippet[start:end] for start, end in match.marks] == ["中医馆"]


def test_sentences_come_after_entities_and_the_latest_reports_first(store: Store):
    found = search(store.index, "工作总结")
    assert [match.document for match in sentences(found)] == [LATE, EARLY]
    kinds = [isinstance(match, SentenceMatch) for match in search(store.index, "疫苗", limit=500).matches]
    assert kinds == sorted(kinds) and len(set(kinds)) == 2


def test_sentences_of_a_region_are_those_of_its_reports_and_of_the_regions_in_it(store: Store):
    for region in (YUSHAN, MAANSHAN, ANHUI):
        found = sentences(search(store.index, "工作总结", type="sentence", region=region))
        assert [match.document for match in found] == [EARLY]
    assert search(store.index, "工作总结", type="sentence", region=CENTRE).matches == []


# --- entities --------------------------------------------------------------------------------------


def test_the_name_itself_comes_first_then_what_begins_so_then_what_holds_it(store: Store):
    found = [match.iri for match in entities(search(store.index, "疾病预防控制中心"))]
    assert found.index(LISHU_CENTRE) < found.index(CENTRE), (
        "its other name is the text, though it has fewer facts"
    )
    found = [match.iri for match in entities(search(store.index, "雨山"))]
    assert found[:2] == [CENTRE, YUSHAN], "both begin so, and the centre has facts"
    assert [match.iri for match in entities(search(store.index, "雨山区"))][:2] == [YUSHAN, CENTRE]


def test_within_a_kind_of_match_the_count_decides(store: Store):
    found = entities(search(store.index, "疾病预防 控制中心", type="institution"))
    assert [match.facts for match in found] == sorted((match.facts for match in found), reverse=True)
    assert found[0].iri == CENTRE


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("雨山区", "label", "雨山区"),
        ("雨山", "label", "雨山区"),
        ("yushanqu", "pinyin", "雨山区"),
        ("Yu Shan-qu", "pinyin", "雨山区"),
        ("340504", "code", "340504"),
        ("340504000000", "code", "340504"),
    ],
)
def test_a_region_is_found_in_many_ways(store: Store, text: str, kind: str, name: str):
    match = first(store, text, type="region")
    assert (match.iri, match.label, match.kind, match.name) == (YUSHAN, "雨山区", kind, name)
    assert match.region is not None and match.region.label == "马鞍山市"


@pytest.mark.parametrize("initials", ["ysqjbyfkzzx", "YSQJB", "ysqj"])
def test_initials_of_pinyin_are_enough(store: Store, initials: str):
    match = first(store, initials)
    assert (match.iri, match.kind) == (CENTRE, "pinyin")


@pytest.mark.parametrize(
    ("short", "kind"),
    [
        ("雨山区疾控中心", "label"),
        ("雨山区疾控", "label"),
        ("ysqjkzx", "pinyin"),
        ("雨山区疾空中心", "fuzzy"),
    ],
)
def test_an_institution_is_found_by_the_short_form_of_its_name(store: Store, short: str, kind: str):
    match = first(store, short)
    assert (match.iri, match.kind, match.name) == (CENTRE, kind, "雨山区疾控中心")


def test_a_short_form_alone_finds_all_that_it_is_short_for(store: Store):
    found = {match.iri for match in entities(search(store.index, "疾控中心", type="institution"))}
    assert {CENTRE, LISHU_CENTRE} <= found


def test_a_former_code_and_a_beginning_of_a_code(store: Store):
    assert YUSHAN in {match.iri for match in entities(search(store.index, "3405"))}
    assert {match.kind for match in entities(search(store.index, "3405"))} == {"code"}
    with_former = store.query("SELECT ?region ?code { ?region wt:formerCode ?code } ORDER BY ?code LIMIT 1")
    (row,) = list(with_former)  # type: ignore[arg-type]
    found = entities(search(store.index, row["code"].value))
    assert row["region"].value in {match.iri for match in found}


@pytest.mark.parametrize(
    "slip",
    [
        "雨山区疾病预防控治中心",  # a wrong character
        "雨山区疾病预控制中心",  # a missing one
        "雨山区疾病预防防控制中心",  # one too many
        "雨山区疾病防预控制中心",  # exchanged
        "与山区疾病预防控制中心",
        "山雨区疾病预防控制中心",
        "雨山区疾病预防控制中",
        "雨山区疾病预防控制心中",
    ],
)
def test_a_slip_is_forgiven(store: Store, slip: str):
    match = first(store, slip)
    assert match.iri == CENTRE
    assert match.kind in {"fuzzy", "label"}


@pytest.mark.parametrize(
    "slip", ["平胡街道", "坪湖街道", "平街湖道", "湖平街道", "平湖道街", "平街道", "湖街道"]
)
def test_a_slip_in_a_name_of_four_characters_is_forgiven(store: Store, slip: str):
    assert STREET in {match.iri for match in entities(search(store.index, slip))}


@pytest.mark.parametrize("text", ["平山街村", "雨三区", "梨数县疾病预方控制中心"])
def test_two_slips_or_a_slip_in_a_short_name_are_not(store: Store, text: str):
    assert search(store.index, text).matches == []


def test_english_labels_are_found_by_their_words(store: Store):
    match = first(store, "Hypertension  manag")
    assert match.name.startswith("hypertension") or "hypertension" in match.name
    assert match.label != match.name
    assert {match.name[start:end].lower() for start, end in match.marks} >= {"hypertension", "manag"}


@pytest.mark.parametrize("region", [YUSHAN, MAANSHAN, ANHUI])
def test_a_region_holds_what_lies_in_the_regions_in_it(store: Store, region: str):
    found = entities(search(store.index, "卫生服务站", region=region))
    assert [match.label for match in found] == ["平湖卫生服务站"]
    assert entities(search(store.index, "平湖街道", region=region))[0].iri == STREET


def test_a_region_holds_nothing_else(store: Store):
    assert entities(search(store.index, "卫生服务站", region=LISHU)) == []
    assert entities(search(store.index, "卫生服务站", region="https://example.org/nowhere")) == []
    assert entities(search(store.index, "平湖街道", type="institution", region=YUSHAN)) == []
    assert all(match.type == "region" for match in entities(search(store.index, "平湖", type="region")))


def test_a_long_list_is_read_in_parts(store: Store):
    whole = search(store.index, "疫苗", limit=500)
    assert whole.entities + whole.sentences == len(whole.matches)
    assert whole.entities > 3 and whole.sentences > 0
    step = 3
    for offset in range(0, len(whole.matches) + step, step):
        part = search(store.index, "疫苗", limit=step, offset=offset)
        assert part.matches == whole.matches[offset : offset + step]
        assert (part.entities, part.sentences) == (whole.entities, whole.sentences)
    assert search(store.index, "疫苗", limit=10**30, offset=10**30).entities == whole.entities


# --- whoever asks ----------------------------------------------------------------------------------

HOSTILE = [
    '"',
    '""筛查',
    "筛查*",
    "NEAR(筛查 两癌)",
    "NEAR/2",
    "tokens:筛查",
    "-筛查",
    "^筛查",
    "筛查 OR 1=1 --",
    "AND",
    "a AND NOT b",
    "'; DROP TABLE entity; --",
    "{筛查}",
    "筛查)",
    "%",
    "_",
    "\\",
    "\0筛查",
    "😀",
    "a" * LONGEST,
    "县 " * (LONGEST // 2),
    "ﷺ" * LONGEST,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_search(store: Store, text: str):
    try:
        search(store.index, text)
    except UnsearchableText:
        assert text == '"'


def test_operators_are_words(store: Store):
    assert search(store.index, "筛查 OR 没有", type="sentence").sentences == 0
    assert search(store.index, "NOT 筛查", type="sentence").sentences == 0
    assert search(store.index, '"筛查" -人', type="sentence").sentences == 1


@given(text=st.text(min_size=1, max_size=20))
def test_any_text_is_answered(store: Store, text: str):
    try:
        found = search(store.index, text, limit=3)
    except UnsearchableText:
        return
    assert len(found.matches) <= min(3, found.entities + found.sentences)


def test_what_is_too_long_is_refused(store: Store):
    with pytest.raises(UnsearchableText, match="longer"):
        search(store.index, "县" * (LONGEST + 1))


def test_many_threads_ask_one_index(store: Store):
    texts = ["筛查", "yushan", "340504", "雨山区疾病预防控治中心", "县"] * 20
    expected = [search(store.index, text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(partial(search, store.index), texts)) == expected


def test_another_process_asks_the_same_index(store: Store, path: Path):
    script = textwrap.dedent("""
        import sys
        from graph.index.search import search
        from graph.store import Store
        with Store.open(sys.argv[1]) as store:
            print(search(store.index, "两癌筛查").sentences)
    """)
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "1"


# --- the index and its generation ------------------------------------------------------------------


def index_of(path: Path) -> Path:
    (file,) = (path / "generations").rglob("index.sqlite")
    return file


def test_the_index_is_a_function_of_the_graph(path: Path, tmp_path: Path):
    """Other writers, another order, an index before: the same bytes."""
    again = tmp_path / "again"
    with Store.open(path) as store:
        graphs = {iri: list(store.quads(iri)) for iri in (LATE, EARLY)}
    for iri, quads in graphs.items():
        with writing(again) as writer:
            writer.replace_document(iri, quads)
    assert index_of(again).read_bytes() == index_of(path).read_bytes()


def test_a_generation_is_searched_while_the_next_is_published(tmp_path: Path):
    fill(tmp_path / "store")
    with Store.open(tmp_path / "store") as old:
        with writing(tmp_path / "store") as writer:
            writer.drop_graph(EARLY)
            assert search(old.index, "两癌筛查").sentences == 1
        assert search(old.index, "两癌筛查").sentences == 1
        with Store.open(tmp_path / "store") as new:
            assert search(new.index, "两癌筛查").sentences == 0
            assert CENTRE not in {match.iri for match in entities(search(new.index, "疾病预防"))}


def test_a_store_without_its_index_says_so(tmp_path: Path):
    fill(tmp_path / "store")
    file = index_of(tmp_path / "store")
    written = file.read_bytes()
    for damaged in (b"", b"nonsense" * 1000):
        file.write_bytes(damaged)
        with pytest.raises(StoreError, match="index"):
            Store.open(tmp_path / "store")
    file.unlink()
    with pytest.raises(StoreError, match="index"):
        Store.open(tmp_path / "store")
    file.write_bytes(written)
    Store.open(tmp_path / "store").close()


def test_a_closed_index_answers_nothing(path: Path):
    store = Store.open(path)
    search(store.index, "县")
    store.close()
    with pytest.raises(StoreError, match="closed"):
        search(store.index, "县")


def test_what_other_tools_wrote_breaks_nothing(tmp_path: Path):
    """Updates can put anything into the graph: labels that are things, things without names, circles."""
    graph = ox.NamedNode("urn:graph")
    odd = ox.NamedNode(IRIS.region("100001"))
    with writing(tmp_path / "store") as writer:
        for subject in (odd, ox.BlankNode(), ox.NamedNode("urn:elsewhere")):
            quads = [
                ox.Quad(subject, RDF["type"], WT["Region"], graph),
                ox.Quad(subject, RDF["type"], WT["Report"], graph),
                ox.Quad(subject, RDFS["label"], graph, graph),
                ox.Quad(subject, RDFS["label"], ox.Literal("怪区"), graph),
                ox.Quad(subject, SKOS["altLabel"], ox.BlankNode(), graph),
                ox.Quad(subject, DCTERMS["identifier"], graph, graph),
                ox.Quad(subject, DCTERMS["title"], ox.Literal(5), graph),
                ox.Quad(subject, WT["partOf"], odd, graph),
                ox.Quad(subject, WT["partOf"], ox.NamedNode(IRIS.region("340504")), graph),
                ox.Quad(ox.NamedNode(YUSHAN), WT["partOf"], odd, graph),
                ox.Quad(subject, NIF["isString"], ox.Literal("怪区的文章。"), graph),
            ]
            writer.put_graph("urn:graph", (quad.triple for quad in quads), add=True)
    with Store.open(tmp_path / "store") as store:
        (match,) = entities(search(store.index, "怪区"))
        assert match.iri == odd.value
        assert YUSHAN in {match.iri for match in entities(search(store.index, "雨山区", region=odd.value))}
        assert match.iri in {match.iri for match in entities(search(store.index, "怪区", region=YUSHAN))}


def test_building_needs_little_memory(tmp_path: Path):
    """What Python holds while it builds does not grow with the reports."""

    def peak(reports: int) -> int:
        with writing(tmp_path / str(reports)) as writer:
            for number in range(reports):
                iri = IRIS.document(f"{number:016x}" * 4)
                text = "".join(f"第{number}份报告的第{line}句话写到了家庭医生签约。\n" for line in range(300))
                writer.replace_document(iri, report(iri, text, "2022", LISHU))
            tracemalloc.start()
            writer.copy_to(tmp_path / f"copy-{reports}")
            held = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return held

    peak(1)  # the dictionary of pinyin
    assert peak(60) < peak(2) + (2 << 20)


def test_readers_of_the_index_come_and_go(path: Path):
    """Stores are opened and closed while others search."""
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(20):
                with Store.open(path) as store:
                    assert search(store.index, "两癌筛查").sentences == 1
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert failures == []
