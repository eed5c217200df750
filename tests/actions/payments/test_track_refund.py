"""
What was given back: of the order that is meant, or of all where none was named.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timezone

import pytest

from actions.payments.track_refund import ActionTrackRefund
from actions.services import Services
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity, Money, OrderStatus
from tests.fakes.acting import says
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.orders import a_customer, an_invoice, an_order
from tests.fakes.source import FakeSource

CLOCK = FakeClock()
WHO = Identity("7", Assurance.PROVEN, by_shop(CLOCK()))
ASKED = [
    ("fa", "پولم برگشت؟"),
    ("fa", "pool e man bargasht?"),
    ("ar", "هل رجع لي المبلغ؟"),
    ("en", "did you refund me?"),
]


def shop(*given: int) -> FakeSource:
    """
    A shop with an order for each of these amounts, which were given back.
    """
    made = FakeSource([a_customer()], clock=CLOCK)
    for place, amount in enumerate(given):
        number = f"2190{place}"
        made.all_orders.append(an_order(number, OrderStatus.DELIVERED))
        bill = an_invoice(f"F-{place}", number)
        made.all_invoices.append(replace(bill, refunded=Money(amount, "IRT")))
    return made


async def told(
    source: FakeSource, text: str, lang: str = "en", who: Identity = WHO
) -> list[dict]:
    """
    What is said.
    """
    house = FakeHouse(source, clock=CLOCK)
    settings = Services(house.gate, CLOCK, timezone.utc)
    return await says(ActionTrackRefund(), settings, who, text, lang)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_without_a_number_the_refunds_that_there_are_are_told(lang, text) -> None:
    said = await told(shop(0, 70_000, 30_000), text, lang)

    assert [each["response"] for each in said] == [
        "utter_refund_given",
        "utter_refund_given",
        "utter_refund_together",
    ]
    digits = "".join(str(int(c)) for c in said[-1]["refunded"] if c.isdecimal())
    assert digits == "100000"


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_where_nothing_was_given_back_it_is_said_and_asked_for_which(
    lang, text
) -> None:
    said = await told(shop(0, 0), text, lang)

    assert [each["response"] for each in said] == [
        "utter_refund_none",
        "utter_track_refund_of_which",
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "پولم کی برگشت؟"),
        ("fa", "poolam key bargasht?"),
        ("ar", "متى رجع لي المبلغ؟"),
        ("en", "when was my money sent back?"),
    ],
)
async def test_that_nobody_knows_the_day_is_said(lang, text) -> None:
    said = await told(shop(70_000), text, lang)

    assert [each["response"] for each in said] == [
        "utter_refund_given",
        "utter_refund_when_unknown",
    ]


async def test_of_a_cancelled_order_no_goods_are_waited_for() -> None:
    source = shop()
    source.all_orders = [an_order("21963", OrderStatus.CANCELLED)]
    source.all_invoices = [an_invoice()]
    house = FakeHouse(source, clock=CLOCK)
    settings = Services(house.gate, CLOCK, timezone.utc)

    said = await says(
        ActionTrackRefund(),
        settings,
        WHO,
        "is the money for 21963 back?",
        entities=[{"entity": "order_number", "value": "21963"}],
    )

    assert [each["response"] for each in said] == ["utter_track_refund_cancelled"]


async def test_a_stranger_hears_the_rules() -> None:
    said = await told(shop(70_000), "did you refund me?", who=Identity())

    assert [each["response"] for each in said] == ["utter_track_refund"]


async def test_a_shop_that_is_down_says_nothing_of_refunds() -> None:
    source = shop(70_000)
    house = FakeHouse(source, clock=CLOCK)
    source.go_down()
    settings = Services(house.gate, CLOCK, timezone.utc)

    said = await says(ActionTrackRefund(), settings, WHO, "did you refund me?")

    assert [each["response"] for each in said] == ["utter_track_refund"]


async def test_where_invoices_do_not_tell_what_was_given_back_nothing_is_claimed() -> (
    None
):
    source = shop(0)
    source.all_invoices.append(an_invoice())

    said = await told(source, "did you refund me?")

    assert [each["response"] for each in said] == ["utter_track_refund"]


async def test_a_shop_without_invoices_claims_nothing() -> None:
    source = shop()
    source.all_orders = [an_order("21963")]

    said = await told(source, "did you refund me?")

    assert [each["response"] for each in said] == ["utter_track_refund"]
