"""No paper takes longer than its length, whatever names lists print of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from loader.identity.authors.evidence import corpus_of, profile_of
from loader.identity.authors.mentions import Byline, mentions_of
from loader.identity.authors.places import Places
from tests.limits import at_most

MANY = 10_000
SECONDS = 20


def name(n: int, letters: str = "bcdfghjklmnpqrst") -> str:
    return "".join(letters[n >> shift & 15] + "aeio"[n >> shift & 3] for shift in (0, 4, 8, 12))


# What two entries print of one paper.
BYLINES: dict[str, tuple[Callable[[int], str], Callable[[int], str]]] = {
    "the other way round": (
        lambda n: f"{name(n)} {name(n)[::-1]}ov",
        lambda n: f"{name(MANY - n)} {name(MANY - n)[::-1]}ov",
    ),
    "one surname": (lambda n: f"B{name(n)} Wang", lambda n: f"B{name(MANY + n)} Wang"),
    "one surname and initials": (
        lambda n: f"A. {name(n)} Wang",
        lambda n: f"A. {name(MANY + n)} Wang",
    ),
    "one surname alone": (lambda n: f"B{name(n)} Wang", lambda _: "Wang"),
    "one name": (lambda _: "Ada Wang", lambda _: "A. Wang"),
    "nothing alike": (lambda n: f"{name(n)} ov", lambda n: f"{name(n)} ev"),
}


@pytest.mark.parametrize("case", BYLINES)
def test_long_author_lists_are_laid_beside_each_other(case: str) -> None:
    one, other = BYLINES[case]
    with at_most(SECONDS):
        places = Places(map(one, range(MANY)))
        found = places.of([other(n) for n in range(MANY)])
    assert len(set(found)) == MANY


def test_many_entries_of_one_paper_are_laid_beside_each_other() -> None:
    with at_most(SECONDS):
        places = Places([])
        for entry in range(MANY // 10):
            places.of([f"{name(10 * entry + n)} {name(n)}ov" for n in range(10)])
    assert len(places.names) <= MANY


def test_what_is_known_of_the_authors_of_one_long_list_stays_small() -> None:
    corpus = corpus_of(mentions_of([Byline("p1", tuple(map(_other_name, range(MANY))))]))
    with at_most(SECONDS):
        known = [profile_of([mention], corpus) for mention in range(MANY)]
    assert max(sum(map(len, each.coauthors.values())) for each in known) < MANY / 10


def _other_name(n: int) -> str:
    return f"{name(n)} {name(n)[::-1]}ov"
