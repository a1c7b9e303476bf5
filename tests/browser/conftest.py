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
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        if os.environ.get("CURAGRAPH_BROWSER") == "required":
            pytest.fail("Chromium is required and not there: apt-get install chromium")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """A page that notes everything a visitor should never meet."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", self._note)
        self.page.on("request", self._follow)

    def _note(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.faults.append(f"console: {getattr(message, 'text', '')}")

    def _follow(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked another host: {url}")

    def open(self, path: str) -> Page:
        """Go to a path of the server."""
        self.page.goto(f"{self.address}{path}", wait_until="load")
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A visitor at a desk; what went wrong in the page fails the test at its end."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    visit = Visit(context, address)
    yield visit
    context.close()
    assert visit.faults == []


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Visit]:
    """A visitor with a phone, in the dark."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True
    )
    visit = Visit(context, address)
    yield visit
    context.close()
    assert visit.faults == []


@pytest.fixture
def browser_without_scripts(browser: Browser, address: str) -> Iterator[Page]:
    """The front page in a browser that runs no JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/")
    yield page
    context.close()
