"""
What a death or a stop left behind is worked after the next start.
"""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import dispatcher
from bot.conversations import work as works
from bot.conversations.core import Conversations
from bot.conversations.messages import Turn
from bot.conversations.tables import inbox
from tests.bot.conversations.builders import eventually, say, texts, until
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine, apology


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
