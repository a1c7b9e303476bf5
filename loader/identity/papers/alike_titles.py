"""Rules on titles that are alike, without an identifier in common."""

from __future__ import annotations

from loader.identity.papers.case import (
    ALIKE,
    COMMONPLACE,
    DELAY,
    REWORDED,
    TELLING,
    TWINS,
    Case,
    Judgement,
    same,
)
from loader.identity.papers.people import Relation

# Shares of words in both titles: nearly all of them; with a repository or page in common; and
# with a name besides.
_NEARLY_ALL, _WITH_CODE, _RENAMED = 0.85, 0.4, 0.3


def _posted_later(case: Case) -> bool:
    """Whether the one that is a preprint is younger than the published one."""
    for one, other in ((case.one, case.other), (case.other, case.one)):
        if one.venues and not other.venues and one.years and other.years:
            return case.likeness.share < TWINS and min(other.years) > max(one.years)
    return False


def _apart(case: Case) -> bool:
    """What no likeness of titles outweighs where no identifier is shared."""
    return (
        case.people is Relation.STRANGERS
        or case.two_preprints
        or case.published_apart
        or not case.venues_allow
        or _posted_later(case)
    )


def cut_title(case: Case) -> Judgement | None:
    """One title is the beginning or the end of the other."""
    a, b, like = case.a.title, case.b.title, case.likeness
    if (like.left and like.right) or like.shared < TELLING or like.share < ALIKE or _apart(case):
        return None
    is_sure = case.people is Relation.AGREE and (case.several or like.share >= _NEARLY_ALL)
    if is_sure and case.within(DELAY):
        return same("cut-title", "one title is part of the other, and authors agree")
    short, long = sorted((a, b), key=lambda each: len(each.letters))
    runs = any(each.startswith((short.letters, short.core)) for each in (long.letters, long.core))
    place = case.one_code or not case.one.venues.isdisjoint(case.other.venues)
    if runs and place and case.gap is not None and case.gap <= 1 and not a.is_survey:
        return same("cut-title", "one title begins with the other, of one place and year")
    return None


def reworded(case: Case) -> Judgement | None:
    """The titles are alike, and authors agree or the repository is one."""
    if _apart(case) or not case.within(DELAY):
        return None
    like = case.likeness
    one_page = not case.one.code.isdisjoint(case.other.code)
    if one_page and like.share >= TWINS and like.shared >= TELLING and case.within(1):
        return same("code-and-title", "the titles are alike, and the repository or page is one")
    if case.people is not Relation.AGREE:
        return None
    enough = _WITH_CODE if case.one_code else REWORDED
    several = case.several or case.one_code
    if like.share >= enough and like.shared >= COMMONPLACE and several:
        return same("authors-and-title", "authors agree, and the titles are alike")
    return None


def same_name(case: Case) -> Judgement | None:
    """A method of one name with one repository, whose title changed."""
    a, b = case.a.title, case.b.title
    if not a.name or a.name != b.name or _apart(case) or not case.within(DELAY):
        return None
    if case.people is Relation.MIXED or case.one.code.isdisjoint(case.other.code):
        return None
    if case.likeness.share < _RENAMED:
        return None
    return same("name-and-code", f"both are called {a.name} and have one repository or page")
