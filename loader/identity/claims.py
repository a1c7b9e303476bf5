"""Entries as claims: what one place of one list says of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import count

from loader.fields.identifiers import own_and_others
from loader.fields.text import key_of
from loader.identity.keys import paper_keys
from loader.identity.ledger import Ledger
from loader.identity.things import Identifiers
from loader.records import Entry, ReadingList, Section

_SCHEMES = tuple(each.name for each in fields(Identifiers))


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry with what matters for telling papers apart.

    Attributes:
        number: Its place among all claims, from 0.
        list_key: Key of the list.
        entry: The entry.
        sections: Sections from the outermost down to the entry's own.
        title_key: Words of the title for comparing.
        identifiers: What its paper links state.
        surnames: Last words of the printed names.
    """

    number: int
    list_key: str
    entry: Entry
    sections: tuple[Section, ...]
    title_key: str
    identifiers: Identifiers
    surnames: frozenset[str]

    @property
    def place(self) -> str:
        """Where it stands, for people: list and line."""
        return f"{self.list_key}#L{self.entry.line}"

    @property
    def shared(self) -> tuple[str, ...]:
        """What other entries of the same paper may have too: identifiers and title."""
        return (*self.identifiers.pieces, f"title:{self.title_key or self.entry.title}")

    @property
    def byline(self) -> str:
        """Title with authors, which tells papers of one title, or with one link, apart."""
        names = " ".join(sorted(self.surnames))
        return f"by:{self.title_key or self.entry.title}|{names}"

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the paper is known by, as the ledger writes it: title with authors besides."""
        return (*self.shared, self.byline)


def claims_of(lists: Iterable[ReadingList]) -> Iterator[Claim]:
    """Every entry as a claim, list by list and line by line."""
    numbers = count()
    for reading_list in lists:
        by_path = {section.path: section for section in reading_list.sections}
        for entry in reading_list.entries:
            path = entry.section_path
            above = (by_path.get(path[: n + 1]) for n in range(len(path)))
            yield Claim(
                number=next(numbers),
                list_key=reading_list.snapshot.key,
                entry=entry,
                sections=tuple(section for section in above if section is not None),
                title_key=key_of(entry.title),
                identifiers=identifiers_of(entry),
                surnames=frozenset(
                    key_of(name).split()[-1] for name in entry.authors or () if key_of(name)
                ),
            )


def references_to(claim: Claim, ledger: Ledger) -> Iterator[str]:
    """What a correction may name the paper of an entry by.

    Several papers may have its title, or a link that a list copied. So an IRI that was given
    already is that of the entries whose title with authors it was given for; what else they share
    counts where no build has seen that yet. One that was given to nothing is that which the entry
    would get.
    """
    yield claim.place
    yield from claim.shared
    pinned = ledger.pinned("paper", [claim.byline]) or ledger.pinned("paper", claim.shared)
    keys = paper_keys(claim.identifiers, claim.title_key or claim.entry.title)
    new = (key for key in keys if not ledger.is_pinned("paper", key))
    for key in sorted({*pinned, *new}):
        yield f"paper/{key}"


def identifiers_of(entry: Entry) -> Identifiers:
    """Identifiers stated by the entry's links to the paper itself."""
    own, _ = own_and_others(entry.links)
    found = dict(piece.split(":", 1) for piece in own)
    return Identifiers(**{each: found[each] for each in _SCHEMES if each in found})
