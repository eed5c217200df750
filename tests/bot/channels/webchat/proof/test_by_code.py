"""
Proof by a one-time code in the web chat belongs to the session that gave it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.webchat.errors import ChatError
from bot.channels.webchat.service import WebChat
from bot.conversations.core import Conversations
from bot.settings import Settings
from crm_connector.errors import (
    CodeOver,
    CodeWrong,
    NotSupported,
    TooManyCodes,
)
from crm_connector.identity.ageing import by_code
from crm_connector.model import Assurance, Identity
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.proof.talks import (
    ADDRESS,
    NOBODYS,
    PHONE,
    Sign,
    identity_of,
)
from tests.crm_connector.small_shop import SARA
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender


class TestStranger:
    """
    A stranger becomes a customer.
    """

    async def test_the_right_code_signs_in_at_level_three(
        self, talk: Any, engine: FakeEngine, clock: FakeClock
    ) -> None:
        """
        And what was said before goes along.
        """
        guest = await talk()
        await guest.guest.ask("where is my order?")
        former = guest.guest.session
        await guest.prove()

        texts = await guest.guest.texts()
        assert texts[0] == "where is my order?"
        assert guest.guest.session != former
        assert await identity_of(guest, engine) == Identity(
            SARA.id, Assurance.FRESH_CODE, by_code("web", clock())
        )
        chosen = [turn.choice.intent for turn in engine.turns if turn.choice]
        assert chosen == ["code_sent", "signed_in"]

    async def test_the_former_session_is_over(self, talk: Any) -> None:
        """
        Whoever knew it gets nothing of the customer's.
        """
        guest = await talk()
        old = Guest(guest.guest.client, vars(guest.guest))
        await guest.prove()

        assert (await old.get()).status_code == 401
        with pytest.raises(ChatError, match="no such session"):
            await guest.chat.check_code(old.session, "000000")

    async def test_the_code_is_the_sessions_own(self, talk: Any) -> None:
        """
        Another browser cannot use it.
        """
        mine, other = await talk(), await talk()
        code = await mine.ask_for()

        with pytest.raises(CodeOver):
            await other.type(code)
        await mine.type(code)

    async def test_a_wrong_code_changes_nothing_but_its_tries(
        self, talk: Any, engine: FakeEngine
    ) -> None:
        """
        The stranger stays one, also with what was made for nobody.
        """
        guest = await talk()
        code = await guest.ask_for()
        with pytest.raises(CodeWrong) as caught:
            await guest.type(f"{(int(code) + 1) % 10**6:06}")
        assert caught.value.left == 4
        assert await identity_of(guest, engine) == Identity()

        assert await guest.ask_for(NOBODYS) == ""
        with pytest.raises(CodeWrong) as caught:
            await guest.type(code)
        assert caught.value.left == 4
        assert await identity_of(guest, engine) == Identity()

    async def test_guesses_at_the_same_moment_are_five_all_the_same(
        self, talk: Any
    ) -> None:
        """
        Nobody gets more tries by being quick.
        """
        guest = await talk()
        code = await guest.ask_for()
        guesses = [f"{(int(code) + n) % 10**6:06}" for n in range(1, 41)]
        answers = await asyncio.gather(
            *(guest.type(each) for each in guesses), return_exceptions=True
        )

        lefts = [each.left for each in answers if isinstance(each, CodeWrong)]
        assert sorted(lefts) == [0, 1, 2, 3, 4]
        assert sum(isinstance(each, CodeOver) for each in answers) == 35
        with pytest.raises(CodeOver):
            await guest.type(code)

    async def test_codes_asked_for_at_the_same_moment_are_three_all_the_same(
        self, talk: Any, chat: WebChat
    ) -> None:
        """
        From however many browsers.
        """
        guests = [await talk() for _ in range(8)]
        answers = await asyncio.gather(
            *(
                chat.begin_proof(each.guest.session, ADDRESS, "fa", PHONE)
                for each in guests
            ),
            return_exceptions=True,
        )

        assert sum(isinstance(each, TooManyCodes) for each in answers) == 5
        assert answers.count(PHONE) == 3

    async def test_a_right_code_at_the_same_moment_twice_is_right_once(
        self, talk: Any
    ) -> None:
        """
        It is used up with its first use.
        """
        guest = await talk()
        code, session = await guest.ask_for(), guest.guest.session
        answers = await asyncio.gather(
            *(guest.chat.check_code(session, code) for _ in range(5)),
            return_exceptions=True,
        )

        assert sum(not isinstance(each, Exception) for each in answers) == 1

    async def test_signed_in_by_code_and_by_token_it_is_one_thread(
        self, talk: Any, sign: Sign
    ) -> None:
        """
        The customer's, whatever the way.
        """
        by_token, by_code = await talk(sign(SARA.id)), await talk()
        await by_token.guest.ask("mine")
        await by_code.prove()

        assert by_code.guest.conversation == by_token.guest.conversation
        assert "mine" in await by_code.guest.texts()

    async def test_without_a_session_nothing_is_sent(
        self, chat: WebChat, sender: FakeSender
    ) -> None:
        """
        Nor tried.
        """
        for session in ("", "nonsense"):
            with pytest.raises(ChatError):
                await chat.begin_proof(session, ADDRESS, "fa", PHONE)
            with pytest.raises(ChatError):
                await chat.check_code(session, "000000")
        assert sender.sent == []

    async def test_a_shop_without_senders_says_so(
        self, core: Conversations, settings: Settings
    ) -> None:
        """
        It is a capability that it lacks.
        """
        chat = WebChat(core, settings)
        begun = await chat.begin(None, None)
        with pytest.raises(NotSupported):
            await chat.begin_proof(begun.session, ADDRESS, "fa", PHONE)
