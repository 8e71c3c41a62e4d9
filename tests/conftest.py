"""What all tests share: no network, the real reports where they are there, and what a run must not skip.

``TEST_REQUIRE=browser,curl,raptor,shared,virtuoso`` turns a skip of a test with one of these markers into a
failure.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

REQUIRED = frozenset(filter(None, os.environ.pop("TEST_REQUIRE", "").split(",")))
SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def _stay_on_this_machine(event: str, args: tuple[Any, ...]) -> None:
    if event != "socket.connect" or not isinstance(args[1], tuple):
        return
    host = args[1][0]
    if host != "localhost" and not ip_address(host).is_loopback:
        raise RuntimeError(f"a test reached for the network: {args[1]}")


sys.addaudithook(_stay_on_this_machine)


def pytest_xdist_auto_num_workers() -> int:
    """Three processes for two processors: tests of servers and of the page wait much of their time."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    missing = REQUIRED & {mark.name for mark in item.iter_markers()}
    if report.skipped and missing and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"this run requires {', '.join(sorted(missing))}, and the test was skipped"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and their gold, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("there are no real reports beside this checkout")
    return SHARED
