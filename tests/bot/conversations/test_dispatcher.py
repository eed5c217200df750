"""
In order within a conversation, side by side across conversations, always an answer.
"""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.conversations import dispatcher, turns
from bot.conversations.core import Conversations
from bot.conversations.counters import DROPPED_REPLIES
from bot.conversations.dispatcher import AT_ONCE
from bot.conversations.errors import OwnerChanged
from bot.conversations.messages import Answer, Reply, Turn
from bot.conversations.owner import BOT, QUEUE, agent
from tests.bot.conversations.builders import (
    change_owner,
    desk_texts,
    eventually,
    messages_after,
    owner_of,
    say,
    texts,
    until,
)
from tests.fakes.engine import FakeEngine


async def test_messages_of_a_conversation_are_answered_in_order(
    core: Conversations, engine: FakeEngine
) -> None:
    """
    Never two at once, each with the state that the one before left.
    """
    place = await core.new_conversation()
    for number in range(20):
        await say(core, place, str(number))
    await until(core, place, 40)
    assert engine.texts == [str(n) for n in range(20)]
    assert engine.most_busy == 1
    assert [t.state for t in engine.turns[:3]] == [None, b"1", b"2"]


async def test_conversations_are_worked_side_by_side_within_a_bound(
    core: Conversations, engine: FakeEngine
) -> None:
    """
    One that takes long holds up no other, and no more than so many run at once.
    """
    engine.gate.clear()
    places = [await core.new_conversation() for _ in range(AT_ONCE + 8)]
    for place in places:
        await say(core, place, "hello")

    async def full() -> bool:
        return engine.busy >= AT_ONCE

    await eventually(full)
    await asyncio.sleep(0.05)
    assert engine.busy == AT_ONCE
    engine.gate.set()
    for place in places:
        await until(core, place, 2)
    assert engine.most_busy == AT_ONCE


async def test_several_replies_and_none(core: Conversations) -> None:
    """
    A turn has as many replies as the engine makes.
    """
    place = await core.new_conversation()
    await say(core, place, "two")
    await say(core, place, "nothing")
    await say(core, place, "end")
    await until(core, place, 6)
    answers = [t for t in await texts(core, place) if t in ("one", "two", "echo: end")]
    assert answers[-3:] == ["one", "two", "echo: end"]


class TestTrouble:
    """
    Whatever goes wrong, the customer hears something and the next message is worked.
    """

    async def test_an_engine_that_fails_is_apologised_for(
        self, core: Conversations, engine: FakeEngine
    ) -> None:
        """
        The state stays as it was before.
        """
        place = await core.new_conversation()
        for text in ("hello", "fail", "again"):
            await say(core, place, text)
        await until(core, place, 6)
        thread = await messages_after(core, place)
        assert [m.text for m in thread.messages if m.author == "bot"] == [
            "echo: hello",
            "sorry",
            "echo: again",
        ]
        assert engine.turns[-1].state == b"1"

    async def test_an_engine_that_hangs_is_apologised_for(
        self,
        core: Conversations,
        engine: FakeEngine,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        After a time it counts as failed.
        """
        monkeypatch.setattr(dispatcher, "TURN_SECONDS", 0.05)
        engine.gate.clear()
        place = await core.new_conversation()
        await say(core, place, "hello")
        await until(core, place, 2)
        assert await texts(core, place) == ["hello", "sorry"]

    async def test_an_answer_that_cannot_be_saved_is_apologised_for(
        self, core: Conversations, engine: FakeEngine
    ) -> None:
        """
        Half a surrogate pair, say, which no database takes.
        """

        async def broken(_turn: Turn) -> Answer:
            return Answer((Reply("\ud800", "en"),), b"", "en")

        engine.respond = broken  # type: ignore[method-assign]
        place = await core.new_conversation()
        await say(core, place, "hello")
        await until(core, place, 2)
        assert await texts(core, place) == ["hello", "sorry"]

    async def test_a_database_that_fails_for_a_moment_costs_a_pause(
        self, core: Conversations, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        The turn is saved when the database is there again.
        """
        monkeypatch.setattr(dispatcher, "FIRST_PAUSE", 0.01)
        place = await core.new_conversation()
        real, left = turns.apologise, [3]

        def failing(*args: object, **parts: object) -> turns.Saved:
            left[0] -= 1
            if left[0] > 0:
                raise sa.exc.OperationalError("save", {}, Exception("disk full"))
            return real(*args, **parts)  # type: ignore[arg-type]

        monkeypatch.setattr(turns, "save", failing)
        monkeypatch.setattr(turns, "apologise", failing)
        await say(core, place, "hello")
        await until(core, place, 2)
        assert await texts(core, place) == ["hello", "sorry"]


class TestOwner:
    """
    One speaks at a time; what an older epoch prepared is dropped.
    """

    async def test_a_reply_of_an_old_epoch_is_dropped_and_counted(
        self, core: Conversations, engine: FakeEngine
    ) -> None:
        """
        Neither the reply nor the engine's state is saved.
        """
        place = await core.new_conversation()

        async def hand_over(turn: Turn) -> None:
            if turn.text == "two":
                await change_owner(core, place, to=QUEUE, expected_epoch=0)

        engine.before = hand_over
        await say(core, place, "two")

        async def dropped() -> bool:
            return (await core.counts()).get(DROPPED_REPLIES) == 2

        await eventually(dropped)
        await change_owner(core, place, to=BOT, expected_epoch=1)
        await say(core, place, "hello")
        await until(core, place, 5)
        assert await texts(core, place) == ["two", "hello", "echo: hello"]
        told = ["two", "one", "two", "hello", "echo: hello"]
        assert await desk_texts(core, place) == told
        assert engine.turns[-1].state is None

    async def test_a_reply_is_dropped_even_if_the_bot_owns_again(
        self, core: Conversations, engine: FakeEngine
    ) -> None:
        """
        The epoch counts, not the name.
        """
        place = await core.new_conversation()

        async def back_and_forth(_turn: Turn) -> None:
            epoch = await change_owner(core, place, to=agent("7"), expected_epoch=0)
            await change_owner(core, place, to=BOT, expected_epoch=epoch)

        engine.before = back_and_forth
        await say(core, place, "hello")

        async def dropped() -> bool:
            return (await core.counts()).get(DROPPED_REPLIES) == 1

        await eventually(dropped)
        assert await texts(core, place) == ["hello"]

    async def test_the_bot_is_silent_while_somebody_else_owns(
        self, core: Conversations, engine: FakeEngine
    ) -> None:
        """
        Messages are stored, and not answered later either.
        """
        place = await core.new_conversation()
        await change_owner(core, place, to=agent("7"), expected_epoch=0)
        await say(core, place, "for a person")
        await change_owner(core, place, to=BOT, expected_epoch=1)
        await say(core, place, "for the bot")
        await until(core, place, 3)
        assert engine.texts == ["for the bot"]

    async def test_only_one_of_two_takes_a_conversation(
        self, core: Conversations
    ) -> None:
        """
        The later one is told to look again.
        """
        place = await core.new_conversation()
        outcomes = await asyncio.gather(
            change_owner(core, place, to=agent("1"), expected_epoch=0),
            change_owner(core, place, to=agent("2"), expected_epoch=0),
            return_exceptions=True,
        )
        assert sorted(type(o).__name__ for o in outcomes) == [
            OwnerChanged.__name__,
            "int",
        ]
        assert (await owner_of(core, place))[1] == 1
