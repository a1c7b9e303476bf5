"""Mending the lists of a run, until there is nothing left to mend."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from loader.lint.files import STANDARD_INPUT, file_of
from loader.lint.fixing import fixed
from loader.lint.pages import Page
from loader.lint.places import Finding
from loader.lint.running import Result, lint
from loader.sources import Source

# What is mended may uncover what another edit hid; each round mends less than the one before.
_MOST_ROUNDS = 5


def mended(result: Result, codes: Collection[str]) -> Result:
    """What is found once everything that can be mended is; nothing is written.

    Lists that are no files of this machine stay as they are, but for standard input.
    """
    for _ in range(_MOST_ROUNDS):
        sources = [_mended(page, result.findings) for page in result.pages]
        pairs = zip(sources, result.pages, strict=True)
        if all(source.text == page.text for source, page in pairs):
            break
        result = lint(sources, codes)
    return result


def _mended(page: Page, findings: Iterable[Finding]) -> Source:
    snapshot = page.reading.snapshot
    if page.source != STANDARD_INPUT and file_of(page) is None:
        return Source(snapshot, page.text)
    own = [finding for finding in findings if finding.source == page.source]
    return Source(snapshot, fixed(snapshot, page.text, own))
