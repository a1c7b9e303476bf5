"""Hostile texts: whatever somebody puts into a list, reading it ends, and soon.

How the time grows is measured by ``python -m tests.bench.hostile``; here a text that costs more
than its length is only kept from coming back: its time would be many times what is allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import pytest

from loader.records import Markup
from tests.limits import at_most
from tests.loader.reading.hostile import Attack, attacks
from tests.loader.reading.promises import hold_lines, reading

# Characters of an attack, and seconds of processor time that none comes near to.
LENGTH, SECONDS = 6_000, 15.0


@pytest.mark.parametrize(
    ("place", "kinds"),
    [(place, list(kinds)) for place, kinds in groupby(attacks(), key=lambda attack: attack.place)],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_no_text_costs_more_than_its_length(place: str, kinds: list[Attack]) -> None:
    for attack in kinds:
        text = attack.text(LENGTH)
        try:
            with at_most(SECONDS):
                hold_lines(reading(text, attack.markup), text)
        except TimeoutError as error:
            pytest.fail(f"{attack.name} {place}: {error}")


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        (lambda: "[" * 10_000, Markup.MARKDOWN),
        (lambda: "word " * 200_000, Markup.MARKDOWN),
        (lambda: "a" * 1_000_000, Markup.MARKDOWN),
        (lambda: "".join(f"{'  ' * n}- a\n" for n in range(5_000)), Markup.MARKDOWN),
        (lambda: "a" * 1_000_000, Markup.RESTRUCTUREDTEXT),
        (lambda: "a-" * 50_000, Markup.RESTRUCTUREDTEXT),
        (lambda: "*a " * 50_000, Markup.RESTRUCTUREDTEXT),
    ],
    ids=["brackets", "words", "word", "nested items", "rst word", "rst hyphens", "rst marks"],
)
def test_an_extreme_text_is_read_or_refused(text: Callable[[], str], markup: Markup) -> None:
    written = text()
    with at_most(30):
        found = reading(written, markup)
    hold_lines(found, written)
    assert found.entries == ()


def test_what_is_refused_is_said_to_be() -> None:
    entry = "- `A title of words <https://arxiv.org/abs/1>`_, Ada Lo, ICML 2020"
    text = f"A title\n\n{'*a ' * 4_000}\n\n{entry}"
    found = reading(text, Markup.RESTRUCTUREDTEXT)
    assert [entry.line for entry in found.entries] == [5]
    assert [(item.line, item.reason) for item in found.dropped] == [
        (3, "longer than any entry, and not read")
    ]
