"""Rules on titles that are equal, or equal but for a name in front, a mark or a spelling."""

from __future__ import annotations

from loader.identity.papers.case import (
    ALIKE,
    COMMONPLACE,
    DELAY,
    LONG_DELAY,
    REWORDED,
    SPECIFIC,
    TELLING,
    TWINS,
    Case,
    Judgement,
    different,
    same,
)
from loader.identity.papers.people import Relation
from loader.identity.papers.titles import likeness_of, weight_of

_TWO_NUMBERS = "each has a number of its own as a preprint"


def of_another_genre(case: Case) -> Judgement | None:
    """A talk or a thesis is not the paper of its title."""
    if case.a.genre == case.b.genre:
        return None
    found = case.a.genre or case.b.genre
    is_told = bool(case.shared) or case.likeness.share >= TWINS
    return different("another-genre", f"one is a {found}, the other is not", is_told=is_told)


def extension(case: Case) -> Judgement | None:
    """Marks such as "++", "v2" and "Part II" stand for papers of their own."""
    a, b = case.a.title, case.b.title
    if a.marks == b.marks or a.letters == b.letters or _is_named_other(case):
        return None
    told = ", ".join(sorted(a.marks ^ b.marks))
    if not case.shared:
        share = case.likeness.share
        if share < ALIKE:
            return None
        return different("extension", f"one title alone has {told}", is_told=share >= TWINS)
    core = likeness_of(a.core_stems, b.core_stems)
    if a.name and b.name and core.share < REWORDED and case.people is not Relation.AGREE:
        return different("extension", f"one title alone has {told}, and the rest differs")
    return None


def _is_named_other(case: Case) -> bool:
    """Whether one title is the other behind its name."""
    a, b = case.a.title, case.b.title
    return (a.letters == b.core != b.letters) or (b.letters == a.core != a.letters)


def equal_titles(case: Case) -> Judgement | None:
    """One title, letter by letter or behind a name: one paper, unless something is against it."""
    a, b = case.a.title, case.b.title
    whole = a.letters == b.letters
    if not whole and not _equal_cores(case):
        return None
    weight = min(weight_of(each.stems if whole else each.core_stems) for each in (a, b))
    what = "the titles are equal" if whole else "the titles are equal but for a name in front"
    sure = _sure(case, what, weight)
    if sure is not None:
        return sure
    if case.conflict:
        return _two_numbers(case, what, weight if whole else 0.0)
    if _is_twin(case, weight):
        return different("twin-title", f"{what} and commonplace, and years or pages differ")
    if not whole and weight < COMMONPLACE:
        return None
    return same("equal-title" if whole else "title-behind-name", what)


def _equal_cores(case: Case) -> bool:
    """Whether the titles differ in a name in front alone, that one of them lacks or misspells."""
    a, b = case.a.title, case.b.title
    if _is_named_other(case):
        return True
    if not (a.name and b.name and a.core == b.core):
        return False
    names = likeness_of((a.name,), (b.name,))
    return not names.left or a.name in b.name or b.name in a.name


def _sure(case: Case, what: str, weight: float) -> Judgement | None:
    """What authors and a link in common say of titles that are one."""
    if case.people is Relation.STRANGERS and not (case.shared and weight >= COMMONPLACE):
        return different("strangers", f"{what}, and no author is in both")
    if case.shared:
        return same("title-and-identifier", f"{what}, and both link {case.link}")
    if case.people is not Relation.AGREE or (case.conflict and weight < COMMONPLACE):
        return None
    if case.conflict and not case.within(DELAY):
        return different("two-identifiers", f"{what}, and {_TWO_NUMBERS}")
    return same("title-and-authors", f"{what}, and authors agree")


def _two_numbers(case: Case, what: str, weight: float) -> Judgement:
    """Of two numbers under one title one is wrong, if nobody gives such a title again."""
    is_survey = case.a.title.is_survey or case.b.title.is_survey
    if weight >= SPECIFIC + is_survey and case.within(DELAY):
        return same("telling-title", f"{what} and long, so that one of the links is wrong")
    return different("two-identifiers", f"{what}, and {_TWO_NUMBERS}")


def _is_twin(case: Case, weight: float) -> bool:
    """Whether a title was given to another paper in other years."""
    if weight < COMMONPLACE:
        return not case.within(1) or case.published_apart
    if case.a.title.is_survey or case.b.title.is_survey:
        return not case.within(DELAY) or case.published_apart
    return weight < SPECIFIC and not case.within(LONG_DELAY)


def same_words(case: Case) -> Judgement | None:
    """Titles that differ in small words, number, spelling, misprints or the order of words."""
    like = case.likeness
    if like.left or like.right or not like.shared:
        return None
    what = "the titles have the same words"
    if case.conflict and not case.shared and case.people is not Relation.STRANGERS:
        agree = case.people is Relation.AGREE
        if not (agree and like.shared >= SPECIFIC and case.within(1)):
            return different("two-identifiers", f"{what}, and {_TWO_NUMBERS}")
    sure = _sure(case, what, like.shared) if case.within(LONG_DELAY) or case.shared else None
    if sure is not None:
        return sure
    if case.a.title.is_survey or case.published_apart or not case.within(DELAY):
        return None
    in_order = case.a.title.stems[0] == case.b.title.stems[0]
    enough = TELLING if in_order and case.venues_allow else SPECIFIC
    if like.shared >= enough and (in_order or case.venues_allow):
        return same("same-words", what)
    return None
