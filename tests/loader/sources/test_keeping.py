"""What is kept of the web and what is not: credentials, cookies and the cache."""

from __future__ import annotations

import gzip
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loader.sources import Source, reach_from, sources_in
from loader.sources.reach import Reach, cache_folder

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from tests.loader.sources.conftest import Fetch, Refusal, Site

TEXT = "# Vision\n\n**A title** \\\n*Ada One* \\\n[p](https://x.org)\n"


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
