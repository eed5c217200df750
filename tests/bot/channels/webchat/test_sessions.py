"""
Who may read and say what: strangers' sessions and customers', from start to end.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.channels.webchat.sessions import forget_old
from bot.channels.webchat.tables import seen_tokens, sessions
from bot.conversations.core import Conversations
from bot.conversations.tables import conversations
from bot.settings import Settings
from tests.bot.channels.webchat.guests import Guest, code_of
from tests.fakes.clock import FakeClock

Sign = Callable[..., str]


async def sign_out(guest: Guest) -> int:
    """
    End the guest's session.
    """
    response = await guest.client.delete(
        "/chat/sessions/current", headers=guest.headers
    )
    return response.status_code


class TestStrangers:
    """
    A session holds one conversation and nothing else.
    """

    async def test_a_body_is_not_needed(self, client: httpx.AsyncClient) -> None:
        """
        Nothing, an empty object: the same.
        """
        for parts in ({}, {"json": {}}):
            response = await client.post("/chat/sessions", **parts)  # type: ignore[arg-type]
            assert response.status_code == 201
            assert set(response.json()) == {"session", "conversation"}

    async def test_two_strangers_share_nothing(self, begin: Any) -> None:
        """
        Each has a thread of their own.
        """
        one, other = await begin(), await begin()
        assert one.conversation != other.conversation
        await one.ask("mine")
        assert await other.thread() == []

    async def test_an_id_of_somebody_elses_tells_nothing(self, begin: Any) -> None:
        """
        It is as good as new, whoever used it before.
        """
        one, other = await begin(), await begin()
        number = str(uuid.uuid4())
        await one.post(id=number, text="mine")
        response = await other.post(id=number, text="hello")
        assert response.json() == {"id": number, "seq": 1}
        await other.get(after=1, wait=5)
        assert await other.texts() == ["hello", "echo: hello"]

    @pytest.mark.parametrize(
        "header",
        [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer nonsense", "Bearer " * 99],
    )
    async def test_without_a_good_session_nothing_goes(
        self, client: httpx.AsyncClient, header: str | None
    ) -> None:
        """
        Every route that needs one says so.
        """
        headers = {} if header is None else {"Authorization": header}
        body = {"id": str(uuid.uuid4()), "text": "hello"}
        for response in (
            await client.post("/chat/messages", json=body, headers=headers),
            await client.get("/chat/messages", headers=headers),
            await client.delete("/chat/sessions/current", headers=headers),
        ):
            assert response.status_code == 401
            assert response.json()["error"]["code"].startswith("session_")
            assert response.headers["www-authenticate"] == "Bearer"

    async def test_a_conversations_id_opens_nothing(
        self, begin: Any, core: Conversations
    ) -> None:
        """
        Nor does what stands in the database.
        """
        guest = await begin()
        stored = await core.read(
            lambda c: c.execute(sa.select(sessions.c.hash)).scalars().all()
        )
        assert len(stored) == 1
        for guess in (guest.conversation, stored[0]):
            stranger = Guest(
                guest.client, {"session": guess, "conversation": guest.conversation}
            )
            assert (await stranger.get()).status_code == 401

    async def test_it_lasts_thirty_days_after_its_last_use(
        self, begin: Any, clock: FakeClock
    ) -> None:
        """
        Reading and writing are uses.
        """
        guest = await begin()
        for use in (guest.get, lambda: guest.post(text="hello"), guest.get):
            clock.advance(days=29, hours=23)
            assert (await use()).status_code < 300
        clock.advance(days=30)
        response = await guest.get()
        assert response.status_code == 401
        assert response.json()["error"]["code"] == "session_expired"
        assert (await guest.post(text="hello")).status_code == 401


class TestLife:
    """
    A customer's session outlasts the token, but not for ever.
    """

    async def test_it_outlasts_its_token(
        self, begin: Any, sign: Sign, clock: FakeClock
    ) -> None:
        """
        A reload goes on without a new one.
        """
        customer = await begin(sign("sara"))
        clock.advance(hours=23)
        assert (await customer.get()).status_code == 200

    async def test_it_ends_a_day_after_its_last_use(
        self, begin: Any, sign: Sign, clock: FakeClock
    ) -> None:
        """
        The client hears that it expired.
        """
        customer = await begin(sign("sara"))
        clock.advance(hours=24)
        response = await customer.get()
        assert response.json()["error"]["code"] == "session_expired"

    async def test_it_ends_after_a_week_in_any_case(
        self, begin: Any, sign: Sign, clock: FakeClock
    ) -> None:
        """
        However much it is used.
        """
        customer = await begin(sign("sara"))
        for _ in range(8 * 7 - 1):
            clock.advance(hours=3)
            assert (await customer.get()).status_code == 200
        clock.advance(hours=3)
        assert (await customer.get()).status_code == 401

    async def test_signing_out_ends_it(self, begin: Any, sign: Sign) -> None:
        """
        The next person at that browser sees nothing of it.
        """
        customer = await begin(sign("sara"))
        await customer.ask("mine")
        assert await sign_out(customer) == 204
        assert (await customer.get()).status_code == 401
        assert await sign_out(customer) == 401
        assert await (await begin(former=customer)).thread() == []

    async def test_signing_out_spends_the_token(self, begin: Any, sign: Sign) -> None:
        """
        Whoever finds it in the page's memory is not that customer.
        """
        token = sign("sara")
        customer = await begin(token)
        await sign_out(customer)
        assert await code_of(customer.client, token) == "token_used"
        stranger = await begin()
        header = stranger.headers["Authorization"]
        client = stranger.client
        assert await code_of(client, token, Authorization=header) == "token_used"
        assert (await stranger.get()).status_code == 200

    @pytest.mark.parametrize("between", ["nobody", "a stranger", "the ended session"])
    async def test_signing_in_again_takes_a_new_token(
        self, begin: Any, sign: Sign, between: str
    ) -> None:
        """
        Also when somebody has asked something in between.
        """
        customer = await begin(sign("sara"))
        await customer.ask("mine")
        await sign_out(customer)
        former = {"nobody": None, "the ended session": customer}.get(between)
        if between == "a stranger":
            former = await begin()
            await former.ask("in between")
        again = await begin(sign("sara"), former)
        assert again.conversation == customer.conversation
        assert (await again.texts())[0] == "mine"

    async def test_signing_out_leaves_other_browsers_alone(
        self, begin: Any, sign: Sign
    ) -> None:
        """
        Each has a session of its own.
        """
        here, there = await begin(sign("sara")), await begin(sign("sara"))
        await sign_out(here)
        assert (await there.get()).status_code == 200

    async def test_what_is_long_over_is_forgotten(
        self,
        core: Conversations,
        settings: Settings,
        sign: Sign,
        clock: FakeClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        Sessions, tokens, and conversations in which nothing was ever said.
        """
        monkeypatch.setattr("bot.channels.webchat.service.FORGET_SECONDS", 0)
        app = Starlette(routes=webchat_routes(core, settings))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://h"
        ) as client:
            begun = [(await client.post("/chat/sessions")).json() for _ in range(2)]
            await Guest(client, begun[0]).post(text="hello")
            await client.post("/chat/sessions", json={"customer_token": sign("sara")})
            clock.advance(days=90)
            await client.post("/chat/sessions")

        def rows(connection: Any) -> list[int]:
            return [
                connection.execute(sa.select(sa.func.count()).select_from(t)).scalar()
                for t in (sessions, seen_tokens, conversations)
            ]

        # The new stranger's, the one who said hello, and the customer's.
        assert await core.read(rows) == [1, 0, 3]

    async def test_a_stranger_who_says_nothing_is_forgotten_after_a_day(
        self,
        begin: Any,
        sign: Sign,
        clock: FakeClock,
        core: Conversations,
    ) -> None:
        """
        Not one who has said something, nor a customer.
        """
        silent, talking, customer = await begin(), await begin(), await begin(sign("s"))
        await talking.post(text="hello")
        clock.advance(hours=23)
        await core.write(lambda c: forget_old(c, clock()))
        held = [(await guest.get()).status_code for guest in (silent, talking)]
        assert held == [200, 200]
        assert (await customer.get()).status_code == 200
        clock.advance(hours=25)
        await core.write(lambda c: forget_old(c, clock()))
        codes = [(await g.get()).json() for g in (silent, talking, customer)]
        assert codes[0]["error"]["code"] == "session_invalid"
        assert len(codes[1]["messages"]) >= 1
        assert codes[2]["error"]["code"] == "session_expired"
