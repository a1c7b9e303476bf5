"""Rules: whether two entries, with what each was joined with so far, are about one paper.

The first rule that has something to say decides. Titles come first, since lists copy links more
often than titles; then identifiers, authors and years; what is left is weighed by points.
"""

from __future__ import annotations

from collections.abc import Callable

from loader.identity.papers.alike_titles import cut_title, reworded, same_name
from loader.identity.papers.case import Case, Judgement
from loader.identity.papers.equal_titles import (
    equal_titles,
    extension,
    of_another_genre,
    same_words,
)
from loader.identity.papers.shared_links import mentioned_link, shared_link

RULES: tuple[Callable[[Case], Judgement | None], ...] = (
    of_another_genre,
    extension,
    equal_titles,
    same_words,
    shared_link,
    mentioned_link,
    cut_title,
    reworded,
    same_name,
)


def judge(case: Case) -> Judgement | None:
    """What the first rule says that has something to say; ``None`` where none has."""
    return next((found for rule in RULES if (found := rule(case)) is not None), None)
