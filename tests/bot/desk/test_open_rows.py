"""
What is kept of open handoffs is what is read anew, whatever happens in whatever order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta, timezone
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.engine import Connection, Engine

from bot.conversations import threads
from bot.conversations.errors import HandoffOver, OwnerChanged
from bot.conversations.handoffs import ratings, standing, steps, writing
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.handoffs.writing import Words
from bot.conversations.tables import changes, handoffs
from bot.desk import open_rows
from bot.desk.open_rows import Counts, OpenRows
from bot.desk.rows import Row
from tests.bot.both import address, talking
from tests.bot.handing import asks
from tests.bot.talking import Talking
from tests.bot.test_owner_in_any_order import House, customers, people
from tests.bot.test_people_postgresql import engine

__all__ = ["address", "engine", "talking"]  # fixtures: SQLite and PostgreSQL

T = TypeVar("T")


class Bare:
    """
    A bare database as a store; `reads` counts how often it was asked.

    Nobody waits for it, unless it `lets_others` have their turn.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.reads = 0
        self.fails = False
        self.lets_others = False

    async def read(self, work: Callable[[Connection], T]) -> T:
        """
        In the test's own transaction.
        """
        self.reads += 1
        if self.lets_others:
            await asyncio.sleep(0)
        found = work(self.connection)
        if self.fails:
            raise sa.exc.OperationalError("read", {}, Exception("locked"))
        return found


class Kept:
    """
    The rows of a test's shop, looked at whenever they are asked for.
    """

    def __init__(self, talking: Talking) -> None:
        self.store = Bare(talking.connection)
        self.talking = talking
        self.rows = OpenRows(self.store, clock=lambda: talking.now, zone=timezone.utc)

    def look(self) -> OpenRows:
        """
        The rows as they now are.
        """
        # Without a loop, which would take most of the time.
        with suppress(StopIteration):
            self.rows.look().send(None)
        return self.rows

    def contents(self) -> dict[str, Any]:
        """
        All that lists can show.
        """
        kept, now = self.look(), self.talking.now
        kinds = kept.kinds()
        return {
            "waiting": kept.waiting(kinds, 99),
            "held": kept.held_by_others("nobody", 99),
            "counts": kept.counts(kinds, now + timedelta(minutes=9)),
            "missed": kept.missed_today,
        }


def numbers(found: list[Row]) -> list[int]:
    """
    Of which handoffs they are.
    """
    return [each.handoff.number for each in found]


class AnyOrder(House):
    """
    Whatever happens to conversations, the rows kept are those read anew.

    One who keeps them looks after each step, another one every now and then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        """
        Nothing is kept yet.
        """
        self.often, self.seldom = Kept(self.talking), Kept(self.talking)

    def number(self, customer: str) -> int | None:
        """
        The newest handoff in the customer's thread.
        """
        thread = self.talking.place(customer).thread
        query = sa.select(sa.func.max(handoffs.c.id)).where(
            handoffs.c.conversation == thread
        )
        found: int | None = self.talking.connection.execute(query).scalar()
        return found

    @rule(customer=customers)
    def misses(self, customer: str) -> None:
        """
        A promise passes.
        """
        number, connection = self.number(customer), self.talking.connection
        if number is None:
            return
        promise = (
            handoffs.update()
            .where(handoffs.c.id == number, handoffs.c.promised_at.is_(None))
            .values(promised_at=self.talking.now)
        )
        later = self.talking.tick() + timedelta(minutes=10)
        # Nobody but the request makes a promise, hence it is noted only with the miss.
        with suppress(OwnerChanged, HandoffOver), connection.begin_nested():
            connection.execute(promise)
            steps.miss(connection, number, lambda _: later, self.talking.now)

    @rule(customer=customers, was_needed=st.booleans())
    def judges(self, customer: str, was_needed: bool) -> None:
        """
        An agent says whether it was needed.
        """
        number = self.number(customer)
        if number is not None:
            connection, now = self.talking.connection, self.talking.tick()
            steps.judge(connection, number, now, was_needed=was_needed)

    @rule(customer=customers)
    def notes(self, customer: str) -> None:
        """
        An agent keeps a note.
        """
        conversation = self.talking.place(customer).conversation
        self.words += 1
        words = Words("a note", "Sara", id=f"n{self.words}")
        connection, now = self.talking.connection, self.talking.tick()
        writing.note(connection, conversation, words, now)

    @precondition(lambda self: self.seen)
    @rule(customer=customers, agent=people)
    def promises(self, customer: str, agent: str) -> None:
        """
        An agent gives back with a promise.
        """
        due = self.talking.now.date() + timedelta(days=1)
        left = Outcome(Settled.PROMISED, "Sara", "new shoes", due)
        self.try_to(
            customer,
            agent,
            lambda found: steps.give_back(
                self.talking.connection,
                found.number,
                found.epoch,
                left,
                self.talking.tick(),
                by=agent,
            ),
        )

    @rule(customer=customers, stars=st.integers(1, 5))
    def rates(self, customer: str, stars: int) -> None:
        """
        The customer says how it was.
        """
        number = self.number(customer)
        if number is not None:
            thread = self.talking.place(customer).thread
            connection, now = self.talking.connection, self.talking.tick()
            ratings.rate(connection, thread, number, stars, now)

    @rule(customer=customers, waits=st.booleans())
    def signs_in(self, customer: str, waits: bool) -> None:
        """
        What they said as a stranger, maybe asking for a person, comes with them.
        """
        connection = self.talking.connection
        stranger = threads.create(connection, self.talking.tick())
        self.talking.said += 1
        text = f"{customer}{self.talking.said}"
        self.talking.write(stranger, None, text, None)
        if waits:
            wanted = steps.HandOver("asked", "fa", skill="returns")
            now = self.talking.tick()
            steps.request(
                connection, stranger, wanted, now, thread=stranger, expected_epoch=0
            )
        self.talking.sign_in(customer, stranger)

    @invariant()
    def what_is_kept_is_what_there_is(self) -> None:
        """
        Row for row, and in the same order.
        """
        anew = Kept(self.talking).contents()
        assert self.often.contents() == anew
        connection = self.talking.connection
        waiting = [each.number for each in standing.waiting(connection)]
        assert sorted(numbers(anew["waiting"])) == sorted(waiting)
        held = [each.number for each in standing.held(connection)]
        assert numbers(anew["held"]) == held

    @rule()
    def looks(self) -> None:
        """
        After several steps.
        """
        assert self.seldom.contents() == Kept(self.talking).contents()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


def test_any_order_on_postgresql(engine: Engine) -> None:
    class There(AnyOrder):
        def __init__(self) -> None:
            super().__init__()
            self.talking.close()
            self.talking = Talking(engine.connect())
            self.begin()

        def teardown(self) -> None:
            self.talking.connection.rollback()
            self.talking.connection.close()
            super().teardown()

    run_state_machine_as_test(
        There, settings=settings(max_examples=5, stateful_step_count=20, deadline=None)
    )


def test_those_who_wait_are_counted_with_near_and_past_promises(
    talking: Talking,
) -> None:
    asks(talking, "a", minutes=1)
    asks(talking, "b", minutes=30)
    asks(talking, "c", minutes=30, skill="returns")
    kept, now = Kept(talking).look(), talking.now
    plain, returns = ("fa", None), ("fa", "returns")
    assert set(kept.kinds()) == {plain, returns}
    assert kept.counts([plain], now) == Counts(2, 0, 1)
    assert kept.counts([plain, returns], now) == Counts(3, 0, 1)
    # A fifth of thirty minutes and a little more are left, then a little less.
    later = now + timedelta(minutes=20.9)
    assert kept.counts([plain], later) == Counts(2, 0, 1)
    later = now + timedelta(minutes=24.5)
    assert kept.counts([plain], later) == Counts(2, 1, 1)
    assert kept.counts([returns], later) == Counts(1, 1, 0)
    assert kept.counts([], later) == Counts(0, 0, 0)


def test_lists_are_in_turn_paged_and_of_the_kinds_that_are_asked_for(
    talking: Talking,
) -> None:
    first = asks(talking, "a")
    urgent = asks(talking, "b", priority=1)
    returns = asks(talking, "c", skill="returns")
    kept = Kept(talking).look()
    kinds = [("fa", None), ("fa", "returns")]
    every = kept.waiting(kinds, 10)
    assert numbers(every) == [urgent, first, returns]
    assert numbers(kept.waiting(kinds, 2, 1)) == [first, returns]
    assert kept.waiting(kinds, 2, 2**63 - 1) == []
    assert numbers(kept.waiting(kinds[1:], 10)) == [returns]
    assert kept.waiting([], 10) == []
    assert every[1].last is not None
    assert every[1].last.text.startswith("a: ")
    assert every[1].writer.identity.customer_id == "a"


def test_what_is_held_is_by_who_holds_it_the_longest_first(talking: Talking) -> None:
    one, two, three = (asks(talking, customer) for customer in "abc")
    for number, agent in ((three, "1"), (two, "2"), (one, "1")):
        steps.claim(talking.connection, number, agent, talking.tick())
    kept = Kept(talking).look()
    assert numbers(kept.held("1")) == [three, one]
    assert numbers(kept.held_by_others("1", 10)) == [two]
    assert numbers(kept.held_by_others("3", 1, 1)) == [two]
    assert kept.kinds() == []


def test_of_two_who_are_one_the_list_has_who_leads(talking: Talking) -> None:
    asks(talking, "a")
    later = asks(talking, "b")
    talking.merge("a", "b")
    kept = Kept(talking).look()
    (row,) = kept.waiting(kept.kinds(), 10)
    assert row.handoff.number == later
    # Counted as the conversation's own holder counts: the last one of the thread.
    assert row.last is not None
    assert row.last.seq == talking.read("b")[-1].seq
    assert kept.counts(kept.kinds(), talking.now).waiting == 1


def test_only_what_has_changed_is_read_again(
    talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    real = open_rows.rows.opened

    def opened(connection: Connection, which: Any = None) -> list[Row]:
        asked.append(which)
        return real(connection, which)

    monkeypatch.setattr(open_rows.rows, "opened", opened)
    for customer in "abc":
        asks(talking, customer)
    kept = Kept(talking)
    kept.look()
    kept.look()
    talking.say("b")
    kept.look()
    assert asked == [None, {talking.place("b").thread}]
    # Where more has changed than is worth it, everything is.
    monkeypatch.setattr(open_rows, "MOST_ANEW", 1)
    talking.say("a")
    talking.say("c")
    before = Kept(talking).contents()
    assert kept.contents() == before
    assert asked[2:] == [None, None]


def test_who_has_missed_changes_reads_everything(talking: Talking) -> None:
    asks(talking, "a")
    kept = Kept(talking)
    kept.look()
    asks(talking, "b")
    # As after a long time: what has changed since is not known any more.
    newest = sa.select(sa.func.max(changes.c.id)).scalar_subquery()
    talking.connection.execute(changes.delete().where(changes.c.id < newest))
    assert kept.contents() == Kept(talking).contents()


def test_a_look_that_fails_is_made_up_for_by_the_next(talking: Talking) -> None:
    asks(talking, "a")
    kept = Kept(talking)
    kept.look()
    asks(talking, "b")
    kept.store.fails = True
    with pytest.raises(sa.exc.OperationalError):
        kept.look()
    kept.store.fails = False
    assert kept.contents() == Kept(talking).contents()


def test_many_who_look_at_once_are_served_by_two_looks(talking: Talking) -> None:
    """
    One is under way already and may have begun too early for those who come later.
    """
    kept = Kept(talking)
    kept.store.lets_others = True

    async def all_at_once() -> None:
        await asyncio.gather(*(kept.rows.look() for _ in range(50)))

    asyncio.run(all_at_once())
    assert kept.store.reads == 2
