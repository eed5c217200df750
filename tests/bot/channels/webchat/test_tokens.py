"""
Only the shop's own word signs a customer in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.conversations.core import Conversations
from bot.settings import Secret, Settings, SettingsError
from crm_connector.errors import SourceUnavailable
from crm_connector.model import Assurance, Identity, Proof, ProofKind
from tests.bot.channels.webchat.guests import KEY, code_of
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine

Sign = Callable[..., str]


class TestTokens:
    """
    Only the shop's own word signs a customer in.
    """

    async def test_the_engine_hears_who_it_is(
        self, begin: Any, sign: Sign, engine: FakeEngine, clock: FakeClock
    ) -> None:
        """
        And how it was proven; and of a stranger that it is one.
        """
        await (await begin()).ask("hello")
        await (await begin(sign("sara"))).ask("hello")
        assert [t.identity for t in engine.turns] == [
            Identity(),
            Identity("sara", Assurance.PROVEN, Proof(ProofKind.SHOP, clock())),
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
        long = sign("sara", exp=now + timedelta(minutes=11))
        old = sign("sara", iat=now - timedelta(minutes=6))
        early = sign("sara", nbf=now + timedelta(minutes=2))
        coming = sign("sara", iat=now + timedelta(minutes=2))
        assert await code_of(client, expired) == "token_expired"
        for token in (long, old, early, coming):
            assert await code_of(client, token) == "token_invalid"

    async def test_ten_minutes_are_the_longest_life(
        self, begin: Any, sign: Sign, clock: FakeClock
    ) -> None:
        """
        Counted from its making, if it says when that was.
        """
        now = clock()
        assert await begin(sign("sara", exp=now + timedelta(minutes=10)))
        assert await begin(
            sign("sara", iat=now - timedelta(minutes=5), exp=now + timedelta(minutes=5))
        )

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
