"""
At the counter: a telephone that is proven on the spot, and then the profile.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from bot.desk.lookup import Lookup
from bot.desk.panel import Panels
from bot.desk.web.lookup import lookup_routes
from crm_connector.identity.proof import Proofs
from crm_connector.identity.senders.port import Purpose
from crm_connector.model import ContactKind
from tests.bot.accounts.web import HOST, app_of
from tests.bot.desk.counter import Agent, Counter, counter
from tests.fakes.sender import FakeSender

BEGIN, CHECK = "/desk/api/lookup", "/desk/api/lookup/check"
PHONE = "09120000007"


@pytest.fixture
def sender() -> FakeSender:
    """
    What sends codes by SMS.
    """
    return FakeSender(ContactKind.PHONE)


@pytest.fixture
async def desk(address: str, sender: FakeSender) -> AsyncIterator[Counter]:
    """
    A desk in a shop that sends codes.
    """

    def routes(made: Counter) -> list:
        clock = made.house.clock
        proofs = Proofs(made.core, b"key", made.source, [sender], clock=clock, step=0)
        lookup = Lookup(proofs, Panels(made.shop.gate, clock), "IR", clock)
        return lookup_routes(made.guard, made.accounts, lookup)

    async with counter(address, routes) as made:
        yield made


async def begun(agent: Agent, phone: str = PHONE) -> httpx.Response:
    """
    A code is asked for; it goes out afterwards.
    """
    answer = await agent.post(BEGIN, phone=phone, language="fa")
    await asyncio.sleep(0.01)
    return answer


async def test_who_reads_the_code_out_is_shown(
    desk: Counter, sender: FakeSender
) -> None:
    sara = await desk.agent("sara")
    answer = await begun(sara, "۰۹۱۲ ۰۰۰ ۰۰۰۷")
    assert answer.status_code == 202
    assert answer.json()["to"] == "+989120000007"
    (message,) = sender.sent
    assert (message.language, message.purpose) == ("fa", Purpose.TOLD)
    assert message.code not in answer.text
    shown = await sara.post(CHECK, phone=PHONE, code=message.code)
    assert shown.status_code == 200
    panel = shown.json()["panel"]
    assert panel["customer"]["name"]["value"] == "مریم رضایی"
    assert panel["customer"]["level"] == "fresh_code"
    assert [each["number"] for each in panel["orders"]] == ["21963", "21928"]
    (entry,) = await desk.log("customer.looked_up")
    assert (entry.who, entry.subject) == ("sara", "customer:7")
    assert entry.details == {"phone": "•••0007"}
    assert len(await desk.log("lookup.begun")) == 1
    # It is used up.
    again = await sara.post(CHECK, phone=PHONE, code=message.code)
    assert (again.status_code, again.json()) == (410, {"error": "code_over"})


async def test_a_telephone_that_the_shop_does_not_know_is_answered_alike(
    desk: Counter, sender: FakeSender
) -> None:
    sara = await desk.agent("sara")
    known, unknown = await begun(sara), await begun(sara, "09125550000")
    assert len(sender.sent) == 1
    assert known.status_code == unknown.status_code == 202
    assert {**known.json(), "to": ""} == {**unknown.json(), "to": ""}
    answer = await sara.post(CHECK, phone="09125550000", code="123456")
    assert answer.status_code == 403
    assert answer.json()["error"] == "code_wrong"


async def test_a_code_is_good_for_this_agent_and_this_number_alone(
    desk: Counter, sender: FakeSender
) -> None:
    sara, omid = await desk.agent("sara"), await desk.agent("omid")
    await begun(sara)
    code = sender.sent[0].code
    for agent, phone in ((omid, PHONE), (sara, "09125550000")):
        answer = await agent.post(CHECK, phone=phone, code=code)
        assert answer.json() == {"error": "code_over"}
    assert await desk.log("customer.looked_up") == ()
    assert (await sara.post(CHECK, phone=PHONE, code=code)).status_code == 200


async def test_five_tries_and_no_more(desk: Counter, sender: FakeSender) -> None:
    sara = await desk.agent("sara")
    await begun(sara)
    code = sender.sent[0].code
    wrong = f"{(int(code) + 1) % 10**6:06}"
    answers = [await sara.post(CHECK, phone=PHONE, code=wrong) for _ in range(5)]
    left = [each.json()["left"] for each in answers]
    assert left == [4, 3, 2, 1, 0]
    answer = await sara.post(CHECK, phone=PHONE, code=code)
    assert answer.json() == {"error": "code_over"}


async def test_codes_to_a_telephone_are_limited_as_the_chats_are(
    desk: Counter, sender: FakeSender
) -> None:
    sara, omid = await desk.agent("sara"), await desk.agent("omid")
    for agent in (sara, omid, sara):
        assert (await begun(agent)).status_code == 202
    answer = await begun(omid)
    assert answer.status_code == 429
    assert answer.json()["error"] == "too_many_codes"
    assert int(answer.headers["Retry-After"]) == answer.json()["retry_after"]
    assert len(sender.sent) == 3


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"phone": "7", "language": "fa"}, "bad_phone"),
        ({"phone": "a@shop.example", "language": "fa"}, "bad_phone"),
        ({"phone": None, "language": "fa"}, "bad_phone"),
        ({"phone": PHONE, "language": "de"}, "bad_language"),
    ],
)
async def test_what_is_no_telephone_gets_no_code(
    desk: Counter, sender: FakeSender, body: dict[str, object], error: str
) -> None:
    sara = await desk.agent("sara")
    answer = await sara.post(BEGIN, **body)
    assert (answer.status_code, answer.json()) == (400, {"error": error})
    assert sender.sent == []


async def test_a_family_is_nobody(desk: Counter, sender: FakeSender) -> None:
    other = replace(desk.source.customers["7"], id="8")
    desk.source.customers["8"] = other
    sara = await desk.agent("sara")
    assert (await begun(sara)).status_code == 202
    assert sender.sent == []


async def test_strangers_and_forgers_send_nothing(
    desk: Counter, sender: FakeSender
) -> None:
    sara = await desk.agent("sara")
    transport = httpx.ASGITransport(app_of(desk.routes))
    body = {"phone": PHONE, "language": "fa", "code": "123456"}
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as stranger:
        for path in (BEGIN, CHECK):
            assert (await stranger.post(path, json=body)).status_code == 401
    sara.csrf = "0" * 64
    for path in (BEGIN, CHECK):
        assert (await sara.post(path, **body)).status_code == 403
    assert sender.sent == []


async def test_a_shop_that_sends_no_codes_says_so(address: str) -> None:
    def routes(made: Counter) -> list:
        clock = made.house.clock
        lookup = Lookup(None, Panels(made.shop.gate, clock), "IR", clock)
        return lookup_routes(made.guard, made.accounts, lookup)

    async with counter(address, routes) as made:
        sara = await made.agent("sara")
        answer = await begun(sara)
        assert (answer.status_code, answer.json()) == (
            403,
            {"error": "codes_unavailable"},
        )
