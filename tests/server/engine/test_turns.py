"""Those who wait for a worker: who is next, and who has to leave."""

from __future__ import annotations

from collections import deque

import pytest

from server.engine.turns import Turns, Waiter
from server.errors import EngineBusy


def served(turns: Turns[str], *things: str) -> None:
    """Give things to those who wait; each counts as held."""
    left = deque(things)

    def give(client: str) -> str | None:
        if not left:
            return None
        turns.held[client] += 1
        return left.popleft()

    turns.serve(give)


def waiting(turns: Turns[str], clients: str) -> list[Waiter[str]]:
    return [turns.wait(client) for client in clients]


def got(waiters: list[Waiter[str]]) -> str:
    """What each was given, a dash where nothing yet."""
    return "".join(each.got or "-" for each in waiters)


def test_clients_take_turns_whoever_came_first() -> None:
    turns: Turns[str] = Turns(10)
    waiters = waiting(turns, "aaabbc")
    served(turns, *"123")
    assert got(waiters) == "1--2-3"
    served(turns, *"456")
    assert got(waiters) == "146253"
    assert not turns


def test_who_has_something_comes_after_who_has_nothing() -> None:
    turns: Turns[str] = Turns(10)
    turns.held["a"] = 1
    waiters = waiting(turns, "ab")
    served(turns, "1")
    assert got(waiters) == "-1"


def test_what_one_may_not_have_another_may() -> None:
    turns: Turns[str] = Turns(10)
    waiters = waiting(turns, "ab")
    turns.serve(lambda client: "1" if client == "b" and not waiters[1].got else None)
    assert got(waiters) == "-1"


def test_a_newcomer_takes_the_last_place_of_who_has_most() -> None:
    turns: Turns[str] = Turns(3)
    first, second, third = waiting(turns, "aaa")
    with pytest.raises(EngineBusy):
        turns.wait("a")
    newcomer = turns.wait("b")
    assert third.called.is_set()
    assert isinstance(third.told, EngineBusy)
    # Now they have two and one: to go on would only turn that round.
    with pytest.raises(EngineBusy):
        turns.wait("b")
    served(turns, *"123")
    assert got([first, second, newcomer]) == "132"


def test_who_left_is_given_nothing() -> None:
    turns: Turns[str] = Turns(3)
    leaver, other = waiting(turns, "ab")
    turns.leave(leaver)
    served(turns, "1")
    assert got([leaver, other]) == "-1"
    turns.leave(other)


def test_everybody_may_be_called_away() -> None:
    turns: Turns[str] = Turns(3)
    waiters = waiting(turns, "ab")
    turns.call_all()
    assert all(each.called.is_set() for each in waiters)
    assert got(waiters) == "--"
    assert not turns
