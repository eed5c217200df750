"""
Lists of handoffs, read the same from SQLite and from PostgreSQL.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.conversations.handoffs import owed, standing, steps
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.desk import rows
from tests.bot.both import address, talking
from tests.bot.handing import SOLVED, asks
from tests.bot.talking import Talking

__all__ = ["address", "talking"]  # fixtures: SQLite and PostgreSQL


def numbers(found: list[rows.Row]) -> list[int]:
    """
    Of which handoffs they are.
    """
    return [each.handoff.number for each in found]


def test_what_has_ended_is_told_by_who_held_it(
    talking: Talking,
) -> None:
    one, two, three = (asks(talking, customer) for customer in "abc")
    for number, agent in ((one, "1"), (two, "2"), (three, "1")):
        steps.claim(talking.connection, number, agent, talking.tick())
    found = standing.find(talking.connection, one)
    steps.give_back(
        talking.connection, one, found.epoch, SOLVED, talking.tick(), by="1"
    )
    assert numbers(rows.ended(talking.connection, "1", None, 10)) == [one]
    assert rows.ended(talking.connection, "2", None, 10) == []
    assert numbers(rows.ended(talking.connection, None, one + 1, 10)) == [one]
    assert rows.ended(talking.connection, None, one, 10) == []
    assert standing.loads(talking.connection) == {"1": 1, "2": 1}
    assert [e.number for e in standing.held(talking.connection, but=["1"])] == [two]


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
    assert owed.keep(talking.connection, soon, talking.tick(), by="1")
    assert not owed.keep(talking.connection, soon, talking.tick(), by="1")
    assert listed(None) == [late]
    assert rows.some(talking.connection, [soon])[0].is_kept
