"""Grouping: candidates judged one after the other, the surest first, and joined.

Each pair is judged with what its two entries were joined with so far: that a title is known under
another link, and who wrote it, is often said by a third entry. So no chain of pairs joins what
the rules keep apart as wholes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loader.identity.constraints import Constraints, Groups
from loader.identity.decisions import Verdict
from loader.identity.papers import candidates
from loader.identity.papers.candidates import Pair
from loader.identity.papers.case import ALIKE, Case, Judgement
from loader.identity.papers.clusters import Cluster, cluster_of, merge
from loader.identity.papers.facts import Facts
from loader.identity.papers.rules import judge
from loader.identity.papers.titles import share_of

# A list gives papers titles of its own where so many of its links, and such a share of them, have
# quite another title in other lists.
_RETOLD, _SHARE_RETOLD = 8, 0.3
# Below these shares of words in both, no rule joins titles without a link in common: on words
# alone, and with a name or a repository in common.
_BY_WORDS, _BY_NAME = 0.42, 0.3


@dataclass(frozen=True, slots=True)
class Step:
    """A step that joined two claims, or kept them apart although they share something.

    Attributes:
        one: Number of a claim.
        other: Number of another.
        verdict: Whether they speak of one paper.
        rule: Name of the rule.
        evidence: What speaks for it, in one sentence.
    """

    one: int
    other: int
    verdict: Verdict
    rule: str
    evidence: str


class Grouping:
    """Claims in clusters that grow together."""

    def __init__(self, facts: Sequence[Facts], constraints: Constraints) -> None:
        """Begin with each claim alone, and with what people said of them."""
        self._facts = facts
        self._cluster = [cluster_of(each) for each in facts]
        self._rank = _ranks(facts)
        self._retold: frozenset[str] = frozenset()
        self._groups = Groups(len(facts), constraints.different)
        self._refused: dict[Pair, Judgement] = {}
        self._holders: dict[str, list[int]] = defaultdict(list)
        for each in facts:
            for link in each.own:
                self._holders[link].append(each.number)
        self.copied: dict[int, set[str]] = defaultdict(set)
        self.steps: list[Step] = []
        for pair in constraints.same:
            self._join(pair.one, pair.other, Judgement(Verdict.SAME, "correction", pair.reason))
        for pair in constraints.different:
            refused = Judgement(Verdict.DIFFERENT, "correction", pair.reason)
            self._refused[min(pair.one, pair.other), max(pair.one, pair.other)] = refused

    def run(self) -> None:
        """Judge all candidates, the surest first."""
        facts = self._facts
        titles = list(candidates.pairs_in(candidates.by_title(facts), facts))
        titles.sort(key=lambda pair: (self._disagreement(pair), self._ranked(pair)))
        self._judge(titles)
        links = list(candidates.pairs_in(candidates.by_identifier(facts), facts))
        self._retold = self._lists_with_own_titles(links)
        # What is left to compare are the titles of each cluster, one entry for each.
        few = self._representatives()
        cores = candidates.pairs_in(candidates.by_core(facts, few), facts)
        self._judge(sorted(cores, key=self._ranked))
        links.sort(key=lambda pair: (-self._share(pair), self._ranked(pair)))
        self._judge(links)
        likely = self._likely(candidates.by_words(facts, few), _BY_WORDS)
        likely += self._likely(candidates.by_name_or_code(facts, few), _BY_NAME)
        self._judge(pair for _, pair in sorted(likely))
        # Who wrote what, and whose a link is, is known better now.
        self._settle_links()
        changed = [pair for _, pair in sorted(likely) if not self.copied.keys().isdisjoint(pair)]
        self._judge([*links, *changed, *titles])
        self._tell_refusals()

    def clusters(self) -> list[Cluster]:
        """The clusters, each once."""
        return list({id(each): each for each in self._cluster}.values())

    def _judge(self, pairs: Iterable[Pair]) -> None:
        for one, other in pairs:
            mine, theirs = self._cluster[one], self._cluster[other]
            if mine is theirs:
                continue
            a, b = self._facts[one], self._facts[other]
            retold = (a.list_key in self._retold) != (b.list_key in self._retold)
            case = Case(mine, theirs, a, b, retold=retold, rivals=self._has_rivals)
            found = judge(case)
            if found is None:
                continue
            if found.verdict is Verdict.DIFFERENT:
                if found.is_told:
                    self._refused[one, other] = found
            else:
                self._join(one, other, found)

    def _join(self, one: int, other: int, found: Judgement) -> None:
        mine, theirs = self._cluster[one], self._cluster[other]
        if mine is theirs or not self._groups.join(one, other):
            return
        small = mine.members if len(mine.members) < len(theirs.members) else theirs.members
        moved = list(small)
        whole = merge(mine, theirs)
        for number in moved:
            self._cluster[number] = whole
        self.steps.append(Step(one, other, found.verdict, found.rule, found.evidence))

    def _has_rivals(self, link: str, cluster: Cluster) -> bool:
        """Whether entries outside a cluster have one of its identifiers as their own."""
        return any(self._cluster[number] is not cluster for number in self._holders[link])

    def _settle_links(self) -> None:
        """Take a link that several papers have from those that it was copied to.

        It is that of the paper which more entries have it for. One that has another link for
        itself has the shared one by mistake.
        """
        for link, numbers in self._holders.items():
            held = {id(self._cluster[n]): self._cluster[n] for n in numbers}
            if len(held) < 2:  # noqa: PLR2004 - a link of one paper is nobody else's
                continue
            counts = sorted((each.own[link] for each in held.values()), reverse=True)
            losers = [
                each
                for each in held.values()
                if (each.own[link] < counts[0] and counts[0] > counts[1])
                or self._has_better(each, link)
            ]
            if len(losers) < len(held):
                for each in losers:
                    del each.own[link]
                    for number in each.members:
                        self.copied[number].add(link)

    def _has_better(self, cluster: Cluster, link: str) -> bool:
        """Whether a paper has an arXiv number of its own beside one that it shares."""
        if not link.startswith("arxiv:"):
            return False
        others = (each for each in cluster.arxiv if each != link)
        return any(
            cluster.own[each] >= cluster.own[link] and not self._has_rivals(each, cluster)
            for each in others
        )

    def _ranked(self, pair: Pair) -> tuple[int, int]:
        """Where a pair stands among all, by what its entries say and not by where they stand."""
        a, b = self._rank[pair[0]], self._rank[pair[1]]
        return (a, b) if a < b else (b, a)

    def _disagreement(self, pair: Pair) -> int:
        """Entries of one title that share more than it are joined before others."""
        a, b = self._facts[pair[0]], self._facts[pair[1]]
        if a.own & b.own:
            return 0
        return 2 if a.arxiv and b.arxiv else 1

    def _likely(
        self, blocks: Iterable[Sequence[int]], enough: float
    ) -> list[tuple[tuple[float, tuple[int, int]], Pair]]:
        """Pairs whose titles are alike enough to be judged without a link, with their order."""
        return [
            ((-share, self._ranked(pair)), pair)
            for pair in candidates.pairs_in(blocks, self._facts)
            if (share := self._share(pair)) >= enough
        ]

    def _share(self, pair: Pair) -> float:
        a, b = self._facts[pair[0]].title, self._facts[pair[1]].title
        return share_of(a.stems, b.stems)

    def _lists_with_own_titles(self, links: Iterable[Pair]) -> frozenset[str]:
        """Lists whose links have quite other titles in the rest."""
        known: dict[str, dict[int, bool]] = defaultdict(dict)
        for pair in links:
            a, b = self._facts[pair[0]], self._facts[pair[1]]
            if a.list_key == b.list_key or not a.own & b.own:
                continue
            alike = self._cluster[pair[0]] is self._cluster[pair[1]] or self._share(pair) >= ALIKE
            for each in (a, b):
                known[each.list_key][each.number] = (
                    known[each.list_key].get(each.number, False) or alike
                )
        return frozenset(
            key
            for key, found in known.items()
            if (unlike := sum(not alike for alike in found.values())) >= _RETOLD
            and unlike >= _SHARE_RETOLD * len(found)
        )

    def _representatives(self) -> list[int]:
        """One claim for each title of a cluster."""
        first: dict[tuple[int, str], int] = {}
        for number, facts in enumerate(self._facts):
            first.setdefault((id(self._cluster[number]), facts.title.letters), number)
        return list(first.values())

    def _tell_refusals(self) -> None:
        """A step for each two clusters that were kept apart although they share something."""
        told: set[tuple[int, int]] = set()
        for (one, other), found in sorted(self._refused.items()):
            mine, theirs = self._cluster[one], self._cluster[other]
            key = (min(id(mine), id(theirs)), max(id(mine), id(theirs)))
            if mine is not theirs and key not in told:
                told.add(key)
                self.steps.append(Step(one, other, found.verdict, found.rule, found.evidence))


def _ranks(facts: Sequence[Facts]) -> list[int]:
    """The place of each entry among all, ordered by what they say."""

    def said(each: Facts) -> tuple[object, ...]:
        own, names = sorted(each.own), each.people.names
        return (each.title.letters, own, each.year or 0, each.venue or "", names, each.list_key)

    ranks = [0] * len(facts)
    for rank, each in enumerate(sorted(facts, key=said)):
        ranks[each.number] = rank
    return ranks
