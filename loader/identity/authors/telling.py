"""Decisions about authors, told: which names were taken for one person's, which for several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, isfinite

from loader.identity.authors.clustering import Clusters, Joined
from loader.identity.authors.evidence import Corpus, Weighed
from loader.identity.authors.near import SAME_LETTERS
from loader.identity.authors.states import COMMON
from loader.identity.constraints import Constraints
from loader.identity.decisions import Decision, Verdict

_MOST_NAMED = 3
_LONGEST_ODDS = 1000
_FEW = 10
_AS_GOOD_AS_NONE = 0.05
_RULES = {
    SAME_LETTERS: "only blanks and hyphens differ",
    "words-turned": "the words stand in another order",
    "first-name-left-out": "one leaves the first given name out",
    "short-form": "one is a short form of the other",
    "romanisation": "both may be romanisations of one name",
    "part-of-surname": "one prints a part of the surname",
    "slip-in-given-name": "one letter of the given name is off",
    "slip-in-surname": "one letter of the surname is off",
    "transliteration": "one is in Chinese characters",
    "less-of-the-name": "one prints less of the name",
    "common-name": "both print a common name",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What decisions are told from.

    Attributes:
        corpus: What is known of all papers.
        clusters: The persons and the steps that joined their papers.
        rules: For steps between names that do not fit, the rule, by the mentions of the step.
        keys: Key of each person.
        namesakes: For each key that is a name's, the numbers of the persons who bear it.
        places: For each paper, the place of an entry about it: list and line.
        constraints: What people said of mentions.
        identified: Groups of mentions that an identifier joined.
    """

    corpus: Corpus
    clusters: Clusters
    rules: Mapping[tuple[int, int], str]
    keys: Sequence[str]
    namesakes: Mapping[str, Sequence[int]]
    places: Sequence[str]
    constraints: Constraints
    identified: Mapping[str, Sequence[int]]


def decisions_of(told: Told) -> Iterator[Decision]:
    """Each step that joined names or parted papers, about the person it made."""
    persons = told.clusters.persons
    person_of = {mention: n for n, person in enumerate(persons) for mention in person.mentions}
    yield from _said(told, person_of)
    for joined in told.clusters.joined:
        found = _joined(joined, told, person_of)
        if found is not None:
            yield found
    for slug, people in told.namesakes.items():
        for n in people:
            other = next(each for each in people if each != n)
            yield _parted(n, other, told, person_of)
        yield Decision(
            "author",
            slug,
            Verdict.DIFFERENT,
            "namesakes",
            f"{len(people)} persons publish under this name as far as the papers tell",
            tuple(_place(persons[n].mentions[0], told) for n in people[:_MOST_NAMED]),
        )


def _said(told: Told, person_of: Mapping[int, int]) -> Iterator[Decision]:
    """What people and identifiers say."""
    for verdict, pairs in (
        (Verdict.SAME, told.constraints.same),
        (Verdict.DIFFERENT, told.constraints.different),
    ):
        for pair in pairs:
            between = (_place(pair.one, told), _place(pair.other, told))
            for key in sorted({told.keys[person_of[n]] for n in (pair.one, pair.other)}):
                yield Decision("author", key, verdict, "correction", pair.reason, between)
    for identifier, mentions in sorted(told.identified.items()):
        where = tuple(dict.fromkeys(_place(mention, told) for mention in mentions))
        if len(where) > 1:
            yield Decision(
                "author",
                told.keys[person_of[mentions[0]]],
                Verdict.SAME,
                "shared-identifier",
                f"the entries give {identifier}",
                where[:_MOST_NAMED],
            )


def _joined(joined: Joined, told: Told, person_of: Mapping[int, int]) -> Decision | None:
    """A step, if more than an uncommon name in two papers was joined."""
    one, other = joined.forms
    rule = told.rules.get((joined.one, joined.other))
    if rule is None and one != other:
        rule = "less-of-the-name"
    if rule is None and told.corpus.others[one] >= COMMON:
        rule = "common-name"
    if rule is None:
        return None
    key = told.keys[person_of[joined.one]]
    names = (_printed(joined.one, one, told), _printed(joined.other, other, told))
    between: tuple[str, ...] = names if names[0] != names[1] else _two_places(joined, told)
    return Decision("author", key, Verdict.SAME, rule, _why(rule, joined.weighed, told), between)


def _two_places(joined: Joined, told: Told) -> tuple[str, ...]:
    return _place(joined.one, told), _place(joined.other, told)


def _parted(n: int, other: int, told: Told, person_of: Mapping[int, int]) -> Decision:
    """Why a person is not one of those who bear the same name."""
    person = told.clusters.persons[n]
    rival = person.rival_mention
    if rival is not None and isfinite(person.rival):
        against = told.keys[person_of[rival]]
        odds = _odds(person.rival)
        why = f"nothing shared makes up for how common the name is; to be {against}: {odds}"
        between = (_place(person.mentions[0], told), _place(rival, told))
    else:
        rival = told.clusters.persons[other].mentions[0]
        why = "papers, identifiers or what else is printed of the names exclude that they are one"
        between = (_place(person.mentions[0], told), _place(rival, told))
    return Decision("author", told.keys[n], Verdict.DIFFERENT, "namesakes", why, between)


def _why(rule: str, weighed: Weighed, told: Told) -> str:
    """The evidence in one sentence."""
    parts = [_RULES[rule]]
    if weighed.shared:
        names = [_form_name(form, told) for form in weighed.shared]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        parts.append(f"both published with {', '.join(names[:_MOST_NAMED])}{more}")
    elif weighed.circle:
        parts.append("co-authors of both published together")
    if weighed.topics > _AS_GOOD_AS_NONE:
        parts.append("subjects or venues are shared")
    if weighed.years < -_AS_GOOD_AS_NONE:
        parts.append("many years lie between")
    return f"{'; '.join(parts)}; {_odds(weighed.total)}"


def _odds(logarithm: float) -> str:
    """Odds for people.

    >>> _odds(2.5), _odds(-2.5), _odds(12.0)
    ('odds of 12 to 1', 'odds of 1 to 12', 'odds of more than 1000 to 1')
    >>> _odds(0.9)
    'odds of 2.5 to 1'
    """
    many = exp(min(abs(logarithm), 700))
    figure = (
        f"more than {_LONGEST_ODDS}" if many > _LONGEST_ODDS else f"{many:.{int(many < _FEW)}f}"
    )
    return f"odds of {figure} to 1" if logarithm >= 0 else f"odds of 1 to {figure}"


def _form_name(form: int, told: Told) -> str:
    corpus = told.corpus
    return corpus.mentions.printed(corpus.by_form[form][0])


def _printed(mention: int, form: int, told: Told) -> str:
    """The fullest name of a group as it is printed: by the mention itself if it has that form."""
    corpus = told.corpus
    if corpus.mentions.form[mention] == form or not corpus.by_form[form]:
        return corpus.mentions.printed(mention)
    return _form_name(form, told)


def _place(mention: int, told: Told) -> str:
    return told.places[told.corpus.mentions.paper[mention]]
