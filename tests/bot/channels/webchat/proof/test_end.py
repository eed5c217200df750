"""
Proof by a one-time code ends with its session, or with the telephone's owner.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.channels.webchat.errors import ChatError
from bot.channels.webchat.service import WebChat
from bot.channels.webchat.tables import sessions
from bot.conversations.core import Conversations
from crm_connector.identity.ageing import level
from crm_connector.identity.tables import codes
from crm_connector.model import Assurance
from tests.bot.channels.webchat.proof.talks import (
    ADDRESS,
    PHONE,
    Sign,
    identity_of,
)
from tests.crm_connector.small_shop import JOHN, SARA
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.source import FakeSource


class TestEnd:
    """
    Signing out ends it all, and so does another owner of the telephone.
    """

    async def test_signing_out_ends_every_level(self, talk: Any, chat: WebChat) -> None:
        """
        Nothing of it is left in the browser.
        """
        guest = await talk()
        await guest.prove()
        await chat.end(guest.guest.session)

        assert await guest.status() == 401
        with pytest.raises(ChatError):
            await chat.begin_proof(guest.guest.session, ADDRESS, "fa")

    async def test_signing_out_ends_a_code_that_is_under_way(
        self, talk: Any, chat: WebChat, core: Conversations, sign: Sign
    ) -> None:
        """
        It is not even kept.
        """
        guest = await talk(sign(SARA.id))
        await guest.ask_for(None)
        count = sa.select(sa.func.count()).select_from(codes)
        assert await core.read(lambda c: c.execute(count).scalar()) == 1
        await chat.end(guest.guest.session)

        assert await core.read(lambda c: c.execute(count).scalar()) == 0

    async def test_signing_out_leaves_other_browsers_alone(
        self, talk: Any, chat: WebChat
    ) -> None:
        """
        Proof belongs to the session that gave it.
        """
        here, there = await talk(), await talk()
        await here.prove()
        await there.prove()
        await chat.end(here.guest.session)

        assert await there.status() == 200

    async def test_another_owner_of_the_telephone_ends_what_it_has_proven(
        self, talk: Any, source: FakeSource
    ) -> None:
        """
        The shop has John under Sara's former number now.
        """
        sara = await talk()
        await sara.prove()
        source.customers[SARA.id] = replace(SARA, phones=())
        source.customers[JOHN.id] = replace(JOHN, phones=SARA.phones)
        john = await talk()
        await john.prove()

        assert await sara.status() == 401
        assert await john.status() == 200

    async def test_a_session_by_token_goes_on_without_that_code(
        self,
        talk: Any,
        sign: Sign,
        source: FakeSource,
        engine: FakeEngine,
        clock: FakeClock,
    ) -> None:
        """
        The shop still vouches for its customer.
        """
        sara = await talk(sign(SARA.id))
        await sara.prove(PHONE)
        source.customers[SARA.id] = replace(SARA, phones=())
        source.customers[JOHN.id] = replace(JOHN, phones=SARA.phones)
        await (await talk()).prove()

        who = await identity_of(sara, engine)
        assert level(who, clock()) is Assurance.PROVEN

    async def test_the_same_customer_again_ends_nothing(self, talk: Any) -> None:
        """
        Two browsers of one customer, by the same telephone.
        """
        one, two = await talk(), await talk()
        await one.prove()
        await two.prove()

        assert [await one.status(), await two.status()] == [200, 200]

    async def test_no_contact_stands_in_the_table_of_sessions(
        self, talk: Any, core: Conversations
    ) -> None:
        """
        Only a keyed hash of it.
        """
        await (await talk()).prove()
        rows = await core.read(lambda c: c.execute(sa.select(sessions)).all())

        assert PHONE.value not in str(rows)
        assert [len(row.contact) for row in rows if row.customer_id] == [64]
