"""
One-time codes over HTTP: asked for, tried, refused, and kept out of the thread.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.conversations.core import Conversations
from bot.settings import Settings
from crm_connector.identity.proof import Proofs
from crm_connector.model import ContactKind
from tests.bot.channels.webchat.coding import (
    ARABIC,
    CHECK,
    CODE,
    NATIONAL,
    NOBODYS,
    PERSIAN,
    PHONE,
    another,
    ask,
    check,
    code_of,
    described,
    sent,
)
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.test_openapi import problems
from tests.bot.conversations.builders import eventually
from tests.crm_connector.small_shop import JOHN, SARA
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource


@pytest.fixture
def app(core: Conversations, settings: Settings, proofs: Proofs) -> Starlette:
    """
    Give the web chat of a shop in Iran that sends codes.
    """
    return Starlette(routes=webchat_routes(core, settings, proofs=proofs, country="IR"))


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
        assert heard_of(engine) == ["code_sent", "signed_in"]
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
        assert heard_of(engine) == ["code_sent", "signed_in"]

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


async def test_the_bot_hears_of_codes_that_are_asked_for_and_wrong_and_of_no_digit(
    begin: Any, engine: FakeEngine, sender: FakeSender
) -> None:
    guest = await begin()
    await guest.ask("hello")
    await ask(guest)
    code = await sent(sender)
    for _ in range(2):
        assert (await check(guest, another(code))).status_code == 403

    async def heard() -> bool:
        return len(engine.turns) == 4

    await eventually(heard)
    assert heard_of(engine) == ["code_sent", "code_refused", "code_refused"]
    # Of the digits nothing is told, and nothing stands in the thread.
    assert [turn.text for turn in engine.turns[1:]] == ["", "", ""]
    assert await guest.texts() == ["hello", "echo: hello"]
    assert (await check(guest, code)).status_code == 200


async def test_the_bot_hears_the_same_of_a_contact_that_nobody_has(
    begin: Any, engine: FakeEngine, sender: FakeSender
) -> None:
    guest = await begin()
    await guest.ask("hello")
    assert (await ask(guest, NOBODYS)).status_code == 202

    async def heard() -> bool:
        return heard_of(engine) == ["code_sent"]

    await eventually(heard)
    assert sender.sent == []


def heard_of(engine: FakeEngine) -> list[str]:
    """
    What the bot was told that nobody had said.
    """
    return [turn.choice.intent for turn in engine.turns if turn.choice]
