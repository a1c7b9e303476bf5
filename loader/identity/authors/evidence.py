"""Evidence for and against two groups of mentions being one person's.

Each piece is a weight in natural logarithms of odds, after Fellegi and Sunter (1969), "A theory
for record linkage": how common the name is, whom both published with, what both write about, and
how far apart in time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from loader.identity.authors.commonness import Commonness
from loader.identity.authors.mentions import Mentions
from loader.identity.authors.names import fit

# A shared co-author counts by how rarely the name is printed at all; a short list is taken from a
# field of more papers.
_SHARED_OF_SAME = 0.05
_FEWEST_PAPERS = 5000
_MOST_OF_COAUTHOR = 4.5
_LEAST_OF_COAUTHOR = 1.0
_FURTHER_COAUTHOR = 0.5
_MOST_OF_COAUTHORS = 9.0
# Each further paper on both sides without a shared co-author.
_NONE_SHARED = -0.5
_LEAST_OF_NONE_SHARED = -3.0
# A co-author of one and a co-author of the other have published together.
_CIRCLE = 1.2
_BUSIEST = 60
# Co-authors that are looked at before and behind a name: a crowd tells little, and the work would
# grow with its square.
_MOST_BESIDE = 100
_TOPIC = 0.15
_MOST_OF_TOPICS = 2.0
_YEARS_OF_WORK = 10
_YEAR_APART = -0.2


@dataclass(slots=True)
class Corpus:
    """What is known of all papers together.

    Attributes:
        mentions: The mentions.
        commonness: Of names.
        others: How many others to expect under each form.
        full: Whether a given name is written out in each form.
        block: Number of the block of each form.
        form_count: How often each form is printed.
        block_count: How often any form of each block is printed.
        by_form: Mentions of each form.
        rarity: Logarithm of the share of papers that each topic stands in, negated.
        apart: For mentions that people spoke of, those that they say are somebody else's.
    """

    mentions: Mentions
    commonness: Commonness
    others: list[float]
    full: list[bool]
    block: list[int]
    form_count: list[int]
    block_count: list[int]
    by_form: list[list[int]]
    rarity: dict[str, float]
    apart: Mapping[int, set[int]]

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return len(self.mentions.bylines)

    def tells(self, form: int) -> bool:
        """Whether a name tells whom it stands for: written out, and not printed everywhere."""
        return self.full[form] and self.form_count[form] <= _BUSIEST

    def coauthors(self, mention: int) -> Iterable[int]:
        """Forms of the names beside a mention; of very many, of the nearest."""
        starts, paper = self.mentions.starts, self.mentions.paper[mention]
        first = max(starts[paper], mention - _MOST_BESIDE)
        last = min(starts[paper + 1], mention + _MOST_BESIDE + 1)
        for other in range(first, last):
            if other != mention:
                yield self.mentions.form[other]


def corpus_of(mentions: Mentions, apart: Mapping[int, set[int]] | None = None) -> Corpus:
    """What has to be counted over all papers before names are compared.

    Args:
        mentions: The mentions.
        apart: For mentions that people spoke of, those that they say are somebody else's.
    """
    names = mentions.forms.names
    numbers: dict[tuple[str, str], int] = {}
    block = [numbers.setdefault(name.block, len(numbers)) for name in names]
    by_form: list[list[int]] = [[] for _ in names]
    block_count = [0] * len(numbers)
    for mention, form in enumerate(mentions.form):
        by_form[form].append(mention)
        block_count[block[form]] += 1
    topics: dict[str, int] = defaultdict(int)
    for byline in mentions.bylines:
        for topic in byline.topics:
            topics[topic] += 1
    papers = len(mentions.bylines)
    common = Commonness(mentions)
    return Corpus(
        mentions=mentions,
        commonness=common,
        others=[common.others(form) for form in range(len(names))],
        full=[name.is_full for name in names],
        block=block,
        form_count=[len(found) for found in by_form],
        block_count=block_count,
        by_form=by_form,
        rarity={topic: log(papers / count) for topic, count in topics.items()},
        apart=apart or {},
    )


@dataclass(slots=True)
class Profile:
    """A group of mentions taken for one person's.

    Attributes:
        mentions: Their numbers.
        forms: How often each form is among them.
        papers: Numbers of their papers.
        coauthors: Forms of co-authors, by block.
        topics: What their papers are about.
        first: Earliest year, if any is known.
        last: Latest year.
        identifiers: Identifiers of the person, by scheme.
        apart: Mentions that people say are somebody else's.
    """

    mentions: list[int]
    forms: dict[int, int]
    papers: set[int]
    coauthors: dict[int, set[int]]
    topics: set[str]
    first: int | None = None
    last: int | None = None
    identifiers: dict[str, set[str]] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)
    _circle: set[int] | None = field(default=None)

    def join(self, other: Profile) -> None:
        """Take another group's mentions in."""
        self.mentions += other.mentions
        for form, count in other.forms.items():
            self.forms[form] = self.forms.get(form, 0) + count
        self.papers |= other.papers
        for block, forms in other.coauthors.items():
            self.coauthors.setdefault(block, set()).update(forms)
        self.topics |= other.topics
        self.apart |= other.apart
        for scheme, values in other.identifiers.items():
            self.identifiers.setdefault(scheme, set()).update(values)
        years = [y for y in (self.first, self.last, other.first, other.last) if y is not None]
        self.first, self.last = (min(years), max(years)) if years else (None, None)
        self._circle = None

    def circle(self, corpus: Corpus) -> set[int]:
        """Forms of those whom co-authors published with elsewhere."""
        if self._circle is None:
            self._circle = set()
            for forms in self.coauthors.values():
                for form in forms:
                    if (
                        corpus.form_count[form] > _BUSIEST
                        or not corpus.mentions.forms.names[form].is_full
                    ):
                        continue
                    for mention in corpus.by_form[form]:
                        if corpus.mentions.paper[mention] not in self.papers:
                            self._circle.update(corpus.coauthors(mention))
        return self._circle


def profile_of(mentions: Iterable[int], corpus: Corpus) -> Profile:
    """What is known of some mentions together."""
    found = Profile([], {}, set(), {}, set())
    years = []
    for mention in mentions:
        paper = corpus.mentions.paper[mention]
        byline = corpus.mentions.bylines[paper]
        found.mentions.append(mention)
        for form in (corpus.mentions.form[mention], *corpus.mentions.others.get(mention, ())):
            found.forms[form] = found.forms.get(form, 0) + 1
        found.papers.add(paper)
        for form in corpus.coauthors(mention):
            found.coauthors.setdefault(corpus.block[form], set()).add(form)
        found.topics |= byline.topics
        found.apart |= corpus.apart.get(mention, set())
        if (identifier := corpus.mentions.identifier(mention)) is not None:
            scheme, _, value = identifier.partition(":")
            found.identifiers.setdefault(scheme, set()).add(value)
        if byline.year is not None:
            years.append(byline.year)
    if years:
        found.first, found.last = min(years), max(years)
    return found


@dataclass(frozen=True, slots=True)
class Weighed:
    """What two groups have for and against them.

    Attributes:
        name: Weight of the name.
        coauthors: Of shared co-authors, or of none among many papers.
        circle: Of co-authors who know each other.
        topics: Of shared topics.
        years: Of years apart.
        shared: Forms of the shared co-authors.
    """

    name: float
    coauthors: float
    circle: float
    topics: float
    years: float
    shared: tuple[int, ...]

    @property
    def total(self) -> float:
        """Logarithm of the odds that both are one person."""
        return self.name + self.coauthors + self.circle + self.topics + self.years


def can_be_one(one: Profile, other: Profile, corpus: Corpus) -> bool:
    """Whether no name of one contradicts a name of the other, and no paper names both."""
    names = corpus.mentions.forms.names
    if not all(a == b or fit(names[a], names[b]) for a in one.forms for b in other.forms):
        return False
    return may_be_one(one, other)


def may_be_one(one: Profile, other: Profile) -> bool:
    """Whether neither papers, identifiers nor people tell two groups apart, be the names as may."""
    if not one.papers.isdisjoint(other.papers):
        return False
    if one.apart and not one.apart.isdisjoint(other.mentions):
        return False
    if not one.identifiers or not other.identifiers:
        return True
    schemes = one.identifiers.keys() & other.identifiers.keys()
    return all(not one.identifiers[s].isdisjoint(other.identifiers[s]) for s in schemes)


def weigh(one: Profile, other: Profile, corpus: Corpus, name: float | None = None) -> Weighed:
    """What speaks for two groups being one person and what against.

    Args:
        one: A group.
        other: Another.
        corpus: What is known of all papers.
        name: Weight of their names, where these do not fit as they are.
    """
    if name is None:
        name = corpus.commonness.odds(fullest(one, corpus), fullest(other, corpus))
    shared, coauthors = _shared_coauthors(one, other, corpus)
    circle = 0.0
    if not shared:
        fewest = min(len(one.papers), len(other.papers))
        coauthors = max(_NONE_SHARED * (fewest - 1), _LEAST_OF_NONE_SHARED)
        circle = _CIRCLE if _know_each_other(one, other, corpus) else 0.0
    topics = sum(corpus.rarity[topic] for topic in one.topics & other.topics)
    return Weighed(
        name=name,
        coauthors=coauthors,
        circle=circle,
        topics=min(_TOPIC * topics, _MOST_OF_TOPICS),
        years=_YEAR_APART * max(0, _gap(one, other) - _YEARS_OF_WORK),
        shared=shared,
    )


def fullest(profile: Profile, corpus: Corpus) -> int:
    """The form among a group's that says most: the one that fits the fewest others."""
    if len(profile.forms) == 1:
        return next(iter(profile.forms))
    return min(profile.forms, key=lambda form: (not corpus.full[form], corpus.others[form], form))


def _shared_coauthors(
    one: Profile, other: Profile, corpus: Corpus
) -> tuple[tuple[int, ...], float]:
    names = corpus.mentions.forms.names
    weights = []
    shared = []
    if len(one.coauthors) > len(other.coauthors):
        one, other = other, one
    for block, forms in one.coauthors.items():
        others = other.coauthors.get(block)
        if others is None:
            continue
        equal = forms & others
        if equal:
            best = min(equal, key=lambda form: (corpus.form_count[form], form))
            count = corpus.form_count[best]
            if not corpus.full[best]:
                count = corpus.block_count[block]
        else:
            loose = [(a, b) for a in forms for b in others if fit(names[a], names[b])]
            if not loose:
                continue
            best, count = min(loose)[0], corpus.block_count[block]
        weight = log(_SHARED_OF_SAME * max(corpus.papers, _FEWEST_PAPERS) / count)
        weights.append(min(max(weight, _LEAST_OF_COAUTHOR), _MOST_OF_COAUTHOR))
        shared.append(best)
    if not weights:
        return (), 0.0
    most = max(weights)
    total = most + _FURTHER_COAUTHOR * (sum(weights) - most)
    return tuple(sorted(shared)), min(total, _MOST_OF_COAUTHORS)


def _know_each_other(one: Profile, other: Profile, corpus: Corpus) -> bool:
    circle = one.circle(corpus)
    return any(
        form in circle and corpus.tells(form)
        for forms in other.coauthors.values()
        for form in forms
    )


def _gap(one: Profile, other: Profile) -> int:
    """Years between the last paper of one and the first of the other."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return 0
    return max(0, one.first - other.last, other.first - one.last)
