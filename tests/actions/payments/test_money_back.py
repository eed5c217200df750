"""
What of an order's money goes back: which of it is told, and in which words.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from actions.payments.track_refund import ActionTrackRefund
from actions.services import Services
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity, Money, OrderStatus
from crm_connector.operations import MethodKind
from crm_connector.policies.terms import Policies, Span
from crm_connector.refunds import OrderRefund, RefundState
from tests.fakes.acting import says
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.orders import NOW, a_customer, an_order
from tests.fakes.source import FakeSource

CLOCK = FakeClock()
WHO = Identity("7", Assurance.PROVEN, by_shop(CLOCK()))
WHEN = [
    ("fa", "پولم کی میاد؟"),
    ("fa", "pulam key miad?"),
    ("ar", "متى ترجع فلوسي؟"),
    ("en", "when do I get my money back?"),
]
ALL = [
    ("fa", "روی هم چقدر برگردونین؟"),
    ("fa", "majmuan cheghad bargardundin?"),
    ("ar", "كم مجموع ما أعدتم لي؟"),
    ("en", "how much have you refunded in total?"),
]


def back(amount: int, state: RefundState, days: int, paid: int | None = None):
    """
    A refund asked for so many days ago, and paid then.
    """
    at = NOW - timedelta(days=days)
    paid_at = None if paid is None else NOW - timedelta(days=paid)
    return OrderRefund(Money(amount, "IRT"), state, at, paid_at, MethodKind.CARD)


OLD = back(70_000, RefundState.PAID, 90, paid=88)
OLDER = back(30_000, RefundState.PAID, 200, paid=198)
WAITS = back(859_000, RefundState.APPROVED, 2)
ASKED = back(12_000, RefundState.REQUESTED, 1)
BOOKED = back(50_000, RefundState.RECORDED, 40)
GOODS = back(45_000, RefundState.AWAITS_GOODS, 3)


def order(number: str, *refunds, status=OrderStatus.DELIVERED, days_ago=3):
    """
    An order of which these go back.
    """
    return an_order(number, status, refunds=refunds, days_ago=days_ago)


async def told(*orders, text="when do I get my money?", lang="en", named=None):
    """
    What is said, each response with its fields.
    """
    source = FakeSource([a_customer()], clock=CLOCK)
    source.all_orders = list(orders)
    house = FakeHouse(source, clock=CLOCK)
    takes = Policies(takes={None: Span(1, 3, working=True)}, zone=timezone.utc)
    settings = Services(
        *(house.gate, CLOCK, timezone.utc),
        wording=lambda response, language, **_: response,
        policies=takes,
    )
    entities = [{"entity": "order_number", "value": named}] if named else None
    more = {} if entities is None else {"entities": entities}
    return await says(ActionTrackRefund(), settings, WHO, text, lang, **more)


def names(said):
    """
    The responses alone.
    """
    return [each["response"] for each in said if "_part_" not in each["response"]]


@pytest.mark.parametrize(("lang", "text"), WHEN)
async def test_what_is_under_way_is_told_and_not_what_came_long_ago(lang, text) -> None:
    said = await told(order("21901", OLD), order("21887", WAITS), text=text, lang=lang)

    assert names(said) == ["utter_refund_approved"]
    digits = "".join(str(int(c)) for c in said[0]["refunded"] if c.isdecimal())
    assert digits == "859000"
    assert [each["response"] for each in said[1:]] == [
        "utter_part_refund_asked_on",
        "utter_part_refund_goes_when",
    ]


async def test_of_what_was_only_booked_nobody_says_that_it_came_or_did_not() -> None:
    said = await told(order("21887", BOOKED))

    assert names(said) == ["utter_refund_recorded"]
    assert [each["response"] for each in said[1:]] == ["utter_part_refund_booked_on"]


async def test_what_was_asked_for_last_comes_first() -> None:
    said = await told(order("21901", GOODS, WAITS), order("21902", ASKED))

    assert names(said) == [
        "utter_refund_requested",
        "utter_refund_approved",
        "utter_refund_awaits_goods",
    ]


async def test_of_the_order_that_is_named_its_own_is_told() -> None:
    orders = order("21901", OLD), order("21887", WAITS)

    said = await told(*orders, named="21901")

    assert names(said) == ["utter_refund_paid"]
    assert said[0]["order"] == "21901"


async def test_without_anything_under_way_the_last_is_told_as_that() -> None:
    said = await told(order("21901", OLD), order("21800", OLDER))

    assert names(said) == ["utter_refund_none_under_way", "utter_refund_paid"]
    assert said[1]["order"] == "21901"


@pytest.mark.parametrize(("lang", "text"), ALL)
async def test_all_are_told_with_what_they_come_to_where_all_are_asked_for(
    lang, text
) -> None:
    orders = order("21901", OLD), order("21800", OLDER), order("21887", WAITS)

    said = await told(*orders, text=text, lang=lang)

    assert names(said) == [
        "utter_refund_approved",
        *["utter_refund_paid"] * 2,
        "utter_refund_together",
    ]


async def test_a_cancelled_order_of_which_nothing_goes_back_is_named() -> None:
    cancelled = order("21990", status=OrderStatus.CANCELLED, days_ago=1)

    for named in (None, "21990"):
        said = await told(cancelled, order("21901", OLD), named=named)
        assert names(said) == ["utter_refund_none_of_cancelled"]
        assert said[0]["number"] == "21990"


async def test_of_an_order_without_refunds_it_is_said() -> None:
    said = await told(order("21901", OLD), order("21902"), named="21902")

    assert names(said) == ["utter_refund_none_of_order"]


async def test_where_nothing_ever_went_back_it_is_said() -> None:
    assert names(await told(order("21902"))) == ["utter_refund_nothing"]


async def test_of_an_order_of_nobody_nothing_of_others_is_told() -> None:
    said = await told(order("21887", WAITS), named="99999")

    assert "859" not in "".join(str(each) for each in said)


async def test_while_the_refunds_of_an_order_cannot_be_read_none_is_denied() -> None:
    unread = replace(order("21902"), refunds=None)

    said = await told(order("21901", OLD), unread)

    assert not {"utter_refund_nothing", "utter_refund_none_under_way"} & {*names(said)}
    assert names(said) == ["utter_track_refund"]
