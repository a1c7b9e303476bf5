"""Labels of links: what a word such as "pdf" says of a link's target."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from loader.errors import TableError
from loader.fields.text import key_of
from loader.records import LinkKind
from loader.tables import table

_ASIDE = re.compile(r"\([^()]*\)|（[^（）]*）")
_MOST_WORDS = 6
# What parts labels that stand in one: "Project page & results".
_JOINED = re.compile(r"\s*[&,|/，、]\s*|\s\+\s|\sand\s")
_LONGEST = 80
_ABOUT = frozenset({LinkKind.OTHER, LinkKind.BLOG})
_PAIR = 2
# "v2", "1.6k": a number beside a label; a year is more than that.
_NUMBER = re.compile(r"\d\w{0,2}")


@cache
def _kinds() -> Mapping[str, LinkKind]:
    """Kinds by word, from ``data/link-labels.toml``."""
    found: dict[str, LinkKind] = {}
    for row in table("link-labels").get("label", []):
        try:
            kind = LinkKind(row["kind"])
            found.update((key_of(word), kind) for word in row["words"] if key_of(word) not in found)
        except (KeyError, ValueError) as error:
            raise TableError(f"link-labels.toml: {row!r}: {error}; give kind and words") from error
    return found


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(key_of(word) for word in table("link-labels").get(group, []))


@lru_cache(maxsize=4096)
def kind_of_label(text: str) -> LinkKind | None:
    """What a label says is at the target; ``None`` where it says nothing.

    >>> kind_of_label("[paper]"), kind_of_label("Project Page"), kind_of_label("here")
    (<LinkKind.PAPER: 'paper'>, <LinkKind.PROJECT: 'project'>, None)
    >>> kind_of_label("Paper List"), kind_of_label("Nature Reviews Genetics paper")
    (<LinkKind.OTHER: 'other'>, <LinkKind.PAPER: 'paper'>)
    """
    parts = _JOINED.split(text)
    told = (_kind_of_part(part, alone=len(parts) == 1) for part in parts)
    return next((kind for kind in told if kind is not None), None)


def _kind_of_part(text: str, *, alone: bool) -> LinkKind | None:
    kinds = _kinds()
    words = key_of(text).split()
    if "github" in words and ("page" in words or "pages" in words):
        return LinkKind.PROJECT
    whole = kinds.get(" ".join(words))
    if whole is not None and len(words) > 1:
        return whole
    known = [word for word in words if word in kinds]
    yielding = _words("yielding")
    if any(word in yielding for word in known):
        # "Data and code", "HF demo": what yields tells where nothing else does, and its noun.
        firm = [word for word in known if word not in yielding]
        said = alone and (known[-1] != "data" or is_label(text))
        known = firm or (known[-1:] if said else [])
    if not known:
        return LinkKind.CODE if "official" in words else None
    first, last = kinds[known[0]], kinds[known[-1]]
    # "Nature Reviews Genetics paper": among words of other sorts the last one is the noun.
    others = any(word not in kinds and not word.isdigit() for word in words)
    if others and len(words) > _MOST_WORDS and words[0] not in kinds:
        # So many words are a name or a title: "Image Resolution via a Statistical Model".
        return None
    named = others and words[-1] == known[-1] and not is_label(text)
    # "Paper list", "paper notes": what tells of a paper is none.
    about = len(words) == _PAIR and first is LinkKind.PAPER and last in _ABOUT
    return last if named or about else first


@lru_cache(maxsize=65536)
def is_label(text: str) -> bool:
    """Whether a text is one that links are labelled with, and no title.

    >>> is_label("[PDF]"), is_label("official code - torch"), is_label("PyTorch (JCZ404)")
    (True, True, True)
    >>> is_label("Paper tigers"), is_label("Learning from Data")
    (False, False)
    """
    if len(text) > _LONGEST:
        return False
    words = key_of(_ASIDE.sub(" ", text)).split() or key_of(text).split()
    if not words or len(words) > _MOST_WORDS:
        return False
    kinds, fillers = _kinds(), _words("filler")
    if " ".join(words) in kinds:
        return True
    vague = _words("vague")
    known = any(word in kinds for word in words)
    return known and all(
        word in kinds or word in fillers or word in vague or _NUMBER.fullmatch(word)
        for word in words
    )


def is_vague(text: str) -> bool:
    """Whether a text is a label that says nothing of the target.

    >>> is_vague("[link]"), is_vague("pdf")
    (True, False)
    """
    words = key_of(text).split()
    vague = _words("vague")
    return bool(words) and all(word in vague for word in words)
