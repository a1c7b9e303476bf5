"""A candidate's lines as one string whose marks are kept beside it.

Links that are labels ("[pdf]") leave the string and leave :data:`GAP` behind; decoration (emoji,
``:star:``) leaves it without a trace. Positions in the string then tell where a title ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from loader.fields.labels import is_label, is_vague
from loader.fields.names import is_name
from loader.fields.venues import names_venue
from loader.fields.years import without_years, year_of
from loader.reading.blocks import Line, Span
from loader.reading.candidates import Anchor

# Stands where a link stood; no text of a list holds it, since control characters are removed.
GAP = "\x1f"
# Stands where the markup changes.
EDGE = "\x1e"
# Stands between lines.
BREAK = "\n"
_REMEMBERED = 1 << 14
# A line is asked about several times while it is found out what it is, and then never again.
_LINES_REMEMBERED = 1 << 12
_OWN = str.maketrans(dict.fromkeys((GAP, EDGE, BREAK, "\0"), " "))
_DECORATION = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u2190-\u21ff\u20e3]"
    "|:[a-z0-9_+-]{2,40}:"
)
_IDENTIFIER = re.compile(
    r"(?:doi:?\s*)?/?10\.\d{4,9}/|(?:arxiv:?\s*)?\d{4}\.\d{4,5}(?:v\d+)?$", re.IGNORECASE
)
_LABEL_BEFORE = re.compile(
    r"(?:^|[|,;•·\x1f(\[])\s*([^|,;•·\x1f()\[\]]{1,60}?)\s*[:：]?\s*[\[(]?\s*$"
)
_CAPITALS = re.compile(r"[A-Z]{3}")
_ADDRESS = ("http://", "https://")
# A link where a target belongs: "[code]([https://…](https://…))".
_LINK_AS_TARGET = re.compile(r"^\[[^\[\]]{0,2000}\]\(([^()]{1,2000})\)?$")
_BROKEN_LINK = re.compile(r"\[{1,2}([^\[\]\n]{1,40})\]{1,2}\([^()\n]{0,300}\)?\)?")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the string with one markup; ``href`` is set for text that a link shows."""

    start: int
    end: int
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Flat:
    """Lines as one string.

    Attributes:
        text: The string.
        runs: Its stretches in order, without gaps and breaks.
        anchors: The links in order, those on text of the string among them.
    """

    text: str
    runs: tuple[Run, ...]
    anchors: tuple[Anchor, ...]


@lru_cache(maxsize=_LINES_REMEMBERED)
def flat_of(lines: tuple[Line, ...]) -> Flat:
    """Lines as one string.

    >>> line = Line(1, 1, (Span("A title ", strong=True), Span("pdf", "https://a.org/p.pdf")))
    >>> flat = flat_of((line,))
    >>> flat.text == "A title " + GAP, flat.anchors[0].label
    (True, 'pdf')
    """
    text = ""
    runs: list[Run] = []
    anchors: list[Anchor] = []
    for n, line in enumerate(lines):
        text += BREAK if n else ""
        begun = len(text)
        for group in _links_of(line.spans):
            href = group[0].href
            if href is not None:
                anchor = _anchor(group, line.number, text[max(begun, len(text) - 80) :])
                anchors.append(anchor)
                if not _is_shown("".join(span.text for span in _texts(group)).strip(), href):
                    text += GAP
                    continue
            for span in _texts(group):
                content = undecorated(span.text)
                end = len(text) + len(content)
                if content:
                    _add(runs, Run(len(text), end, span.strong, span.emphasis, span.code, href))
                    text += content
    return Flat(_without_broken_links(text), tuple(runs), tuple(anchors))


def _add(runs: list[Run], run: Run) -> None:
    """Add a run; one that goes on with the marks of the last is one with it."""
    if runs and runs[-1].end == run.start and _marks(runs[-1]) == _marks(run):
        run = replace(run, start=runs.pop().start)
    runs.append(run)


def _marks(run: Run) -> tuple[bool, bool, bool, str | None]:
    return run.strong, run.emphasis, run.code, run.href


def undecorated(text: str) -> str:
    """A text without emoji, shortcodes and characters that a string keeps for marks of its own."""
    if text.isascii() and ":" not in text:
        return text if text.isprintable() else text.translate(_OWN)
    return _DECORATION.sub("", text.translate(_OWN))


def _links_of(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Spans grouped: those that one link shows together, others one by one."""
    group: list[Span] = []
    for span in spans:
        if group and (span.href is None or span.href != group[0].href):
            yield group
            group = []
        group.append(span)
        if span.href is None:
            yield group
            group = []
    if group:
        yield group


def _anchor(group: Sequence[Span], line: int, before: str) -> Anchor:
    """The link that spans show; where its text does not say what is there, what is before does."""
    href = group[0].href or ""
    if href.startswith(("[", "(")):
        href = _unwrapped(_LINK_AS_TARGET.sub(r"\1", href))
    label = "".join(span.text for span in group).strip()
    if label == group[0].href or label.startswith(_ADDRESS):
        label = label_before(before)
    elif is_vague(label):
        label = label_before(before) or label
    return Anchor(line, label, href)


def _unwrapped(href: str) -> str:
    """A target without brackets around it.

    >>> _unwrapped("(https://arxiv.org/abs/2305.17100)"), _unwrapped("[https://a.org/b_(c)")
    ('https://arxiv.org/abs/2305.17100', 'https://a.org/b_(c)')
    """
    bare = href.lstrip("([")
    if not bare.startswith(_ADDRESS):
        return href
    for opening, closing in ("()", "[]"):
        if bare.endswith(closing) and bare.count(closing) > bare.count(opening):
            bare = bare[:-1]
    return bare


def _is_shown(label: str, href: str) -> bool:
    """Whether the text of a link is text of the entry and does more than name the target."""
    named = label == href or label.startswith((*_ADDRESS, "www."))
    empty = not label.strip("[]() ")
    identifies = _IDENTIFIER.match(label) is not None
    return not (
        named or empty or identifies or is_label(label) or is_vague(label) or _is_dated_name(label)
    )


def _texts(group: Sequence[Span]) -> Iterator[Span]:
    """Spans of a link that are text: of an image, what it says of the venue and the year."""
    for span in group:
        if not span.image or names_venue(span.text) or year_of(span.text) is not None:
            yield span


def _without_broken_links(text: str) -> str:
    """The string, labelled links with a broken target replaced by gaps of the same length."""
    if "](" not in text:
        return text

    def gap(found: re.Match[str]) -> str:
        whole = found.group()
        return GAP + " " * (len(whole) - 1) if is_label(found.group(1)) else whole

    return _BROKEN_LINK.sub(gap, text)


@lru_cache(maxsize=_REMEMBERED)
def is_credit(label: str) -> bool:
    """Whether the text of a link is a venue, or authors with a year, and no title.

    >>> is_credit("Knuth (1970)"), is_credit("KDD 2016"), is_credit("Fast R-CNN")
    (True, True, False)
    """
    return names_venue(label) or _is_dated_name(label)


def is_author_year(label: str) -> bool:
    """Whether the text of a link says who wrote and when.

    >>> is_author_year("Knuth (1970)"), is_author_year("Li et al."), is_author_year("ICML 2020")
    (True, True, False)
    """
    # "CARE2018" is a venue that no table knows.
    return not _CAPITALS.search(label) and _is_dated_name(label)


@lru_cache(maxsize=_REMEMBERED)
def _is_dated_name(label: str) -> bool:
    """Whether the text of a link is a name or several beside a year, or ends in "et al."."""
    if len(label) > 80:
        return False
    cut = label.rstrip(". ").removesuffix("et al")
    if len(cut) < len(label.rstrip(". ")):
        return all(is_name(name.strip()) for name in cut.split(",") if name.strip())
    if year_of(label) is None or names_venue(label):
        return False
    names = without_years(label).replace("&", ",").replace(" and ", ",").split(",")
    return all(is_name(name.strip(" .()").removesuffix("et al").strip()) for name in names)


def label_before(text: str) -> str:
    """The label in words before a link, "Code: <https://…>"; empty if there is none.

    >>> label_before("Paper: "), label_before("A title that goes on and on, see ")
    ('Paper', '')
    """
    found = _LABEL_BEFORE.search(text)
    label = found.group(1).strip(" -*`") if found else ""
    return label if is_label(label) else ""
