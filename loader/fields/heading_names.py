"""Names of headings: what a heading says once its number, its marks and its translation are off."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from loader.fields.text import has_letter, plain

# What is longer is no heading.
_LONGEST = 300
_SHORTCODE = re.compile(r":[a-z0-9][a-z0-9_+-]{1,40}:")
# "2.1 ", "3) ", "4.Scaffold", "1_Embedding", "A6. "; not "3D" nor "360°".
_NUMBER = re.compile(
    r"^(?:§\s?)?(?:\d{1,3}(?:\.\d{1,3}){0,4}(?:[.)、:：_]\s*|\s+)|[A-Z]\d{0,2}(?:\.\d{1,2}){0,3}[.)]\s+"
    r"|[IVX]{1,5}[.)]\s+|[一二三四五六七八九十]{1,3}[、.．]\s*)(?=[^\s\d.]|\dD)"
)
# "(a,1)" behind a number.
_SUBNUMBER = re.compile(r"^\([a-z0-9](?:\s?,\s?[a-z0-9])?\)\s*")
# "(12 papers)", "[7]", "（12篇）", "(total: 5)".
_COUNT = re.compile(
    r"\s*[(\[（【](?:total:?\s*)?\d{1,5}\s*(?:篇|个)?"
    r"(?:papers?|entries|items|works|repos|articles|models|datasets|methods)?[)\]）】]\s*$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\s*[(\[（【]?\s*(?:back to (?:the )?(?:top|contents?|table of contents?|toc)|返回目录)"
    r"\s*[)\]）】]?\s*$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(（【\[]([^()（）【】\[\]]*)[)）】\]]")
_PARTED = re.compile(r"\s+[-–—|/]\s+|\s*[|｜]\s*")
_MARKS = frozenset({"So", "Sk", "Cn", "Co", "Cs", "Cf"})
_AROUND = " \t#*_`~:：,，.。;；-–—|/\\•·>"


def bare_heading(text: str) -> str:
    """A heading without numbering, emoji, counts and what repeats it in another language.

    Of a heading in two languages, one of them written in Latin letters, that one is left.

    >>> bare_heading("2.1.1 (a,1) Discrete utility methods"), bare_heading("3D Vision")
    ('Discrete utility methods', '3D Vision')
    >>> bare_heading(":rocket: Surveys 🚀 (12 papers)"), bare_heading("4.Scaffold to Sequence")
    ('Surveys', 'Scaffold to Sequence')
    >>> bare_heading("8. Groups - 著名学者及团队"), bare_heading("目标检测(Object Detection)")
    ('Groups', 'Object Detection')
    >>> bare_heading("综述"), bare_heading("2024")
    ('综述', '2024')
    """
    said = plain(text)
    if len(said) > _LONGEST:
        return said
    found = _SHORTCODE.sub(" ", said)
    if not found.isascii():
        found = "".join(" " if unicodedata.category(c) in _MARKS and c != "°" else c for c in found)
        found = unicodedata.normalize("NFKC", found)
    found = " ".join(found.split()).strip(_AROUND)
    for _ in range(3):
        shorter = _BACK.sub("", _COUNT.sub("", found)).strip(_AROUND)
        shorter = _SUBNUMBER.sub("", _NUMBER.sub("", shorter, count=1), count=1)
        if shorter == found or not any(map(str.isalnum, shorter)):
            break
        found = shorter
    found = _in_latin(found) if not found.isascii() else found
    return found.strip(_AROUND) or said


def is_han(text: str) -> bool:
    """Whether a text holds a letter of Chinese, Japanese or Korean writing.

    >>> is_han("目标检测"), is_han("Détection")
    (True, False)
    """
    return any(
        "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3"
        for c in text
    )


def _in_latin(text: str) -> str:
    """The Latin half of a heading that says the same in two scripts; else all of it."""
    if not is_han(text):
        return text
    whole = _BRACKETS.fullmatch(text)
    text = str(whole[1]) if whole is not None else text
    outside = _BRACKETS.sub(" ", text).strip(_AROUND)
    inside = [str(found).strip() for found in _BRACKETS.findall(text)]
    if outside and not is_han(outside) and has_letter(outside):
        return " ".join(outside.split())
    latin = [part for part in inside if has_letter(part) and not is_han(part)]
    if latin and is_han(outside):
        return latin[0]
    halves = [half for half in _PARTED.split(text) if has_letter(half)]
    latin = [half for half in halves if not is_han(half)]
    if len(halves) > 1 and len(latin) == 1:
        return latin[0]
    words = text.split()
    return _one_script(words) if len(words) > 1 else text


def _one_script(words: list[str]) -> str:
    """Words of one script before words of another, as in "数据 Data": the Latin ones."""
    han = [is_han(word) for word in words]
    changes = sum(a != b for a, b in pairwise(han))
    latin = " ".join(word for word, other in zip(words, han, strict=True) if not other)
    return latin if changes == 1 and has_letter(latin) else " ".join(words)
