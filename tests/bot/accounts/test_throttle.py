"""
How often somebody may try is counted in rows, before the try is made.
"""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.accounts import throttle
from bot.accounts.errors import TooManyTries
from bot.accounts.tables import tries
from bot.accounts.throttle import Limit
from bot.conversations.database import Database
from tests.fakes.clock import FakeClock

LIMITS = (Limit(3, timedelta(minutes=15)), Limit(5, timedelta(days=1)))


async def take(database: Database, clock: FakeClock, *whos: str) -> None:
    await database.write(
        lambda c: throttle.take(c, [(who, LIMITS) for who in whos], clock())
    )


async def test_the_limit_holds_and_ends_with_its_span(
    database: Database, clock: FakeClock
) -> None:
    for _ in range(3):
        await take(database, clock, "a")
        clock.advance(minutes=1)

    with pytest.raises(TooManyTries) as refused:
        await take(database, clock, "a")
    await take(database, clock, "b")

    assert refused.value.retry_after == 12 * 60
    clock.advance(minutes=12)
    await take(database, clock, "a")


async def test_the_longer_span_holds_as_well(
    database: Database, clock: FakeClock
) -> None:
    for _ in range(5):
        await take(database, clock, "a")
        clock.advance(hours=1)

    with pytest.raises(TooManyTries) as refused:
        await take(database, clock, "a")

    assert refused.value.retry_after == 19 * 3600
    clock.advance(hours=19)
    await take(database, clock, "a")


async def test_where_one_limit_refuses_no_other_is_used_up(
    database: Database, clock: FakeClock
) -> None:
    for _ in range(3):
        await take(database, clock, "b")
    for _ in range(10):
        with pytest.raises(TooManyTries):
            await take(database, clock, "a", "b")

    for _ in range(3):
        await take(database, clock, "a")


async def test_what_was_right_is_given_back_alone(
    database: Database, clock: FakeClock
) -> None:
    await take(database, clock, "a")
    clock.advance(seconds=1)
    taken = clock()
    await take(database, clock, "a")
    await database.write(lambda c: throttle.give_back(c, ["a", "b"], taken, clock()))
    clock.advance(seconds=1)

    await take(database, clock, "a")
    await take(database, clock, "a")
    with pytest.raises(TooManyTries):
        await take(database, clock, "a")


async def test_a_restart_forgives_nothing(database: Database, clock: FakeClock) -> None:
    for _ in range(3):
        await take(database, clock, "a")

    again = Database(database.engine.url.render_as_string(hide_password=False))
    with pytest.raises(TooManyTries):
        await take(again, clock, "a")
    await again.close()


async def test_who_tried_long_ago_is_forgotten(
    database: Database, clock: FakeClock
) -> None:
    await take(database, clock, "a")
    clock.advance(hours=23)
    await take(database, clock, "b")
    clock.advance(hours=1)

    await database.write(lambda c: throttle.forget_old(c, clock()))

    kept = await database.read(
        lambda c: c.execute(sa.select(tries.c.who)).scalars().all()
    )
    assert kept == ["b"]


# SQLite has one writer at a time.
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_many_at_once_are_no_more_than_one_after_the_other(
    database: Database, clock: FakeClock
) -> None:
    together = threading.Barrier(6)
    outcomes: list[bool] = []

    def attempt() -> None:
        together.wait(5)
        try:
            with database.engine.begin() as connection:
                throttle.take(connection, [("a", LIMITS)], clock())
            outcomes.append(True)
        except TooManyTries:
            outcomes.append(False)

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sorted(outcomes) == [False] * 3 + [True] * 3


def test_nothing_can_be_read_from_the_name_of_a_count() -> None:
    names = {
        throttle.named(b"k", "login", "sara"),
        throttle.named(b"k", "address", "sara"),
        throttle.named(b"other", "login", "sara"),
        throttle.named(b"k", "login", "s\ud800"),
    }

    assert len(names) == 4
    assert all(len(name) == 64 and "sara" not in name for name in names)
