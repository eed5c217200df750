"""
One-time codes over HTTP: asked for, tried, refused, and kept out of the thread.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.channels.webchat import limits, owners, webchat_routes
from bot.channels.webchat.tables import sessions
from bot.conversations.core import Conversations
from bot.settings import Rate, Settings
from crm_connector.identity.proof import Proofs
from crm_connector.model import ContactKind
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.sockets import Socket
from tests.bot.channels.webchat.test_openapi import problems, promised
from tests.crm_connector.small_shop import JOHN, SARA
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource

CODE = "/chat/sessions/current/code"
CHECK = f"{CODE}/check"
PHONE = SARA.phones[0]
NATIONAL = "0" + PHONE.removeprefix("+98")
PERSIAN = NATIONAL.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
ARABIC = NATIONAL.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
NOBODYS = "+989120000000"


@pytest.fixture
def app(core: Conversations, settings: Settings, proofs: Proofs) -> Starlette:
    """
    Give the web chat of a shop in Iran that sends codes.
    """
    return Starlette(routes=webchat_routes(core, settings, proofs=proofs, country="IR"))


async def ask(guest: Guest, contact: Any = PHONE, **more: Any) -> httpx.Response:
    """
    Ask for a code; without a contact for None.
    """
    body = {"language": "fa", **more}
    if contact is not None:
        body["contact"] = contact
    response = await guest.client.post(CODE, json=body, headers=guest.headers)
    described(CODE, response)
    return response


async def check(guest: Guest, code: Any) -> httpx.Response:
    """
    Try a code; the session that this brings is the browser's from now on.
    """
    body = {"code": code}
    response = await guest.client.post(CHECK, json=body, headers=guest.headers)
    described(CHECK, response)
    if response.status_code == 200:
        vars(guest).update(response.json())
    return response


def described(path: str, response: httpx.Response) -> None:
    """
    Hold an answer against the description.
    """
    name = promised("POST", path, response)
    assert name is not None
    assert problems(name, response.json()) == [], response.text


def code_of(response: httpx.Response) -> str:
    """
    Give the stable code of a refusal.
    """
    return str(response.json()["error"]["code"])


async def sent(sender: FakeSender, count: int = 1) -> str:
    """
    Wait until so many codes went out, and give the last one.
    """
    for _ in range(500):
        if len(sender.sent) >= count:
            return sender.sent[-1].code
        await asyncio.sleep(0.002)
    raise AssertionError("no code went out")


def another(code: str) -> str:
    """
    Give a code that is not this one.
    """
    return f"{(int(code) + 1) % 10**6:06}"


class TestAsking:
    """
    Where it goes, however it was written, and never whether anybody is there.
    """

    @pytest.mark.parametrize(
        ("written", "to"),
        [
            (NATIONAL, PHONE),
            (PERSIAN, PHONE),
            (ARABIC, PHONE),
            (f"\u200e{PERSIAN[:4]} {PERSIAN[4:7]}-{PERSIAN[7:]}\u200f", PHONE),
            (f"0098{PHONE[3:]}", PHONE),
            (f" {SARA.emails[0].upper()}\u200f", SARA.emails[0]),
        ],
    )
    async def test_a_contact_is_understood_in_any_writing(
        self, begin: Any, sender: FakeSender, written: str, to: str
    ) -> None:
        """
        And goes out in the language asked for.
        """
        guest = await begin()
        response = await ask(guest, written, language="ar")

        assert response.status_code == 202
        assert response.json()["to"] == to
        await sent(sender)
        assert (sender.sent[0].contact.value, sender.sent[0].language) == (to, "ar")

    async def test_the_answer_is_the_same_for_whom_the_shop_does_not_know(
        self, begin: Any, sender: FakeSender, source: FakeSource
    ) -> None:
        """
        Status, body and headers: asked, tried, tried too often, asked too often.
        """
        # One whose telephone a family shares is not proven by it either.
        source.customers["3"] = replace(JOHN, id="3", phones=JOHN.phones)
        shown: list[list[Any]] = []
        for contact in (PHONE, NOBODYS, JOHN.phones[0]):
            guest = await begin()
            answers = [await ask(guest, contact)]
            code = await sent(sender) if contact == PHONE else "123456"
            answers += [await check(guest, another(code)) for _ in range(6)]
            answers += [await ask(guest, contact) for _ in range(3)]
            shown.append(
                [
                    (
                        a.status_code,
                        {**a.json(), "to": None},
                        {k: v for k, v in a.headers.items() if k != "content-length"},
                    )
                    for a in answers
                ]
            )

        assert [status for status, *_ in shown[0]] == [
            *(202, 403, 403, 403, 403, 403, 410, 202, 202, 429)
        ]
        assert shown[0] == shown[1] == shown[2]

    async def test_it_returns_before_anything_is_sent(
        self, begin: Any, sender: FakeSender
    ) -> None:
        """
        So its time tells nothing of whether something is.
        """
        sender.gate.clear()
        guest = await begin()
        assert (await ask(guest)).status_code == 202
        assert sender.sent == []
        sender.gate.set()
        await sent(sender)

    async def test_a_customer_need_not_name_what_is_on_file(
        self, begin: Any, sign: Any, sender: FakeSender
    ) -> None:
        """
        And sees it masked.
        """
        guest = await begin(sign(SARA.id))
        beforehand = await guest.client.get(CODE, headers=guest.headers)
        assert sender.sent == []
        response = await ask(guest, None)

        mask = {"kind": "phone", "to": f"•••{PHONE[-4:]}"}
        assert beforehand.json() == mask
        assert problems("CodeAddress", beforehand.json()) == []
        assert response.json().items() >= mask.items()
        assert PHONE not in response.text
        await sent(sender)
        assert sender.sent[0].contact.value == PHONE

    async def test_a_masked_address_keeps_its_first_letter(
        self, begin: Any, sign: Any, source: FakeSource
    ) -> None:
        """
        And where it is.
        """
        source.customers[SARA.id] = replace(SARA, phones=())
        guest = await begin(sign(SARA.id))
        name, _, domain = SARA.emails[0].partition("@")
        assert (await ask(guest, None)).json()["to"] == f"{name[0]}•••@{domain}"

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({}, "invalid_field"),
            ({"language": "de"}, "invalid_field"),
            ({"language": ["fa"]}, "invalid_field"),
            ({"language": "fa", "phone": PHONE}, "unknown_field"),
            ({"language": "fa", "contact": None}, "invalid_field"),
            ({"language": "fa", "contact": 9121234567}, "invalid_field"),
            ({"language": "fa", "contact": ""}, "invalid_contact"),
            ({"language": "fa", "contact": "۰۹۱۲"}, "invalid_contact"),
            ({"language": "fa", "contact": "sara@"}, "invalid_contact"),
            ({"language": "fa", "contact": "0" * 5000}, "invalid_contact"),
            ({"language": "fa", "contact": "\ud800@b.ir"}, "invalid_contact"),
            ({"language": "fa"}, "contact_missing"),
        ],
    )
    async def test_nonsense_is_named(
        self, begin: Any, sender: FakeSender, body: Any, code: str
    ) -> None:
        """
        And nothing is sent.
        """
        guest = await begin()
        headers = {**guest.headers, "Content-Type": "application/json"}
        content = json.dumps(body)
        response = await guest.client.post(CODE, content=content, headers=headers)
        described(CODE, response)
        assert (response.status_code, code_of(response)) == (400, code)
        assert sender.sent == []

    async def test_of_a_stranger_nothing_is_on_file(self, begin: Any) -> None:
        """
        They have to say where to.
        """
        guest = await begin()
        response = await guest.client.get(CODE, headers=guest.headers)
        assert (response.status_code, code_of(response)) == (400, "contact_missing")

    async def test_it_takes_a_session(self, client: httpx.AsyncClient) -> None:
        """
        Of any kind, and a good one.
        """
        for path, body in ((CODE, {"language": "fa"}), (CHECK, {"code": "123456"})):
            response = await client.post(path, json=body)
            assert code_of(response) == "session_missing"
            headers = {"Authorization": "Bearer nonsense"}
            response = await client.post(path, json=body, headers=headers)
            assert code_of(response) == "session_invalid"

    async def test_a_shop_without_senders_says_so(
        self, core: Conversations, settings: Settings
    ) -> None:
        """
        In the same words for every contact.
        """
        app = Starlette(routes=webchat_routes(core, settings, country="IR"))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://x"
        ) as client:
            guest = Guest(client, (await client.post("/chat/sessions")).json())
            for response in (await ask(guest), await check(guest, "123456")):
                assert response.status_code == 403
                assert code_of(response) == "codes_unavailable"

    async def test_a_kind_of_contact_that_nothing_reaches_is_refused(
        self, begin: Any, sender: FakeSender
    ) -> None:
        """
        Mail alone, say.
        """
        sender.kinds = frozenset({ContactKind.EMAIL})
        # The senders' kinds are read for each wish.
        assert code_of(await ask(await begin())) == "codes_unavailable"

    async def test_a_shop_that_is_down_is_told_alike_for_everybody(
        self, begin: Any, source: FakeSource
    ) -> None:
        """
        With when to try again.
        """
        guest = await begin()
        source.go_down()
        answers = [await ask(guest, contact) for contact in (PHONE, NOBODYS)]
        assert [a.status_code for a in answers] == [503, 503]
        assert answers[0].json() == answers[1].json()
        assert answers[0].headers["retry-after"]


class TestTrying:
    """
    The right code signs in; another one says how many tries are left.
    """

    async def test_the_right_code_signs_in_and_the_question_goes_on(
        self, begin: Any, sender: FakeSender, engine: FakeEngine
    ) -> None:
        """
        Typed in Persian digits, in groups.
        """
        guest = await begin()
        await guest.ask("where is my order?")
        former = guest.session
        await ask(guest)
        code = (await sent(sender)).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        response = await check(guest, f" {code[:3]} {code[3:]}\u200f")

        assert response.status_code == 200
        assert guest.session != former
        assert "where is my order?" in await guest.texts()
        await guest.ask("thank you")
        assert [t.choice.intent for t in engine.turns if t.choice] == ["signed_in"]
        assert engine.turns[-1].identity.customer_id == SARA.id

    async def test_a_wrong_one_tells_what_is_left(
        self, begin: Any, sender: FakeSender
    ) -> None:
        """
        Until it is over.
        """
        guest = await begin()
        await ask(guest)
        wrong = another(await sent(sender))
        answers = [await check(guest, wrong) for _ in range(6)]
        assert [a.json()["error"].get("left") for a in answers] == [
            *(4, 3, 2, 1, 0, None)
        ]
        assert code_of(answers[-1]) == "code_over"

    async def test_the_wait_is_told_when_too_many_are_asked_for(
        self, begin: Any
    ) -> None:
        """
        In whole seconds.
        """
        guest = await begin()
        answers = [await ask(guest) for _ in range(4)]
        assert code_of(answers[-1]) == "too_many_codes"
        assert answers[-1].headers["retry-after"] == "600"

    @pytest.mark.parametrize("code", [None, 123456, "", "1" * 41])
    async def test_nonsense_is_no_try(self, begin: Any, code: Any) -> None:
        """
        It costs none.
        """
        guest = await begin()
        await ask(guest)
        assert code_of(await check(guest, code)) == "invalid_field"
        assert (await check(guest, "x")).json()["error"]["left"] == 4

    async def test_a_customer_goes_on_in_the_same_session(
        self, begin: Any, sign: Any, sender: FakeSender, engine: FakeEngine
    ) -> None:
        """
        And what needed the code is taken up by itself.
        """
        guest = await begin(sign(SARA.id))
        await guest.ask("all my data, please")
        former = guest.session
        await ask(guest, None)
        await check(guest, await sent(sender))
        await guest.ask("and?")

        assert guest.session == former
        assert [t.choice.intent for t in engine.turns if t.choice] == ["signed_in"]

    async def test_who_says_nothing_is_not_answered(
        self, begin: Any, sign: Any, sender: FakeSender, engine: FakeEngine
    ) -> None:
        """
        There is nothing to go on with.
        """
        guest = await begin(sign(SARA.id))
        await ask(guest, None)
        await check(guest, await sent(sender))
        await guest.ask("hello")
        assert [t.text for t in engine.turns] == ["hello"]


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
