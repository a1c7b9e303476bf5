"""HTML tags as they stand among Markdown: what one tag says, and what a badge shows."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote

# Tags that end a line of text.
BREAKS = frozenset({"br", "div", "p", "li", "tr", "td", "th", "ul", "ol", "table", "details"})
STRONG = frozenset({"b", "strong"})
EMPHASIS = frozenset({"i", "em", "cite"})
# Words that an image's alternative text says of nothing but the image.
_NO_ALTERNATIVE = frozenset({"", "image", "img", "badge", "static badge", "logo", "icon"})


@dataclass(frozen=True, slots=True)
class Tag:
    """One HTML tag: its name in lower case, its attributes, and whether it closes."""

    name: str
    attributes: dict[str, str]
    closes: bool = False


class _Tags(HTMLParser):
    """Collects tags; what is no tag is not its business."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Tag(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(Tag(tag, {}, closes=True))


def tag_of(markup: str) -> Tag | None:
    """The tag that a piece of inline HTML is, or ``None`` for a comment or anything else.

    >>> tag_of('<a href="https://example.org/?a=1&amp;b=2">').attributes
    {'href': 'https://example.org/?a=1&b=2'}
    >>> tag_of("</B>").name, tag_of("<!-- hidden -->") is None
    ('b', True)
    """
    parser = _Tags()
    parser.feed(markup)
    return parser.found[0] if parser.found else None


def image_text(alternative: str, source: str) -> str:
    """What an image says in words: its alternative text and, of a badge, its label.

    Badges are images whose address spells their text; https://shields.io documents the form
    ``badge/LABEL-MESSAGE-COLOUR`` with doubled hyphens and underscores for blanks.

    >>> image_text("", "https://img.shields.io/badge/arXiv-2401.00001-b31b1b.svg")
    'arXiv 2401.00001'
    >>> image_text("Star", "https://img.shields.io/github/stars/a/b")
    'Star'
    """
    if alternative.strip().lower() not in _NO_ALTERNATIVE:
        return alternative
    path = source.partition("?")[0]
    if "/github/stars/" in path:
        return "stars"
    _, _, badge = path.partition("/badge/")
    words = unquote(badge).replace("--", "\0").split("-")
    shown = words[:-1] if len(words) > 1 else words
    return " ".join(shown).replace("\0", "-").replace("_", " ").strip() or alternative
