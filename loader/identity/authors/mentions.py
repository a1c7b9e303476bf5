"""Mentions: every name at its place in a paper, as columns that a million of them fit into."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loader.fields.text import key_of
from loader.identity.authors.names import PersonName, name_of, spelt_out

_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Byline:
    """What the identity of a paper's authors is decided by.

    Attributes:
        paper: Key of the paper.
        names: The printed name at each position.
        variants: For each position the other ways that entries of the paper print the name;
            may be shorter than the names.
        misprints: For each position what lists write where a correction has the name read; may be
            shorter than the names.
        identifiers: For each position the person's identifier (``orcid:…``), ``None`` where
            unknown; may be shorter than the names.
        topics: Words and names that the paper's subject shows in.
        year: Year of publication, if known.
    """

    paper: str
    names: tuple[str, ...]
    variants: tuple[tuple[str, ...], ...] = ()
    misprints: tuple[tuple[str, ...], ...] = ()
    identifiers: tuple[str | None, ...] = ()
    topics: frozenset[str] = frozenset()
    year: int | None = None

    def names_at(self, position: int) -> tuple[str, ...]:
        """All ways to print the name at a position, counted from 0."""
        variants = self.variants[position] if position < len(self.variants) else ()
        return (self.names[position], *variants)

    def listed_at(self, position: int) -> tuple[str, ...]:
        """The same, and what lists write where a correction has one of them read."""
        misprints = self.misprints[position] if position < len(self.misprints) else ()
        return (*self.names_at(position), *misprints)


def topics_of(title: str, *marks: str) -> frozenset[str]:
    """Words of a title that may tell its subject, and other marks of it such as its venue.

    >>> sorted(topics_of("On the grasping of soft objects", "venue:iros"))
    ['grasping', 'objects', 'soft', 'venue:iros']
    """
    words = (word for word in key_of(title).split() if len(word) >= _SHORTEST_WORD)
    return frozenset((*words, *marks))


@dataclass(slots=True)
class Forms:
    """Distinct names, numbered; spellings that say the same share a number.

    Attributes:
        names: The name of each number, taken apart.
        of: Number by printed name.
    """

    names: list[PersonName] = field(default_factory=list)
    of: dict[str, int] = field(default_factory=dict)


def forms_of(printed: Iterable[str]) -> Forms:
    """Printed names, numbered: "Yuan-Xin", "Yuanxin" and "Müller", "Mueller" are the same.

    >>> found = forms_of(["Yuan-Xin Li", "Li, Yuanxin", "Jan Müller", "Jan Mueller", "J. Li"])
    >>> sorted(found.of.items())  # doctest: +NORMALIZE_WHITESPACE
    [('J. Li', 0), ('Jan Mueller', 1), ('Jan Müller', 1), ('Li, Yuanxin', 2), ('Yuan-Xin Li', 2)]
    """
    found = Forms()
    numbers: dict[tuple[str, ...], int] = {}
    texts = sorted(set(printed))
    umlauts = {_key(spelt_out(text)): _key(name_of(text)) for text in texts if not text.isascii()}
    for text in texts:
        name = name_of(text)
        key = _key(name)
        key = umlauts.get(key, key)
        number = numbers.setdefault(key, len(found.names))
        if number == len(found.names):
            found.names.append(name)
        elif len(name.given) > len(found.names[number].given):
            # The form that parts given names can be held against initials.
            found.names[number] = name
        found.of[text] = number
    return found


def _key(name: PersonName) -> tuple[str, ...]:
    given = ("".join(name.given),) if name.is_full else name.given
    return (name.surname, name.suffix, name.number, name.native, *given)


@dataclass(slots=True)
class Mentions:
    """All mentions in the order of papers and positions.

    Attributes:
        bylines: The papers.
        starts: Number of each paper's first mention, and of the one behind the last.
        paper: Number of the paper of each mention.
        form: Number of the name of each mention.
        forms: The names.
        others: Numbers of the other names that entries print for a mention.
    """

    bylines: Sequence[Byline]
    starts: array[int]
    paper: array[int]
    form: array[int]
    forms: Forms
    others: dict[int, tuple[int, ...]]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.form)

    def printed(self, mention: int) -> str:
        """The name as its paper prints it."""
        paper = self.paper[mention]
        return self.bylines[paper].names[mention - self.starts[paper]]

    def identifier(self, mention: int) -> str | None:
        """The person's identifier, where the paper gives one."""
        paper = self.paper[mention]
        known, position = self.bylines[paper].identifiers, mention - self.starts[paper]
        return known[position] if position < len(known) else None


def mentions_of(bylines: Sequence[Byline]) -> Mentions:
    """The mentions of papers, numbered through papers and positions."""
    forms = forms_of(_printed(bylines))
    found = Mentions(bylines, array("i", [0]), array("i"), array("i"), forms, {})
    for paper, byline in enumerate(bylines):
        for position, name in enumerate(byline.names):
            number = forms.of[name]
            if position < len(byline.variants):
                said = {forms.of[variant] for variant in byline.variants[position]} - {number}
                if said:
                    found.others[len(found.form)] = tuple(sorted(said))
            found.form.append(number)
            found.paper.append(paper)
        found.starts.append(len(found.form))
    return found


def _printed(bylines: Iterable[Byline]) -> Iterable[str]:
    for byline in bylines:
        yield from byline.names
        for variants in byline.variants:
            yield from variants
