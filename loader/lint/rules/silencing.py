"""Comments that silence a rule, where they do not."""

from __future__ import annotations

from collections.abc import Iterator

from loader.lint.pages import Page
from loader.lint.places import Remark
from loader.lint.rules.base import rule

_ENTRY = r"""`arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \
    [[paper](https://arxiv.org/abs/2312.07353)]"""


@rule(
    "S001",
    "comment-not-understood",
    bad=f"""
    <!-- curagraph: ignore everything -->
    {_ENTRY}
    """,
    good=f"""
    <!-- curagraph: ignore L001 -->
    {_ENTRY} [[code]()]
    """,
)
def comment_not_understood(page: Page) -> Iterator[Remark]:
    """A comment that should silence a rule is not of its form, or names no rule.

    The forms are ``<!-- curagraph: ignore CODE -->`` for the entry it stands in or before, and
    ``<!-- curagraph: ignore-file CODE -->``; several codes are parted by commas, and the
    beginning of a code stands for all that begin so.
    """
    # What is silenced is known where all rules are; see loader.lint.running.
    del page
    yield from ()


@rule(
    "S002",
    "comment-without-use",
    bad=f"""
    <!-- curagraph: ignore L001 -->
    {_ENTRY}
    """,
    good=f"""
    {_ENTRY}
    """,
)
def comment_without_use(page: Page) -> Iterator[Remark]:
    """A comment silences a rule that finds nothing there."""
    del page
    yield from ()


RULES = (comment_not_understood, comment_without_use)
