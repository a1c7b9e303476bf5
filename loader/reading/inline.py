"""Inline Markdown to lines of spans: links, marks, images and inline HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick, image, link
from markdown_it.token import Token

from loader.fields.venues import names_venue
from loader.fields.years import year_of
from loader.reading.blocks import Line
from loader.reading.line_writer import LineWriter
from loader.reading.tags import BREAKS, EMPHASIS, STRONG, image_text, tag_of

# Rules whose tokens may hide line ends: in code, in the address of a link, in an image's text.
_HIDING = (("backticks", backtick, "`"), ("link", link, "["), ("image", image, "!"))
# Of a venue and a year, the longest that a badge holds.
_LONGEST_BADGE = 60
_NO_BRACKETS = str.maketrans(dict.fromkeys("()[]"))
_LINE_ENDS = "line_ends"

_Rule = Callable[[StateInline, bool], bool]


def count_line_ends(parser: MarkdownIt) -> None:
    """Have a parser note at each token how many line ends it hides, for lines to stay exact."""
    for name, rule, mark in _HIDING:
        parser.inline.ruler.at(name, _counting(rule, mark))


def _counting(rule: _Rule, mark: str) -> _Rule:
    """A rule that notes what its tokens hide, asked where the mark stands it begins with."""

    def counting(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's form)
        if state.src[state.pos] != mark:
            return False
        begun, tokens = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        ends = state.src.count("\n", begun, state.pos)
        if ends and len(state.tokens) > tokens:
            state.tokens[-1].meta[_LINE_ENDS] = ends
        return True

    return counting


def lines_of(  # noqa: C901 (a case a kind of token)
    tokens: Iterable[Token], first: int, last: int
) -> tuple[Line, ...]:
    """Lines of inline content that spans the source lines ``first`` to ``last``."""
    writer = LineWriter(first, last)
    link_begun = first
    for token in tokens:
        kind = token.type
        if kind == "text":
            if token.content:
                writer.write(token.content)
        elif kind == "softbreak":
            writer.next_source_line(wrapped=True)
        elif kind == "hardbreak":
            writer.next_source_line(wrapped=False)
        elif kind == "link_open":
            link_begun = writer.number
            writer.href = str(token.attrs.get("href", ""))
        elif kind == "link_close":
            writer.href = None
            writer.at(link_begun + token.meta.get(_LINE_ENDS, 0))
        elif kind in {"strong_open", "strong_close"}:
            writer.strong += token.nesting
        elif kind in {"em_open", "em_close"}:
            writer.emphasis += token.nesting
        elif kind == "code_inline":
            writer.write(token.content, code=True)
            writer.at(writer.number + token.meta.get(_LINE_ENDS, 0))
        elif kind == "image":
            write_image(writer, token.content, str(token.attrs.get("src", "")))
            writer.at(writer.number + token.meta.get(_LINE_ENDS, 0))
        elif kind == "html_inline":
            _write_tag(writer, token.content)
    return writer.lines()


def write_image(writer: LineWriter, alternative: str, source: str) -> None:
    """An image says something as the face of a link without text, or as the badge of a venue.

    A link that opens the image itself says nothing.
    """
    if writer.href is None:
        # ACL'23_(Findings), as badges are spelt; a badge "LLM" or "12 stars" says nothing.
        said = alternative.replace("_", " ").translate(_NO_BRACKETS)
        if len(said) <= _LONGEST_BADGE and year_of(said) is not None and names_venue(said):
            writer.write(f" [{said}] ", image=True)
    elif writer.href != source and not writer.link_has_text:
        writer.write(image_text(alternative, source), image=True)


def _write_tag(writer: LineWriter, markup: str) -> None:
    tag = tag_of(markup)
    if tag is not None:
        step = -1 if tag.closes else 1
        if tag.name == "a":
            writer.href = None if tag.closes else tag.attributes.get("href")
        elif tag.name == "img":
            write_image(writer, tag.attributes.get("alt", ""), tag.attributes.get("src", ""))
        elif tag.name in STRONG:
            writer.strong = max(0, writer.strong + step)
        elif tag.name in EMPHASIS:
            writer.emphasis = max(0, writer.emphasis + step)
        elif tag.name in BREAKS and writer.href is None:
            writer.break_line()
    if "\n" in markup:
        writer.at(writer.number + markup.count("\n"))
