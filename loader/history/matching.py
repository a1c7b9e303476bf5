"""Which entries of two versions of a list are one, and what was changed of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache

from loader.fields.identifiers import own_and_others
from loader.fields.text import key_of
from loader.records import Change, Entry, Field, Link, LinkKind

_REMEMBERED = 1 << 14


@lru_cache(maxsize=_REMEMBERED)
def papers_of(links: tuple[Link, ...]) -> frozenset[str]:
    """What the links of an entry say of its paper: its identifiers, else the addresses.

    >>> sorted(papers_of((Link(LinkKind.PAPER, "https://arxiv.org/pdf/2105.11333v2"),)))
    ['arxiv:2105.11333']
    """
    own, _ = own_and_others(links)
    return frozenset(own) or frozenset(addresses_of(links))


def addresses_of(links: tuple[Link, ...]) -> tuple[str, ...]:
    """Where an entry leads for its paper; its first link where none is said to be the paper.

    >>> addresses_of((Link(LinkKind.PROJECT, "https://x.example"), Link(LinkKind.CODE, "y")))
    ('https://x.example',)
    """
    papers = tuple(each.url for each in links if each.kind is LinkKind.PAPER)
    return papers or tuple(each.url for each in links[:1])


@lru_cache(maxsize=_REMEMBERED)
def title_key(title: str) -> str:
    """What of a title counts: its words; all of it where it has none."""
    return key_of(title) or title


def pairs_of(
    old: Sequence[Entry], new: Sequence[Entry]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Which of some entries that went and some that came are one.

    Those that say the same come first, then those with one title, for a curator replaces the link
    to a preprint more often than the title, then those with a link to one paper.

    Returns:
        Places of those that are one, then of those that only went, and of those that only came.
    """
    pairs: list[tuple[int, int]] = []
    went, came = list(range(len(old))), list(range(len(new)))
    for keys in (_everything, _title_and_section, _title, _papers):
        pairs += _paired(old, new, went, came, keys)
        taken, given = {before for before, _ in pairs}, {after for _, after in pairs}
        went = [place for place in went if place not in taken]
        came = [place for place in came if place not in given]
    return sorted(pairs, key=lambda pair: pair[1]), went, came


def _paired(
    old: Sequence[Entry],
    new: Sequence[Entry],
    went: Iterable[int],
    came: Iterable[int],
    keys: Callable[[Entry], Iterable[Hashable]],
) -> Iterable[tuple[int, int]]:
    by_key: dict[Hashable, list[int]] = defaultdict(list)
    for place in went:
        for key in keys(old[place]):
            by_key[key].append(place)
    taken: set[int] = set()
    for place in came:
        found = (each for key in keys(new[place]) for each in by_key.get(key, ()))
        before = next((each for each in found if each not in taken), None)
        if before is not None:
            taken.add(before)
            yield before, place


def _everything(entry: Entry) -> Iterable[Hashable]:
    return ((title_key(entry.title), entry.section_path, entry.raw),)


def _title_and_section(entry: Entry) -> Iterable[Hashable]:
    return ((title_key(entry.title), entry.section_path),)


def _title(entry: Entry) -> Iterable[Hashable]:
    return (title_key(entry.title),)


def _papers(entry: Entry) -> Iterable[Hashable]:
    return sorted(papers_of(entry.links))


def changes_between(before: Entry, after: Entry, *, moved: bool) -> tuple[Change, ...]:
    """What of an entry was changed, field by field; what only looks otherwise is no change.

    Args:
        before: What it said.
        after: What it says.
        moved: Whether another section counts.
    """
    return tuple(_changes(before, after, moved=moved))


def _changes(before: Entry, after: Entry, *, moved: bool) -> Iterable[Change]:
    if title_key(before.title) != title_key(after.title):
        yield Change(Field.TITLE, before.title, after.title)
    if before.authors != after.authors and _names(before) != _names(after):
        yield Change(Field.AUTHORS, _byline(before), _byline(after))
    if before.venue != after.venue:
        yield Change(Field.VENUE, before.venue, after.venue)
    if before.year != after.year:
        yield Change(Field.YEAR, _year(before), _year(after))
    if before.links != after.links and set(before.links) != set(after.links):
        yield Change(Field.LINKS, _links(before, after), _links(after, before))
    if moved and before.section_path != after.section_path:
        yield Change(Field.SECTION, _section(before), _section(after))


def _names(entry: Entry) -> list[str]:
    return [key_of(name) for name in entry.authors or ()]


def _byline(entry: Entry) -> str | None:
    return ", ".join(entry.authors) if entry.authors else None


def _year(entry: Entry) -> str | None:
    return None if entry.year is None else str(entry.year)


def _section(entry: Entry) -> str | None:
    return " > ".join(entry.section_path) or None


def _links(entry: Entry, other: Entry) -> str | None:
    """Links that one has and the other has not."""
    kept = set(other.links)
    return " ".join(f"{each.kind}: {each.url}" for each in entry.links if each not in kept) or None
