"""
What all invoices come to: of what is known, and never more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from actions.payments.get_invoice import ActionGetInvoice
from actions.services import Services
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity, Invoice, Money, OrderStatus
from tests.fakes.acting import says
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.orders import a_customer, an_invoice, an_order
from tests.fakes.source import FakeSource

CLOCK = FakeClock()
TODAY = CLOCK().date()
WHO = Identity("7", Assurance.PROVEN, by_shop(CLOCK()))
ALL = [
    ("fa", "مجموع خریدام چقدره؟"),
    ("fa", "kolan cheghadr pardakht kardam"),
    ("ar", "كم دفعت في المجموع؟"),
    ("en", "what have I paid in total?"),
]


def billed(number: str, total: int, days_ago: int, **changes) -> Invoice:
    """
    A paid invoice of so many days ago, for the order of the same number.
    """
    made = replace(
        an_invoice(number, number),
        total=Money(total, "IRT"),
        billed_on=TODAY - timedelta(days=days_ago),
    )
    return replace(made, **changes)


def shop_with(*invoices: Invoice) -> FakeSource:
    """
    A shop that has billed these, each for an order that was delivered.
    """
    shop = FakeSource([a_customer()], clock=CLOCK)
    shop.all_invoices = list(invoices)
    shop.all_orders = [
        an_order(each.order_number, OrderStatus.DELIVERED) for each in invoices
    ]
    return shop


async def told(
    *sources: FakeSource, text: str = ALL[-1][1], lang: str = "en"
) -> dict[str, dict]:
    """
    What is said, by the name of the response.
    """
    house = FakeHouse(*sources, clock=CLOCK)
    titles = {each.name: {lang: f"the {each.name}"} for each in sources}
    settings = Services(house.gate, CLOCK, timezone.utc, currency="IRT", sources=titles)
    said = await says(ActionGetInvoice(), settings, WHO, text, lang)
    return {each["response"]: each for each in said}


@pytest.mark.parametrize(("lang", "text"), ALL)
async def test_what_was_paid_given_back_and_left_is_added_up(lang, text) -> None:
    shop = shop_with(
        billed("1", 100_000, 400),
        billed("2", 250_000, 40, refunded=Money(30_000, "IRT")),
        billed("3", 50_000, 1, unpaid=Money(20_000, "IRT")),
    )

    said = await told(shop, text=text, lang=lang)

    assert list(said) == [
        "utter_sum_paid",
        "utter_part_sum_refunded",
        "utter_part_sum_unpaid",
    ]
    numbers = {
        key: "".join(str(int(c)) for c in said[response][key] if c.isdecimal())
        for response, key in (
            ("utter_sum_paid", "paid"),
            ("utter_sum_paid", "billed"),
            ("utter_sum_paid", "count"),
            ("utter_part_sum_refunded", "refunded"),
            ("utter_part_sum_unpaid", "unpaid"),
        )
    }
    assert numbers == {
        "paid": "380000",
        "billed": "400000",
        "count": "3",
        "refunded": "30000",
        "unpaid": "20000",
    }


async def test_of_some_days_only_what_was_billed_in_them() -> None:
    month_ago = TODAY.replace(day=1) - timedelta(days=1)
    days = (TODAY - month_ago).days
    shop = shop_with(billed("1", 100_000, days), billed("2", 70_000, 400))

    said = await told(shop, text="how much did I pay last month?")

    assert said["utter_sum_paid_in"]["paid"] == "100,000 toman"
    assert said["utter_sum_paid_in"]["period"] == month_ago.strftime("%B %Y")
    assert "utter_sum_paid" not in said


async def test_of_days_without_an_invoice_that_is_said() -> None:
    said = await told(
        shop_with(billed("1", 5, 1)), text="what did I pay in 2019 in total"
    )

    assert list(said) == ["utter_sum_none_in"]
    assert said["utter_sum_none_in"]["period"].startswith("1 January 2019 to")


async def test_nobody_adds_toman_to_dollars() -> None:
    dollars = replace(
        billed("2", 0, 5), total=Money(4900, "USD"), unpaid=Money(0, "USD")
    )
    house = FakeHouse(shop_with(billed("1", 70_000, 4), dollars), clock=CLOCK)
    settings = Services(house.gate, CLOCK, timezone.utc)

    said = await says(ActionGetInvoice(), settings, WHO, ALL[-1][1])

    paid = [each["paid"] for each in said if each["response"] == "utter_sum_paid"]
    assert sorted(paid) == ["49 US dollars", "70,000 toman"]


async def test_two_systems_are_not_added_and_are_named() -> None:
    shop, erp = shop_with(billed("1", 70_000, 4)), shop_with()
    erp.name = "erp"
    erp.customers = {"7": replace(a_customer(), source="erp")}
    erp.all_invoices = [billed("E-1", 70_000, 4, source="erp")]

    said = await told(shop, erp)

    assert "utter_sum_apart" in said
    assert said["utter_part_sum_source"]["source"] in ("the fake", "the erp")


async def test_what_was_cancelled_is_neither_billed_nor_left_to_pay() -> None:
    shop = shop_with(
        billed("1", 100_000, 4), billed("2", 90_000, 3, unpaid=Money(90_000, "IRT"))
    )
    shop.all_orders[1] = an_order("2", OrderStatus.CANCELLED)

    said = await told(shop)

    assert list(said) == ["utter_sum_paid"]
    assert said["utter_sum_paid"]["billed"] == "100,000 toman"
    assert said["utter_sum_paid"]["count"] == "1"


async def test_an_order_that_nobody_has_billed_is_said_to_be_left_out() -> None:
    shop = shop_with(billed("1", 100_000, 4))
    shop.all_orders.append(an_order("2"))

    assert list(await told(shop)) == ["utter_sum_paid", "utter_sum_unbilled"]


async def test_a_system_that_is_silent_is_no_zero() -> None:
    shop, erp = shop_with(billed("1", 100_000, 4)), shop_with()
    erp.name = "erp"
    erp.customers = {"7": replace(a_customer(), source="erp")}
    erp.all_invoices = [billed("E-1", 1, 4, source="erp")]
    erp.go_down()

    said = await told(shop, erp)

    assert said["utter_sum_paid"]["paid"] == "100,000 toman"
    assert "utter_sum_unheard" in said


async def test_behind_the_newest_there_may_be_more() -> None:
    shop = shop_with(*(billed(str(n), 10, n + 40) for n in range(1, 201)))

    said = await told(shop)
    assert said["utter_sum_paid"]["paid"] == "2,000 toman"
    assert "utter_sum_older" in said

    # Of days behind which some invoice was seen, all were seen.
    said = await told(shop, text="how much did I pay in the last two months?")
    assert "utter_sum_older" not in said


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "همهٔ فاکتورهام رو نشون بده"),
        ("fa", "hameye faktoramo bede"),
        ("ar", "أرني كل فواتيري"),
        ("en", "show me all my invoices"),
    ],
)
async def test_of_all_invoices_the_newest_are_told_and_how_many_there_are(lang, text):
    shop = shop_with(*(billed(str(n), 10, n) for n in range(1, 7)))
    house = FakeHouse(shop, clock=CLOCK)
    settings = Services(house.gate, CLOCK, timezone.utc)

    said = await says(ActionGetInvoice(), settings, WHO, text, lang)

    names = [each["response"] for each in said]
    assert names.count("utter_invoice_of_order") == 5
    more = next(each for each in said if each["response"] == "utter_invoices_more")
    assert more["count"] in ("6", "۶", "٦")
    assert names[-1] == "utter_invoice_copy"


async def test_a_shop_without_invoices_adds_up_orders_and_says_so() -> None:
    shop = FakeSource([a_customer()], clock=CLOCK)
    shop.all_orders = [
        an_order("1"),
        an_order("2"),
        an_order("3", OrderStatus.CANCELLED),
    ]

    said = await told(shop)

    assert said["utter_sum_of_orders"]["total"] == "2,500,000 toman"
    assert said["utter_sum_of_orders"]["count"] == "2"


@pytest.mark.parametrize(
    ("lang", "text", "begins"),
    [
        ("fa", "امسال چقدر پرداخت کردم؟", "۱ فروردین"),
        ("fa", "emsal cheghadr pardakht kardam?", "۱ فروردین"),
        ("ar", "كم دفعت هذا العام؟", "١ يناير"),
        ("en", "how much did I pay this year?", "1 January"),
    ],
)
async def test_a_year_is_of_the_calendar_of_who_asks(lang, text, begins) -> None:
    said = await told(shop_with(billed("1", 100_000, 0)), text=text, lang=lang)

    assert said["utter_sum_paid_in"]["period"].startswith(begins)
