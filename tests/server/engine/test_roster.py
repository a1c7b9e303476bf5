"""Who works for whom: whatever comes in whatever order, nobody is forgotten or given too much."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.engine.roster import LONG_SECONDS, Chance, Roster
from server.engine.turns import Waiter
from server.errors import EngineBusy

CLIENTS = st.sampled_from("abc")
MOST_WAITING = 4


class Rosters(RuleBasedStateMachine):
    """Clients ask, workers start, end and die, time passes; a model counts along."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0
        self.names = 0
        self.dead: set[str] = set()
        self.working: dict[str, tuple[str, float]] = {}
        # For whom workers are being started, None for nobody yet.
        self.starting: list[str | None] = []
        self.waiting: list[Waiter[Chance[str]]] = []

    @initialize(size=st.integers(1, 3), spare=st.integers(0, 2), reserve=st.integers(0, 2))
    def open(self, size: int, spare: int, reserve: int) -> None:
        self.size, self.spare, self.reserve = size, spare, reserve
        self.roster: Roster[str] = Roster(
            size, MOST_WAITING, lambda each: each not in self.dead, spare=spare, reserve=reserve
        )

    def take(self, chance: Chance[str], client: str) -> None:
        if chance.worker is None:
            self.starting.append(client)
        else:
            assert chance.worker not in self.working
            assert chance.worker not in self.dead
            self.working[chance.worker] = (client, self.now)

    def see_who_was_called(self) -> None:
        """Let those who wait take what they were given meanwhile."""
        for waiter in [each for each in self.waiting if each.called.is_set()]:
            self.waiting.remove(waiter)
            if waiter.got is None:
                assert waiter.told is not None or self.roster.retired
            else:
                self.take(waiter.got, waiter.client)

    @rule(client=CLIENTS)
    def ask(self, client: str) -> None:
        if self.roster.retired:
            return
        try:
            found = self.roster.ask(client, self.now)
        except EngineBusy:
            self.see_who_was_called()
            assert len(self.waiting) == MOST_WAITING
            return
        if isinstance(found, Waiter):
            self.waiting.append(found)
            self.see_who_was_called()
        else:
            self.see_who_was_called()
            self.take(found, client)

    @rule(client=CLIENTS)
    def ask_for_an_idle_one(self, client: str) -> None:
        if not self.roster.retired:
            worker = self.roster.ask_idle(client, self.now)
            if worker is not None:
                self.take(Chance(worker), client)

    @rule(spare=st.booleans())
    def begin(self, spare: bool) -> None:  # noqa: FBT001 (drawn)
        if self.roster.begin(self.now, spare=spare):
            self.starting.append(None)

    @precondition(lambda self: self.starting)
    @rule(data=st.data())
    def start(self, data: Any) -> None:
        client = self.starting.pop(data.draw(st.integers(0, len(self.starting) - 1)))
        self.names += 1
        worker = str(self.names)
        self.roster.started(worker, client, self.now)
        if client is None:
            self.roster.give(worker, self.now, spent=False)
        else:
            self.working[worker] = (client, self.now)
        self.see_who_was_called()

    @precondition(lambda self: self.starting)
    @rule()
    def fail_to_start(self) -> None:
        self.roster.failed(self.starting.pop(), self.now)
        self.see_who_was_called()

    @precondition(lambda self: self.working)
    @rule(data=st.data(), how=st.sampled_from(["given", "spent", "lost"]))
    def end(self, data: Any, how: str) -> None:
        worker = data.draw(st.sampled_from(sorted(self.working)))
        del self.working[worker]
        if how == "lost":
            self.roster.lose(worker, self.now)
            stays = False
        else:
            stays = self.roster.give(worker, self.now, spent=how == "spent")
        assert not (stays and (how == "spent" or self.roster.retired))
        # One that stays may be another's by now.
        assert (worker in self.roster.everyone) == stays
        self.see_who_was_called()

    @rule(data=st.data())
    def die_idle(self, data: Any) -> None:
        if self.roster.idle:
            self.dead.add(data.draw(st.sampled_from(self.roster.idle)))

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def leave(self, data: Any) -> None:
        self.roster.leave(self.waiting.pop(data.draw(st.integers(0, len(self.waiting) - 1))))

    @rule(seconds=st.sampled_from([0.1, LONG_SECONDS]))
    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.roster.serve(self.now)
        self.see_who_was_called()

    @rule()
    def release(self) -> None:
        assert self.roster.release() not in self.dead

    @rule(often=st.integers(0, 9))
    def retire(self, often: int) -> None:
        if not often:
            assert not set(self.roster.retire()) & self.roster.everyone
            self.see_who_was_called()
            assert not self.waiting

    @invariant()
    def each_client_has_what_was_counted_for_it(self) -> None:
        held = Counter([client for client, _ in self.working.values()])
        held.update(client for client in self.starting if client is not None)
        assert {each: self.roster.held(each) for each in "abc"} == {
            each: held[each] for each in "abc"
        }

    @invariant()
    def everyone_is_idle_or_at_work(self) -> None:
        idle = self.roster.idle
        assert len(set(idle)) == len(idle)
        assert not set(idle) & set(self.working)
        assert self.roster.everyone == set(idle) | set(self.working)

    @invariant()
    def there_are_no_more_than_there_may_be(self) -> None:
        processes = len(self.roster.everyone) + len(self.starting)
        assert processes <= self.size + self.reserve + self.spare

    @invariant()
    def nobody_waits_for_what_is_there(self) -> None:
        """Who has nothing is given a worker as long as not all, with the reserve, are held."""
        self.roster.serve(self.now)
        self.see_who_was_called()
        assert self.roster.waiting == len(self.waiting)
        held = len(self.working) + len([each for each in self.starting if each is not None])
        long = [since for _, since in self.working.values() if since <= self.now - LONG_SECONDS]
        room = held < self.size + self.reserve + min(len(long), self.spare)
        at_hand = self.roster.idle or self.roster.has_room(self.now)
        for each in self.waiting:
            assert not (room and at_hand and not self.roster.held(each.client))

    @invariant()
    def the_dead_are_told_of_once(self) -> None:
        assert set(self.roster.dead()) <= self.dead
        assert not self.roster.dead()


TestRosters = Rosters.TestCase
TestRosters.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.fixture
def roster() -> Roster[str]:
    """Of two workers and one in reserve, all idle."""
    roster: Roster[str] = Roster(2, 9, lambda _: True, reserve=1)
    for name in "123":
        assert roster.begin(0.0)
        roster.started(name, None, 0.0)
        roster.give(name, 0.0, spent=False)
    return roster


def test_the_reserve_is_for_who_has_none(roster: Roster[str]) -> None:
    assert [roster.ask("a", 0.0) for _ in range(2)] == [Chance("3"), Chance("2")]
    assert isinstance(roster.ask("a", 0.0), Waiter)
    assert roster.ask("b", 0.0) == Chance("1")
    assert roster.lacks


def test_long_ones_are_none_where_none_is_left_out_of_the_count(roster: Roster[str]) -> None:
    roster.ask("a", 0.0)
    assert not roster.long(99.0)


def test_those_who_wait_are_called_when_it_retires(roster: Roster[str]) -> None:
    waiters = [roster.ask("a", 0.0) for _ in range(3)][2:]
    assert roster.retire() == ["1"]
    assert all(isinstance(each, Waiter) and each.called.is_set() for each in waiters)
    assert not roster.begin(0.0)
