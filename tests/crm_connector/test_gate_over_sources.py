"""
The gate over several sources: everything of one person, and asked for once.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.errors import OrderNotFound, SourceRejected, SourceUnavailable
from crm_connector.identity import ledger
from crm_connector.identity.ageing import by_shop
from crm_connector.identity.consent import Purpose
from crm_connector.identity.identifiers import Rules
from crm_connector.model import Assurance, Identity, Money, Order, OrderStatus, Yes
from crm_connector.operations import Reason
from crm_connector.order_changes import cancelling
from crm_connector.profile.facts import Field, Lack
from crm_connector.source import Capability
from tests.crm_connector.identity.people import meet, shop
from tests.crm_connector.small_shop import CANCELLED, JOHN, JOHNS, NOW, SARA, SHIPPED
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.orders import an_invoice
from tests.fakes.source import FakeSource

SARAS = Identity("1", Assurance.PROVEN, by_shop(NOW))
IN_STOCK = replace(SARA, id="K1", source="stock")


def yes(number: str) -> Yes:
    """
    Hers, to cancelling this order.
    """
    return Yes("1", cancelling(number), "wish-1")


def numbered(number: int, customer_id: str = "1", source: str = "fake") -> Order:
    """
    An order, the older the lower its number.
    """
    return replace(
        SHIPPED,
        number=str(number),
        customer_id=customer_id,
        placed_at=NOW - timedelta(days=1000 - number),
        source=source,
    )


class Cancelling(FakeSource):
    """
    A shop that cancels; `fault_after` is raised when it has done so.
    """

    fault_after: Exception | None = None

    @property
    def capabilities(self) -> frozenset[Capability]:
        return super().capabilities | {Capability.CANCEL_ORDER}

    async def cancel_order(
        self, customer_id: str, number: str, *, key: str, reason: Reason | None = None
    ) -> Order:
        self.all_orders = [replace(CANCELLED, number=number)]
        if self.fault_after is not None:
            raise self.fault_after
        return self.all_orders[0]


@pytest.fixture
def clock() -> FakeClock:
    """
    The clock of everything.
    """
    return FakeClock(NOW)


@pytest.fixture
def shop_source(clock: FakeClock) -> Cancelling:
    """
    The home source, in which Sara has two hundred orders.
    """
    orders = [numbered(number) for number in range(100, 300)]
    return Cancelling([SARA, JOHN], [*orders, JOHNS], clock=clock)


@pytest.fixture
def stock(clock: FakeClock) -> FakeSource:
    """
    Another one, which knows her by her phone.
    """
    orders = [numbered(n, "K1", "stock") for n in (290, 999)]
    return FakeSource([IN_STOCK], orders, name="stock", clock=clock)


@pytest.fixture
def house(shop_source: Cancelling, stock: FakeSource, clock: FakeClock) -> FakeHouse:
    """
    Both, and the gate to them.
    """
    return FakeHouse(shop_source, stock, clock=clock, seconds=60)


async def test_orders_behind_the_newest_fifty_are_found(house: FakeHouse) -> None:
    found = await house.gate.orders(SARAS, limit=120)

    expected = [999, 299, 298, 297, 296, 295, 294, 293, 292, 291, 290, 290, 289]
    assert [each.number for each in found.values][:13] == list(map(str, expected))
    assert len(found.values) == 120
    assert len((await house.gate.orders(SARAS, limit=60)).values) == 60


async def test_more_is_not_asked_for_where_there_is_no_more(
    house: FakeHouse, shop_source: Cancelling
) -> None:
    shop_source.all_orders = [numbered(7)]
    await house.gate.orders(SARAS)
    asked = shop_source.asked
    found = await house.gate.orders(SARAS, limit=200)

    assert [each.number for each in found.values] == ["999", "290", "7"]
    assert shop_source.asked == asked


async def test_an_old_order_is_found_by_its_number(
    house: FakeHouse, shop_source: Cancelling
) -> None:
    (found,) = (await house.gate.order(SARAS, " ۱۰۱ ")).facts
    assert (found.value.number, found.is_late) == ("101", False)

    asked = shop_source.asked
    await house.gate.order(SARAS, "101")
    assert shop_source.asked <= asked + 1
    with pytest.raises(OrderNotFound):
        await house.gate.order(SARAS, JOHNS.number)
    with pytest.raises(OrderNotFound):
        await house.gate.order(SARAS, "55555")


async def test_one_number_in_two_systems_is_two_orders(house: FakeHouse) -> None:
    found = await house.gate.order(SARAS, "290")

    assert sorted(each.source for each in found.facts) == ["fake", "stock"]


async def test_a_number_that_a_silent_system_may_have_is_not_called_unknown(
    house: FakeHouse, stock: FakeSource
) -> None:
    stock.go_down()

    with pytest.raises(SourceUnavailable):
        await house.gate.order(SARAS, "55555")
    assert (await house.gate.order(SARAS, "101")).values[0].number == "101"
    stock.fault = SourceRejected("password", source="stock")
    with pytest.raises(SourceRejected):
        await house.gate.order(SARAS, "55555")


async def test_somebody_with_two_numbers_has_the_orders_of_both(
    house: FakeHouse, shop_source: Cancelling
) -> None:
    shop_source.all_orders = [numbered(5), numbered(6, "2"), numbered(7)]

    def merged(connection) -> None:
        one, other = (
            meet(connection, shop(1, "fake")),
            meet(connection, shop(2, "fake")),
        )
        ledger.merge(connection, one, other, by="a", reason="b", now=NOW, rules=Rules())

    await house.ledger.write(merged)
    found = await house.gate.orders(SARAS)

    assert [each.number for each in found.values] == ["999", "290", "7", "6", "5"]
    other = Identity("2", Assurance.PROVEN, by_shop(NOW))
    assert (await house.gate.orders(other)).values == found.values
    assert (await house.gate.order(SARAS, "6")).values[0].customer_id == "2"


async def test_who_comes_is_written_down_once(house: FakeHouse) -> None:
    person = await house.gate.person(SARAS)
    assert house.ledger.writes == 1

    await house.gate.orders(SARAS)
    # She was found in the other source, too.
    assert house.ledger.writes == 2
    for _ in range(3):
        await house.gate.orders(SARAS)
        await house.gate.profile(SARAS, fields=(Field.NAME,))
        assert await house.gate.person(SARAS) == person
    assert house.ledger.writes == 2


async def test_many_at_once_ask_each_source_once(
    house: FakeHouse, shop_source: Cancelling, stock: FakeSource
) -> None:
    shop_source.all_orders = [numbered(7)]
    shop_source.gate.clear()
    asking = [asyncio.ensure_future(house.gate.orders(SARAS)) for _ in range(100)]
    await asyncio.sleep(0)
    shop_source.gate.set()
    found = await asyncio.gather(*asking)

    assert {len(each.values) for each in found} == {3}
    # Who she is and her orders; there her phone, her e-mail and her orders.
    assert (shop_source.asked, stock.asked) == (2, 3)


@pytest.mark.parametrize("fault", [None, SourceUnavailable("lost")])
async def test_after_a_change_nothing_of_before_is_told(
    house: FakeHouse, shop_source: Cancelling, fault: Exception | None
) -> None:
    """
    Also where the answer to it was lost: it may have happened.
    """
    shop_source.all_orders = [numbered(150)]
    before = await house.gate.order(SARAS, "150")
    assert before.values[0].status is SHIPPED.status
    shop_source.fault_after = fault

    try:
        await house.gate.changes.cancel_order(SARAS, "150", yes=yes("150"))
    except SourceUnavailable:
        assert fault is not None

    after = await house.gate.order(SARAS, "150")
    assert after.values[0].status is CANCELLED.status


async def test_a_single_order_is_asked_anew_after_a_change(
    house: FakeHouse, shop_source: Cancelling
) -> None:
    await house.gate.order(SARAS, "101")
    await house.gate.changes.cancel_order(SARAS, "101", yes=yes("101"))

    (found,) = (await house.gate.order(SARAS, "101")).values
    assert found.status is CANCELLED.status


@pytest.mark.parametrize("how", ["by its number", "in the list"])
async def test_what_waits_to_be_paid_is_read_anew(
    house: FakeHouse, shop_source: Cancelling, clock: FakeClock, how: str
) -> None:
    waiting = replace(SHIPPED, status=OrderStatus.PLACED, history=(), parcels=())
    shop_source.all_orders = [waiting]
    bill = an_invoice("F-1", waiting.number, 1250000, customer_id="1")
    shop_source.all_invoices = [bill]

    async def seen() -> tuple[OrderStatus, int]:
        found = (
            await house.gate.order(SARAS, waiting.number)
            if how == "by its number"
            else await house.gate.orders(SARAS)
        )
        bills = await house.gate.invoices(SARAS)
        (order,) = (each for each in found.values if each.number == waiting.number)
        return order.status, bills.values[0].unpaid.amount

    assert await seen() == (OrderStatus.PLACED, bill.total.amount)
    shop_source.all_orders = [replace(waiting, status=OrderStatus.PAID)]
    paid = replace(bill, unpaid=Money(0, bill.total.currency))
    shop_source.all_invoices = [paid]
    # So soon all that is kept is as good as new.
    clock.advance(seconds=1)
    assert await seen() == (OrderStatus.PAID, 0)


async def test_where_nobody_answers_what_waits_is_told_as_it_was(
    house: FakeHouse, shop_source: Cancelling
) -> None:
    waiting = replace(SHIPPED, status=OrderStatus.PLACED, history=(), parcels=())
    shop_source.all_orders = [waiting]
    await house.gate.order(SARAS, waiting.number)
    shop_source.go_down()

    (order,) = (await house.gate.order(SARAS, waiting.number)).values

    assert order.status is OrderStatus.PLACED


@pytest.mark.parametrize("fields", [[Field.ORDERS], [Field.NAME, Field.INVOICES]])
async def test_what_was_bought_is_no_part_of_what_less_proof_opens(
    house: FakeHouse, monkeypatch: pytest.MonkeyPatch, fields: list[Field]
) -> None:
    """
    Whatever the levels of the two are: orders are opened by that of orders.
    """
    asked: list[str] = []

    def orders(identity: Identity, now: object) -> str:
        asked.append("orders")
        return "1"

    monkeypatch.setattr("crm_connector.gate.access_orders", orders)
    await house.gate.profile(SARAS, fields=fields)
    assert asked == ["orders"]
    await house.gate.profile(SARAS, fields=[Field.NAME])
    assert asked == ["orders"]


async def test_without_consent_there_is_nothing_for_marketing(
    house: FakeHouse, shop_source: Cancelling
) -> None:
    profile = await house.gate.profile(
        SARAS, fields=(Field.ORDERS,), purpose=Purpose.MARKETING
    )

    assert profile.orders == ()
    assert {each.why for each in profile.missing} == {Lack.NOT_AGREED}
    assert shop_source.asked == 0


async def test_nothing_is_under_way_after_the_end(
    house: FakeHouse, shop_source: Cancelling
) -> None:
    """
    Nor what was forgotten while it was.
    """
    before = asyncio.all_tasks()
    shop_source.gate.clear()
    waiting = asyncio.ensure_future(house.gate.orders(SARAS))
    await asyncio.sleep(0.01)
    house.profiles.forget("fake", "1")
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await house.keeper.close()

    assert asyncio.all_tasks() == before
