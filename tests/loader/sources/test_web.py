"""The web: what a server says, or one clear line, however it behaves."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from loader.errors import SourceError
from loader.records import Markup
from loader.sources import Source, sources_in, sources_of
from loader.sources.reach import Reach

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from tests.loader.sources.conftest import Fetch, Refusal, Site

TEXT = "# Vision\n\n**A title** \\\n*Ada One* \\\n[p](https://x.org)\n"


def test_an_address_is_a_source(site: Site, fetch: Fetch) -> None:
    address = site.says("/lists/vision.md", TEXT)
    found = fetch(address)
    assert found.text == TEXT
    snapshot = found.snapshot
    assert (snapshot.source, snapshot.home, snapshot.origin) == (address, address, address)
    assert snapshot.key == f"127-0-0-1-{site.address.rpartition(':')[2]}-lists-vision"
    assert (snapshot.commit, snapshot.permalink) == (None, None)


def test_two_queries_of_one_page_are_two_lists(site: Site, reach: Reach) -> None:
    names = [site.says("/list?of=a"), site.says("/list?of=b")]
    keys = {found.snapshot.key for found in sources_in(names, reach) if isinstance(found, Source)}
    assert len(keys) == 2


def test_the_ending_or_the_server_tells_the_markup(site: Site, fetch: Fetch) -> None:
    assert fetch(site.says("/a.rst")).snapshot.markup is Markup.RESTRUCTUREDTEXT
    told = site.says("/a", media_type="text/x-rst")
    assert fetch(told).snapshot.markup is Markup.RESTRUCTUREDTEXT
    assert fetch(site.says("/b.md")).snapshot.markup is Markup.MARKDOWN


def test_nothing_is_fetched_that_no_source_names(site: Site, fetch: Fetch) -> None:
    site.says("/other.md")
    fetch(site.says("/a.md", "# A\n\n[other](other.md) ![seen](seen.png)\n"))
    assert site.paths == ["/a.md"]


def test_several_sources_keep_their_order_and_one_failure_stops_none(
    site: Site, reach: Reach
) -> None:
    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        site.answers["/last.md"](handler)

    site.says("/last.md", TEXT)
    names = [
        site.does("/first.md", slowly),
        f"{site.address}/missing.md",
        f"{site.address}/last.md",
    ]
    first, missing, last = sources_in(names, reach)
    assert isinstance(first, Source)
    assert isinstance(missing, SourceError)
    assert isinstance(last, Source)
    assert [first.snapshot.source, last.snapshot.source] == [names[0], names[2]]


def test_sources_are_fetched_several_at_a_time(site: Site, reach: Reach) -> None:
    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        site.answers["/quick"](handler)

    site.says("/quick")
    begun = time.monotonic()
    found = list(sources_in([site.does(f"/{n}.md", slowly) for n in range(6)], reach))
    assert all(isinstance(each, Source) for each in found)
    assert time.monotonic() - begun < 6 * 0.3


def test_a_failing_source_named_alone_is_raised(site: Site, reach: Reach) -> None:
    with pytest.raises(SourceError, match="not found"):
        list(sources_of(f"{site.address}/missing.md", reach))


def test_a_proxy_that_the_environment_names_is_used(
    site: Site, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.address)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    site.says("http://lists.example.org/a.md", TEXT)
    assert fetch("http://lists.example.org/a.md").text == TEXT
    assert fetch(site.says("/b.md", TEXT)).text == TEXT
    assert site.paths == ["http://lists.example.org/a.md", "/b.md"]


# What a server may say, and what comes of it.


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (404, "not found (404); check the address"),
        (410, "not found (410); check the address"),
        (401, "may not be read (401); name a list that is public"),
        (403, "may not be read (403); name a list that is public"),
        (418, "answered with status 418; check the address"),
    ],
)
def test_a_refusal_is_told_at_once(site: Site, refusal: Refusal, status: int, why: str) -> None:
    address = site.says("/a.md", status=status)
    assert refusal(address) == f"{address}: {why}"
    assert len(site.asked) == 1


def test_a_fault_that_passes_is_tried_again(site: Site, fetch: Fetch) -> None:
    def fails_twice(handler: BaseHTTPRequestHandler) -> None:
        site.answers["/503" if len(site.asked) < 3 else "/200"](handler)

    site.says("/503", status=503)
    site.says("/200", TEXT)
    assert fetch(site.does("/a.md", fails_twice)).text == TEXT
    assert len(site.asked) == 3


def test_a_fault_that_stays_is_tried_three_times(site: Site, refusal: Refusal) -> None:
    address = site.says("/a.md", status=503)
    assert refusal(address) == f"{address}: the server failed (503); try again later"
    assert len(site.asked) == 3


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_short_retry_after_is_waited_for(site: Site, fetch: Fetch, form: str) -> None:
    def busy_once(handler: BaseHTTPRequestHandler) -> None:
        site.answers["/429" if len(site.asked) == 1 else "/200"](handler)

    # A date has no fractions of a second, so that two seconds ahead are more than one.
    wait = "1" if form == "seconds" else formatdate(time.time() + 2, usegmt=True)
    site.says("/429", status=429, Retry_After=wait)
    site.says("/200", TEXT)
    begun = time.monotonic()
    assert fetch(site.does("/a.md", busy_once)).text == TEXT
    assert time.monotonic() - begun >= 0.9


def test_a_long_retry_after_is_told_and_not_waited_for(site: Site, refusal: Refusal) -> None:
    address = site.says("/a.md", status=429, Retry_After="3600")
    assert refusal(address) == f"{address}: too many requests (429); try again in 3600 seconds"
    assert len(site.asked) == 1


@pytest.mark.parametrize("wait", ["soon", "-5", "nan", "9" * 40, "Fri, 99 Foo 9999"])
def test_a_retry_after_that_says_nothing_of_use_does_no_harm(
    site: Site, refusal: Refusal, wait: str
) -> None:
    address = site.says("/a.md", status=429, Retry_After=wait)
    assert "too many requests (429)" in refusal(address)


def test_a_server_that_stays_silent_is_given_up(site: Site, refusal: Refusal) -> None:
    def silence(_: BaseHTTPRequestHandler) -> None:
        time.sleep(5)

    address = site.does("/a.md", silence)
    assert refusal(address) == f"{address}: silent for 1 seconds; try again later"


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_is_given_up(
    site: Site, reach: Reach, refusal: Refusal, part: str
) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if part == "body":
            handler.wfile.write(b"Content-Length: 1000\r\n\r\n")
        for _ in range(100):
            handler.wfile.write(b"X-A: b\r\n")
            time.sleep(0.1)

    hasty = replace(reach, limits=replace(reach.limits, whole=1))
    address = site.does("/a.md", drip)
    begun = time.monotonic()
    assert refusal(address, hasty) == f"{address}: took longer than 1 seconds; try again later"
    assert time.monotonic() - begun < 5


def test_a_body_that_breaks_off_is_no_list(site: Site, refusal: Refusal) -> None:
    def broken(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(TEXT.encode())
        handler.close_connection = True

    address = site.does("/a.md", broken)
    assert refusal(address) == f"{address}: the answer broke off; try again"
    assert len(site.asked) == 3


def test_what_broke_off_is_not_kept(site: Site, refusal: Refusal, offline: Reach) -> None:
    test_a_body_that_breaks_off_is_no_list(site, refusal)
    assert "nothing of it is kept" in refusal(f"{site.address}/a.md", offline)


def test_a_server_that_is_not_there_is_named_and_nothing_is_printed(
    refusal: Refusal, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    message = refusal(f"http://127.0.0.1:{port}/a.md")
    assert message.startswith(f"http://127.0.0.1:{port}/a.md: cannot be reached (")
    assert message.endswith("check the network, or use what was fetched earlier with --offline")
    assert capfd.readouterr() == ("", "")


def test_a_server_that_speaks_no_http_is_named(site: Site, refusal: Refusal) -> None:
    address = site.does("/a.md", lambda handler: _say(handler, b"220 mail.example.org ESMTP\r\n"))
    assert refusal(address) == f"{address}: the answer broke off; try again"


def _say(handler: BaseHTTPRequestHandler, raw: bytes) -> None:
    handler.wfile.write(raw)
    handler.close_connection = True
