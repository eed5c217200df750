"""
Who may buy, with which yes; and that the fake which sells keeps what sources promise.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.buying import OnSale
from crm_connector.cart import Cart, ordering
from crm_connector.choices import Variant
from crm_connector.errors import NotConfirmed, NotProven, NotSupported, OrderNotFound
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity, Yes
from tests.crm_connector import small_shop
from tests.crm_connector.conformance import (
    FindsContacts,
    KnowsCustomers,
    KnowsOrders,
    Tried,
)
from tests.crm_connector.conformance_of_selling import (
    DoesPlaceOrders,
    KnowsAttempts,
    LinksToPayments,
    TellsDeliveries,
    sold,
)
from tests.crm_connector.conformance_of_shelves import KnowsTheShelf
from tests.crm_connector.small_shop import (
    ATTEMPTS,
    CART,
    CUSTOMERS,
    NOW,
    ORDERS,
    SARAS_HOME,
    shelf_item,
    toman,
)
from tests.fakes.house import FakeHouse
from tests.fakes.selling import SellingSource

__all__ = ["sold"]

GOODS = (
    Variant("21", "11", {}, toman(900_000), True, small_shop.SOURCE, NOW),
    Variant("22", "12", {}, toman(300_000), True, small_shop.SOURCE, NOW),
)
DUE = toman(2_100_000)
WISH = ordering(CART, DUE)
SARA = Identity("1", Assurance.PROVEN, by_shop(NOW))
JOHN = Identity("2", Assurance.PROVEN, by_shop(NOW))


@pytest.fixture
def source() -> SellingSource:
    """
    The small shop's records and goods.
    """
    made = SellingSource(CUSTOMERS, ORDERS, goods=GOODS, name=small_shop.SOURCE)
    made.stock = {"21": 5, "22": 9}
    made.attempts = ATTEMPTS
    return made


@pytest.fixture
def tried(source: SellingSource) -> Tried:
    """
    The fake that sells.
    """
    john = small_shop.SARA.phones[0]
    source.customers["2"] = replace(source.customers["2"], phones=(john,))
    tried = small_shop.tried_whole(source, source.go_down)
    tried.orders = small_shop.tried(source, source.go_down).orders
    tried.other = source.customers["2"]
    tried.family_ids = frozenset({"1", "2"})
    tried.shelf = {
        "11": replace(shelf_item("11", 900_000, 5)),
        "12": replace(shelf_item("12", 300_000, 9)),
    }
    return tried


@pytest.fixture
def gate(source: SellingSource):
    """
    The gate to that shop.
    """
    return FakeHouse(source, clock=lambda: NOW).gate


def yes(who: str = "1", cart: Cart = CART) -> Yes:
    """
    Their yes to a cart.
    """
    return Yes(who, ordering(cart, DUE), "wish-1")


async def test_with_their_yes_it_is_bought_once(gate, source) -> None:
    first = await gate.buying.place_order(SARA, CART, due=DUE, yes=yes())
    again = await gate.buying.place_order(SARA, CART, due=DUE, yes=yes())

    assert first == again
    assert first.order.customer_id == "1"
    assert source.stock == {"21": 3, "22": 8}
    link = await gate.buying.payment_link(SARA, first.order.number)
    assert link == first.payment_link


@pytest.mark.parametrize(
    ("who", "given", "error"),
    [
        (Identity(), yes(), NotProven),
        (Identity("1", Assurance.CHANNEL), yes(), NotProven),
        (SARA, None, NotConfirmed),
        (SARA, yes("2"), NotConfirmed),
        (JOHN, yes(), NotConfirmed),
        (SARA, yes(cart=replace(CART, delivery_id="same_day")), NotConfirmed),
        (SARA, Yes("1", ordering(CART, toman(1)), "wish-1"), NotConfirmed),
        (SARA, Yes("1", ("place_order",), "wish-1"), NotConfirmed),
    ],
)
async def test_without_it_nothing_is_asked_of_the_shop(
    gate, source, who, given, error
) -> None:
    before = source.asked

    with pytest.raises(error):
        await gate.buying.place_order(who, CART, due=DUE, yes=given)

    assert source.asked == before
    assert source.stock == {"21": 5, "22": 9}


async def test_strangers_hear_of_no_way_and_no_link(gate) -> None:
    with pytest.raises(NotProven):
        await gate.buying.deliveries(Identity(), SARAS_HOME, CART.lines)
    with pytest.raises(NotProven):
        await gate.buying.payment_link(Identity(), "10042")
    with pytest.raises(NotProven):
        await gate.buying.payment_attempts(Identity(), "10042")


async def test_what_anybody_may_know_of_delivery_names_no_customer(gate) -> None:
    ways = await gate.buying.ways_to("تهران")
    anywhere = await gate.buying.ways_to("")

    assert [each.id for each in ways] == ["post", "same_day"]
    assert [each.id for each in anywhere] == ["post"]
    assert anywhere[0].free_above == toman(1_500_000)


async def test_anothers_link_is_as_one_that_is_not(gate) -> None:
    placed = await gate.buying.place_order(SARA, CART, due=DUE, yes=yes())

    for number in (placed.order.number, "1"):
        with pytest.raises(OrderNotFound):
            await gate.buying.payment_link(JOHN, number)
        with pytest.raises(OrderNotFound):
            await gate.buying.payment_attempts(JOHN, number)


async def test_what_the_shop_cannot_do_is_not_supported(gate, source) -> None:
    source.sells = source.has_page = False

    with pytest.raises(NotSupported):
        await gate.buying.place_order(SARA, CART, due=DUE, yes=yes())
    with pytest.raises(NotSupported):
        await gate.buying.deliveries(SARA, SARAS_HOME, CART.lines)
    with pytest.raises(NotSupported):
        await gate.buying.payment_link(SARA, "10042")


async def test_prices_and_stock_are_for_everybody(gate, source) -> None:
    found = await gate.buying.on_sale(["11", "12", "13"])

    assert found.pieces["11"][0].price == toman(900_000)
    assert found.pieces["12"][0].in_stock is True
    assert "13" not in found.pieces
    assert found.as_of is None
    assert await gate.buying.on_sale([]) == OnSale({})


async def test_prices_of_a_list_have_their_time(source) -> None:
    """
    Such a list says of when it is, however lately it was read.
    """
    old = NOW - timedelta(days=1)
    source.clock = lambda: old
    gate = FakeHouse(source, clock=lambda: NOW).gate

    assert (await gate.buying.on_sale(["11"])).as_of == old


class TestTheFake(
    KnowsCustomers,
    FindsContacts,
    KnowsOrders,
    KnowsTheShelf,
    TellsDeliveries,
    DoesPlaceOrders,
    LinksToPayments,
    KnowsAttempts,
):
    """
    The fake that sells.
    """

    def test_every_capability_is_tried(self, tried: Tried) -> None:
        """
        All but its variants, which are plain records.
        """
