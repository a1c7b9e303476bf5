"""Whether a text is one that links are labelled with, by what the reader makes of its words."""

from __future__ import annotations

from loader.fields.links import kind_of
from loader.fields.text import key_of
from loader.records import LinkKind

# "Paper, code and slides" is a label; a longer text is a title.
_MOST_WORDS = 5


def is_label(text: str) -> bool:
    """Whether each word of a text says what a link's target is.

    >>> is_label("[PDF]"), is_label("Official Code"), is_label("Paper tigers"), is_label("[]")
    (True, True, False, False)
    """
    words = key_of(text).split()
    few = 0 < len(words) <= _MOST_WORDS
    return few and all(kind_of(word, "") is not LinkKind.OTHER for word in words)
