"""Rules on entries that link one identifier, under titles that differ."""

from __future__ import annotations

from collections.abc import Sequence

from loader.identity.papers.case import (
    ALIKE,
    COMMONPLACE,
    FEW,
    LONG_DELAY,
    REWORDED,
    TELLING,
    TWINS,
    Case,
    Judgement,
    different,
    same,
)
from loader.identity.papers.facts import Facts
from loader.identity.papers.people import Relation
from loader.identity.papers.titles import weight_of

# Shares of words: of a title in another, and in both.
_MOST, _PART = 0.8, 0.66
_SOME, _THIRD = 0.4, 0.33
# Points from which on one link under two titles is one paper renamed.
_ENOUGH = 1
_SHORT_NAME = 3
_LONG = 5


def _known_elsewhere(case: Case) -> bool:
    """Whether a title is known under another identifier rather than under the shared one."""
    for one in (case.one, case.other):
        for link in case.shared:
            if not link.startswith("arxiv:"):
                continue
            for each in one.arxiv - {link}:
                more = one.own[each] - one.own[link]
                if more > 0 or (more == 0 and not case.rivals(each, one)):
                    return True
    return False


def shared_link(case: Case) -> Judgement | None:
    """One link under two titles: a paper renamed, or a link copied."""
    if not case.shared:
        return None
    return _copied(case) or _surely_renamed(case) or _weighed(case)


def _copied(case: Case) -> Judgement | None:
    link = case.link
    if case.people is Relation.STRANGERS:
        return different("copied-link", f"both link {link}, and no author is in both")
    if _known_elsewhere(case):
        return different(
            "copied-link", f"both link {link}, and one title has another link elsewhere"
        )
    return None


def _surely_renamed(case: Case) -> Judgement | None:
    link, like = case.link, case.likeness
    is_part = like.contained >= _MOST and like.shared >= COMMONPLACE
    # Neighbours in a list are alike, and one link stands at both by mistake.
    is_doubtful = case.is_near and case.people is not Relation.AGREE and like.share < TWINS
    if is_part or (like.share >= ALIKE and not is_doubtful):
        return same("identifier-and-title", f"both link {link}, and the titles are alike")
    in_one_list = case.distance is not None and not case.same_authors
    is_doubtful = case.is_next or not case.venues_allow or (in_one_list and like.share < FEW)
    if case.people is Relation.AGREE and not is_doubtful:
        return same("identifier-and-authors", f"both link {link}, and authors agree")
    return None


def _weighed(case: Case) -> Judgement:
    points = _points(case)
    told = f"both link {case.link}; {_told(points)}"
    if sum(each for each, _ in points) >= _ENOUGH:
        return same("renamed", told)
    return different("copied-link", told)


def _told(points: Sequence[tuple[int, str]]) -> str:
    """What was weighed, in words.

    >>> _told([(-1, "they stand apart in one list"), (2, "they name one repository")])
    'for one paper: they name one repository; against it: they stand apart in one list'
    """
    for_it = ", ".join(why for each, why in points if each > 0) or "nothing else"
    against = ", ".join(why for each, why in points if each < 0)
    return f"for one paper: {for_it}" + (f"; against it: {against}" if against else "")


def _points(case: Case) -> list[tuple[int, str]]:
    """What speaks for a paper renamed and against a link copied, with authors unknown."""
    a, b, like = case.a, case.b, case.likeness
    found = []

    def weigh(points: int, why: str, *, when: bool) -> None:
        if when:
            found.append((points, why))

    weigh(-3, "they stand next to each other in a list", when=case.is_near)
    weigh(-1, "they stand apart in one list", when=case.distance is not None and not case.is_near)
    weigh(1, "they stand in different lists", when=case.distance is None)
    weigh(2, "the titles share a third of their words", when=like.share >= _THIRD)
    weigh(1, "the titles share some words", when=FEW <= like.share < _THIRD)
    weigh(-1, "the titles share no word", when=not like.shared)
    held = like.contained >= _PART > like.share
    weigh(2, "most words of the shorter title are in the longer", when=held)
    one_name = bool(a.title.name) and a.title.name == b.title.name
    weigh(2, "both are titled by one name", when=one_name)
    short = min(len(a.title.words), len(b.title.words)) <= _SHORT_NAME
    weigh(2, "one title is but a name", when=short)
    both = bool(case.one.code and case.other.code)
    one_code = case.one_code
    weigh(2, "they name one repository or page", when=one_code)
    weigh(-2, "each names a repository of its own", when=both and not one_code)
    weigh(
        2,
        "the repository of one is named after the other",
        when=not one_code and _named_after(case),
    )
    late = max(_out_of_time(a), _out_of_time(b))
    weigh(-1, "a year is one that the link hardly allows", when=late == 1)
    weigh(-2, "a year is one that the link excludes", when=late > 1)
    apart = bool(case.one.venues and case.other.venues)
    same = not case.one.venues.isdisjoint(case.other.venues)
    one_list = case.distance is not None
    weigh(
        -1,
        "one list has both at one place of publication",
        when=one_list and same and case.gap == 0,
    )
    weigh(1, "both were published at one place", when=not one_list and same and case.gap == 0)
    weigh(-1, "they were published at two places", when=apart and not same)
    weigh(
        1,
        "one was listed before publication",
        when=bool(case.one.venues) != bool(case.other.venues),
    )
    agree = case.people is Relation.AGREE
    weigh(1, "the authors agree", when=agree and (case.same_authors or not one_list))
    weigh(-2, "the authors are not the same", when=agree and one_list and not case.same_authors)
    weigh(3, "one list gives papers titles of its own", when=case.retold)
    return found


def _named_after(case: Case) -> bool:
    """Whether a repository of one is named after words of the other's title."""
    for code, title in ((case.one.code, case.b.title), (case.other.code, case.a.title)):
        for address in code:
            name = "".join(c for c in address.rpartition("/")[2] if c.isalnum())
            words = [stem for stem in title.stems if len(stem) >= _LONG]
            if any(weight_of([stem]) == 1 and stem in name for stem in words):
                return True
    return False


def _out_of_time(facts: Facts) -> int:
    """Years by which that of an entry cannot be that of what it links."""
    posted = facts.posted
    if posted is None or facts.year is None:
        return 0
    if facts.venue is None:
        return abs(facts.year - posted)
    return max(posted - facts.year, facts.year - posted - LONG_DELAY, 0)


def mentioned_link(case: Case) -> Judgement | None:
    """A link that one of them, or both, have behind others: more has to agree."""
    if not case.mentioned or case.conflict or case.people is Relation.STRANGERS:
        return None
    like = case.likeness
    if like.share >= REWORDED or (like.contained >= _MOST and like.shared >= TELLING):
        return same("mentioned-identifier", f"both mention {case.link}, and the titles are alike")
    if case.people is Relation.AGREE and like.share >= _SOME:
        return same("mentioned-identifier", f"both mention {case.link}, and authors agree")
    return None
