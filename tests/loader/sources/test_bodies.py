"""What comes over the web: its size, its packing and its encoding."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from loader.errors import SourceError
from loader.sources.bodies import Body
from loader.sources.reach import Reach

if TYPE_CHECKING:
    from tests.loader.sources.conftest import Fetch, Refusal, Site

TEXT = "# Vision\n\n**A title** \\\n*Ada One* \\\n[p](https://x.org)\n"


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
