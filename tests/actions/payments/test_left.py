"""
What is left to pay, and when it may be said that nothing is.
"""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from actions.payments import books
from actions.payments.get_invoice import ActionGetInvoice
from actions.services import Services
from crm_connector.errors import SourceUnavailable
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity, Order, OrderStatus
from crm_connector.profile.assemble import MOST
from tests.fakes.acting import says
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.orders import a_customer, an_invoice, an_order
from tests.fakes.source import FakeSource

CLOCK = FakeClock()
WHO = Identity("7", Assurance.PROVEN, by_shop(CLOCK()))
ASKED = [
    ("fa", "چقدر دیگه باید بدم؟"),
    ("fa", "cheghadr dige bayad bedam?"),
    ("ar", "كم بقي علي؟"),
    ("en", "how much do I still owe?"),
]


class Counting(FakeSource):
    """
    A shop that counts how often it is asked for orders, and may not give them.
    """

    orders_asked = 0
    keeps_orders_back = False

    async def order(self, customer_id: str, number: str) -> Order:
        self.orders_asked += 1
        return await super().order(customer_id, number)

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        self.orders_asked += 1
        if self.keeps_orders_back:
            raise SourceUnavailable("The orders are down.", source=self.name)
        return await super().orders(customer_id, limit=limit)


def systems() -> tuple[Counting, FakeSource]:
    """
    A shop, and an ERP that alone keeps invoices.
    """
    shop = Counting([a_customer()], clock=CLOCK)
    erp = FakeSource([a_customer()], name="erp", clock=CLOCK)
    return shop, erp


async def told(
    shop: FakeSource, erp: FakeSource, text: str = ASKED[-1][1], lang: str = "en"
) -> list[str]:
    """
    The names of what is said.
    """
    house = FakeHouse(shop, erp, clock=CLOCK)
    settings = Services(
        house.gate, CLOCK, timezone.utc, billing={"erp": "fake"}, currency="IRT"
    )
    return [
        m["response"] for m in await says(ActionGetInvoice(), settings, WHO, text, lang)
    ]


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_of_an_order_that_nobody_has_billed_nothing_is_promised(
    lang: str, text: str
) -> None:
    shop, erp = systems()
    shop.all_orders = [an_order("21963"), an_order("21928")]
    erp.all_invoices = [an_invoice(source="erp")]

    assert await told(shop, erp, text, lang) == ["utter_left_none_billed"]

    erp.all_invoices += [an_invoice("F-10", "21928", source="erp")]
    assert await told(shop, erp, text, lang) == ["utter_left_nothing"]


async def test_a_cancelled_order_needs_no_invoice_and_no_paying() -> None:
    shop, erp = systems()
    shop.all_orders = [
        an_order("21963"),
        an_order("21928", OrderStatus.CANCELLED),
        an_order("21900", OrderStatus.CANCELLED),
    ]
    erp.all_invoices = [
        an_invoice(source="erp"),
        an_invoice("F-10", "21900", unpaid=5000, source="erp"),
    ]
    assert await told(shop, erp) == ["utter_left_nothing"]


async def test_where_the_orders_can_not_be_seen_what_was_billed_is_told() -> None:
    shop, erp = systems()
    shop.keeps_orders_back = True
    shop.all_orders = [an_order("21963")]
    erp.all_invoices = [an_invoice(unpaid=5000, source="erp")]

    said = await told(shop, erp)
    assert said == ["utter_left_of_order", "utter_left_perhaps_cancelled"]

    erp.all_invoices = [an_invoice(source="erp")]
    assert await told(shop, erp) == ["utter_left_none_billed"]


async def test_orders_are_asked_for_once_however_much_is_unpaid() -> None:
    shop, erp = systems()
    numbers = [str(20000 + each) for each in range(30)]
    shop.all_orders = [an_order(each) for each in numbers]
    erp.all_invoices = [
        an_invoice(f"F-{each}", each, unpaid=5000, source="erp") for each in numbers
    ]
    said = await told(shop, erp)

    assert said.count("utter_left_of_order") == 5
    assert "utter_left_more" in said
    assert shop.orders_asked == 1


async def test_behind_as_many_invoices_as_are_read_there_may_be_another() -> None:
    assert books.MOST_READ == MOST
    shop, erp = systems()
    shop.all_orders = [an_order("21963")]
    paid = [
        an_invoice(f"P-{each}", str(each), source="erp") for each in range(MOST - 2)
    ]
    erp.all_invoices = [an_invoice(source="erp"), *paid]
    assert await told(shop, erp) == ["utter_left_nothing"]

    erp.all_invoices += [an_invoice("F-x", "21000", source="erp")]
    assert await told(shop, erp) == ["utter_left_none_billed"]


async def test_that_nothing_is_left_is_said_with_its_age() -> None:
    shop, erp = systems()
    shop.all_orders = [an_order("21963")]
    erp.clock = lambda: CLOCK() - timedelta(days=9)
    erp.all_invoices = [an_invoice(source="erp")]

    assert await told(shop, erp) == ["utter_as_of", "utter_left_nothing"]
