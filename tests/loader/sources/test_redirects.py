"""Redirects: followed where they lead to the web, and nowhere else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from loader.errors import SourceError
from loader.sources.web import next_address

if TYPE_CHECKING:
    from tests.loader.sources.conftest import Fetch, Refusal, Site

TEXT = "# Vision\n\n**A title** \\\n*Ada One* \\\n[p](https://x.org)\n"


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
