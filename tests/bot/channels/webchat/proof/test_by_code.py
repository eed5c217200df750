"""
Proof by a one-time code in the web chat: it belongs to its session, and it ages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels.webchat.channel import Endpoints
from bot.channels.webchat.errors import ChatError
from bot.channels.webchat.service import WebChat
from bot.channels.webchat.tables import sessions
from bot.conversations.core import Conversations
from bot.settings import Settings
from crm_connector.errors import (
    CodeOver,
    CodeWrong,
    NotProven,
    NotSupported,
    TooManyCodes,
)
from crm_connector.identity.ageing import by_code, level
from crm_connector.identity.proof import Proofs
from crm_connector.identity.tables import codes
from crm_connector.model import Assurance, Contact, ContactKind, Identity, ProofKind
from tests.bot.channels.webchat.guests import Guest
from tests.crm_connector.small_shop import JOHN, SARA
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.house import FakeHouse
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource

Sign = Callable[..., str]

PHONE = Contact(ContactKind.PHONE, SARA.phones[0])
NOBODYS = Contact(ContactKind.PHONE, "+989120000000")
ADDRESS = "203.0.113.7"


@pytest.fixture
def chat(core: Conversations, settings: Settings, proofs: Proofs) -> WebChat:
    """
    The web chat of a shop that sends codes.
    """
    return WebChat(core, settings, proofs=proofs)


@pytest.fixture
def app(chat: WebChat) -> Starlette:
    """
    The same chat over HTTP.
    """
    return Starlette(routes=[Mount("/chat", app=Endpoints(chat).app())])


class Talk:
    """
    A browser, whose session is another one after signing in.
    """

    def __init__(self, chat: WebChat, sender: FakeSender, guest: Guest) -> None:
        self.chat = chat
        self.sender = sender
        self.guest = guest

    async def ask_for(self, contact: Contact | None = PHONE) -> str:
        """
        Ask for a code; gives the one that went out, or nothing.
        """
        before = len(self.sender.sent)
        await self.chat.begin_proof(self.guest.session, ADDRESS, "fa", contact)
        for _ in range(100):
            await asyncio.sleep(0)
        went = self.sender.sent[before:]
        return went[0].code if went else ""

    async def type(self, code: str) -> None:
        """
        Type a code; the session that this brings is the browser's from now on.
        """
        begun = await self.chat.check_code(self.guest.session, code)
        self.guest.session = begun.session
        self.guest.conversation = begun.conversation

    async def prove(self, contact: Contact | None = PHONE) -> None:
        """
        Ask for a code and type it.
        """
        await self.type(await self.ask_for(contact))

    async def status(self) -> int:
        """
        Whether the session is good.
        """
        return (await self.guest.get()).status_code


@pytest.fixture
def talk(chat: WebChat, sender: FakeSender, begin: Any) -> Callable[..., Any]:
    """
    Give what opens a browser, for a stranger or with a customer's token.
    """

    async def opened(token: str | None = None) -> Talk:
        return Talk(chat, sender, await begin(token))

    return opened


async def identity_of(talk: Talk, engine: FakeEngine) -> Identity:
    """
    Who the engine hears now.
    """
    await talk.guest.ask("hello")
    return engine.turns[-1].identity


def later(moment: Any, **parts: float) -> Any:
    """
    A moment so much later.
    """
    clock = FakeClock(moment)
    clock.advance(**parts)
    return clock.now


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
        assert chosen == ["signed_in"]

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
