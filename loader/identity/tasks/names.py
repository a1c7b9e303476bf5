"""Names of tasks in words that compare: singular, American, without what changes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from loader.fields.heading_names import bare_heading
from loader.fields.text import key_of
from loader.tables import table

# The words of a name, in order.
Words = tuple[str, ...]

_REMARK = re.compile(r"\s*[(\[（][^()（）\[\]]*[)）\]]")
_TO = re.compile(
    r"(?<=[A-Za-z]{3})2(?=[A-Za-z0-9]{2})|\b2\s?(?=(?:text|image|video|speech|3d)\b)", re.IGNORECASE
)
_SILENT = frozenset(["the", "a", "an", "of", "for", "and", "in", "on", "its", "their"])
# Words in -s that are no plurals.
_SINGULAR = frozenset(
    ["series", "species", "physics", "bias", "lens", "news", "process", "loss", "pos"]
)
_SIBILANT = ("sses", "ches", "shes", "xes", "zzes")
# "Segmentation of images" is "image segmentation": what is done comes last.
_ACTION = ("tion", "sion", "ing", "ment", "sis", "al")
_LONGEST_ACTION = 2
# "Optimisation" and "generalised", but not "supervised".
_BRITISH = re.compile(
    r"(?:(optim|minim|maxim|organ|local|token|summar|regular|general|recogn|normal|personal|quant)"
    r"is(?=e$|ed$|ing$|er$|ation$)|is(?=ation$))"
)


@cache
def words_of(text: str) -> Words:
    """The words of a name, those that carry no meaning left out.

    >>> words_of("Generative Adversarial Nets"), words_of("Language Modelling")
    (('generative', 'adversarial', 'net'), ('language', 'modeling'))
    >>> words_of("Vision-and-Language Pre-training") == words_of("vision language pre training")
    True
    >>> words_of("text2image"), words_of("Segmentation of Satellite Images")
    (('text', 'to', 'image'), ('satellite', 'image', 'segmentation'))
    """
    said = _TO.sub(" to ", _REMARK.sub(" ", bare_heading(text)) or text)
    words = key_of(said.replace("_", " ")).split() or key_of(text).split()
    inverted = _inverted(words)
    found = [part for word in inverted for part in _spelling(word).split()]
    return tuple(word for word in found if word not in _SILENT) or tuple(found)


def squeezed(words: Sequence[str]) -> str:
    """Words as one, since "pre-training", "pre training" and "pretraining" are one word."""
    return "".join(words)


def _spelling(word: str) -> str:
    spelled = _spellings().get(word)
    if spelled is not None:
        return spelled
    word = singular(word)
    word = _BRITISH.sub(r"\1iz", word)
    return _spellings().get(word, word)


@cache
def _spellings() -> dict[str, str]:
    return {key: str(value) for key, value in table("tasks").get("spelling", {}).items()}


def singular(word: str) -> str:
    """A word without the ending of its plural.

    >>> [singular(word) for word in ("images", "studies", "losses", "analysis", "robotics", "gans")]
    ['image', 'study', 'loss', 'analysis', 'robotics', 'gan']
    """
    if word in _SINGULAR or len(word) < 4 or not word.endswith("s"):  # noqa: PLR2004 ("gas")
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(_SIBILANT):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is", "ics")) else word[:-1]


def _inverted(words: Sequence[str]) -> list[str]:
    """The words of "segmentation of images" the other way round."""
    for joint in ("of", "from"):
        at = words.index(joint) if joint in words else -1
        if at < 1 or (joint == "from" and words[at - 1] not in {"generation", "synthesis"}):
            continue
        if at <= _LONGEST_ACTION and words[at - 1].endswith(_ACTION) and words[at + 1 :]:
            behind = [word for word in words[at + 1 :] if word not in {"the", "a", "an"}]
            if not _SILENT.isdisjoint(behind) or "from" in behind:
                break
            return [*behind, *(["to"] if joint == "from" else []), *words[:at]]
    return list(words)
