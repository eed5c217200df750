"""
Proof by a one-time code ages, and what is proven falls with it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.conversations.core import Conversations
from crm_connector.errors import (
    NotProven,
)
from crm_connector.identity.ageing import by_code, level
from crm_connector.model import Assurance, Identity, ProofKind
from tests.bot.channels.webchat.proof.talks import (
    Sign,
    identity_of,
    later,
)
from tests.crm_connector.small_shop import SARA
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource


class TestAgeing:
    """
    Level 3 lasts a quarter of an hour, level 2 by code twelve hours.
    """

    async def test_a_session_by_code_falls_and_ends(
        self, talk: Any, engine: FakeEngine, clock: FakeClock
    ) -> None:
        """
        With its proof, however much it is used.
        """
        guest = await talk()
        await guest.prove()
        begun = clock()

        clock.advance(minutes=14, seconds=59)
        who = await identity_of(guest, engine)
        assert level(who, clock()) is Assurance.FRESH_CODE
        clock.advance(seconds=1)
        who = await identity_of(guest, engine)
        assert level(who, clock()) is Assurance.PROVEN
        for _ in range(11):
            clock.advance(hours=1)
            assert await guest.status() == 200
        clock.now = later(begun, hours=12, seconds=-1)
        assert await guest.status() == 200
        clock.advance(seconds=1)
        assert await guest.status() == 401

    async def test_a_session_by_token_keeps_its_own_time(
        self, talk: Any, sign: Sign, engine: FakeEngine, clock: FakeClock
    ) -> None:
        """
        A fresh code raises it for a quarter of an hour, and takes nothing away.
        """
        guest = await talk(sign(SARA.id))
        session = guest.guest.session
        assert level(await identity_of(guest, engine), clock()) is Assurance.PROVEN
        await guest.prove(None)
        assert guest.guest.session == session
        who = await identity_of(guest, engine)
        assert level(who, clock()) is Assurance.FRESH_CODE

        clock.advance(minutes=15)
        who = await identity_of(guest, engine)
        assert level(who, clock()) is Assurance.PROVEN
        assert who.proof is not None
        assert who.proof.kind is ProofKind.SHOP
        clock.advance(hours=23)
        who = await identity_of(guest, engine)
        assert level(who, clock()) is Assurance.PROVEN

    async def test_a_session_by_token_that_is_left_alone_keeps_it_too(
        self, talk: Any, sign: Sign, clock: FakeClock
    ) -> None:
        """
        A code that was typed in it is no new end of it.
        """
        guest = await talk(sign(SARA.id))
        await guest.prove(None)
        clock.advance(hours=23)
        assert await guest.status() == 200

    async def test_another_code_begins_the_time_anew(
        self, talk: Any, engine: FakeEngine, clock: FakeClock
    ) -> None:
        """
        In the same session, since it is the same customer.
        """
        guest = await talk()
        await guest.prove()
        session = guest.guest.session
        clock.advance(hours=11)
        await guest.prove(None)

        assert guest.guest.session == session
        who = await identity_of(guest, engine)
        assert level(who, clock()) is Assurance.FRESH_CODE
        clock.advance(hours=11)
        assert await guest.status() == 200
        clock.advance(hours=1)
        assert await guest.status() == 401

    async def test_a_message_that_waited_is_worked_at_the_level_of_then(
        self,
        talk: Any,
        core: Conversations,
        engine: FakeEngine,
        clock: FakeClock,
        source: FakeSource,
    ) -> None:
        """
        Proof ages while a message stands in the queue, also as it is read back.
        """
        gate = FakeHouse(source, clock=clock).gate
        guest = await talk()
        await guest.prove()
        said = clock()
        engine.gate.clear()
        await guest.guest.post(text="first")
        await guest.guest.post(text="second")
        clock.advance(hours=13)
        engine.gate.set()
        for _ in range(1000):
            if engine.texts[-1] == "second":
                break
            await asyncio.sleep(0.002)

        for turn in engine.turns[-2:]:
            assert turn.identity == Identity(
                SARA.id, Assurance.FRESH_CODE, by_code("web", said)
            )
            assert level(turn.identity, clock()) < Assurance.PROVEN
            with pytest.raises(NotProven):
                await gate.orders(turn.identity)

    async def test_a_message_keeps_how_the_shop_vouched(
        self, talk: Any, sign: Sign, engine: FakeEngine, clock: FakeClock
    ) -> None:
        """
        Read back from the queue it is who it was.
        """
        guest = await talk(sign(SARA.id))
        engine.gate.clear()
        await guest.guest.post(text="first")
        await guest.guest.post(text="second")
        engine.gate.set()
        for _ in range(1000):
            if engine.texts[-1] == "second":
                break
            await asyncio.sleep(0.002)

        first, second = engine.turns[-2:]
        assert first.identity == second.identity
        assert second.identity.proof is not None
