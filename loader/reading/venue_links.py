"""Links that are called by where something appeared alone: "[ICML 2019](…) | [NeurIPS 2020](…)"."""

from __future__ import annotations

from loader.fields.text import has_letter, key_of
from loader.fields.venues import names_venue, read_venue
from loader.fields.words import words_of
from loader.fields.years import is_date
from loader.reading.candidates import Draft

# One link to a venue is an entry's own; two may be of two versions.
_FEWEST = 2
# Share of the links; some journals are known to no table.
_MOST = 0.8


def is_run_of_venues(draft: Draft) -> bool:
    """Whether a draft is nothing but links to several papers, each called by its venue or year.

    A word of what all of them are may stand before them: "Journals: [TPAMI](…), [IJCV](…)". What
    has a title beside such links is an entry whose versions they are.
    """
    labels = [anchor.label for anchor in draft.anchors if not anchor.on_title]
    called = [label for label in labels if _is_called(label)]
    if len(set(called)) < _FEWEST or len(called) < _MOST * len(labels):
        return False
    rest = draft.title
    for label in labels:
        rest = rest.replace(label, " ")
    words = key_of(rest).split()
    return not words or words[-1] in words_of("appearing") or words[-1] in words_of("joining")


def _is_called(label: str) -> bool:
    """Whether the text of a link is a venue or a year, and nothing else.

    >>> _is_called("[CVPR'22]"), _is_called("2020"), _is_called("Learning to Turn Widgets")
    (True, True, False)
    """
    bare = label.strip("[]() ")
    if is_date(bare) or names_venue(bare):
        return True
    return has_letter(bare) and read_venue(bare).venue is not None
