"""Words that tell names, titles and institutions apart, from ``data/words.toml``."""

from __future__ import annotations

from functools import cache, lru_cache

from loader.errors import TableError
from loader.fields.text import key_of
from loader.tables import table

_LONGEST_PLACEHOLDER = 60
_MOST_BLANKS = 6


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind.

    Args:
        kind: A group that the table begins by telling of, such as ``title`` or ``organisation``.

    Raises:
        TableError: The table has no list of that name.

    >>> "learning" in words_of("title"), "university" in words_of("organisation")
    (True, True)
    """
    words = table("words").get(kind)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TableError(f"words.toml: {kind} has to be a list of words")
    return frozenset(key_of(word) for word in words)


@lru_cache(maxsize=1 << 12)
def is_placeholder(text: str) -> bool:
    """Whether a text stands where something is missing, and says so.

    >>> [is_placeholder(text) for text in ("NOT FOUND", "No code yet", "N/A", "暂无")]
    [True, True, True, True]
    >>> [is_placeholder(text) for text in ("Not all codes are equal", "Code", "Soon Kim", "")]
    [False, False, False, False]
    """
    if len(text) > _LONGEST_PLACEHOLDER or text.count(" ") > _MOST_BLANKS:
        return False
    key = key_of(text)
    missing, missed = words_of("missing"), words_of("missed")
    said = key.split()
    return key in missing or (
        any(word in missing for word in said)
        and all(word in missing or word in missed for word in said)
    )
