"""Chromium, as the tests of the page and the scripts that picture it start it."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Browser, BrowserType

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """This machine's Chromium: the one that ``CHROMIUM`` names, or one on the path, or ``None``."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def launch(chromium: BrowserType) -> Browser:
    """Start a browser without a window that calls no host of its own accord."""
    return chromium.launch(executable_path=executable(), args=list(_ARGUMENTS))
