"""What reading promises of any text, whatever stands in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from loader.reading import read
from loader.records import ListSnapshot, Markup, ReadingList

_LONGEST_TITLE = 400


def reading(text: str, markup: Markup = Markup.MARKDOWN) -> ReadingList:
    """A text read as a list by itself."""
    return read(ListSnapshot(key="list", source="list", content="0" * 64, markup=markup), text)


def hold_lines(found: ReadingList, text: str) -> None:
    """Whatever is said of lines is said of lines that the text has."""
    source = text.split("\n")
    for entry in found.entries:
        assert 1 <= entry.line <= entry.end_line <= len(source)
        assert entry.raw == "\n".join(source[entry.line - 1 : entry.end_line])
    for item in found.dropped:
        assert 1 <= item.line <= item.end_line <= len(source)
        assert item.reason.strip()
        assert "\n" not in item.reason
    for section in found.sections:
        assert 1 <= section.line <= len(source)
        assert section.path
        assert all(section.path)
    assert [e.line for e in found.entries] == sorted(e.line for e in found.entries)


def hold_titles(found: ReadingList) -> None:
    """A title says something, on one line, and nothing that its entry's lines do not say."""
    for entry in found.entries:
        assert entry.title == entry.title.strip()
        assert 0 < len(entry.title) <= _LONGEST_TITLE
        assert any(map(str.isalpha, entry.title))
        assert "\n" not in entry.title
        for said in (entry.title, *(entry.authors or ())):
            assert said.strip()
        assert _is_within(entry.title, entry.raw), (entry.title, entry.raw)


def hold_links(found: ReadingList, text: str) -> None:
    """A target stands in the text, and is none that a page should not lead to."""
    for entry in found.entries:
        for link in entry.links:
            scheme = link.url.partition(":")[0] if ":" in link.url.partition("/")[0] else ""
            assert scheme.lower() in {"", "http", "https"}, link
            assert link.url.isascii()
            assert not set(link.url) & set(' "<>\\^`{|}')
            # A host of letters beyond ASCII is spelt in other ones (RFC 3492).
            assert "xn--" in link.url or _is_within(unquote(link.url), text), link


def hold_honesty(found: ReadingList, addresses: dict[int, str]) -> None:
    """A line's address is a link of an entry, or the line is reported.

    Args:
        found: What was read.
        addresses: Addresses that stand in the text once each, by their line.
    """
    linked = {link.url for entry in found.entries for link in entry.links}
    reported = {n for item in found.dropped for n in range(item.line, item.end_line + 1)}
    lost = {n for n, url in addresses.items() if url not in linked and n not in reported}
    assert not lost, lost


def _is_within(part: str, whole: str) -> bool:
    """Whether the letters and digits of a part stand in the whole in the same order."""
    ways = {whole, unescape(whole), unquote(unescape(whole)), unquote(whole)}
    letters = "".join(_letters(part))
    return any(_in_order(letters, _letters(way)) for way in ways)


def _in_order(letters: str, among: Iterator[str]) -> bool:
    return all(letter in among for letter in letters)


def _letters(text: str) -> Iterator[str]:
    return (c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())
