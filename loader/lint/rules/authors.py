"""Author lines."""

from __future__ import annotations

from collections.abc import Iterator

from loader.fields.text import key_of
from loader.lint.pages import Page, quoted
from loader.lint.places import Remark
from loader.lint.rules.base import Level, rule

_SHORTEST = 9


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name has five words at most; who writes fifty has written a paragraph.
_FEWEST_WORDS, _MOST_WORDS = 7, 200
_NO_NAMES = _words(
    "a about all and are as at by for from has have how in is it no not of on or that the this to "
    "via was what when where which why with you your"
)


@rule(
    "A001",
    "authors-not-split",
    bad=r"""
    **CLIP in Medical Imaging: A Comprehensive Survey** \
    *Zihao Zhao Yuxiao Liu Han Wu Mei Wang Yonghao Li Sheng Wang Lin Teng Disheng Liu Zhiming Cui* \
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
    good=r"""
    **CLIP in Medical Imaging: A Comprehensive Survey** \
    *Zihao Zhao, Yuxiao Liu, Han Wu, Mei Wang, Yonghao Li, Sheng Wang, Lin Teng, Disheng Liu* \
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def authors_not_split(page: Page) -> Iterator[Remark]:
    """A line of authors does not come apart into names: commas are missing.

    Lines below a title are looked at that are emphasised from end to end and hold nothing but
    words in capitals, more of them than a name has.
    """
    for entry in page.reading.entries:
        for number in range(entry.line + 1, entry.end_line + 1):
            if _are_names_without_commas(page.lines[number - 1]):
                place = page.place_of_line(number)
                yield Remark(place, "the line of authors does not come apart into names")


def _are_names_without_commas(line: str) -> bool:
    text = line.strip(" \\\t")
    mark = text[:1]
    emphasised = mark in {"*", "_"} and text.endswith(mark) and not text.startswith(mark * 2)
    words = text.strip("*_ ").split()
    if not emphasised or not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return False
    return all(_may_be_of_a_name(word) for word in words)


def _may_be_of_a_name(word: str) -> bool:
    """Whether a word is one in capitals, with no mark that parts names, and no word of titles."""
    bare = word.strip(".").replace("-", "").replace("'", "").replace("’", "")
    return bare.isalpha() and word[0].isupper() and word.lower() not in _NO_NAMES


@rule(
    "A002",
    "author-twice",
    level=Level.WARNING,
    bad=r"""
    **CLIP in Medical Imaging: A Comprehensive Survey** \
    *Zihao Zhao, Yuxiao Liu, Han Wu, Yuxiao Liu* \
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
    good=r"""
    **CLIP in Medical Imaging: A Comprehensive Survey** \
    *Zihao Zhao, Yuxiao Liu, Han Wu* \
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def author_twice(page: Page) -> Iterator[Remark]:
    """An entry names an author twice; the first such name of an entry is reported.

    Short names are left alone: many people are called Lei Li.
    """
    for entry in page.reading.entries:
        seen: set[str] = set()
        for name in entry.authors or ():
            key = key_of(name)
            # One word alone may be the surname of two.
            if len(key) >= _SHORTEST and " " in key and key in seen:
                place = page.place_of(name, entry.line, entry.end_line)
                yield Remark(place, f"the author {quoted(name)} is named twice")
                break
            seen.add(key)


RULES = (authors_not_split, author_twice)
