"""Words that tell names, titles and institutions apart, from ``data/words.toml``."""

from __future__ import annotations

from functools import cache

from loader.errors import TableError
from loader.fields.text import key_of
from loader.tables import table


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind.

    Args:
        kind: ``title``, ``organisation``, ``surname``, ``particle``, ``joining``, ``field`` or
            ``abbreviation``.

    Raises:
        TableError: The table has no list of that name.

    >>> "learning" in words_of("title"), "university" in words_of("organisation")
    (True, True)
    """
    words = table("words").get(kind)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TableError(f"words.toml: {kind} has to be a list of words")
    return frozenset(key_of(word) for word in words)
