"""A web server on this machine that does what a test tells it to, also wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Protocol

import pytest

from loader.sources import GitHub, Limits, Reach, Source, sources_in

TEXT = "# A list\n\n**A title** \\\n*Ada One* \\\n[p](https://x.org)\n"
# Tests wait for nothing longer than they must.
HASTE = Limits(connect=5, silence=1, whole=20, tries=3, pause=0.01, longest_pause=2)

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class Site:
    """What the server says, and what it was asked."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def says(
        self,
        path: str,
        body: str | bytes = TEXT,
        status: int = 200,
        media_type: str = "text/plain; charset=utf-8",
        **headers: str,
    ) -> str:
        """Let a path have a body; its address."""
        raw = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Type", media_type)
            handler.send_header("Content-Length", str(len(raw)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(raw)

        return self.does(path, answer)

    def does(self, path: str, answer: Answer) -> str:
        """Let a path be answered by a function; its address."""
        self.answers[path] = answer
        return f"{self.address}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.asked]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    said = Site("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            said.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            answer = said.answers.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    said.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield said
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def reach(site: Site, tmp_path: Path) -> Reach:
    """A reach with GitHub on the server: its pages below /site, its raw files below /raw."""
    github = GitHub(site=f"{site.address}/site", raw=f"{site.address}/raw")
    return Reach(tmp_path / "cache", github=github, limits=HASTE)


@pytest.fixture
def offline(reach: Reach) -> Reach:
    return replace(reach, offline=True)


class Fetch(Protocol):
    """Reads one list from the web."""

    def __call__(self, name: str, reach: Reach | None = None) -> Source:
        """The one list that a source names."""


class Refusal(Protocol):
    """Fails to read a list from the web."""

    def __call__(self, name: str, reach: Reach | None = None) -> str:
        """The one line that says why."""


@pytest.fixture
def fetch(reach: Reach) -> Fetch:
    usual = reach

    def one(name: str, reach: Reach | None = None) -> Source:
        (found,) = sources_in([name], reach or usual)
        assert isinstance(found, Source), found
        return found

    return one


@pytest.fixture
def refusal(reach: Reach) -> Refusal:
    usual = reach

    def why(name: str, reach: Reach | None = None) -> str:
        (found,) = sources_in([name], reach or usual)
        assert not isinstance(found, Source), found
        message = str(found)
        assert "\n" not in message
        return message

    return why
