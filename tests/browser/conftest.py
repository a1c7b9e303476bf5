"""A real Chromium on a real server over the shipped list.

Chromium is Debian's. Without one these tests are skipped, unless ``CURAGRAPH_BROWSER=required``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",  # tests may run as root, where Chromium has no sandbox
    "--use-angle=swiftshader",  # WebGL without a graphics card
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def address(seed_store: Path) -> Iterator[str]:
    """Address of a server over the shipped list, without the closing slash."""
    command = [
        sys.executable,
        "-m",
        "server.cli",
        "serve",
        "--store",
        str(seed_store),
        "--port",
        "0",
    ]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        line = next(line for line in server.stdout if line.startswith("Curagraph is at "))
        yield line.split()[3].rstrip("/")
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window.

    It ends with the tests that use it: while it runs, so does a loop of asyncio.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        if os.environ.get("CURAGRAPH_BROWSER") == "required":
            pytest.fail("Chromium is required and not there: apt-get install chromium")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()
