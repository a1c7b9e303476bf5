"""Groups: what is joined in any order, and never what people said differs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loader.identity.constraints import Groups, Pair

SIZE = 9
PAIRS = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda p: p[0] != p[1])
)


@given(PAIRS, PAIRS)
def test_two_groups_become_one_unless_somebody_in_them_differs(
    joins: list[tuple[int, int]], different: list[tuple[int, int]]
) -> None:
    groups = Groups(SIZE, [Pair(one, other, "So.") for one, other in different])
    plain = [{n} for n in range(SIZE)]
    apart = {frozenset(pair) for pair in different}
    for one, other in joins:
        mine = next(group for group in plain if one in group)
        theirs = next(group for group in plain if other in group)
        foes = any(frozenset((a, b)) in apart for a in mine for b in theirs if a != b)
        allowed = mine is theirs or not foes
        assert groups.are_foes(one, other) == (not allowed)
        assert groups.join(one, other) == allowed
        if allowed and mine is not theirs:
            plain.remove(theirs)
            mine |= theirs
    assert groups.all() == sorted(sorted(group) for group in plain)
