"""
What a stranger asked goes on when the shop says who it is.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

from tests.fakes.engine import FakeEngine

Sign = Callable[..., str]


class TestSigningIn:
    """
    In the middle of a thread, what the stranger asked goes on.
    """

    async def test_the_first_thread_becomes_the_customers(
        self, begin: Any, sign: Sign, engine: FakeEngine
    ) -> None:
        """
        With a new session, and the engine goes on by itself.
        """
        stranger = await begin()
        await stranger.ask("where is my order")
        customer = await begin(sign("sara"), stranger)
        assert customer.conversation == stranger.conversation
        assert customer.session != stranger.session
        await customer.get(after=2, wait=5)
        assert await customer.texts() == [
            "where is my order",
            "echo: where is my order",
            "chosen: signed_in",
        ]
        assert engine.turns[-1].identity.customer_id == "sara"

    async def test_the_words_join_the_customers_own_thread(
        self, begin: Any, sign: Sign
    ) -> None:
        """
        Behind what was said before.
        """
        before = await begin(sign("sara"))
        await before.ask("long ago")
        stranger = await begin()
        await stranger.ask("now")
        customer = await begin(sign("sara"), stranger)
        assert customer.conversation == before.conversation
        await customer.get(after=4, wait=5)
        texts = await customer.texts()
        assert texts == await before.texts()
        assert texts == [
            "long ago",
            "echo: long ago",
            "now",
            "echo: now",
            "chosen: signed_in",
        ]

    async def test_the_strangers_session_ends(self, begin: Any, sign: Sign) -> None:
        """
        Whoever else knew it gets nothing of the customer's.
        """
        stranger = await begin()
        await stranger.ask("hello")
        await begin(sign("sara"), stranger)
        assert (await stranger.get()).status_code == 401
        assert (await stranger.post(text="still me?")).status_code == 401

    async def test_with_nothing_said_there_is_nothing_to_go_on_with(
        self, begin: Any, sign: Sign, engine: FakeEngine
    ) -> None:
        """
        The customer's thread stays as it was.
        """
        customer = await begin(sign("sara"), await begin())
        await customer.ask("hello")
        assert engine.texts == ["hello"]

    async def test_a_second_tab_with_the_ended_session_signs_in_too(
        self, begin: Any, sign: Sign
    ) -> None:
        """
        With the same token or another one.
        """
        stranger = await begin()
        await stranger.ask("hello")
        token = sign("sara")
        first, second, third = [
            await begin(t, stranger) for t in (token, token, sign("sara"))
        ]
        assert first.conversation == second.conversation == third.conversation

    async def test_both_tabs_at_once(self, begin: Any, sign: Sign) -> None:
        """
        One thread, everything once.
        """
        stranger = await begin()
        await stranger.ask("hello")
        guests = await asyncio.gather(*[begin(sign("sara"), stranger) for _ in "1234"])
        assert len({guest.conversation for guest in guests}) == 1
        await guests[0].get(after=2, wait=5)
        await asyncio.sleep(0.05)
        assert (await guests[0].texts()).count("chosen: signed_in") == 1

    async def test_another_customer_at_the_same_browser_gets_their_own_thread(
        self, begin: Any, sign: Sign
    ) -> None:
        """
        And the first one's session has ended.
        """
        sara = await begin(sign("sara"))
        await sara.ask("mine")
        reza = await begin(sign("reza"), sara)
        assert await reza.thread() == []
        assert (await sara.get()).status_code == 401
        assert await (await begin(sign("sara"))).texts() == ["mine", "echo: mine"]

    async def test_a_message_on_its_way_during_the_sign_in_is_safe_once(
        self, begin: Any, sign: Sign
    ) -> None:
        """
        A client repeats it with its new session.
        """
        before = await begin(sign("sara"))
        await before.ask("long ago")
        stranger = await begin()
        number = str(uuid.uuid4())
        await stranger.post(id=number, text="hello")
        customer = await begin(sign("sara"), stranger)
        assert (await customer.post(id=number, text="hello")).status_code == 202
        await customer.get(after=4, wait=5)
        assert (await customer.texts()).count("hello") == 1
