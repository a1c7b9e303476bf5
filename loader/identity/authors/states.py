"""What is known of who a person is, and the name to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from loader.identity.authors.clustering import Person
from loader.identity.authors.names import PersonName, name_of
from loader.identity.things import AuthorStatus

# Odds of one in so many that somebody of the same name is the same person after all, or that
# the weakest step that joined a person's papers was wrong, leave it open who is who.
_LEFT_OPEN_RIVAL = -4.0
_LEFT_OPEN_JOIN = 2.0
# A name that fewer others are to be expected to bear is not common.
COMMON = 0.1


def status_of(person: Person, others: float, *, verified: bool) -> AuthorStatus:
    """The state of a person's identity.

    Args:
        person: The person, with the evidence against being apart from others, and for being one.
        others: How many others one has to expect under the fullest of the names.
        verified: Whether an identifier or a correction says who it is.
    """
    if verified:
        return AuthorStatus.VERIFIED
    joined_in_doubt = others >= COMMON and person.weakest < _LEFT_OPEN_JOIN
    if person.rival > _LEFT_OPEN_RIVAL or joined_in_doubt:
        return AuthorStatus.AMBIGUOUS
    return AuthorStatus.NAME_ONLY


def names_to_show(printed: Iterable[str]) -> tuple[str, ...]:
    """Printed names without repeats, the one to show first: written out, and printed most.

    >>> names_to_show(["A. One", "A. One", "Ada One", "Ada Oné", "Ada Oné"])
    ('Ada Oné', 'Ada One', 'A. One')
    """
    often = Counter(printed)
    alike: Counter[PersonName] = Counter()
    for name, count in often.items():
        alike[name_of(name)] += count
    return tuple(
        sorted(often, key=lambda n: (*_poverty(n), -alike[name_of(n)], -often[n], "," in n, n))
    )


def _poverty(name: str) -> tuple[bool, bool]:
    return not name_of(name).is_full, name.isupper() or name.islower()
