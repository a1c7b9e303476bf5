"""The web: what a server says, or one clear line, however it behaves."""

from __future__ import annotations

import asyncio
import gzip
import io
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import tracemalloc
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loader.errors import SourceError
from loader.records import Markup
from loader.sources import Source, reach_from, sources_in, sources_of
from loader.sources.bodies import Body
from loader.sources.reach import Reach, cache_folder
from loader.sources.web import next_address

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


def test_a_server_that_is_not_there_is_named(refusal: Refusal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    message = refusal(f"http://127.0.0.1:{port}/a.md")
    assert message.startswith(f"http://127.0.0.1:{port}/a.md: cannot be reached (")
    assert message.endswith("check the network, or use what was fetched earlier with --offline")


def test_a_server_that_speaks_no_http_is_named(site: Site, refusal: Refusal) -> None:
    address = site.does("/a.md", lambda handler: _say(handler, b"220 mail.example.org ESMTP\r\n"))
    assert refusal(address) == f"{address}: the answer broke off; try again"


def _say(handler: BaseHTTPRequestHandler, raw: bytes) -> None:
    handler.wfile.write(raw)
    handler.close_connection = True


# Size and encoding.


def test_a_body_too_large_for_a_list_is_refused_without_reading_it_whole(
    site: Site, reach: Reach, refusal: Refusal
) -> None:
    small = replace(reach, limits=replace(reach.limits, largest=1024 * 1024))
    address = site.says("/a.md", b"x" * (8 * 1024 * 1024))
    assert refusal(address, small).startswith(f"{address}: larger than 1 MB;")


@pytest.mark.parametrize("members", [1, 2])
def test_a_packed_body_is_unpacked(site: Site, fetch: Fetch, members: int) -> None:
    half = len(TEXT) // members
    parts = [TEXT[:half], TEXT[half:]] if members > 1 else [TEXT]
    packed = b"".join(gzip.compress(part.encode()) for part in parts)
    address = site.says("/a.md", packed, Content_Encoding="gzip", ETag='"1"')
    assert fetch(address).text == TEXT
    assert fetch(address).text == TEXT


def test_a_small_body_that_unpacks_to_gigabytes_is_refused(site: Site, refusal: Refusal) -> None:
    address = site.says("/a.md", bomb(), Content_Encoding="gzip")
    assert refusal(address).startswith(f"{address}: larger than 64 MB;")


def test_what_unpacks_to_gigabytes_never_takes_more_than_its_limit() -> None:
    packed = bomb()
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="larger than 1 MB"):
            Body("gzip", "x", 1024 * 1024).add(packed)
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


def bomb() -> bytes:
    """Less than a hundred kilobytes of gzip that hold 80 MB."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
        for _ in range(80):
            file.write(bytes(1024 * 1024))
    return packed.getvalue()


def test_packing_within_packing_is_refused(site: Site, refusal: Refusal) -> None:
    twice = gzip.compress(gzip.compress(TEXT.encode()))
    address = site.says("/a.md", twice, Content_Encoding="gzip, gzip")
    assert "sent in the encoding 'gzip, gzip', which was not asked for" in refusal(address)


@pytest.mark.parametrize(
    ("packed", "why"),
    [
        (gzip.compress(TEXT.encode())[:-9], "the answer broke off"),
        (b"not packed at all", "the answer is damaged gzip"),
    ],
)
def test_a_packed_body_that_is_damaged_is_no_list(
    site: Site, refusal: Refusal, packed: bytes, why: str
) -> None:
    address = site.says("/a.md", packed, Content_Encoding="gzip")
    assert refusal(address) == f"{address}: {why}; try again"


def test_a_wrong_charset_does_not_matter_where_the_bytes_are_utf8(site: Site, fetch: Fetch) -> None:
    address = site.says("/a.md", "# Café\n", media_type="text/plain; charset=iso-8859-1")
    assert fetch(address).text == "# Café\n"


def test_what_is_not_utf8_is_named_with_its_line(site: Site, refusal: Refusal) -> None:
    address = site.says("/a.md", b"# A\ncaf\xe9\n", media_type="text/plain; charset=utf-8")
    assert refusal(address) == f"{address}:2: not valid UTF-8 (byte 0xe9); save it as UTF-8"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("<p>A page</p>", "text/html; charset=utf-8"),
        ("\n <!DOCTYPE html><title>Sign in</title>", "text/plain"),
        ("\ufeff<html lang=en>", ""),
    ],
)
def test_a_web_page_is_no_list(site: Site, refusal: Refusal, body: str, media_type: str) -> None:
    address = site.says("/a.md", body, media_type=media_type)
    assert refusal(address) == (
        f"{address}: a web page, not a list's text; name the address of the raw file"
    )


# Redirects.


def test_a_redirect_is_followed_and_the_list_keeps_its_name(site: Site, fetch: Fetch) -> None:
    site.says("/new.md", TEXT)
    address = site.says("/old.md", "", 301, Location="/new.md")
    found = fetch(address)
    assert (found.text, found.snapshot.source) == (TEXT, address)


def test_redirects_in_a_circle_end(site: Site, refusal: Refusal) -> None:
    address = site.says("/a.md", "", 302, Location="/b.md")
    site.says("/b.md", "", 302, Location="/a.md")
    assert refusal(address) == (
        f"{address}: redirected more than 5 times; name the address where the list is"
    )
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://x.org/a.md",
        "http://ada:secret@127.0.0.1/",
        "http://[",
        "https://",
    ],
)
def test_a_redirect_leads_to_the_web_alone(site: Site, refusal: Refusal, location: str) -> None:
    address = site.says("/a.md", "", 302, Location=location)
    assert refusal(address) == (
        f"{address}: redirected to what is no address; name the address where the list is"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.7", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_redirect_does_not_lead_from_the_internet_into_this_network(host: str) -> None:
    with pytest.raises(SourceError, match="within this network; name that if it is meant"):
        asyncio.run(next_address("http://93.184.215.14/a.md", f"http://{host}/b.md", "x"))


def test_a_redirect_does_not_lead_from_an_encrypted_address_to_an_open_one() -> None:
    with pytest.raises(SourceError, match="not encrypted; name that if it is meant"):
        asyncio.run(next_address("https://127.0.0.1/a.md", "http://127.0.0.1/a.md", "x"))


def test_a_redirect_may_lead_from_one_host_to_another() -> None:
    found = asyncio.run(next_address("http://93.184.215.14/a", "//93.184.215.15/b#c", "x"))
    assert found == "http://93.184.215.15/b"


# Credentials and the cache.


def test_an_address_with_a_password_is_refused_and_the_password_not_shown(
    site: Site, refusal: Refusal
) -> None:
    address = site.says("/a.md").replace("//", "//ada:secret@")
    message = refusal(address)
    assert message.startswith(f"http://…@{site.address.removeprefix('http://')}/a.md: no address")
    assert "secret" not in message
    assert not site.asked


def test_no_cookie_is_kept_or_sent(site: Site, reach: Reach) -> None:
    first = site.says("/a.md", "", 302, Location="/b.md", Set_Cookie="session=1234567")
    site.says("/b.md", TEXT, Set_Cookie="session=1234567", ETag='"1"')
    for _ in range(2):
        assert isinstance(next(sources_in([first], reach)), Source)
    assert all("cookie" not in headers for _, headers in site.asked)
    assert b"1234567" not in b"".join(file.read_bytes() for file in reach.cache.iterdir())


def test_the_token_goes_to_raw_files_alone_and_is_not_kept(site: Site, reach: Reach) -> None:
    # Another name of this machine is another origin.
    raw = site.address.replace("127.0.0.1", "localhost")
    environment = {"GITHUB_TOKEN": "t0ken-1234"}
    trusting = replace(
        reach_from(environment, cache=reach.cache),
        github=replace(reach.github, raw=f"{raw}/raw"),
    )
    site.says("/raw/ada/lists/HEAD/README.md", TEXT, ETag='"1"', Vary="Authorization")
    site.says("/page.md", TEXT)
    found = list(sources_in(["ada/lists", f"{site.address}/page.md"], trusting))
    assert all(isinstance(each, Source) for each in found), found
    carried = {path for path, headers in site.asked if "authorization" in headers}
    assert carried == {"/raw/ada/lists/HEAD/README.md"}
    assert "t0ken-1234" not in repr(trusting)
    assert b"t0ken-1234" not in b"".join(file.read_bytes() for file in reach.cache.iterdir())


def test_an_unchanged_list_is_not_sent_again(site: Site, fetch: Fetch) -> None:
    def revalidated(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == '"1"'
        site.answers["/304" if known else "/200"](handler)

    site.says("/304", "", 304, ETag='"1"')
    site.says("/200", TEXT, ETag='"1"')
    address = site.does("/a.md", revalidated)
    assert fetch(address).text == TEXT
    assert fetch(address).text == TEXT
    assert [headers.get("if-none-match") for _, headers in site.asked] == [None, '"1"']


def test_a_list_that_changed_is_read_though_the_cache_holds_a_fresh_one(
    site: Site, fetch: Fetch, offline: Reach
) -> None:
    address = site.says("/a.md", TEXT, Cache_Control="max-age=3600", ETag='"1"')
    assert fetch(address).text == TEXT
    site.says("/a.md", "# Changed\n", Cache_Control="max-age=3600", ETag='"2"')
    assert fetch(address).text == "# Changed\n"
    assert fetch(address, offline).text == "# Changed\n"


def test_offline_the_cache_alone_answers(site: Site, fetch: Fetch, offline: Reach) -> None:
    site.says("/new.md", gzip.compress(TEXT.encode()), Content_Encoding="gzip")
    address = site.says("/old.md", "", 301, Location="/new.md")
    before = fetch(address)
    site.asked.clear()
    assert fetch(address, offline) == before
    assert not site.asked


def test_offline_what_the_cache_does_not_hold_is_named(
    site: Site, refusal: Refusal, offline: Reach
) -> None:
    refusal(f"{site.address}/a.md")
    assert refusal(f"{site.address}/a.md", offline) == (
        f"{site.address}/a.md: nothing of it is kept in {offline.cache}; fetch it once without "
        "--offline"
    )


def test_what_a_server_forbids_to_keep_is_not_kept(
    site: Site, fetch: Fetch, refusal: Refusal, offline: Reach
) -> None:
    address = site.says("/a.md", Cache_Control="no-store")
    fetch(address)
    assert "nothing of it is kept" in refusal(address, offline)


def test_the_cache_is_its_users_own(site: Site, fetch: Fetch, reach: Reach) -> None:
    fetch(site.says("/a.md"))
    assert stat.S_IMODE(reach.cache.stat().st_mode) == 0o700


def test_a_cache_that_cannot_be_is_named(site: Site, tmp_path: Path, refusal: Refusal) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    nowhere = Reach(tmp_path / "file" / "cache")
    assert refusal(site.says("/a.md"), nowhere) == (
        f"{nowhere.cache}: cannot hold the cache: Not a directory; name another folder with --cache"
    )
    taken = Reach(tmp_path / "taken")
    taken.cache.mkdir()
    with sqlite3.connect(taken.cache / "http.db") as database:
        database.execute("CREATE TABLE entries (another TEXT)")
    database.close()
    assert refusal(site.says("/a.md"), taken).startswith(f"{taken.cache}: cannot hold the cache:")


def test_a_damaged_cache_is_no_obstacle(
    site: Site, fetch: Fetch, reach: Reach, capfd: pytest.CaptureFixture[str]
) -> None:
    reach.cache.mkdir()
    (reach.cache / "http.db").write_bytes(b"no database" * 1000)
    assert fetch(site.says("/a.md", TEXT)).text == TEXT
    assert capfd.readouterr().err == ""


def test_without_a_source_on_the_web_no_cache_is_made(tmp_path: Path, reach: Reach) -> None:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    list(sources_in([str(tmp_path / "a.md")], reach))
    assert not reach.cache.exists()


@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({"HOME": "/home/ada"}, "linux", "/home/ada/.cache/curagraph"),
        (
            {"HOME": "/home/ada", "XDG_CACHE_HOME": "relative"},
            "linux",
            "/home/ada/.cache/curagraph",
        ),
        ({"HOME": "/Users/ada"}, "darwin", "/Users/ada/Library/Caches/curagraph"),
        ({"HOME": "/c", "LOCALAPPDATA": "/c/local"}, "win32", "/c/local/curagraph"),
    ],
)
def test_the_cache_is_where_the_platform_keeps_caches(
    environment: dict[str, str], platform: str, folder: str
) -> None:
    assert cache_folder(environment, platform).as_posix() == folder


def test_a_chosen_cache_comes_before_the_environments(tmp_path: Path) -> None:
    environment = {"CURAGRAPH_CACHE": "/elsewhere", "GITHUB_TOKEN": ""}
    assert reach_from(environment).cache == Path("/elsewhere")
    assert reach_from(environment).token is None
    assert reach_from(environment, cache=tmp_path).cache == tmp_path


def test_an_interrupt_ends_every_fetch_at_once(site: Site, tmp_path: Path) -> None:
    def silence(_: BaseHTTPRequestHandler) -> None:
        time.sleep(5)

    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from loader.sources import Reach, sources_in\n"
        "try:\n"
        "    list(sources_in(sys.argv[2:], Reach(Path(sys.argv[1]))))\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
    )
    names = [site.does(f"/{n}.md", silence) for n in range(3)]
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "cache"), *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        while len(site.asked) < 3:
            time.sleep(0.02)
        begun = time.monotonic()
        running.send_signal(signal.SIGINT)
        told, complaints = running.communicate(timeout=10)
    assert (told, complaints) == ("interrupted\n", "")
    assert time.monotonic() - begun < 4
