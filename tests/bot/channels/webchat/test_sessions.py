"""
Who may read and say what: sessions, customer tokens, signing in and out.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.channels.webchat.sessions import forget_old
from bot.channels.webchat.tables import seen_tokens, sessions
from bot.conversations.core import Conversations
from bot.conversations.tables import conversations
from bot.settings import Secret, Settings, SettingsError
from crm_connector.errors import SourceUnavailable
from crm_connector.model import Assurance, Identity
from tests.bot.channels.webchat.guests import KEY, Guest
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine

Sign = Callable[..., str]


async def code_of(client: httpx.AsyncClient, token: str, **headers: str) -> str:
    """
    Give the error of a token that is refused.
    """
    response = await client.post(
        "/chat/sessions", json={"customer_token": token}, headers=headers
    )
    assert response.status_code in (401, 403), response.text
    return str(response.json()["error"]["code"])


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


class TestTokens:
    """
    Only the shop's own word signs a customer in.
    """

    async def test_the_engine_hears_who_it_is(
        self, begin: Any, sign: Sign, engine: FakeEngine
    ) -> None:
        """
        And of a stranger that it is one.
        """
        await (await begin()).ask("hello")
        await (await begin(sign("sara"))).ask("hello")
        assert [t.identity for t in engine.turns] == [
            Identity(),
            Identity("sara", Assurance.PROVEN),
        ]

    async def test_a_customer_has_one_thread_everywhere(
        self, begin: Any, sign: Sign
    ) -> None:
        """
        Two browsers show the same.
        """
        one, two = await begin(sign("sara")), await begin(sign("sara"))
        assert one.conversation == two.conversation
        await one.ask("hello")
        assert await two.texts() == ["hello", "echo: hello"]
        assert await (await begin(sign("reza"))).thread() == []

    @pytest.mark.parametrize("claim", ["sub", "exp", "aud", "jti"])
    async def test_every_claim_is_needed(
        self, client: httpx.AsyncClient, sign: Sign, claim: str
    ) -> None:
        """
        None can be left out.
        """
        assert await code_of(client, sign("sara", **{claim: None})) == "token_invalid"

    @pytest.mark.parametrize(
        "changes",
        [
            {"aud": "another"},
            {"sub": ""},
            {"sub": "a\0b"},
            {"sub": "x" * 201},
            {"jti": ""},
            {"jti": 5},
            {"exp": "soon"},
            {"exp": True},
            {"exp": 1e30},
            {"iat": "now"},
        ],
        ids=str,
    )
    async def test_a_claim_that_makes_no_sense_is_refused(
        self, client: httpx.AsyncClient, sign: Sign, changes: dict[str, Any]
    ) -> None:
        """
        Rather than guessed at.
        """
        assert await code_of(client, sign("sara", **changes)) == "token_invalid"

    async def test_times_are_those_of_a_short_lived_token(
        self, client: httpx.AsyncClient, sign: Sign, clock: FakeClock
    ) -> None:
        """
        Expired, not good yet, good for too long.
        """
        now = clock()
        expired = sign("sara", exp=now)
        long = sign("sara", exp=now + timedelta(hours=2))
        old = sign("sara", iat=now - timedelta(hours=3))
        early = sign("sara", nbf=now + timedelta(minutes=2))
        coming = sign("sara", iat=now + timedelta(minutes=2))
        assert await code_of(client, expired) == "token_expired"
        for token in (long, old, early, coming):
            assert await code_of(client, token) == "token_invalid"

    async def test_the_algorithm_is_ours_to_choose(
        self, client: httpx.AsyncClient, sign: Sign, clock: FakeClock
    ) -> None:
        """
        Whatever the token's own header says.
        """
        claims = jwt.decode(sign("sara"), options={"verify_signature": False})
        for token in (
            jwt.encode(claims, None, "none"),
            jwt.encode(claims, KEY * 2, "HS512"),
            jwt.encode(claims, KEY + "!", "HS256"),
            sign("sara")[:-2] + "xx",
            "a.b.c",
            "x" * 8192,
        ):
            assert await code_of(client, token) == "token_invalid"

    @pytest.mark.parametrize("token", ["", None, 5, {"sub": "sara"}, "x" * 8193])
    async def test_what_is_no_token_is_a_bad_request(
        self, client: httpx.AsyncClient, token: Any
    ) -> None:
        """
        As is any field that is unknown.
        """
        for body in ({"customer_token": token}, {"customer": "sara"}):
            response = await client.post("/chat/sessions", json=body)
            assert response.status_code == 400

    async def test_a_public_key_cannot_sign(
        self, core: Conversations, settings: Settings, sign: Sign
    ) -> None:
        """
        With an algorithm of key pairs, its public half is no secret.
        """
        pair = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = pair.public_key().public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
        settings = replace(
            settings,
            chat_jwt_algorithm="RS256",
            chat_jwt_secret=Secret(public.decode()),
        )
        claims = jwt.decode(sign("sara"), options={"verify_signature": False})
        app = Starlette(routes=webchat_routes(core, settings))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://h"
        ) as client:
            good = jwt.encode(claims, pair, "RS256")
            response = await client.post(
                "/chat/sessions", json={"customer_token": good}
            )
            assert response.status_code == 201
            forged = sign("sara")
            assert await code_of(client, forged) == "token_invalid"

    @pytest.mark.parametrize(
        ("algorithm", "secret"),
        [("none", KEY), ("HS257", KEY), ("RS256", KEY), ("ES256", "x")],
    )
    async def test_a_key_that_does_not_suit_stops_the_start(
        self, core: Conversations, settings: Settings, algorithm: str, secret: str
    ) -> None:
        """
        With the setting's name, and without the key.
        """
        settings = replace(
            settings, chat_jwt_algorithm=algorithm, chat_jwt_secret=Secret(secret)
        )
        with pytest.raises(SettingsError, match="HAMYAR_CHAT_JWT") as caught:
            webchat_routes(core, settings)
        assert secret not in str(caught.value) or secret == "x"

    async def test_without_a_key_nobody_signs_in(
        self, core: Conversations, settings: Settings, sign: Sign
    ) -> None:
        """
        Strangers are served all the same.
        """
        settings = replace(settings, chat_jwt_secret=Secret(""))
        app = Starlette(routes=webchat_routes(core, settings))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://h"
        ) as client:
            assert await code_of(client, sign("sara")) == "sign_in_unavailable"
            assert (await client.post("/chat/sessions")).status_code == 201

    async def test_a_used_token_brings_in_no_other_conversation(
        self, begin: Any, sign: Sign
    ) -> None:
        """
        It is good for the conversation of its first use.
        """
        token = sign("sara")
        first = await begin(token, await begin())
        again = await begin(token)
        assert again.conversation == first.conversation
        other = await begin()
        await other.ask("somebody else's words")
        header = other.headers["Authorization"]
        assert await code_of(other.client, token, Authorization=header) == "token_used"
        assert len(await other.thread()) == 2
        assert "somebody else's words" not in await first.texts()

    async def test_a_number_used_for_another_customer_is_refused(
        self, begin: Any, sign: Sign, client: httpx.AsyncClient
    ) -> None:
        """
        A shop that numbers badly mixes nobody up.
        """
        await begin(sign("sara", jti="1"))
        assert await code_of(client, sign("reza", jti="1")) == "token_used"

    @pytest.mark.parametrize("shop", ["knows", "does not", "is down", "hangs"])
    async def test_the_shop_is_asked_whether_it_knows_them(
        self,
        core: Conversations,
        settings: Settings,
        sign: Sign,
        shop: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        One that is down hinders nobody.
        """
        monkeypatch.setattr("bot.channels.webchat.service.CUSTOMER_CHECK_SECONDS", 0.05)

        async def exists(customer_id: str) -> bool:
            assert customer_id == "sara"
            if shop == "is down":
                raise SourceUnavailable("gone")
            if shop == "hangs":
                await asyncio.sleep(5)
            return shop == "knows"

        app = Starlette(routes=webchat_routes(core, settings, exists))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://h"
        ) as client:
            if shop == "does not":
                assert await code_of(client, sign("sara")) == "token_invalid"
                return
            response = await client.post(
                "/chat/sessions", json={"customer_token": sign("sara")}
            )
            assert response.status_code == 201


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
