"""Which rules are asked."""

from __future__ import annotations

import pytest

from loader.lint.selection import UnknownCodeError, selected

KNOWN = ("D001", "D002", "L001", "L101", "V001")


@pytest.mark.parametrize(
    ("select", "ignore", "asked"),
    [
        ([], [], {*KNOWN}),
        (["D"], [], {"D001", "D002"}),
        (["D001,L"], [], {"D001", "L001", "L101"}),
        (["D001", "V"], [], {"D001", "V001"}),
        ([], ["L"], {"D001", "D002", "V001"}),
        (["L"], ["L1"], {"L001"}),
        (["D002"], ["D"], {"D002"}),
        (["d001 , "], [], {"D001"}),
        (["D001"], ["D001"], set()),
    ],
)
def test_the_longer_beginning_wins(select: list[str], ignore: list[str], asked: set[str]) -> None:
    assert selected(select, ignore, KNOWN) == asked


@pytest.mark.parametrize("given", ["X", "D0011", "D001,Q", "001"])
def test_an_unknown_code_is_named(given: str) -> None:
    with pytest.raises(UnknownCodeError, match="no rule has this code"):
        selected([given], [], KNOWN)
    with pytest.raises(UnknownCodeError, match="no rule has this code"):
        selected([], [given], KNOWN)
