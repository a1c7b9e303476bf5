"""Headings: empty, doubled, not seen as headings, and links to them that lead nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from urllib.parse import unquote

from loader.fields.text import key_of, plain
from loader.lint.pages import Page, Title, quoted
from loader.lint.places import Place, Remark
from loader.lint.rules.base import Level, rule
from loader.lint.scanning import scan
from loader.reading.fragments import folded, fragments_of

_ENTRY = """`arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \\
    [[paper](https://arxiv.org/abs/2312.07353)]"""
_OTHER = """`JBHI 2022` **Multi-modal Understanding and Generation for Medical Images and Text** \\
    [[paper](https://arxiv.org/abs/2105.11333)]"""
# "03月" is a month, "CV" a name.
_SHORTEST = 2
_MARKS = str.maketrans("", "", "[]*`\\")
_NO_BLANK = re.compile(r"\s{0,3}(#{2,6})([^\s#]\S*)")
_ANCHOR = re.compile(r"""(?:\bid|\bname)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_HTML_HEADING = re.compile(r"<h[1-6][^<>]*>", re.IGNORECASE)


@rule(
    "H001",
    "section-empty",
    bad=f"""
    # Survey

    {_ENTRY}

    # Medical Visual Grounding
    """,
    good=f"""
    # Survey

    {_ENTRY}
    """,
)
def section_empty(page: Page) -> Iterator[Remark]:
    """A heading has nothing below it: no entry, no text, no heading of a lower level.

    What comes before the first section with something in it may be a title and its lines, and a
    heading that is a link says what it has to.
    """
    begun = False
    for heading, after in zip_longest(page.headings, page.headings[1:]):
        behind = after.line - 1 if after is not None else len(page.lines)
        filled = any(_says_something(line) for line in page.lines[heading.line : behind])
        begun = begun or filled
        above_others = after is not None and after.level > heading.level
        if begun and not (filled or above_others or _is_link(heading)) and _bare(heading.text):
            place = page.place_of_line(heading.line)
            yield Remark(place, f"nothing stands under {_said(heading)}")


def _is_link(heading: Title) -> bool:
    return "](" in heading.text


def _says_something(line: str) -> bool:
    """Whether a line holds more than the marks that underline or part sections."""
    return any(c not in " \t=-*_\\" for c in line)


@rule(
    "H002",
    "heading-without-blank",
    level=Level.ERROR,
    bad=f"""
    ##Survey

    {_ENTRY}
    """,
    good=f"""
    ## Survey

    {_ENTRY}
    """,
)
def heading_without_blank(page: Page) -> Iterator[Remark]:
    """A line starts with number signs and no blank after them: it is text and no heading.

    A single number sign may be a hashtag and is left alone.
    """
    for number in sorted(page.plain_lines):
        found = _NO_BLANK.match(page.lines[number - 1])
        if found:
            yield Remark(
                page.place_of_line(number),
                f"no heading: a blank is missing behind {found[1]}",
            )


@rule(
    "H003",
    "heading-twice",
    bad=f"""
    # Papers

    ## Survey

    {_ENTRY}

    ## Survey

    {_OTHER}
    """,
    good=f"""
    # Papers

    ## Survey

    {_ENTRY}

    {_OTHER}
    """,
)
def heading_twice(page: Page) -> Iterator[Remark]:
    """Two sections of one level under one heading have the same name.

    Years and months are left alone, and so are headings that are links: they may well stand under
    something that is no heading.
    """
    path: list[Title] = []
    seen: dict[tuple[int, int, str], Title] = {}
    for heading in page.headings:
        while path and path[-1].level >= heading.level:
            path.pop()
        above = path[-1].line if path else 0
        path.append(heading)
        name = key_of(_bare(heading.text))
        first = seen.setdefault((above, heading.level, name), heading)
        lone = _is_link(heading) or _is_link(first) or sum(c.isalpha() for c in name) < _SHORTEST
        if first is not heading and not lone:
            yield Remark(
                page.place_of_line(heading.line),
                f"{_said(heading)} is a heading on line {first.line} too",
            )


@rule(
    "H004",
    "fragment-without-heading",
    bad=f"""
    - [Survey](#surveys)

    # Survey

    {_ENTRY}
    """,
    good=f"""
    - [Survey](#survey)

    # Survey

    {_ENTRY}
    """,
)
def fragment_without_heading(page: Page) -> Iterator[Remark]:
    """A link within the list leads to no heading of it.

    Addresses of headings are made as code hosts make them: lower case, hyphens for blanks, no
    punctuation, a number behind the second of a name. Anchors in HTML count too. An address is
    reported once, where it comes first.
    """
    places: dict[str, Place] = {}
    times: Counter[str] = Counter()
    for link in page.links:
        target = link.target.strip()
        if not link.image and target.startswith("#") and len(target) > 1:
            places.setdefault(target, page.place(link.target_start, link.target_end))
            times[target] += 1
    known = _fragments(page) if places else set()
    by_letters = {_letters(fragment): fragment for fragment in sorted(known)}
    for target, place in places.items():
        if known & {folded(target[1:]), folded(unquote(target[1:]))}:
            continue
        near = by_letters.get(_letters(unquote(target[1:])))
        hint = f"; is it #{plain(near)}?" if near else ""
        more = f" ({times[target]} links lead there)" if times[target] > 1 else ""
        yield Remark(place, f"no heading has the address {quoted(target)}{more}{hint}")


def _letters(fragment: str) -> str:
    """A fragment's letters and digits, for what differs in hyphens alone."""
    return "".join(c for c in folded(fragment) if c.isalnum())


def _fragments(page: Page) -> set[str]:
    """Every address within the page that a link can lead to."""
    found = {folded(name) for name in _ANCHOR.findall(page.text)} | {"top", "readme"}
    texts = (*(heading.text for heading in page.headings), *_html_headings(page.text))
    return found | fragments_of(map(_bare, texts))


def _html_headings(text: str) -> Iterator[str]:
    for found in _HTML_HEADING.finditer(text):
        behind = text.find("</h", found.end(), found.end() + 1000)
        if behind >= 0:
            yield text[found.end() : behind]


def _bare(text: str) -> str:
    """A heading's text without tags and images, and with the labels of its links alone.

    >>> _bare("[Survey *papers*](#content) ![star](s.svg)")
    'Survey papers'
    """
    text = _TAG.sub("", text)
    gone: list[tuple[int, int]] = []
    for link in scan(text, 0, len(text)).links:
        label_end = link.start + 1 + len(link.label)
        stays = [] if link.image else [(link.start, link.start + 1)]
        gone += [*stays, (link.start if link.image else label_end, link.end)]
    kept, at = [], 0
    for start, end in sorted(gone):
        kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]]).translate(_MARKS).strip(" #")


def _said(heading: Title) -> str:
    return quoted(_bare(heading.text))


RULES = (section_empty, heading_without_blank, heading_twice, fragment_without_heading)
