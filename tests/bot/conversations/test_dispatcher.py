"""
In order within a conversation, side by side across conversations, always an answer.
"""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import dispatcher, turns
from bot.conversations import work as works
from bot.conversations.core import Conversations
from bot.conversations.counters import DROPPED_REPLIES
from bot.conversations.dispatcher import AT_ONCE
from bot.conversations.errors import OwnerChanged
from bot.conversations.messages import Answer, Reply, Turn
from bot.conversations.owner import BOT, QUEUE, agent
from bot.conversations.tables import inbox
from tests.bot.conversations.builders import eventually, say, texts, until
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine, apology


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
        thread = await core.messages_after(place)
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


class TestCrash:
    """
    What was not answered when the process died is answered after it starts again.
    """

    async def test_accepted_but_not_begun(
        self, address: str, engine: FakeEngine, clock: FakeClock
    ) -> None:
        """
        A core that never started stands for a process that died right away.
        """
        core = await Conversations.open(address, engine=engine, apology=apology)
        places = [await core.new_conversation() for _ in range(3)]
        for place in places:
            await say(core, place, "first")
            await say(core, place, "second")
        await core.stop(grace=0)
        assert engine.turns == []
        await self._answered(address, engine, places)
        assert engine.most_busy <= len(places)

    async def test_in_the_middle_of_the_engines_work(
        self, address: str, engine: FakeEngine
    ) -> None:
        """
        The reply comes once, after the start.
        """
        core = await Conversations.open(address, engine=engine, apology=apology)
        await core.start()
        place = await core.new_conversation()
        engine.gate.clear()
        await say(core, place, "first")
        await say(core, place, "second")

        async def begun() -> bool:
            return bool(engine.turns)

        await eventually(begun)
        await core.stop(grace=0)
        engine.gate.set()
        await self._answered(address, engine, [place])

    async def _answered(
        self, address: str, engine: FakeEngine, places: list[str]
    ) -> None:
        core = await Conversations.open(address, engine=engine, apology=apology)
        await core.start()
        for place in places:
            await until(core, place, 4)
            assert await texts(core, place) == [
                "first",
                "second",
                "echo: first",
                "echo: second",
            ]
        await core.stop()

    async def test_a_message_that_kills_the_process_is_given_up(
        self, address: str, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        After three deaths it gets an apology; what came with it is answered.
        """
        # A stop that puts nothing back stands for a death.
        monkeypatch.setattr(works, "put_back_oldest", lambda *_: None)
        core = await Conversations.open(address, engine=engine, apology=apology)
        await core.start()
        deadly, innocent = await core.new_conversation(), await core.new_conversation()
        died = asyncio.Event()

        async def die(turn: Turn) -> None:
            if turn.text == "deadly":
                died.set()
            await asyncio.Event().wait()  # nobody else gets ahead either

        engine.before = die
        await say(core, deadly, "deadly")
        await say(core, innocent, "innocent")
        await asyncio.wait_for(died.wait(), 5)
        await core.stop(grace=0)
        for _ in range(2):
            died.clear()
            core = await Conversations.open(address, engine=engine, apology=apology)
            await core.start()
            await asyncio.wait_for(died.wait(), 5)
            await core.stop(grace=0)
        engine.before = None
        core = await Conversations.open(address, engine=engine, apology=apology)
        await core.start()
        await until(core, deadly, 2)
        await until(core, innocent, 2)
        assert await texts(core, deadly) == ["deadly", "sorry"]
        assert await texts(core, innocent) == ["innocent", "echo: innocent"]
        assert engine.texts.count("deadly") == 3
        await core.stop()

    async def test_a_database_that_is_busy_at_the_start_costs_a_pause(
        self, address: str, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        What waits is taken up once it answers, and newcomers need not wait for it.
        """
        core = await Conversations.open(address, engine=engine, apology=apology)
        place = await core.new_conversation()
        await say(core, place, "first")
        await core.stop(grace=0)
        core = await Conversations.open(address, engine=engine, apology=apology)
        newcomer = await core.new_conversation()
        real, busy = dispatcher._waiting, True

        def failing(connection: Connection) -> list[tuple[str, int]]:
            if busy:
                raise sa.exc.OperationalError("read", {}, Exception("locked"))
            return real(connection)

        monkeypatch.setattr(dispatcher, "_waiting", failing)
        monkeypatch.setattr(dispatcher, "FIRST_PAUSE", 0.01)
        await core.start()
        await say(core, newcomer, "hello")
        await until(core, newcomer, 2)
        busy = False
        await until(core, place, 2)
        assert await texts(core, place) == ["first", "echo: first"]
        await core.stop()

    async def test_a_recovery_that_failed_does_not_hinder_the_stop(
        self, address: str, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        All that comes after it is closed too.
        """

        def failing(_connection: Connection) -> list[tuple[str, int]]:
            raise KeyError

        monkeypatch.setattr(dispatcher, "_waiting", failing)
        core = await Conversations.open(address, engine=engine, apology=apology)
        await core.start()
        await asyncio.sleep(0.05)
        await core.stop()
        with pytest.raises(RuntimeError):
            await core.new_conversation()

    async def test_slow_suspects_hold_up_nobody_else(
        self, address: str, engine: FakeEngine
    ) -> None:
        """
        They are tried one by one, with everybody else beside them.
        """
        core = await Conversations.open(address, engine=engine, apology=apology)
        slow = [await core.new_conversation() for _ in range(3)]
        quick = await core.new_conversation()
        for place in slow:
            await say(core, place, "slow")
        await say(core, quick, "quick")
        await core.write(
            lambda c: c.execute(
                inbox.update().where(inbox.c.conversation != quick).values(attempts=2)
            )
        )
        await core.stop(grace=0)

        async def wait(turn: Turn) -> None:
            if turn.text == "slow":
                await asyncio.Event().wait()

        engine.before = wait
        core = await Conversations.open(address, engine=engine, apology=apology)
        await core.start()
        await until(core, quick, 2)
        assert engine.texts.count("slow") == 1
        await core.stop(grace=0)

    async def test_a_stop_in_order_lets_running_turns_end(
        self, address: str, engine: FakeEngine
    ) -> None:
        """
        Nothing is left for the next start.
        """
        core = await Conversations.open(address, engine=engine, apology=apology)
        await core.start()
        place = await core.new_conversation()
        engine.gate.clear()
        await say(core, place, "hello")

        async def begun() -> bool:
            return bool(engine.turns)

        await eventually(begun)
        stopping = asyncio.ensure_future(core.stop())
        await asyncio.sleep(0.02)
        engine.gate.set()
        await stopping
        file = sa.create_engine("sqlite:///" + address.split("///")[1])
        with file.connect() as connection:
            left = connection.execute(
                sa.select(inbox.c.id).where(inbox.c.status == "pending")
            ).all()
        assert left == []


async def attempts(core: Conversations) -> list[int]:
    """
    Give how often each message was tried.
    """
    query = sa.select(inbox.c.attempts).order_by(inbox.c.id)
    return await core.read(lambda c: list(c.execute(query).scalars()))


class TestAttempts:
    """
    Only a death counts against a message.
    """

    async def test_a_stop_in_order_does_not(
        self, address: str, engine: FakeEngine
    ) -> None:
        """
        However often somebody restarts while a source is slow.
        """
        engine.gate.clear()
        place = None
        for restart in range(1, 6):
            core = await Conversations.open(address, engine=engine, apology=apology)
            await core.start()
            if place is None:
                place = await core.new_conversation()
                await say(core, place, "first")
                await say(core, place, "second")

            async def begun(count: int = restart) -> bool:
                return len(engine.turns) == count

            await eventually(begun)
            assert await attempts(core) == [1, 0]
            await core.stop(grace=0)
        engine.gate.set()
        core = await Conversations.open(address, engine=engine, apology=apology)
        await core.start()
        await until(core, place, 4)
        assert "sorry" not in await texts(core, place)
        await core.stop()

    async def test_the_next_one_in_hand_at_a_stop_does_not(
        self, address: str, engine: FakeEngine
    ) -> None:
        """
        It is taken up as the one before it is saved.
        """
        core = await Conversations.open(address, engine=engine, apology=apology)
        await core.start()
        place = await core.new_conversation()
        engine.gate.clear()
        await say(core, place, "first")
        await say(core, place, "second")

        async def begun() -> bool:
            return bool(engine.turns)

        await eventually(begun)
        stopping = asyncio.ensure_future(core.stop())
        await asyncio.sleep(0.02)
        engine.gate.set()
        await stopping
        assert engine.texts == ["first"]
        core = await Conversations.open(address, engine=engine, apology=apology)
        assert await attempts(core) == [1, 0]
        await core.stop()

    async def test_a_hold_does_not(
        self, core: Conversations, engine: FakeEngine
    ) -> None:
        """
        What comes during a sign-in is taken up after it, for the first time.
        """
        place = await core.new_conversation()
        async with core._dispatcher.hold(place):
            await say(core, place, "hello")
            assert await attempts(core) == [0]
        await until(core, place, 2)
        assert await attempts(core) == [1]

    async def test_waiting_for_the_start_does_not(
        self, address: str, engine: FakeEngine
    ) -> None:
        """
        Nobody has tried it yet.
        """
        core = await Conversations.open(address, engine=engine, apology=apology)
        await say(core, await core.new_conversation(), "hello")
        assert await attempts(core) == [0]
        await core.stop()


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
                await core.change_owner(place, to=QUEUE, expected_epoch=0)

        engine.before = hand_over
        await say(core, place, "two")

        async def dropped() -> bool:
            return (await core.counts()).get(DROPPED_REPLIES) == 2

        await eventually(dropped)
        await core.change_owner(place, to=BOT, expected_epoch=1)
        await say(core, place, "hello")
        await until(core, place, 3)
        assert await texts(core, place) == ["two", "hello", "echo: hello"]
        assert engine.turns[-1].state is None

    async def test_a_reply_is_dropped_even_if_the_bot_owns_again(
        self, core: Conversations, engine: FakeEngine
    ) -> None:
        """
        The epoch counts, not the name.
        """
        place = await core.new_conversation()

        async def back_and_forth(_turn: Turn) -> None:
            epoch = await core.change_owner(place, to=agent("7"), expected_epoch=0)
            await core.change_owner(place, to=BOT, expected_epoch=epoch)

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
        await core.change_owner(place, to=agent("7"), expected_epoch=0)
        await say(core, place, "for a person")
        await core.change_owner(place, to=BOT, expected_epoch=1)
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
            core.change_owner(place, to=agent("1"), expected_epoch=0),
            core.change_owner(place, to=agent("2"), expected_epoch=0),
            return_exceptions=True,
        )
        assert sorted(type(o).__name__ for o in outcomes) == [
            OwnerChanged.__name__,
            "int",
        ]
        assert (await core.owner_of(place))[1] == 1
