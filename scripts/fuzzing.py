"""Requests made out of the description of the API, and what their answers are held against.

Schemathesis makes them: from the examples of each operation, at and beyond the bounds of its parameters, and
at random, as described and not. Ids of what the graph holds, patterns, queries and bodies that mean something
are put among what is random, for little else gets past the first check.
"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import docx
import httpx
import pyoxigraph as ox
import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, HookContext
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import CheckNode, ScenarioRecorder

from graph.iris import DEFAULT_BASE
from graph.namespaces import RDF

PHASES = ("examples", "coverage", "fuzzing")
"""Requests out of examples, at the bounds, and at random."""

# 503 and 504 are answers where something would cost too much, and described as such.
CHECKS: dict[str, Any] = {
    "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", 503, 504]},
    "status_code_conformance": {},
    "content_type_conformance": {},
    "response_schema_conformance": {},
    "response_headers_conformance": {},
    "negative_data_rejection": {},
    "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", 401, 403, 404, 406, 503, 504]},
    "ignored_auth": {},
    "unsupported_method": {},
    "allow_header_conformance": {},
}
# What a grammar, a pair of parameters or the content of a file has to be cannot be said in the description;
# that parameters of updates go unread beside a query is as the protocol has it.
UNDESCRIBED = (
    "/sparql",
    "/graphs",
    "/api/v1/patterns",
    "/api/v1/evidence",
    "/api/v1/extract",
    "/api/v1/documents$",
    "/reconcile",
)
UNREAD = "POST /sparql"

NAMES = (
    '{"q0": {"query": "雨山区"}, "q1": {"query": "ysq", "type": "region", "limit": 3}}',
    '{"q": {"query": "中医院", "type": ["institution"], "properties": [{"pid": "region", "v": "340504"}]}}',
    '{"q": {"query": "中医院", "properties": [{"pid": "region", "v": {"id": "region/000000"}}]}}',
    '{"": {"query": ""}}',
    "{}",
)
PATTERNS = (
    "region -> program -> indicator",
    "* -- *",
    "region=340504 -[implements|delivers]-> program",
    "项目 ← 地区=雨山区",
    'institution="区卫生健康委员会" <- *',
    "indicator <-[measuredBy]- program <-[implements]- region -- institution -- person",
    "region -> ",
    "planet -> region",
    "region <-> region",
    "region -[orbits]-> program",
)
QUERIES = (
    "SELECT * WHERE { ?s ?p ?o } LIMIT 10",
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "SELECT ?l WHERE { ?r a wt:Region ; rdfs:label ?l FILTER(CONTAINS(?l, '雨山')) } ORDER BY ?l",
    "ASK { ?s wt:partOf+ ?o }",
    "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l } LIMIT 20",
    "DESCRIBE <https://w3id.org/weitu/id/region/340504>",
    "SELECT (1/0 AS ?x) (STRDT('x', xsd:integer) AS ?y) WHERE {}",
    "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * FROM <urn:none> WHERE { ?s ?p ?o }",
    "SELECT * WHERE { ?s ?p ",
)
UPDATES = (
    "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> '值' } }",
    "INSERT { ?s <urn:seen> true } WHERE { ?s <urn:p> ?o }",
    "DELETE WHERE { ?s <urn:p> ?o }",
    "DROP SILENT GRAPH <urn:g> ; CREATE SILENT GRAPH <urn:h>",
    "COPY <urn:g> TO <urn:h>",
    "CLEAR ALL",
    "LOAD <file:///etc/passwd> INTO GRAPH <urn:g>",
    "INSERT DATA { <urn:s> <urn:p>",
)
REPORTS = (
    "云溪县卫生健康局2021年工作总结\n一、妇幼健康\n全县孕产妇系统管理率97.52%，开展“两癌”筛查1089人。\n",
    "<html><body><h1>雨山区2022年工作计划</h1><p>建成村卫生室12个。</p></body></html>",
    "区卫健委关于印发《雨山区家庭医生签约服务方案》的通知\n签约居民５万人，比上年增长3.2个百分点。",
    "no report at all",
)


@dataclass
class Outcome:
    """What came of requests. ``statuses`` are counted by operation, 0 where no answer came. ``failures`` are
    the first of each operation, check and status, with their number; ``errors`` kept requests from being
    made."""

    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    failures: dict[tuple[str, str, int], dict[str, Any]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def cases(self) -> int:
        return sum(counter.total() for counter in self.statuses.values())

    def add(self, operation: str, recorder: ScenarioRecorder) -> None:
        """Count what an operation was asked, and what is wrong with its answers."""
        for case, interaction in recorder.interactions.items():
            status = interaction.response.status_code if interaction.response else 0
            self.statuses[operation][status] += 1
            for check in recorder.checks.get(case, ()):
                if check.failure_info is not None:
                    self._failed(operation, check, status)

    def _failed(self, operation: str, check: CheckNode, status: int) -> None:
        assert check.failure_info is not None
        first = {
            "operation": operation,
            "check": check.name,
            "status": status,
            "cases": 0,
            "problem": " ".join(str(check.failure_info.failure).split()),
            "curl": check.failure_info.code_sample,
        }
        self.failures.setdefault((operation, check.name, status), first)["cases"] += 1


def fuzz(
    address: str,
    outcome: Outcome,
    *,
    each: int,
    seed: int,
    phases: Sequence[str] = PHASES,
    token: str | None = None,
) -> None:
    """Send requests to the API at an address and add what comes of them to ``outcome``.

    ``each`` is the number of random ones of each operation, fewer where there are no more; ``token`` is what
    they show to write.
    """
    _register_bodies(address)
    configuration = _configuration(address, each, seed, phases, token)
    schema = schemathesis.openapi.from_url(
        f"{address}/openapi.json", config=schemathesis.Config.from_dict(configuration)
    )
    schema.hooks.hook("flatmap_case")(_with_accept)
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            outcome.add(event.label or "", event.recorder)
        elif isinstance(event, events.NonFatalError):
            outcome.errors.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.FatalError):
            raise event.exception


def _configuration(
    address: str, each: int, seed: int, phases: Sequence[str], token: str | None
) -> dict[str, Any]:
    known = {
        "entities": [*_ids(address, "entities"), "program/x"],
        "regions": _ids(address, "entities", type="region"),
        "documents": [id_.removeprefix("document/") for id_ in (*_ids(address, "documents"), _DOCUMENT)],
        "facts": [*_ids(address, "observations"), _FACT],
        "patterns": PATTERNS,
        "queries": QUERIES,
        "updates": UPDATES,
        "names": NAMES,
        "problems": ["not-found", "pattern", "too-large"],
        "paths": ["graph/regions", "graph/ontology", "graph/ours"],
        "periods": ["2021", "2021-06", "2021-06-30", "2035"],
        "graphs": ["https://w3id.org/weitu/graph/regions", "urn:g", f"{address}/graphs/graph/ontology"],
    }

    def one_of(name: str) -> dict[str, Any]:
        return {"dictionary": name, "probability": 0.6}

    return {
        "seed": seed,
        "base-url": address,
        "headers": {"Authorization": f"Bearer {token}"} if token else {},
        "continue-on-failure": True,
        "request-timeout": 120,
        "cache": {"enabled": False},
        "output": {"sanitization": {"enabled": False}},
        "generation": {"max-examples": each, "no-shrink": True},
        "phases": {name: {"enabled": name in phases} for name in (*PHASES, "stateful")},
        "checks": {"enabled": False} | {name: {"enabled": True} | more for name, more in CHECKS.items()},
        "dictionaries": {name: {"values": list(values)} for name, values in known.items()},
        "parameters": {
            "path.id": one_of("entities"),
            "path.path": one_of("entities"),
            "path.hex": one_of("documents"),
            "path.slug": one_of("problems"),
            "query.region": one_of("regions"),
            "query.pattern": one_of("patterns"),
            "query.query": one_of("queries"),
            "query.graph": one_of("graphs"),
            "query.queries": one_of("names"),
            "body.queries": one_of("names"),
            "body.query": one_of("queries"),
            "body.update": one_of("updates"),
        },
        "operations": [
            {"include-path": "/graphs/{path}", "parameters": {"path.path": one_of("paths")}},
            {
                "include-path": "/api/v1/evidence",
                "parameters": {"query.fact": one_of("facts") | {"probability": 0.4}},
            },
            {
                "include-path": "/api/v1/paths",
                "parameters": {"query.from": one_of("entities"), "query.to": one_of("entities")},
            },
            {
                "include-path": "/api/v1/observations",
                "parameters": {"query.from": one_of("periods"), "query.to": one_of("periods")},
            },
            {
                "include-path-regex": f"^({'|'.join(UNDESCRIBED)})",
                "checks": {"positive_data_acceptance": {"enabled": False}},
            },
            {"include-name": UNREAD, "checks": {"negative_data_rejection": {"enabled": False}}},
        ],
    }


def _ids(address: str, name: str, **filters: str) -> list[str]:
    response = httpx.get(f"{address}/api/v1/{name}", params={"limit": "50", **filters})
    return [item["id"] for item in response.json()["items"]] if response.is_success else []


# --- what clients accept ---------------------------------------------------------------------------

_ACCEPTED = st.sampled_from(
    [
        *[""] * 8,
        "*/*;q=0.5, text/turtle",
        "application/ld+json",
        "application/sparql-results+xml;q=0.9, text/csv",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "image/png",
    ]
)


def _with_accept(_: HookContext, case: Case) -> st.SearchStrategy[Case]:
    """A case with a header that no description has among its parameters."""

    def accepting(media_types: str) -> Case:
        if media_types:
            case.headers["Accept"] = media_types
        return case

    return _ACCEPTED.map(accepting)


# --- bodies ----------------------------------------------------------------------------------------


def _register_bodies(address: str) -> None:
    """Tell Schemathesis what bodies of each media type are like."""
    triples = _triples(address)
    bodies = {
        "application/sparql-query": _texts(QUERIES),
        "application/sparql-update": _texts(UPDATES),
        "text/plain": _texts(REPORTS),
        "application/octet-stream": st.sampled_from([*_files()]) | st.binary(),
        **{format_.media_type: _graphs(format_, triples) for format_ in _RDF},
    }
    for media_type, body in bodies.items():
        schemathesis.openapi.media_type(media_type, body)


_RDF = (
    ox.RdfFormat.TURTLE,
    ox.RdfFormat.N_TRIPLES,
    ox.RdfFormat.JSON_LD,
    ox.RdfFormat.RDF_XML,
)
# Ids that nothing has unless a graph that is sent says something of it.
_DOCUMENT, _FACT = "document/0123456789abcdef", "observation/0123456789abcdef/0-1"
_THINGS = [f"{DEFAULT_BASE}id/{id_}" for id_ in (_DOCUMENT, _FACT, "program/x", "region/340504")]
_NAMES = st.sampled_from([*map(ox.NamedNode, ["urn:s", *_THINGS]), ox.BlankNode("b")])
_LITERALS = st.text().map(ox.Literal) | st.integers().map(ox.Literal)


def _texts(samples: Sequence[str]) -> st.SearchStrategy[bytes]:
    """One of the samples, one with a character put in somewhere, or any text."""
    spoilt = st.tuples(st.sampled_from(samples), st.integers(0, 80), st.characters(codec="utf-8"))
    texts = (
        st.sampled_from(samples) | st.text() | spoilt.map(lambda of: of[0][: of[1]] + of[2] + of[0][of[1] :])
    )
    return texts.map(str.encode)


def _triples(address: str) -> st.SearchStrategy[ox.Triple]:
    """Anything said of things in the words of the graph at an address, or in others."""
    properties = _terms(
        address, "SELECT DISTINCT ?property WHERE { ?s ?property ?o FILTER(ISIRI(?property)) }"
    )
    classes = _terms(address, "SELECT DISTINCT ?class WHERE { ?s a ?class FILTER(ISIRI(?class)) }")
    odd = [RDF["li"], ox.NamedNode("http://example.org/"), ox.NamedNode("urn:p")]
    said = st.builds(ox.Triple, _NAMES, st.sampled_from([*properties, *odd]), _NAMES | _LITERALS)
    return said | st.builds(ox.Triple, _NAMES, st.just(RDF["type"]), st.sampled_from(classes))


def _graphs(format_: ox.RdfFormat, triples: st.SearchStrategy[ox.Triple]) -> st.SearchStrategy[bytes]:
    """A graph in a format, one that breaks off, or any bytes."""
    if format_ == ox.RdfFormat.RDF_XML:  # which has a meaning of its own for this one
        triples = triples.filter(lambda triple: triple.predicate != RDF["li"])
    whole = st.lists(triples, max_size=30).map(lambda found: ox.serialize(found, format=format_) or b"")
    broken = st.tuples(whole, st.integers(0, 200)).map(lambda of: of[0][: of[1]])
    return whole | broken | st.binary()


def _terms(address: str, query: str) -> list[ox.NamedNode]:
    response = httpx.get(f"{address}/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    return [ox.NamedNode(iri) for iri in sorted(response.raise_for_status().text.split()[1:])]


def _files() -> Iterator[bytes]:
    """Reports as files: in both encodings, as a web page, as a Word file."""
    for text in REPORTS:
        yield text.encode()
        yield text.encode("gb18030")
        document, file = docx.Document(), io.BytesIO()
        for line in text.splitlines():
            document.add_paragraph(line)
        document.save(file)
        yield file.getvalue()
