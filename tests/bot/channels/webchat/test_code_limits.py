"""
One-time codes over HTTP: how often, typed into the chat, and whose the contact is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.channels import owners
from bot.channels.webchat import limits, webchat_routes
from bot.channels.webchat.tables import sessions
from bot.conversations.core import Conversations
from bot.settings import Rate, Settings
from crm_connector.identity.proof import Proofs
from tests.bot.channels.webchat.coding import (
    CHECK,
    NOBODYS,
    PHONE,
    another,
    ask,
    check,
    code_of,
    described,
    sent,
)
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.sockets import Socket
from tests.crm_connector.small_shop import SARA
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource


@pytest.fixture
def app(core: Conversations, settings: Settings, proofs: Proofs) -> Starlette:
    """
    Give the web chat of a shop in Iran that sends codes.
    """
    return Starlette(routes=webchat_routes(core, settings, proofs=proofs, country="IR"))


class TestLimits:
    """
    Wishes and tries together, by session and by address.
    """

    async def test_of_a_session(
        self, begin: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Others at the same address go on.
        """
        one, other = await begin(), await begin()
        for _ in range(limits.CODES_PER_SESSION.count):
            assert (await check(one, "x")).status_code == 410
        assert code_of(await check(one, "x")) == "too_many_requests"
        assert code_of(await ask(one)) == "too_many_requests"
        assert (await ask(other)).status_code == 202

    async def test_of_an_address(
        self, core: Conversations, settings: Settings, proofs: Proofs
    ) -> None:
        """
        With however many sessions, good or not.
        """
        tight = replace(settings, chat_rate_address=Rate(4, 60))
        app = Starlette(routes=webchat_routes(core, tight, proofs=proofs))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://x"
        ) as client:
            codes = []
            for number in range(limits.BEGINNINGS_PER_ADDRESS.count + 1):
                headers = {"Authorization": f"Bearer {number}"}
                response = await client.post(CHECK, json={}, headers=headers)
                codes.append(code_of(response))
        assert codes[-1] == "too_many_requests"
        assert "too_many_requests" not in codes[:-1]


class TestTyped:
    """
    A code that is typed into the chat itself never stands in the thread.
    """

    async def test_it_is_refused_with_where_it_belongs(
        self, begin: Any, sender: FakeSender, engine: FakeEngine
    ) -> None:
        """
        Also in Persian digits and groups, and also a wrong one.
        """
        guest = await begin()
        await ask(guest)
        code = await sent(sender)
        persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        for text in (code, persian, f"{code[:3]} {code[3:]}", another(code)):
            response = await guest.post(text=text)
            described("/chat/messages", response)
            assert response.status_code == 409
            assert code_of(response) == "code_expected"
        assert await guest.texts() == []
        assert engine.turns == []
        # None of it was a try.
        assert (await check(guest, code)).status_code == 200

    async def test_over_a_socket_as_well(
        self, app: Starlette, begin: Any, sender: FakeSender
    ) -> None:
        """
        The connection stays.
        """
        guest = await begin()
        await ask(guest)
        code = await sent(sender)
        async with Socket(app) as talk:
            await talk.put(type="hello", session=guest.session, after=0)
            await talk.next("ready")
            await talk.say(code)
            frame = await talk.next("error")
            assert frame["error"]["code"] == "code_expected"
            await talk.say("hello")
            await talk.next("accepted")

    async def test_other_numbers_are_messages(
        self, begin: Any, sender: FakeSender, clock: FakeClock
    ) -> None:
        """
        And so are six digits when no code is awaited: before, after, and elsewhere.
        """
        guest, other = await begin(), await begin()
        assert (await guest.post(text="123456")).status_code == 202
        await ask(guest)
        for text in ("12345", "1234567", "order 123456", "12.34.56", "½12345"):
            assert (await guest.post(text=text)).status_code == 202, text
        assert (await other.post(text="123456")).status_code == 202
        clock.advance(minutes=10)
        assert (await guest.post(text="123456")).status_code == 202

    async def test_after_the_last_try_it_is_a_message_again(self, begin: Any) -> None:
        """
        Nothing waits for it any more.
        """
        guest = await begin()
        await ask(guest, NOBODYS)
        for _ in range(5):
            await check(guest, "000000")
        assert (await guest.post(text="123456")).status_code == 202


class TestOwner:
    """
    A contact that is on file no more has proven nothing.
    """

    async def proven(self, guest: Guest, sender: FakeSender) -> None:
        """
        Prove Sara by her telephone.
        """
        before = len(sender.sent)
        await ask(guest)
        assert (await check(guest, await sent(sender, before + 1))).status_code == 200

    @pytest.mark.parametrize("way", ["send", "read"])
    async def test_the_session_ends_when_the_record_is_read_next(
        self, begin: Any, sender: FakeSender, source: FakeSource, way: str
    ) -> None:
        """
        Though nobody else has the number yet.
        """
        guest = await begin()
        await self.proven(guest, sender)
        source.customers[SARA.id] = replace(SARA, phones=("+989129998877",))
        response = await (guest.get() if way == "read" else guest.post(text="hello"))

        assert response.status_code == 401
        assert code_of(response) == "session_invalid"

    async def test_a_session_by_token_goes_on_without_the_code(
        self,
        core: Conversations,
        begin: Any,
        sign: Any,
        sender: FakeSender,
        source: FakeSource,
    ) -> None:
        """
        The shop still vouches for its customer.
        """
        guest = await begin(sign(SARA.id))
        await self.proven(guest, sender)
        source.customers[SARA.id] = replace(SARA, phones=())

        assert (await guest.post(text="hello")).status_code == 202
        query = sa.select(sessions.c.code_at, sessions.c.contact)
        assert await core.read(lambda c: c.execute(query).all()) == [(None, None)]

    async def test_another_telephone_beside_it_changes_nothing(
        self, begin: Any, sender: FakeSender, source: FakeSource
    ) -> None:
        """
        It is still there.
        """
        guest = await begin()
        await self.proven(guest, sender)
        source.customers[SARA.id] = replace(SARA, phones=("+989129998877", PHONE))
        assert (await guest.post(text="hello")).status_code == 202

    async def test_a_shop_that_is_down_ends_nothing(
        self, begin: Any, sender: FakeSender, source: FakeSource
    ) -> None:
        """
        What cannot be looked up is not lost.
        """
        guest = await begin()
        await self.proven(guest, sender)
        source.go_down()
        assert (await guest.post(text="hello")).status_code == 202

    async def test_a_shop_that_is_slow_hinders_nobody(
        self,
        begin: Any,
        sender: FakeSender,
        source: FakeSource,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        Nor does it end anything.
        """
        monkeypatch.setattr(owners, "ASK_SECONDS", 0.05)
        guest = await begin()
        await self.proven(guest, sender)
        source.gate.clear()
        assert (await guest.post(text="hello")).status_code == 202

    async def test_a_customer_who_is_deleted_is_signed_out(
        self, begin: Any, sender: FakeSender, source: FakeSource
    ) -> None:
        """
        The record with its contacts is gone.
        """
        guest = await begin()
        await self.proven(guest, sender)
        del source.customers[SARA.id]
        assert (await guest.get()).status_code == 401

    async def test_a_lively_chat_asks_the_shop_once_a_minute(
        self, begin: Any, sender: FakeSender, source: FakeSource
    ) -> None:
        """
        And a stranger's never.
        """
        stranger = await begin()
        guest = await begin()
        await self.proven(guest, sender)
        before = source.asked
        for _ in range(3):
            await guest.get()
            await guest.post(text="hello")
            await stranger.post(text="hello")
        assert source.asked == before + 1
