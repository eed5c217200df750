"""
A change that fails is told as it is, and is made once.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
    OutcomeUnknown,
    Refused,
    SourceUnavailable,
)
from crm_connector.sources.tryton import TrytonSource
from tests.crm_connector.sources.tryton import shop
from tests.crm_connector.sources.tryton.failing import (
    PRIVATE,
    error,
    raised,
)
from tests.fakes.tryton import FakeTryton


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (lambda: error("UserError", ["سارا رضایی", "", None]), Refused),
        (lambda: error("UserWarning", ["x", "سارا رضایی", ""]), Refused),
        (lambda: error("ConcurrencyException", "x"), SourceUnavailable),
        (lambda: error("'x'", ""), OutcomeUnknown),
        (lambda: httpx.Response(500), OutcomeUnknown),
        (lambda: httpx.Response(200, text="{"), OutcomeUnknown),
        (lambda: httpx.Response(200, json={}), OutcomeUnknown),
        (lambda: raised(httpx.ReadTimeout("slow")), OutcomeUnknown),
        (lambda: raised(httpx.RemoteProtocolError("gone")), OutcomeUnknown),
        (lambda: raised(httpx.ConnectError("refused")), SourceUnavailable),
        (lambda: httpx.Response(200, json={"result": None}), OutcomeUnknown),
    ],
)
async def test_a_change_that_fails_is_told_as_it_is(
    fake: FakeTryton, source: TrytonSource, response: Any, expected: Any
) -> None:
    fake.faults = lambda method: response() if method.endswith("cancel") else None

    with pytest.raises(expected) as caught:
        await source.cancel_order(shop.SARA.id, "SO-1008", key="wish")

    assert not [each for each in PRIVATE if each in str(caught.value)]
    assert [method for method, _ in fake.asked].count("model.sale.sale.cancel") == 1


async def test_what_was_not_cancelled_although_it_was_said_is_refused(
    fake: FakeTryton, source: TrytonSource
) -> None:
    fake._cancel = lambda model, ids, context: None  # type: ignore[method-assign]

    with pytest.raises(Refused):
        await source.cancel_order(shop.SARA.id, "SO-1008", key="wish")


async def test_the_answer_to_another_call_is_no_answer(
    fake: FakeTryton, source: TrytonSource, question: Any
) -> None:
    await question(source)
    honest = fake._answer

    def late(request: httpx.Request) -> httpx.Response:
        content = json.loads(honest(request).content)
        return httpx.Response(200, json={**content, "id": content["id"] - 1})

    source._rpc._http._client._transport = httpx.MockTransport(late)

    with pytest.raises(BadSourceData):
        await question(source)


async def test_a_change_that_cannot_be_seen_is_unknown(
    fake: FakeTryton, source: TrytonSource
) -> None:
    def blind(method: str) -> httpx.Response | None:
        was_asked = any(each.endswith("cancel") for each, _ in fake.asked[:-1])
        return httpx.Response(500) if was_asked else None

    fake.faults = blind

    with pytest.raises(OutcomeUnknown):
        await source.cancel_order(shop.SARA.id, "SO-1008", key="wish")

    assert fake.row("sale.sale", number="SO-1008")["state"] == "cancelled"


async def test_who_was_quicker_has_cancelled_it_too(
    fake: FakeTryton, source: TrytonSource
) -> None:
    def quicker(method: str) -> httpx.Response | None:
        if method.endswith("cancel"):
            fake.row("sale.sale", number="SO-1008")["state"] = "cancelled"
        return None

    fake.faults = quicker

    order = await source.cancel_order(shop.SARA.id, "SO-1008", key="wish")

    assert order.status.value == "cancelled"


async def test_closing_while_a_question_is_under_way_is_no_other_error(
    source: TrytonSource,
) -> None:
    asked = asyncio.ensure_future(source.orders(shop.SARA.id, limit=3))
    await asyncio.sleep(0)
    await source.close()

    with pytest.raises(SourceUnavailable):
        await asked
