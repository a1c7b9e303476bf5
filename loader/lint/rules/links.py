"""How links are written: brackets, labels, empty and doubled ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loader.fields.links import kind_of, repository_of, target_of
from loader.fields.text import key_of, plain
from loader.lint.labels import is_label
from loader.lint.pages import Page, quoted
from loader.lint.places import Edit, Place, Remark
from loader.lint.rules.base import Level, rule
from loader.lint.scanning import Written
from loader.records import LinkKind

# Words that label a link and nothing else; "survey" or "dataset" in brackets may be a tag.
_LINK_WORDS = frozenset({"paper", "pdf", "code", "github", "project", "website"})
_EMPTY = ("()", "()]", "(#)", "(#)]")
_TITLE = "`arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \\"


def _is_empty(link: Written) -> bool:
    return link.target.strip() in {"", "#"}


@rule(
    "L001",
    "link-without-target",
    level=Level.ERROR,
    mends=True,
    bad=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code]()]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def link_without_target(page: Page) -> Iterator[Remark]:
    """A link leads nowhere.

    Readers see a link and stay where they are. Links without a text, which nobody sees, are
    reported once a list. ``--fix`` takes it out where it stands alone
    behind other links; elsewhere it is yours to fill or to remove. An image with an empty link
    around it is left alone outside entries: some do that lest the image link to itself.
    """
    lines = page.lines_of_entries
    nameless = [link for link in page.links if _is_empty(link) and not (link.image or _label(link))]
    if nameless:
        place = page.place(nameless[0].start, nameless[0].end)
        more = f" ({len(nameless)} times)" if len(nameless) > 1 else ""
        yield Remark(place, f"a link has neither text nor target{more}")
    for link in page.links:
        if link.image or not (_is_empty(link) and _label(link)):
            continue
        if link.label.lstrip().startswith("![") and page.line_of(link.start) not in lines:
            continue
        said = f"the link {quoted(_label(link))} has no target"
        yield Remark(page.place(link.start, link.end), said, _removal(page, link))


@rule(
    "L002",
    "link-not-formed",
    level=Level.ERROR,
    bad=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353 [[code]](https://github.com/owner/name)
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code]](https://github.com/owner/name)
    """,
)
def link_not_formed(page: Page) -> Iterator[Remark]:
    """A link is not well-formed and stays text.

    A bracket is missing, its target holds a blank, or its label holds another link.
    """
    for at in page.strays:
        place = page.place(at, at + 2)
        text = page.text[at + 2 : at + 40].partition("\n")[0]
        yield Remark(place, f"no link begins here: {quoted('](' + text)} stays text")


@rule(
    "L003",
    "link-taken-apart",
    level=Level.ERROR,
    bad=rf"""
    {_TITLE}
    [Paper] (https://arxiv.org/abs/2312.07353)
    """,
    good=rf"""
    {_TITLE}
    [Paper](https://arxiv.org/abs/2312.07353)
    """,
)
def link_taken_apart(page: Page) -> Iterator[Remark]:
    """A blank parts a label from its target, or the two have each other's brackets."""
    for start, end in page.brackets:
        inside = page.text[start + 1 : end]
        if is_label(inside) and page.text.startswith((" (http", "  (http"), end + 1):
            yield Remark(
                page.place(start, end + 1),
                f"a blank parts [{plain(inside)}] from its target: no link",
            )
        elif page.text[start - 1 : start] == ")" and inside.startswith(("http://", "https://")):
            yield Remark(
                page.place(start, end + 1),
                "a link is [label](target), and this is (label)[target]",
            )


@rule(
    "L004",
    "link-without-label",
    bad=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [](https://github.com/owner/name)
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/owner/name)]
    """,
)
def link_without_label(page: Page) -> Iterator[Remark]:
    """A link has no text: nobody sees it."""
    for link in page.links:
        if not link.image and not link.label.strip() and not _is_empty(link):
            yield Remark(
                page.place(link.start, link.end),
                f"the link to {quoted(link.target)} has no text",
            )


@rule(
    "L005",
    "label-without-link",
    bad=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [code]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/owner/name)]
    """,
)
def label_without_link(page: Page) -> Iterator[Remark]:
    """A label such as [code] stands in an entry without a link.

    Labels that could be a tag, such as [dataset], are left alone. Each label is reported once a
    list, where it comes first.
    """
    first: dict[str, Place] = {}
    times: Counter[str] = Counter()
    for start, end in page.brackets:
        label = page.text[start : end + 1]
        in_entry = page.line_of(start) in page.lines_of_entries
        if in_entry and key_of(label) in _LINK_WORDS and not _leads_on(page, end):
            first.setdefault(label, page.place(start, end + 1))
            times[label] += 1
    for label, place in first.items():
        more = f" ({times[label]} times)" if times[label] > 1 else ""
        yield Remark(place, f"{quoted(label)} is a label without a link{more}")


def _leads_on(page: Page, end: int) -> bool:
    """Whether what follows a bracket makes it a reference or part of a link of its own kind."""
    behind = page.text[end + 1 : end + 40].lstrip(" *_`]")
    return behind.startswith(("[", "(", ":", "http", "<"))


@rule(
    "L006",
    "link-twice",
    mends=True,
    bad=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[paper](https://arxiv.org/abs/2312.07353)]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def link_twice(page: Page) -> Iterator[Remark]:
    """An entry has the same link twice, or two labels for the same target.

    One of the two was copied and not changed. A title that links where a label links too is
    left alone, and so is a repository that is said to hold more than code.
    """
    for entry in page.reading.entries:
        first: dict[str, Written] = {}
        for link in page.links_of(entry):
            if _is_empty(link) or not is_label(link.label):
                continue
            before = first.setdefault(link.target, link)
            same = key_of(before.label) == key_of(link.label)
            if before is link or not (same or _exclude(before, link)):
                continue
            yield Remark(
                page.place(link.start, link.end),
                f"{quoted(_label(link))} links where {quoted(_label(before))} does: "
                f"{quoted(link.target)}",
                _removal(page, link) if same else None,
            )


def _exclude(one: Written, other: Written) -> bool:
    """Whether two labels cannot both be right of the target that their links share."""
    kinds = {kind_of(one.label, one.target), kind_of(other.label, other.target)}
    url = target_of(one.target)
    holds_all = url is not None and repository_of(url) is not None
    code_elsewhere = LinkKind.CODE in kinds and not holds_all
    return len(kinds) > 1 and (LinkKind.PAPER in kinds or code_elsewhere)


@rule(
    "L007",
    "bracket-style",
    level=Level.NOTE,
    mends=True,
    bad=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/owner/name)]

    `JBHI 2022` **Multi-modal Understanding and Generation for Radiographs and Text** \
    [[paper]](https://arxiv.org/abs/2105.11333)
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/owner/name)]

    `JBHI 2022` **Multi-modal Understanding and Generation for Radiographs and Text** \
    [[paper](https://arxiv.org/abs/2105.11333)]
    """,
)
def bracket_style(page: Page) -> Iterator[Remark]:
    """The brackets around a label stand elsewhere than in most of the list's links.

    Both [[paper](…)] and [[paper]](…) are links and look the same; ``--fix`` writes all of them
    as the list writes most.
    """
    lines = page.lines_of_entries
    labelled = [
        link
        for link in page.links
        if not link.image and is_label(link.label) and page.line_of(link.start) in lines
    ]
    inside = [link for link in labelled if _is_wrapped(page, link)]
    outside = [
        link for link in labelled if _wraps(link) and page.text[link.end : link.end + 1] != "]"
    ]
    few, many = sorted((inside, outside), key=len)
    if len(few) == len(many):
        return
    form = "[[label](target)]" if many is inside else "[[label]](target)"
    for link in few:
        text = page.text[link.start : link.end]
        if many is inside:
            mended = f"[{text[1 : 1 + len(link.label)][1:-1]}]{text[2 + len(link.label) :]}"
            yield _restyled(page, link.start, link.end, f"[{mended}]", form)
        else:
            mended = f"[[{link.label}]]{text[2 + len(link.label) :]}"
            yield _restyled(page, link.start - 1, link.end + 1, mended, form)


def _restyled(page: Page, start: int, end: int, text: str, form: str) -> Remark:
    place = page.place(start, end)
    one_line = place.line == place.end_line
    edit = Edit(place.line, place.column, place.end_column, text) if one_line else None
    return Remark(place, f"most links of this list are written {form}", edit)


def _is_wrapped(page: Page, link: Written) -> bool:
    """Whether a link stands in brackets of its own, as in ``[[paper](…)]``."""
    before, behind = page.text[link.start - 1 : link.start], page.text[link.end : link.end + 1]
    escaped = page.text[link.start - 2 : link.start - 1] in {"\\", "!"}
    leads_on = page.text[link.end + 1 : link.end + 2] in {"(", ":"}
    return (before, behind) == ("[", "]") and not (_wraps(link) or escaped or leads_on)


def _wraps(link: Written) -> bool:
    """Whether a link's label has brackets of its own, as in ``[[paper]](…)``."""
    label = link.label
    bare = not any(c in label[1:-1] for c in "[]\\`")
    return label.startswith("[") and label.endswith("]") and len(label) > len("[]") and bare


def _label(link: Written) -> str:
    """A link's label without marks; of an image what it says instead."""
    label = link.label.strip("[]*_` ")
    return label[2:].partition("]")[0] if label.startswith("![") else label


def _removal(page: Page, link: Written) -> Edit | None:
    """What takes a link out with its brackets and the blank before it.

    Nothing where it stands first on its line, behind an empty link or among other text, or where
    something parts it from its neighbours that would be left behind.
    """
    start, end = link.start, link.end
    if _is_wrapped(page, link):
        start, end = start - 1, end + 1
    place = page.place(start, end)
    if place.line != place.end_line or not is_label(link.label):
        return None
    line = page.lines[place.line - 1]
    before, behind = line[: place.column - 1], line[place.end_column - 1 :]
    kept = before.rstrip(" ")
    follows = behind.strip(" \\")
    alone = not kept.endswith((")", ")]")) or kept.endswith(_EMPTY)
    if alone or (follows and not follows.startswith("[")):
        return None
    return Edit(place.line, len(kept) + 1, place.end_column, "")


RULES = (
    link_without_target,
    link_not_formed,
    link_taken_apart,
    link_without_label,
    label_without_link,
    link_twice,
    bracket_style,
)
