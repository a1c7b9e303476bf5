"""A query set wide, so that Oxigraph's parser says where it really stopped.

The parser reports the furthest place at which it looked for something, and it looks for a keyword
by taking as many characters as the keyword has: behind ``?s ?p`` it looked 8 characters ahead for
OPTIONAL, past the ``}`` that is the mistake. With more blanks than any keyword has letters between
what stands apart, no such look reaches the next piece.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from queries.lexer import TokenKind, tokens_of

# The longest keyword is ENCODE_FOR_URI.
_BLANKS = " " * 24
_APART = frozenset("{}")


def spread(text: str) -> str:
    """The query with blanks between its pieces; what it asks for is the same.

    >>> spread("ASK {?s}").split()
    ['ASK', '{', '?s', '}']
    """
    return "".join(piece + _BLANKS for piece in _pieces(text))


def place_in(text: str, offset: int) -> tuple[int, int, int]:
    """Where an offset of the spread text is in the text.

    Args:
        text: The query as it was asked.
        offset: In ``spread(text)``.

    Returns:
        The place itself, in or right behind a piece, then the piece's start and its end. The
        place that begins a piece belongs to it.
    """
    pieces = list(_pieces(text))
    if not pieces:
        return 0, 0, 0
    starts = [0, *accumulate(map(len, pieces))]
    wide = [0, *accumulate(len(piece) + len(_BLANKS) for piece in pieces)]
    number = bisect_right(wide, offset) - 1
    if number >= len(pieces):
        return len(text), len(text), len(text)
    # White space ends a piece and is no part of what was read.
    length = len(pieces[number].rstrip())
    start = starts[number]
    return start + min(offset - wide[number], length), start, start + length


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces, each with the white space behind it."""
    piece = ""
    for token in tokens_of(text):
        blank = token.kind is TokenKind.OTHER and token.text.isspace()
        if piece and not blank and (piece[-1].isspace() or {token.text, piece[-1]} & _APART):
            yield piece
            piece = ""
        piece += token.text
    if piece:
        yield piece
