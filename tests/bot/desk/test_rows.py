"""
Lists of handoffs, read the same from SQLite and from PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.conversations.handoffs import standing, steps
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.messages import HandOver
from bot.desk import rows
from tests.bot.handing import SOLVED
from tests.bot.talking import Talking
from tests.bot.test_people_postgresql import connection, engine

__all__ = ["connection", "engine"]  # fixtures, of the same server as there


@pytest.fixture(params=["sqlite", "postgresql"])
def talking(request: pytest.FixtureRequest) -> Iterator[Talking]:
    """
    Nobody has said anything.
    """
    on_server = request.param == "postgresql"
    talking = Talking(request.getfixturevalue("connection") if on_server else None)
    yield talking
    talking.close()


def asks(talking: Talking, customer: str, minutes: float = 60, **parts: object) -> int:
    """
    A customer waits who was promised an answer in so many minutes; gives the number.
    """
    talking.say(customer)
    promised = talking.now + timedelta(minutes=minutes + 1)
    wanted = HandOver("asked", "fa", promised_at=promised, **parts)  # type: ignore[arg-type]
    talking.answer(customer, wanted)
    thread = talking.place(customer).thread
    found = standing.opened(talking.connection, thread)
    assert found is not None
    return found.number


def numbers(found: list[rows.Row]) -> list[int]:
    """
    Of which handoffs they are.
    """
    return [each.handoff.number for each in found]


def test_those_who_wait_are_counted_by_kind_with_near_and_past_promises(
    talking: Talking,
) -> None:
    asks(talking, "a", minutes=1)
    asks(talking, "b", minutes=30)
    asks(talking, "c", minutes=30, skill="returns")
    now = talking.now
    counted = {
        each.kind: (each.count, each.near, each.late)
        for each in rows.waits(talking.connection, now)
    }
    assert counted == {("fa", None): (2, 0, 1), ("fa", "returns"): (1, 0, 0)}
    counted = {
        each.kind: (each.count, each.near, each.late)
        for each in rows.waits(talking.connection, now + timedelta(minutes=24.5))
    }
    assert counted == {("fa", None): (2, 1, 1), ("fa", "returns"): (1, 1, 0)}


def test_lists_are_in_turn_paged_and_of_the_kinds_that_are_asked_for(
    talking: Talking,
) -> None:
    first = asks(talking, "a")
    urgent = asks(talking, "b", priority=1)
    returns = asks(talking, "c", skill="returns")
    kinds = [("fa", None), ("fa", "returns")]
    every = rows.waiting(talking.connection, kinds, 10)
    assert numbers(every) == [urgent, first, returns]
    assert numbers(rows.waiting(talking.connection, kinds, 2, 1)) == [first, returns]
    assert numbers(rows.waiting(talking.connection, kinds[1:], 10)) == [returns]
    assert rows.waiting(talking.connection, [], 10) == []
    assert every[1].last is not None
    assert every[1].last.text.startswith("a: ")
    assert every[1].writer.identity.customer_id == "a"


def test_what_is_held_and_what_has_ended_is_told_by_who_held_it(
    talking: Talking,
) -> None:
    one, two, three = (asks(talking, customer) for customer in "abc")
    for number, agent in ((one, "1"), (two, "2"), (three, "1")):
        steps.claim(talking.connection, number, agent, talking.tick())
    found = standing.find(talking.connection, one)
    steps.give_back(
        talking.connection, one, found.epoch, SOLVED, talking.tick(), by="1"
    )
    assert numbers(rows.held(talking.connection, "1")) == [three]
    assert numbers(rows.held_by_others(talking.connection, "1", 10)) == [two]
    assert numbers(rows.ended(talking.connection, "1", None, 10)) == [one]
    assert rows.ended(talking.connection, "2", None, 10) == []
    assert numbers(rows.ended(talking.connection, None, one + 1, 10)) == [one]
    assert rows.ended(talking.connection, None, one, 10) == []
    assert standing.loads(talking.connection) == {"1": 1, "2": 1}
    assert [e.number for e in standing.held(talking.connection, but=["1"])] == [two]


def test_of_two_who_are_one_the_list_has_who_leads(talking: Talking) -> None:
    asks(talking, "a")
    later = asks(talking, "b")
    talking.merge("a", "b")
    (row,) = rows.waiting(talking.connection, [("fa", None)], 10)
    assert row.handoff.number == later
    # Counted as the conversation's own holder counts: the last one of the thread.
    assert row.last is not None
    assert row.last.seq == talking.read("b")[-1].seq
    assert sum(each.count for each in rows.waits(talking.connection, talking.now)) == 1


def test_promises_are_in_the_order_of_their_days_until_they_are_kept(
    talking: Talking,
) -> None:
    given = []
    for customer, day in (("a", 9), ("b", 2)):
        number = asks(talking, customer)
        found = steps.claim(talking.connection, number, "1", talking.tick())
        left = Outcome(Settled.PROMISED, "Sara", "new shoes", date(2026, 12, day))
        steps.give_back(
            talking.connection, number, found.epoch, left, talking.tick(), by="1"
        )
        given.append(number)
    long_ago = talking.now - timedelta(days=1)
    late, soon = given

    def listed(agent: str | None) -> list[int]:
        return numbers(rows.promised(talking.connection, agent, long_ago, 10))

    assert listed(None) == listed("1") == [soon, late]
    assert listed("2") == []
    assert rows.promised(talking.connection, None, talking.now, 10) != []
    assert rows.promised(talking.connection, None, talking.tick(), 10) == []
    assert steps.keep(talking.connection, soon, talking.tick(), by="1")
    assert not steps.keep(talking.connection, soon, talking.tick(), by="1")
    assert listed(None) == [late]
    assert rows.some(talking.connection, [soon])[0].is_kept
