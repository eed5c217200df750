"""
Two processes on one database: each hears what the other one has changed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
import structlog

from bot.conversations import changes, others
from bot.conversations.core import Conversations
from bot.conversations.feed import QUEUE, Watch, at_desk
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.handoffs.writing import Words
from tests.bot.both import address
from tests.bot.conversations.builders import eventually, owner_of, say
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine, apology

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL


@pytest.fixture
async def there(address: str, clock: FakeClock) -> AsyncIterator[Conversations]:
    """
    Give the core of another process, in effect: it shares nothing but the database.
    """
    core = await Conversations.open(
        address, engine=FakeEngine(), apology=apology, clock=clock
    )
    await core.start()
    yield core
    await core.stop(grace=0)


async def heard(watch: Watch) -> None:
    """
    Something has come.
    """
    assert await watch.wait(10), "nothing was heard"


async def waiting(core: Conversations) -> Handoff:
    """
    A customer asks for a person there.
    """
    place = await core.new_conversation()
    await say(core, place, "person")

    async def waits() -> bool:
        return (await owner_of(core, place))[0] == "queue"

    await eventually(waits)
    found = await core.read(lambda c: standing.opened(c, place))
    assert found is not None
    return found


async def test_what_is_said_at_one_is_heard_at_the_other(
    core: Conversations, there: Conversations
) -> None:
    place = await core.new_conversation()
    with there.feed.watch(place) as watch:
        accepted = await say(core, place, "hello")
        while watch.newest < accepted.seq + 1:  # the bot has answered as well
            await heard(watch)


async def test_notes_are_the_desks_alone(
    core: Conversations, there: Conversations
) -> None:
    place = await core.new_conversation()
    with there.feed.watch(place) as public, there.feed.watch(at_desk(place)) as desk:
        written = await core.desk.note(place, Words("a note", "Sara", "n1"))
        while desk.newest < written.seq:
            await heard(desk)
    assert public.newest == 0


async def test_who_waits_and_who_has_whom_is_heard_at_the_other(
    core: Conversations, there: Conversations
) -> None:
    with there.feed.watch(QUEUE) as watch:
        found = await waiting(core)
        while not watch.steps:
            await heard(watch)
        with there.feed.watch(at_desk(found.thread)) as talk:
            await core.desk.claim(found.number, "1")
            while not talk.steps:
                await heard(talk)


async def test_who_is_joined_to_another_thread_is_heard_at_the_other(
    core: Conversations, there: Conversations, clock: FakeClock
) -> None:
    await core.new_conversation("sara")
    stranger = await core.new_conversation()
    await say(core, stranger, "hello")
    with there.feed.watch(stranger) as watch:
        await core.join(lambda c: core.join_customer(c, "sara", stranger, clock()))
        while not watch.moved:
            await heard(watch)


async def test_what_is_asked_about_a_link_is_heard_at_the_other(
    core: Conversations, there: Conversations, clock: FakeClock
) -> None:
    conversation = await core.new_conversation()
    with there.feed.watch(conversation) as watch, core.feed.watch("another") as own:
        await core.write(lambda c: changes.note(c, changes.LINK, conversation, clock()))
        while not watch.links:
            await heard(watch)
        assert own.links == 0


async def test_ones_own_changes_are_not_told_twice(
    core: Conversations, there: Conversations
) -> None:
    with core.feed.watch(QUEUE) as own, there.feed.watch(QUEUE) as other:
        found = await waiting(core)
        await core.desk.claim(found.number, "1")
        while other.steps < 2:
            await heard(other)
        # The other has read both by now, and so has the one who made them.
        await core._others.once()
        assert own.steps == 2


async def test_a_database_that_does_not_answer_is_asked_again(
    core: Conversations, there: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "TROUBLE_SECONDS", 0.01)
    real, fails = changes.since, 3

    def failing(*asked: object) -> object:
        nonlocal fails
        if fails > 0:
            fails -= 1
            raise sa.exc.OperationalError("read", {}, Exception("locked"))
        return real(*asked)  # type: ignore[arg-type]

    place = await core.new_conversation()
    monkeypatch.setattr(changes, "since", failing)
    with there.feed.watch(place) as watch:
        await say(core, place, "hello")
        await heard(watch)


async def test_who_has_missed_changes_says_so_and_looks_at_everything(
    core: Conversations, there: Conversations, clock: FakeClock
) -> None:
    def forget(connection: sa.engine.Connection) -> None:
        for _ in range(3):
            changes.note(connection, changes.NOTE, "x", clock())
        newest = sa.select(sa.func.max(changes.changes.c.id)).scalar_subquery()
        table = changes.changes
        connection.execute(table.delete().where(table.c.id < newest))

    with (
        structlog.testing.capture_logs() as logged,
        there.feed.watch(QUEUE) as watch,
    ):
        await core.write(forget)
        await heard(watch)
        assert watch.steps == 1
    assert "changes_lost" in [each["event"] for each in logged]
