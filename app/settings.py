"""One table of settings: the fields of :class:`Settings`.

They are read once, at the entry point, and handed down; nothing else looks at the environment. A setting
``page_limit`` is the variable ``WEITU_PAGE_LIMIT``. Options of the command line override it.
"""

from __future__ import annotations

import difflib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from app.errors import SettingsError
from graph.errors import UnwritableIri
from graph.iris import DEFAULT_BASE, Iris

PREFIX = "WEITU_"


class Secret:
    """Something that is compared and never shown."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value.encode()

    def is_(self, given: bytes) -> bool:
        """Whether that is it; takes as long where the first byte differs as where the last one does."""
        return hmac.compare_digest(self._value, given)

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str:
        raise TypeError("a secret stays in its process")


def _integer(minimum: int, maximum: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text)
        if not minimum <= value <= maximum:
            raise ValueError
        return value

    parse.__doc__ = f"a whole number from {minimum} to {maximum}"
    return parse


def _path(text: str) -> Path:
    """a path"""
    if not text or "\0" in text:
        raise ValueError
    return Path(text)


def _base(text: str) -> str:
    """an http or https address that ends in /"""
    try:
        return Iris(text).base
    except UnwritableIri:
        raise ValueError from None


def _name(text: str) -> str:
    """a host name or an IP address"""
    if not text.strip():
        raise ValueError
    return text.strip()


def _names(text: str) -> tuple[str, ...]:
    """host names with commas between them"""
    return tuple(_name(part).lower() for part in text.split(",") if part.strip())


def _token(text: str) -> Secret:
    """at least 16 characters, of letters, digits and -._~+/="""
    if not re.fullmatch(r"[A-Za-z0-9._~+/-]{16,}=*", text):
        raise ValueError
    return Secret(text)


def _setting(default: Any, parse: Callable[[str], Any], en: str, zh: str) -> Any:
    return field(default=default, metadata={"parse": parse, "en": en, "zh": zh})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run. The metadata of a field holds its parser and its help in both languages."""

    store: Path = _setting(Path("data"), _path, "folder of the graph store", "图谱存储目录")
    base: str | None = _setting(
        None,
        _base,
        f"base of the IRIs that a new store is made on; without it {DEFAULT_BASE}",
        f"新建图谱时所用 IRI 的基址；不设则为 {DEFAULT_BASE}",
    )
    host: str = _setting("127.0.0.1", _name, "address that the server listens on", "服务监听的地址")
    port: int = _setting(
        8000,
        _integer(0, 65535),
        "port that the server listens on; 0 picks a free one",
        "服务监听的端口；0 表示任选",
    )
    hosts: tuple[str, ...] = _setting(
        (),
        _names,
        "host names that the server answers for besides 127.0.0.1, localhost and its own address; * for all",
        "除本机地址外，服务所应答的主机名，以逗号分隔；* 表示全部",
    )
    page_limit: int = _setting(
        500, _integer(1, 100_000), "most items that one page of a list holds", "列表每页最多条数"
    )
    neighbourhood_limit: int = _setting(
        500, _integer(1, 10_000), "most nodes that one neighbourhood holds", "邻域子图最多节点数"
    )
    request_limit: int = _setting(
        100_000,
        _integer(1_000, 1_000_000),
        "most bytes of the body of a SPARQL request, and of the address of any request",
        "SPARQL 请求正文的最大字节数，也是任何请求地址的最大字节数",
    )
    write_token: Secret | None = _setting(
        None,
        _token,
        "token that a request has to show to write; without it nobody can write over HTTP",
        "写入请求须出示的令牌；不设则不能经 HTTP 写入",
    )
    graph_limit: int = _setting(
        10_000_000,
        _integer(1_000, 1_000_000_000),
        "most bytes of a graph that is sent to be stored",
        "写入的图正文的最大字节数",
    )

    document_limit: int = _setting(
        20_000_000,
        _integer(1_000, 100_000_000),
        "most bytes of a report that is sent to be read",
        "送来抽取的报告的最大字节数",
    )

    workers: int = _setting(
        2,
        _integer(1, 100),
        "queries that are answered at a time, each by a process of its own, as many again that take long, "
        "and as many questions that take little; further ones wait",
        "同时应答的查询数，每个查询占一个进程；耗时长的查询、简短的问题另有同样多的名额；其余的等待",
    )
    waiting: int = _setting(
        256, _integer(0, 10_000), "requests that may wait for a process", "可以排队等待的请求数"
    )
    deadline: int = _setting(
        30,
        _integer(1, 3_600),
        "seconds that an answer may take, waiting included",
        "一次应答连同等待最多可用的秒数",
    )
    write_deadline: int = _setting(
        600,
        _integer(1, 86_400),
        "seconds that a write may take until it is published; the larger the store, the longer it takes",
        "一次写入到发布为止的最长秒数；图谱越大，所需时间越长",
    )
    memory_limit: int = _setting(
        1_024,
        _integer(64, 1_000_000),
        "most megabytes that such a process may hold",
        "查询进程最多占用的内存（MB）",
    )
    answer_limit: int = _setting(
        256,
        _integer(1, 100_000),
        "most megabytes that an answer may have",
        "一次应答的最大长度（MB）",
    )
    cache_limit: int = _setting(
        64,
        _integer(0, 100_000),
        "most megabytes of answers that are kept for who asks the same again; 0 to keep none",
        "为再次提出的相同请求保留的应答最多占用的内存（MB）；0 表示不保留",
    )

    patience: int = _setting(
        30,
        _integer(1, 3_600),
        "seconds that a client may take to send a request whole, and to go on reading its answer",
        "客户端发完一个请求、或继续读取响应所允许的秒数",
    )
    connections: int = _setting(
        512,
        _integer(1, 100_000),
        "connections that may be open at a time; further ones are answered 503",
        "可以同时打开的连接数；超出者以 503 应答",
    )
    rate_limit: int = _setting(
        0,
        _integer(0, 1_000_000),
        "most requests of one client address within a minute; 0 for no bound",
        "每个客户端地址每分钟最多请求数；0 表示不限",
    )
    request_log: int = _setting(
        1,
        _integer(0, 1),
        "1 to write a line of JSON to stderr for each request, 0 not to",
        "1 表示每个请求向标准错误输出写一行 JSON，0 表示不写",
    )

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """The settings that ``environ`` names, defaults for the rest.

        Raises :class:`SettingsError` for a variable ``WEITU_…`` that no setting has and for a value that its
        setting cannot take.
        """
        table = {row.variable: row for row in rows()}
        given = {name: text for name, text in environ.items() if name.startswith(PREFIX)}
        values = {}
        for variable, text in sorted(given.items()):
            if variable not in table:
                raise SettingsError(variable, f"there is no such setting{_suggestion(variable, table)}")
            values[table[variable].name] = table[variable].parse(text)
        return cls(**values)


class Row(NamedTuple):
    """One row of the table, as the manual and the options of the command line show it."""

    name: str
    default: Any
    en: str
    zh: str
    parser: Callable[[str], Any]

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()

    @property
    def takes(self) -> str:
        """The kind of value in words."""
        return self.parser.__doc__ or ""

    def parse(self, text: str) -> Any:
        """``text`` as a value of this setting."""
        try:
            return self.parser(text)
        except ValueError:
            shown = "the value" if self.parser is _token else repr(text)
            raise SettingsError(self.variable, f"{shown} is not {self.takes}") from None


def rows() -> Iterator[Row]:
    """The table, in the order in which the settings are written above."""
    for f in fields(Settings):
        assert f.default is not MISSING
        yield Row(f.name, f.default, f.metadata["en"], f.metadata["zh"], f.metadata["parse"])


def row(name: str) -> Row:
    """The row of one setting."""
    return next(r for r in rows() if r.name == name)


def _suggestion(variable: str, known: Mapping[str, Row]) -> str:
    close = difflib.get_close_matches(variable, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"
