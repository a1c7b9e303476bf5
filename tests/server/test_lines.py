"""Clients take turns, however much one of them wants."""

from __future__ import annotations

from server.lines import Lines


def lined_up(*waiting: tuple[str, int]) -> Lines[int]:
    lines: Lines[int] = Lines()
    for client, what in waiting:
        lines.append(client, what)
    return lines


def emptied(lines: Lines[int]) -> list[int]:
    found = []
    while lines:
        found.append(lines.pop(lines.heads(1)[0][0]))
    return found


def test_one_that_comes_behind_many_of_another_is_second() -> None:
    many = [("many", number) for number in range(100)]
    assert emptied(lined_up(*many, ("one", -1))) == [0, -1, *range(1, 100)]


def test_who_had_a_turn_comes_after_all_others() -> None:
    lines = lined_up(("a", 1), ("a", 2), ("b", 3), ("c", 4))
    assert lines.pop("a") == 1
    lines.append("a", 5)
    assert lines.heads(2) == [("b", 3), ("c", 4)]
    assert emptied(lines) == [3, 4, 2, 5]


def test_a_turn_is_not_used_up_by_what_need_not_wait() -> None:
    lines = lined_up(("a", 1), ("a", 2), ("b", 3), ("a", 4))
    assert lines.shed(lambda each: each in (1, 3, 4)) == [1, 3]
    assert lines.heads(9) == [("a", 2)]
    assert emptied(lines) == [2, 4]
    assert not lines
