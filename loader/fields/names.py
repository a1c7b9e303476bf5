"""Names of persons: telling them from titles, institutions and prose.

A name has no grammar. What tells it are capitals, initials and particles, and the absence of
digits and of the words that titles and institutions are made of (``data/words.toml``).
"""

from __future__ import annotations

import re
import unicodedata

from loader.fields.text import key_of
from loader.fields.words import words_of

LONGEST_NAME = 60
_MOST_WORDS = 6
_MOST_INITIALS = 3
_MOST_GROUP_WORDS = 4
_INITIAL = re.compile(r"(?:[^\W\d_]\.?-?){1,4}")
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]")
# Surnames that three out of four Chinese, and many in Japan and Korea, are written with.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚"
    "邵万钱严覃武戴莫孔向汤佐鈴高伊渡山中小加吉山김이박최정강조윤장임"
)
_WORD_BEFORE = re.compile(r"[^\W\d_][\w'’-]*\s*$")
_WORD_BEHIND = re.compile(r"\s*[^\W\d_][\w'’-]+")
_SPOILERS = re.compile(r"[\d:?!/=<>{}\[\]|@#_\"“”+]")


def is_initials(text: str) -> bool:
    """Whether a text is made of initials alone.

    >>> [is_initials(t) for t in ("A.", "A.S.", "M. E.", "J.-P.", "WX", "Yann", "Li", "V")]
    [True, True, True, True, True, False, False, True]
    """
    words = text.split()
    return bool(words) and all(
        word.isupper()
        and len(word.replace(".", "").replace("-", "")) <= _MOST_INITIALS
        and _INITIAL.fullmatch(word) is not None
        for word in words
    )


def is_ideographic_name(text: str) -> bool:
    """Whether a text is a Chinese, Japanese or Korean name: two to four signs, surname first.

    >>> is_ideographic_name("王小明"), is_ideographic_name("视频理解")
    (True, False)
    """
    return 2 <= len(text) <= 4 and text[0] in _SURNAMES  # noqa: PLR2004 (signs of a name)


def is_name(text: str) -> bool:
    """Whether a text may be one person's name: full, abbreviated or a surname alone.

    >>> [is_name(t) for t in ("Yann LeCun", "van den Oord", "Y. Bengio", "Ishii S", "王小明")]
    [True, True, True, True, True]
    >>> [is_name(t) for t in ("Graph Networks", "University of Oxford", "CVPR 2019", "we propose")]
    [False, False, False, False]
    """
    text = text.strip()
    if not text or len(text) > LONGEST_NAME or _SPOILERS.search(text):
        return False
    words = text.split()
    if len(words) > _MOST_WORDS:
        return False
    if _IDEOGRAPHS.search(text):
        return is_ideographic_name(text)
    capitals = 0
    for word in words:
        bare = word.strip(".,()-'’")
        if not bare:
            continue
        key = key_of(bare)
        if key in words_of("title") or key in words_of("organisation"):
            return False
        if bare[0].isupper() or (bare[0] in "'’`" and len(bare) > 1):
            capitals += 1
        elif capitals and _is_torn_off(bare):
            continue
        elif key not in words_of("particle"):
            return False
    return capitals > 0


def _is_torn_off(word: str) -> bool:
    """Whether a word begins with the accent of the letter before it, as in "Ju ̈rgen"."""
    return unicodedata.combining(word[0]) > 0 or word[0] in "´¨ˆ˜¸˚"


def is_called(text: str, start: int, end: int) -> bool:
    """Whether what stands in brackets is what the person around it is called.

    Args:
        text: A text with brackets.
        start: Where they open.
        end: Behind where they close.

    >>> is_called("Ting-Hao (Kenneth) Huang", 9, 18), is_called("Jia Li (Stanford), Bo Li", 7, 17)
    (True, False)
    """
    before, inner = _WORD_BEFORE.search(text[max(0, start - 30) : start]), text[start + 1 : end - 1]
    behind = _WORD_BEHIND.match(text[end : end + 30])
    if before is None or behind is None or not inner.isalpha() or not inner[1:].islower():
        return False
    said = f"{before.group()} {inner} {behind.group()}"
    return inner[0].isupper() and is_name(said) and not before.group().strip().isupper()


def is_full_name(text: str) -> bool:
    """Whether a text is given name and surname, and surely no acronym of a method.

    >>> is_full_name("Marvin Minsky"), is_full_name("G. Tesauro"), is_full_name("Mask R-CNN")
    (True, True, False)
    """
    words = text.strip(" .,").split()
    whole = all(word[0].isupper() and (word[1:].islower() or is_initials(word)) for word in words)
    return whole and 2 <= len(words) <= 3  # noqa: PLR2004 (words of a name)


def is_group(text: str) -> bool:
    """Whether a text is what a group of people calls itself.

    >>> [is_group(t) for t in ("OpenAI", "NLLB Team", "Google", "Research on Teams", "We at IBM")]
    [True, True, True, False, False]
    """
    words = text.split()
    if not words or len(words) > _MOST_GROUP_WORDS or _SPOILERS.search(text):
        return False
    capital = all(word[0].isupper() for word in words)
    return capital and key_of(words[-1]) in words_of("organisation")


def is_built_like_name(text: str) -> bool:
    """Whether a text is built as a full name is, be one of its words what it may.

    Such a text is a name where names stand beside it, and may be anything where it stands alone.

    >>> [is_built_like_name(t) for t in ("Ofir Press", "Yuan An", "Jong chul Ye", "jinsong su")]
    [True, True, True, True]
    >>> [is_built_like_name(t) for t in ("Deep Learning", "Bern University", "we prove", "ICML 20")]
    [False, False, False, False]
    """
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS or len(text) > LONGEST_NAME or _SPOILERS.search(text):  # noqa: PLR2004
        return False
    common = small = own = 0
    for position, word in enumerate(words):
        key = key_of(word)
        if key in words_of("organisation") and key not in words_of("surname"):
            return False
        if key in words_of("title") or key in words_of("surname"):
            common += 1
            continue
        own += len(key) > 1
        if word[0].islower() and key not in words_of("particle"):
            # "jinsong su" and "Jong chul Ye", but not "Currently supports SNES".
            if position and len(word) > 4:  # noqa: PLR2004
                return False
            small += 1
        elif not word[0].isalpha() and word[0] not in "'’`" and not _is_torn_off(word):
            return False
    return own > 0 and common + (small > 0) <= 1
