"""Persons joined whose names do not fit as they are printed, by the co-authors they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import product

from loader.identity.authors.clustering import Clusters, Joined, Person
from loader.identity.authors.evidence import Corpus, Profile, Weighed, may_be_one, profile_of, weigh
from loader.identity.authors.near import SAME_LETTERS, near_pairs

# Logarithm of the odds from which persons whose names differ are one.
_SURE_OF_NEAR = 2.5
# What it costs that the names differ; two pieces of evidence have to make up for it.
_NEAR = {
    SAME_LETTERS: 0.0,
    "words-turned": -1.0,
    "first-name-left-out": -3.0,
    "short-form": -2.0,
    "romanisation": -2.0,
    "part-of-surname": -2.0,
    "slip-in-given-name": -3.0,
    "slip-in-surname": -3.0,
    "transliteration": -1.0,
}
# A name that so many persons bear tells nothing about a slip in it.
_MOST_BEARERS = 5

# Odds, rule, forms and evidence of joining two persons.
_Step = tuple[float, str, tuple[int, int], Weighed]


def mended(clusters: Clusters, corpus: Corpus) -> tuple[Clusters, dict[tuple[int, int], str]]:
    """Persons with those joined whose names differ by a slip, a short form or a romanisation.

    Args:
        clusters: Persons whose names fit.
        corpus: What is known of all papers.

    Returns:
        The persons, and for each step that joined two the rule, by the mentions it names.
    """
    form_of, starts, paper = corpus.mentions.form, corpus.mentions.starts, corpus.mentions.paper
    wanted = [False] * len(corpus.mentions.forms.names)
    for mention, form in enumerate(form_of):
        if starts[paper[mention] + 1] - starts[paper[mention]] > 1:
            wanted[form] = True
    pairs = near_pairs(corpus.mentions.forms, wanted)
    forms = {form for pair in pairs for form in pair}
    bearers: dict[int, list[int]] = defaultdict(list)
    for number, person in enumerate(clusters.persons):
        for form in sorted({form_of[mention] for mention in person.mentions} & forms):
            bearers[form].append(number)
    profiles: dict[int, Profile] = {}
    found: dict[tuple[int, int], _Step] = {}
    for (a, b), rule in sorted(pairs.items()):
        if max(len(bearers[a]), len(bearers[b])) > _MOST_BEARERS:
            continue
        name = min(corpus.commonness.odds(a, a), corpus.commonness.odds(b, b)) + _NEAR[rule]
        for one, other in product(bearers[a], bearers[b]):
            pair = (min(one, other), max(one, other))
            if one != other and pair not in found:
                both = [_profile(number, clusters, corpus, profiles) for number in (one, other)]
                weighed = weigh(both[0], both[1], corpus, name)
                if (weighed.shared or rule == SAME_LETTERS) and weighed.total > _SURE_OF_NEAR:
                    found[pair] = (-weighed.total, rule, (a, b), weighed)
    return _joined(clusters, profiles, found)


def _profile(
    number: int, clusters: Clusters, corpus: Corpus, profiles: dict[int, Profile]
) -> Profile:
    if number not in profiles:
        profiles[number] = profile_of(clusters.persons[number].mentions, corpus)
    return profiles[number]


def _joined(
    clusters: Clusters,
    profiles: dict[int, Profile],
    found: Mapping[tuple[int, int], _Step],
) -> tuple[Clusters, dict[tuple[int, int], str]]:
    """Persons after all steps, best first, that nothing forbids when their turn comes."""
    now = {number: number for pair in found for number in pair}

    def head(number: int) -> int:
        while now[number] != number:
            number = now[number]
        return number

    joined = list(clusters.joined)
    rules: dict[tuple[int, int], str] = {}
    persons: dict[int, Person] = dict(enumerate(clusters.persons))
    for (one, other), (odds, rule, forms, weighed) in sorted(
        found.items(), key=lambda each: (each[1][0], each[0])
    ):
        a, b = sorted((head(one), head(other)))
        if a == b or not may_be_one(profiles[a], profiles[b]):
            continue
        step = (persons[a].mentions[0], persons[b].mentions[0])
        joined.append(Joined(*step, forms, weighed))
        rules[step] = rule
        profiles[a].join(profiles[b])
        gone = persons.pop(b)
        now[b] = a
        persons[a] = Person(
            sorted(persons[a].mentions + gone.mentions),
            max(persons[a].rival, gone.rival),
            persons[a].rival_mention if persons[a].rival >= gone.rival else gone.rival_mention,
            min(persons[a].weakest, gone.weakest, -odds),
        )
    left = sorted(persons.values(), key=lambda person: person.mentions[0])
    return Clusters(left, joined), rules
